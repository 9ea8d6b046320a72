"""A judged workbook as the reading job leaves it, and browsers of the cast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.imports.jobs.checking import figures_of
from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import Change, Note, Payload
from gangqiao.imports.states import Decision, Fate, Status
from gangqiao.kernel.scope import everywhere
from gangqiao.kernel.words import Say
from gangqiao.people.models import Person
from tests.cast.county import County

ACTS = [{"verb": "people.correct", "values": {}}]
MakeBook = Callable[..., Import]
ID_NUMBER = "53250419800101123X"

COLUMNS = [
    {"index": 0, "letter": "A", "heading": "姓名", "normal": "姓名", "key": "person.name", "how": "declared"},
    {
        "index": 1,
        "letter": "B",
        "heading": "身份证号",
        "normal": "身份证号",
        "key": "person.id_number",
        "how": "similar",
    },
    {"index": 2, "letter": "C", "heading": "手机", "normal": "手机", "key": "person.phone", "how": "remembered"},
    {"index": 3, "letter": "D", "heading": "备用", "normal": "备用", "key": "", "how": ""},
]
LAYOUT = [
    {
        "sheet": "布龙村",
        "hidden": False,
        "header_lines": [3],
        "columns": [{**c, "confidence": 1, "unit": "", "samples": ["张三", ID_NUMBER]} for c in COLUMNS],
        "skipped": [{"line": 90, "kind": "total"}, {"line": 91, "kind": "remark"}],
    },
    {"sheet": "旧表", "hidden": True, "header_lines": [], "columns": [], "skipped": []},
]


@pytest.fixture
def make_book(officials: dict[str, User], county: County) -> MakeBook:
    """Makes an import of the township's clerk: `make_book(status=Status.COLUMNS)`; `area=` for another place."""

    def make(status: str = Status.CHECKED, who: str = "township_clerk", area: Any = None, **values: Any) -> Import:
        with everywhere(reason="test data"):
            return Import.objects.create(
                **{
                    "area": area or (county.hongxi if who == "stranger" else county.xinshao),
                    "sender": officials[who],
                    "name": "布龙村劳动力花名册.xlsx",
                    "size": 48_213,
                    "digest": "d",
                    "status": status,
                    "layout": LAYOUT,
                    **values,
                }
            )

    return make


@pytest.fixture
def make_row() -> Callable[..., Row]:
    """Makes a row of an import: `make_row(book, 5, Fate.NEW, name="张三")`."""

    def make(book: Import, line: int, fate: str, *, person: Person | None = None, **given: Any) -> Row:
        payload = Payload(
            name=given.pop("name", f"李{line}"),
            cells={"person.name": "李", "person.id_number": ID_NUMBER, **given.pop("cells", {})},
            notes=given.pop("notes", []),
            changes=given.pop("changes", []),
            acts=given.pop("acts", []),
        )
        with everywhere(reason="test data"):
            row = Row.objects.create(
                area_id=book.area_id,
                source=book,
                line=line,
                fate=fate,
                person=person.pk if person else None,
                revision=person.revision if person else None,
                payload=payload.to_json(),
                **{"reasons": payload.reasons, "is_idle": fate == Fate.DOUBTFUL and not payload.acts, **given},
            )
            book.figures = figures_of(book)
            book.save()
            return row

    return make


@pytest.fixture
def judged(make_book: MakeBook, make_row: Callable[..., Row], person: Person) -> Import:
    """Rows of every fate: two new, one changed, one the same, three doubtful of two sorts, one wrong."""
    book = make_book()
    for line in (4, 5):
        make_row(book, line, Fate.NEW, acts=[{"verb": "people.register"}])
    change = Change("person", "phone", "13900000001", "13900000002")
    make_row(book, 6, Fate.CHANGED, person=person, changes=[change], acts=[{"verb": "people.correct"}])
    make_row(book, 7, Fate.SAME, person=person)
    name = Say("The register calls this person %(name)s.", name="张三丰")
    for line in (8, 9):
        make_row(book, line, Fate.DOUBTFUL, notes=[Note("doubt", "name_near", name, "A", "姓名")], acts=ACTS)
    make_row(book, 10, Fate.DOUBTFUL, notes=[Note("doubt", "row_twice", "Stands in the file twice.")], acts=ACTS)
    wrong = Say("“%(text)s” is no ID number.", text=ID_NUMBER)
    make_row(book, 11, Fate.WRONG, notes=[Note("wrong", "id_number_wrong", wrong, "B", "身份证号")])
    return book


@pytest.fixture
def files_in_tmp(settings: Any, tmp_path: Any) -> None:
    """Files brought in are kept in a folder of the test."""
    settings.HOME = tmp_path


@pytest.fixture
def clerk(client_of: Callable[..., Client]) -> Client:
    """The browser of the clerk of Xinshao, in English."""
    return in_english(client_of("township_clerk"))


def in_english(browser: Client) -> Client:
    browser.cookies["django_language"] = "en"
    return browser


def address_of(name: str, book: Import) -> str:
    return reverse(f"imports:{name}", args=[book.uuid])


def page(browser: Client, name: str, book: Import, **asked: Any) -> str:
    """The words of a page that must be there."""
    answer = browser.get(address_of(name, book), asked)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def decisions(book: Import) -> dict[int, str]:
    """What is decided of every row, by line."""
    with everywhere(reason="test looks at the result"):
        return {line: Decision(d).value for line, d in book.rows.values_list("line", "decision")}
