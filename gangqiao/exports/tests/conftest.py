"""What the tests of exports share: an export asked, made, and its file read back."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import msoffcrypto
import openpyxl
import pytest
from django.test import Client

from gangqiao.audit.models import Event
from gangqiao.exports import actions, jobs
from gangqiao.exports.models import Export
from gangqiao.exports.profiles import PROFILES
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.ledgers.reads.ledgers import LEDGERS

PASSWORD = "rice terrace 2020"


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Any) -> None:
    """Files are kept in a folder of the test."""
    settings.HOME = str(tmp_path)


@pytest.fixture
def ask() -> Callable[..., Export]:
    """Asks for an export: `ask(actor, columns=["name"], clear=["id_number"], purpose="...", sex="1")`."""

    def asked(
        actor: Actor,
        *,
        ledger: str = "people",
        profile: str = "house",
        columns: list[str] | None = None,
        clear: list[str] | None = None,
        purpose: str = "",
        **query: str,
    ) -> Export:
        wish = actions.Wish(PROFILES[profile], [*(columns or ["name"]), *(clear or [])], clear or [], purpose)
        with scope_of(actor):
            return actions.ask(LEDGERS[ledger], query, wish, actor=actor)

    return asked


def run(export: Export) -> Export:
    """Do what the job does after the last event of the export."""
    event = Event.objects.filter(subject=f"exports.export:{export.uuid}").latest("seq")
    with scope_of([event.area]):
        jobs.make_file(event)
        return Export.objects.get(pk=export.pk)


def opened(content: bytes, password: str = "") -> Any:
    """The workbook, decrypted when a password is given."""
    if password:
        box = msoffcrypto.OfficeFile(io.BytesIO(content))
        box.load_key(password=password)
        out = io.BytesIO()
        box.decrypt(out)
        content = out.getvalue()
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(book: Any) -> list[list[Any]]:
    """The visible sheet as lines."""
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


@pytest.fixture
def file_of(ask: Callable[..., Export]) -> Callable[..., list[list[Any]]]:
    """The lines of the file somebody gets who asks so."""

    def got(actor: Actor, **wish: Any) -> list[list[Any]]:
        export = run(ask(actor, **wish))
        with scope_of(actor):
            assert export.status == "made", export.said
            _row, content = actions.fetch(export.uuid, actor=actor)
        return lines(opened(content))

    return got


@pytest.fixture
def english(client_of: Callable[..., Client]) -> Callable[..., Client]:
    """A browser that asks for English pages."""

    def of(who: Any) -> Client:
        browser = client_of(who)
        browser.cookies["django_language"] = "en"
        return browser

    return of
