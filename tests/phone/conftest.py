"""The phone's core in a real Chromium, against a server that breaks the network on purpose."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.phone.browsers import Pulled
from tests.phone.server import Server
from tests.phone.villages import village
from tools.node import NODE

HERE = Path(__file__).parent
SHELL = """<!doctype html><meta charset="utf-8"><title>core</title>
<script src="/core.js"></script><script src="/driver.js"></script>"""


@pytest.fixture(scope="session")
def core(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The core as one script, built from the tree."""
    file = tmp_path_factory.mktemp("core") / "core.js"
    subprocess.run([NODE, HERE / "bundle.mjs", file], check=True)
    return file.read_bytes()


@pytest.fixture
def make_server(core: bytes) -> Iterator[Callable[..., tuple[Server, str]]]:
    """Servers that run until the test ends."""
    running = []

    def make(households: int = 12, **how: Any) -> tuple[Server, str]:
        script = "text/javascript"
        files = {
            "/": ("text/html", SHELL.encode()),
            "/core.js": (script, core),
            "/driver.js": (script, (HERE / "driver.js").read_bytes()),
        }
        server = Server(village(households, **how), files)
        running.append(server.running())
        return server, running[-1].__enter__()

    yield make
    for one in running:
        one.__exit__(None, None, None)


@pytest.fixture
def make_phone(browser: Any, chromium: str, tmp_path: Path) -> Iterator[Callable[[str], Pulled]]:
    """Phones whose battery can be pulled out."""
    made: list[Pulled] = []

    def make(url: str) -> Pulled:
        profile = tmp_path / f"phone-{len(made)}"
        profile.mkdir()
        made.append(Pulled(browser.browser_type, chromium, profile, url))
        made[-1].start()
        return made[-1]

    yield make
    for phone in made:
        phone.kill()
