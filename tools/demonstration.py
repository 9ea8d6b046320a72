"""The demonstration on a server of its own, for walks and pictures: a small synthetic county in a temporary home."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

PASSWORD = "rice-terrace-2020"  # noqa: S105  shown on the screen of every demonstration
SCALE = "0.01"
SECONDS_TO_START = 180

# A session of which the user's last proof of identity lies an hour back.
AN_HOUR_LATER = """
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
for one in UserSession.objects.filter(user__username={username!r}):
    session = SessionStore(one.session_key)
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()
"""


@dataclass
class Demonstration:
    """`gangqiao demo`, started for the walks and stopped after them."""

    scale: str = SCALE
    home: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="gangqiao-walks-")))
    url: str = ""
    server: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the county and serve it. Raises RuntimeError with the server's own words when it does not come up."""
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        log = self.home / "server.log"
        with log.open("wb") as words:
            command = self._gangqiao("demo", "--port", str(port), "--scale", self.scale)
            self.server = subprocess.Popen(command, env=self._environment(), stdout=words, stderr=subprocess.STDOUT)
        until = time.monotonic() + SECONDS_TO_START
        while "Gangqiao is ready" not in (said := log.read_text(errors="replace")):
            if self.server.poll() is not None or time.monotonic() > until:
                self.stop()
                raise RuntimeError(f"the demonstration did not start:\n{said}")
            time.sleep(0.2)

    def stop(self) -> None:
        """End the server and remove everything it wrote."""
        if self.server is not None:
            self.server.terminate()
            try:
                self.server.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.server.kill()
        shutil.rmtree(self.home, ignore_errors=True)

    def an_hour_passes(self, username: str) -> None:
        """The user stays signed in; a sensitive act asks for the password again."""
        asked = self._gangqiao("shell", "-v", "0", "-c", AN_HOUR_LATER.format(username=username))
        subprocess.run(asked, env=self._environment(), check=True, capture_output=True)

    def _gangqiao(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "gangqiao.cli", *arguments]

    def _environment(self) -> dict[str, str]:
        # Nothing of the installation of the test run: keys and database are the demonstration's own.
        kept = {k: v for k, v in os.environ.items() if not k.startswith("GANGQIAO_") and k != "DJANGO_SETTINGS_MODULE"}
        return kept | {"GANGQIAO_HOME": str(self.home), "GANGQIAO_DEMO": "1"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
