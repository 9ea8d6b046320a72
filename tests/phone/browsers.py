"""A Chromium with a profile that outlives it: it can be killed as a battery that is pulled out, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ARGUMENTS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-gpu",
)


class Pulled:
    """One phone. `page` is new after every start."""

    def __init__(self, browser_type: Any, chromium: str, profile: Path, url: str) -> None:
        self.browser_type, self.chromium, self.profile, self.url = browser_type, chromium, profile, url
        self.process: subprocess.Popen[bytes] | None = None
        self.page: Any = None

    def start(self) -> Any:
        port_file = self.profile / "DevToolsActivePort"
        port_file.unlink(missing_ok=True)
        command = [self.chromium, *ARGUMENTS, f"--user-data-dir={self.profile}", "about:blank"]
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")
        # A session of its own, so that all of its processes die at once.
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        browser = self.browser_type.connect_over_cdp(f"http://127.0.0.1:{_port(port_file)}")
        context = browser.contexts[0]
        self.page = context.pages[0] if context.pages else context.new_page()
        self.page.set_default_timeout(120_000)
        self.page.goto(self.url)
        return self.page

    def kill(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None
        (self.profile / "SingletonLock").unlink(missing_ok=True)

    def restart(self) -> Any:
        self.kill()
        return self.start()

    def files(self) -> Iterator[tuple[Path, bytes]]:
        """Every file of the profile."""
        for path in self.profile.rglob("*"):
            if path.is_file() and not path.is_symlink():
                yield path, path.read_bytes()


def _port(path: Path) -> int:
    """Chromium writes the file when it listens."""
    for _ in range(600):
        if path.exists() and (lines := path.read_text().split("\n")) and len(lines) > 1:
            return int(lines[0])
        time.sleep(0.05)
    raise AssertionError("Chromium did not start")
