"""The phone's core in a real Chromium, against a server that breaks the network on purpose."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.phone.browsers import Pulled
from tests.phone.running import Product
from tests.phone.server import Server
from tests.phone.villages import village
from tools.node import NODE

HERE = Path(__file__).parent
SHELL = """<!doctype html><meta charset="utf-8"><title>core</title>
<script src="/core.js"></script><script src="/driver.js"></script>"""
# What a browser says when there is no signal, and nothing else.
NO_SIGNAL = ("ERR_INTERNET_DISCONNECTED", "ERR_CONNECTION_REFUSED", "ERR_ADDRESS_UNREACHABLE")


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


@pytest.fixture
def product(shared_database: None, settings: Any) -> Iterator[Product]:
    """The product, running."""
    settings.ALLOWED_HOSTS = ["127.0.0.1", "testserver"]  # the phone, and the desk
    running = Product()
    running.start()
    yield running
    running.stop()


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    """A context of a phone of 360 x 740. What the console complains of fails the test, no signal apart."""
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, locale="zh-CN"
    )
    context.set_default_timeout(20_000)
    faults: list[str] = []

    def note(message: Any) -> None:
        # Asked whether a picture is there, the county says 404 as often as a new one comes.
        if "/phone/blobs/" in message.location.get("url", ""):
            return
        if message.type in ("error", "warning") and not any(one in message.text for one in NO_SIGNAL):
            faults.append(message.text)

    context.on("console", note)
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield context
    context.close()
    assert faults == []


@pytest.fixture
def pictures(tmp_path: Path) -> Path:
    """Where the pictures of the pages go: GANGQIAO_PICTURES, to look at them."""
    folder = Path(os.environ.get("GANGQIAO_PICTURES") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
