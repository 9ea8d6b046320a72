"""The product itself on a port that stays the same, stopped and started while a phone is out in the hills."""

from __future__ import annotations

import threading

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.core.wsgi import get_wsgi_application
from django.test.testcases import QuietWSGIRequestHandler


class Product:
    """Serves the test's own database (fixture `shared_database`), in threads of this process."""

    def __init__(self) -> None:
        self.port = 0
        self.server: ThreadedWSGIServer | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.server = ThreadedWSGIServer(("127.0.0.1", self.port), QuietWSGIRequestHandler)
        self.server.daemon_threads = True
        self.server.set_app(StaticFilesHandler(get_wsgi_application()))
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
