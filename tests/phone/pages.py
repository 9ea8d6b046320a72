"""The built pages of the phone client with a made village behind them, for looking at them and for measuring."""

from __future__ import annotations

import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import RequestFactory

from gangqiao.sync.views import shell
from tests.phone.server import Handler, Server
from tests.source import PACKAGE

BUILT = PACKAGE / "web/static"
OWN = {
    "/phone/": shell.shell,
    "/phone/sw.js": shell.worker,
    "/phone/manifest.webmanifest": shell.manifest,
}
ASSETS = BUILT / "dist/phone/assets"


class PagesHandler(Handler):
    """The shell as the product answers it, the built files, and the protocol of the test server."""

    def answer(self) -> None:
        path = urlsplit(self.path).path
        if self.command == "GET" and path in OWN:
            found = OWN[path](RequestFactory().get(path))
            return self.give(found)
        if path.startswith("/static/"):
            return self.give(static(path.removeprefix("/static/")))
        return super().answer()

    do_GET = do_POST = do_PUT = do_HEAD = answer  # noqa: N815

    def give(self, found: HttpResponse) -> None:
        self.send_response(found.status_code)
        for name, value in found.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found.content)))
        self.end_headers()
        self.wfile.write(found.content)


def static(name: str) -> HttpResponse:
    """A built file, or one of the app's own."""
    for root in (BUILT, PACKAGE / "sync/static"):
        file = (root / name).resolve()
        if file.is_relative_to(root) and file.is_file():
            return HttpResponse(file.read_bytes(), content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
    return HttpResponse(status=404)


class PagesServer(Server):
    """A server on a port that stays the same when it is stopped and started again."""

    def __init__(self, package: dict[str, Any]) -> None:
        super().__init__(package, {})

    @contextmanager
    def running(self, port: int = 0) -> Iterator[str]:
        handler = type("Bound", (PagesHandler,), {"server_of_test": self})
        with ThreadingHTTPServer(("127.0.0.1", port), handler) as http:
            http.daemon_threads = True
            threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True).start()
            yield f"http://127.0.0.1:{http.server_port}"
            http.shutdown()


def first_load() -> dict[str, Path]:
    """The files a phone fetches before the list can be shown, by name; without those that are fetched later."""
    files = shell._files()
    named = [files["script"], *files["early"], *files["styles"]]
    return {name.rpartition("/")[2]: ASSETS / name.rpartition("/")[2] for name in named}
