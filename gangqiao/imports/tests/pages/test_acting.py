"""What the pages do: bring a file in, name its columns, decide on rows, throw it away."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.imports.actions import receiving
from gangqiao.imports.jobs.checking import check_rows
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Fate, Status
from gangqiao.imports.tests.pages.conftest import MakeBook, address_of, decisions, page
from gangqiao.imports.tests.pages.workbooks import HEADINGS, workbook
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person

BRING = "imports:bring"


def file_of(content: bytes, name: str = "布龙.xlsx") -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = name
    return file


def bring(browser: Client, *files: io.BytesIO) -> Any:
    return browser.post(reverse(BRING), {"file": list(files)})


def only_import() -> Import:
    with everywhere(reason="test looks at the result"):
        return Import.objects.get()


def read_now(book: Import) -> Import:
    """Run the reading job, as the worker does."""
    check_rows.call(book.pk, book.area_id)
    with everywhere(reason="test looks at the result"):
        return Import.objects.get(pk=book.pk)


def fates(book: Import) -> dict[int, str]:
    with everywhere(reason="test looks at the result"):
        return dict(Row.objects.filter(source=book).values_list("line", "fate"))


@pytest.fixture
def content(make_person: Callable[..., Person]) -> bytes:
    """A newcomer, somebody known with another phone, and an ID number that is wrong."""
    newcomer = make_id_number(dt.date(1990, 2, 3), "1", 77)
    known: Any = make_person(name="张有田")
    return workbook(
        (1, "第一村民小组", "普新", "户主", "普新", newcomer, "13900001111"),
        (2, "第一村民小组", known.name, "户主", known.name, known.id_number, "13900002222"),
        (3, "第一村民小组", "普错", "户主", "普错", "532504199001011", ""),
    )


# --- bringing files in -----------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("files_in_tmp")
def test_one_file_leads_to_its_own_page(clerk: Client, content: bytes) -> None:
    answer = bring(clerk, file_of(content))
    assert answer.status_code == 302
    assert answer["Location"] == address_of("import", only_import())


@pytest.mark.usefixtures("files_in_tmp")
def test_several_files_lead_to_the_list(clerk: Client, content: bytes) -> None:
    answer = bring(clerk, file_of(content, "a.xlsx"), file_of(content, "b.xlsx"))
    assert answer["Location"] == reverse("imports:imports")
    assert "2 workbooks are being read." in clerk.get(answer["Location"]).content.decode()


def test_no_file_is_told_in_the_place(clerk: Client) -> None:
    answer = clerk.post(reverse(BRING))
    assert answer.status_code == 422
    assert "No file was chosen" in answer.content.decode()


@pytest.mark.usefixtures("files_in_tmp")
def test_a_file_too_large_is_refused_and_its_neighbour_taken(
    clerk: Client, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_BYTES", len(content))
    answer = bring(clerk, file_of(content, "a.xlsx"), file_of(content + b"x", "too-large.xlsx"))
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "too-large.xlsx" in shown
    assert "Taken and being read" in shown
    assert only_import().name == "a.xlsx"


@pytest.mark.usefixtures("files_in_tmp")
def test_a_file_that_is_no_workbook_says_so_on_its_page(clerk: Client) -> None:
    bring(clerk, file_of(b"\x89PNG\r\n\x1a\n" + bytes(200), "list.xlsx"))
    book = read_now(only_import())
    assert book.status == Status.REFUSED
    assert "This file could not be read." in page(clerk, "import", book)


@pytest.mark.requirement("R040")
@pytest.mark.usefixtures("files_in_tmp")
def test_a_workbook_is_read_and_previewed(clerk: Client, content: bytes) -> None:
    bring(clerk, file_of(content))
    book = read_now(only_import())
    assert book.status == Status.CHECKED
    assert fates(book) == {3: Fate.NEW, 4: Fate.CHANGED, 5: Fate.WRONG}
    shown = page(clerk, "rows", book, fate="changed")
    assert "13900002222" in shown
    assert "532504199001011" not in page(clerk, "rows", book, fate="wrong")


# --- columns ---------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("files_in_tmp")
def test_a_column_is_named_and_the_workbook_read_again(clerk: Client, content: bytes) -> None:
    bring(clerk, file_of(content))
    book = read_now(only_import())
    named = {f"column_{c['index']}": c["key"] for c in book.layout[0]["columns"]}
    phone = HEADINGS.index("联系电话")
    assert named[f"column_{phone}"] == "person.phone"
    answer = clerk.post(address_of("columns", book), {**named, f"column_{phone}": ""})
    assert answer.status_code == 302
    book = read_now(book)
    assert book.layout[0]["columns"][phone]["key"] == ""
    assert "13900002222" not in page(clerk, "rows", book, fate="same")


def test_two_columns_of_one_item_are_told_and_the_choice_is_kept(clerk: Client, make_book: MakeBook) -> None:
    book = make_book(Status.COLUMNS)
    twice = {"column_0": "person.name", "column_1": "person.name", "column_2": "", "column_3": "person.phone"}
    answer = clerk.post(address_of("columns", book), twice)
    assert answer.status_code == 422
    assert "A, B" in answer.content.decode()
    assert '<option value="person.phone" selected>' in answer.content.decode()


# --- deciding --------------------------------------------------------------------------------------------------------


def test_all_rows_without_a_doubt_are_chosen_at_once(clerk: Client, judged: Import) -> None:
    answer = clerk.post(address_of("decide", judged), {"act": "take", "what": "clear", "at_fate": "new"})
    assert answer["Location"] == f"{address_of('rows', judged)}?fate=new"
    assert [line for line, said in decisions(judged).items() if said == "take"] == [4, 5, 6]
    assert "Take 3 rows in" in page(clerk, "rows", judged)


def test_a_group_is_left_out_as_a_whole(clerk: Client, judged: Import) -> None:
    clerk.post(
        address_of("decide", judged), {"act": "leave", "what": "group", "fate": "doubtful", "group": "name_near"}
    )
    assert [line for line, said in decisions(judged).items() if said == "leave"] == [8, 9]


def test_rows_are_chosen_one_by_one(clerk: Client, judged: Import) -> None:
    with everywhere(reason="test data"):
        keys = dict(judged.rows.values_list("line", "pk"))
    clerk.post(address_of("decide", judged), {"act": "take", "pick": [keys[8], keys[10]]})
    assert [line for line, said in decisions(judged).items() if said == "take"] == [8, 10]


def test_wrong_rows_are_never_chosen(clerk: Client, judged: Import) -> None:
    with everywhere(reason="test data"):
        keys = list(judged.rows.values_list("pk", flat=True))
    clerk.post(address_of("decide", judged), {"act": "take", "pick": keys})
    said = decisions(judged)
    assert said[11] == "open"  # wrong
    assert said[7] == "open"  # the same


@pytest.mark.parametrize("posted", [{}, {"act": "x"}, {"act": "take"}, {"act": "take", "pick": ["x", "9" * 30]}])
def test_an_empty_decision_is_told(clerk: Client, judged: Import, posted: dict[str, Any]) -> None:
    answer = clerk.post(address_of("decide", judged), posted, follow=True)
    assert answer.status_code == 200
    assert "note-error" in answer.content.decode()
    assert set(decisions(judged).values()) == {"open"}


def test_the_way_back_leads_nowhere_else(clerk: Client, judged: Import) -> None:
    posted = {"act": "take", "what": "clear", "at_fate": "//evil.example", "next": "//evil.example"}
    assert clerk.post(address_of("decide", judged), posted)["Location"].startswith(f"{address_of('rows', judged)}?")


@pytest.mark.usefixtures("files_in_tmp")
def test_a_workbook_is_thrown_away_and_nothing_is_left_of_it(clerk: Client, content: bytes) -> None:
    bring(clerk, file_of(content))
    book = read_now(only_import())
    answer = clerk.post(address_of("discard", book), follow=True)
    assert "Nothing on the register changed" in answer.content.decode()
    assert fates(book) == {}


def test_what_cannot_be_done_now_is_told_in_words(clerk: Client, make_book: MakeBook) -> None:
    book = make_book(Status.RECEIVED)
    answer = clerk.post(address_of("discard", book), follow=True)
    assert "is not possible" in answer.content.decode()


def test_who_may_not_change_the_register_sees_no_buttons(
    client_of: Callable[..., Client], make_user: Any, judged: Import, county: Any
) -> None:
    """A reader of the county sees the workbook, if at all, without any act."""
    browser = client_of(make_user("auditor", county.division))
    answer = browser.get(address_of("rows", judged))
    assert answer.status_code == 403 or 'name="act"' not in answer.content.decode()
