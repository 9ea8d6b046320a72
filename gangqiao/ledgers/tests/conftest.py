"""What the tests of the ledgers share: a page read as rows, and the ledger asked as an actor."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.ledgers import PEOPLE, Ledger
from gangqiao.ledgers.reads.page import Page


class Shown:
    """An answer of a ledger as a reader sees it."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.html = response.content.decode()
        body = self.html.partition("<tbody>")[2].partition("</tbody>")[0]
        self.rows = [
            [_text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)] for row in body.split("<tr>")
        ]
        self.rows = [row for row in self.rows if row]
        self.count = _text(self.html.partition('class="ledger-count"')[2].partition(">")[2].partition("</p>")[0])

    @property
    def names(self) -> list[str]:
        return [row[0].split()[0] for row in self.rows]

    @property
    def words(self) -> str:
        return _text(self.html)

    def href(self, rel: str) -> str:
        found = re.search(rf'rel="{rel}" href="([^"]*)"', self.html)
        return html.unescape(found[1]) if found else ""


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


@pytest.fixture
def look_at(client_of: Callable[..., Client]) -> Callable[..., Shown]:
    """Opens a ledger in English: `look_at("township_clerk", sex="1")`, or one whole address."""

    def look(who: str, address: str = "/ledger/people/", **query: str) -> Shown:
        browser = client_of(who)
        browser.cookies["django_language"] = "en"
        return Shown(browser.get(address, query or None))

    return look


@pytest.fixture
def find_as(client_of: Callable[..., Client]) -> Callable[..., Shown]:
    """Types into the find box and follows to the answer: `find_as("township_clerk", "zhang")`."""

    def find(who: str, typed: str, ledger: str = "people", **more: str) -> Shown:
        browser = client_of(who)
        browser.cookies["django_language"] = "en"
        return Shown(browser.post(f"/ledger/{ledger}/find/", {"q": typed, **more}, follow=True))

    return find


@pytest.fixture
def ask() -> Callable[..., Page]:
    """The page of a ledger as its reads give it, in the scope of the actor."""

    def asked(actor: Actor, ledger: Ledger = PEOPLE, **query: str) -> Page:
        with scope_of(actor.areas(page.VERB)):
            return page.page_of(page.read(ledger, query, actor), actor)

    return asked
