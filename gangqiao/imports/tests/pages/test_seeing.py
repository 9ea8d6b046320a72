"""The list, the page of one workbook and the preview: what they show, to whom, and what they withhold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gangqiao.audit.models import Look
from gangqiao.imports import reads
from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import Note
from gangqiao.imports.states import Decision, Fate, Outcome, Status
from gangqiao.imports.tests.pages.conftest import ID_NUMBER, MakeBook, address_of, page
from gangqiao.kernel.queue import sources
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person


def test_the_list_says_what_to_do_next(clerk: Client, judged: Import, make_book: MakeBook) -> None:
    make_book(Status.COLUMNS, name="b.xlsx")
    shown = clerk.get(reverse("imports:imports")).content.decode()
    assert "Look and decide" in shown
    assert "Name the columns" in shown
    assert "to be decided" in shown


def test_an_empty_list_says_how_to_begin(clerk: Client) -> None:
    assert "No workbook yet" in clerk.get(reverse("imports:imports")).content.decode()


def test_a_workbook_of_another_township_does_not_exist(
    client_of: Callable[..., Client], judged: Import, clerk: Client
) -> None:
    elsewhere = client_of("stranger")
    for name in ("import", "rows", "columns", "progress", "corrections"):
        assert elsewhere.get(address_of(name, judged)).status_code == 404, name
    for name in ("decide", "apply", "discard", "columns"):
        assert elsewhere.post(address_of(name, judged)).status_code == 404, name
    assert judged.name not in elsewhere.get(reverse("imports:imports")).content.decode()


def test_who_has_no_verb_is_refused(client_of: Callable[..., Client], judged: Import) -> None:
    browser = client_of("auditor")
    for name in ("decide", "apply", "discard"):
        assert browser.post(address_of(name, judged)).status_code == 403, name
    assert browser.post(reverse("imports:bring")).status_code == 403


def test_a_village_does_not_see_what_its_township_brought_in(client_of: Callable[..., Client], judged: Import) -> None:
    assert client_of("village_officer").get(address_of("import", judged)).status_code == 404


def test_the_file_page_says_what_was_understood(clerk: Client, judged: Import) -> None:
    shown = page(clerk, "import", judged)
    for words in ("Headings in line", "手机", "Columns left out", "备用", "Totals", "90", "hidden sheet"):
        assert words in shown, words
    assert "cannot be taken: correct them in the file" in shown


def test_a_workbook_that_is_worked_on_shows_numbers_and_asks_again(clerk: Client, make_book: MakeBook) -> None:
    book = make_book(Status.RECEIVED, seen=1_200, total=4_000)
    shown = page(clerk, "import", book)
    assert "1,200 of 4,000" in shown
    assert "every 2s" in shown
    assert "HX-Refresh" not in clerk.get(address_of("progress", book)).headers


def test_the_progress_stops_asking_when_the_work_is_done(clerk: Client, judged: Import) -> None:
    answer = clerk.get(address_of("progress", judged))
    assert answer.headers["HX-Refresh"] == "true"
    assert "every 2s" not in answer.content.decode()


def test_a_refused_file_says_why(clerk: Client, make_book: MakeBook) -> None:
    book = make_book(Status.REFUSED, fault='[["This workbook is protected by a password.", {}]]', layout=[])
    assert "protected by a password" in page(clerk, "import", book)


@pytest.mark.parametrize("status", Status)
def test_every_state_has_a_page(clerk: Client, make_book: MakeBook, status: str) -> None:
    book = make_book(status)
    for name in ("import", "rows"):
        page(clerk, name, book)


# --- the preview -----------------------------------------------------------------------------------------------------


def test_the_preview_opens_where_eyes_are_needed(clerk: Client, judged: Import) -> None:
    shown = page(clerk, "rows", judged)
    assert "The register calls this person 张三丰." in shown
    assert "Line 8" in shown
    assert "Line 4<" not in shown


def test_a_change_shows_both_values(clerk: Client, judged: Import) -> None:
    shown = page(clerk, "rows", judged, fate="changed")
    assert "<del>13900000001</del>" in shown
    assert "<ins>13900000002</ins>" in shown


@pytest.mark.parametrize("fate", Fate)
def test_no_id_number_leaves_in_full(clerk: Client, judged: Import, fate: str) -> None:
    """Neither in a cell, nor in a note that quotes the cell, nor as a sample."""
    shown = page(clerk, "rows", judged, fate=fate)
    assert ID_NUMBER not in shown
    assert ID_NUMBER not in page(clerk, "columns", judged)


def test_a_group_is_shown_alone(clerk: Client, judged: Import) -> None:
    shown = page(clerk, "rows", judged, fate="doubtful", group="row_twice")
    assert "Line 10" in shown
    assert "Line 8" not in shown


def test_a_row_from_which_nothing_is_taken_cannot_be_ticked(clerk: Client, make_book: MakeBook, make_row: Any) -> None:
    book = make_book()
    make_row(book, 4, Fate.DOUBTFUL, notes=[Note("doubt", "elsewhere", "Is on the register elsewhere.")])
    shown = page(clerk, "rows", book)
    assert "Nothing would be taken from this row." in shown
    assert 'name="pick"' not in shown


def test_a_group_from_which_nothing_is_taken_has_no_button(clerk: Client, make_book: MakeBook, make_row: Any) -> None:
    book = make_book()
    make_row(book, 4, Fate.DOUBTFUL, notes=[Note("doubt", "elsewhere", "Is on the register elsewhere.")])
    assert "Choose the group" not in page(clerk, "rows", book)
    act = {"verb": "people.correct", "values": {"education": "81"}}
    make_row(book, 5, Fate.DOUBTFUL, notes=[Note("doubt", "elsewhere", "Is on the register elsewhere.")], acts=[act])
    assert "Choose the group" in page(clerk, "rows", book)


def test_whose_rows_were_seen_is_written_down(clerk: Client, judged: Import, person: Person) -> None:
    page(clerk, "rows", judged, fate="changed")
    look = Look.objects.filter(verb="imports.view").latest("seq")
    assert look.persons == [str(person.uuid)]


@pytest.mark.parametrize("asked", [{"fate": "x"}, {"from": "a-b"}, {"sheet": "99"}, {"group": "x"}, {"outcome": "x"}])
def test_a_wrong_address_of_the_preview_is_answered(clerk: Client, judged: Import, asked: dict[str, str]) -> None:
    page(clerk, "rows", judged, **asked)


def test_pages_of_rows_meet_without_gap_or_overlap(make_book: MakeBook, county: Any) -> None:
    book = make_book()
    with everywhere(reason="test data"):
        Row.objects.bulk_create(
            Row(area_id=book.area_id, source=book, sheet=line % 3, line=line, fate=Fate.NEW) for line in range(1, 161)
        )
        rows = reads.rows_asked(book, reads.Asked(fate=Fate.NEW))
        seen, start, starts = [], None, []
        while True:
            found = reads.piece(rows, start)
            seen += [reads.place_of(row) for row in found.rows]
            starts.append(start)
            assert found.back == (starts[-2] if len(starts) > 2 else found.back)
            if found.next is None:
                break
            start = found.next
    assert seen == sorted((line % 3, line) for line in range(1, 161))


def test_after_taking_in_the_refused_rows_say_why(clerk: Client, make_book: MakeBook, make_row: Any) -> None:
    book = make_book(Status.APPLIED)
    make_row(book, 4, Fate.NEW, decision=Decision.TAKE, outcome=Outcome.APPLIED)
    make_row(
        book, 5, Fate.NEW, decision=Decision.TAKE, outcome=Outcome.REFUSED, said='[["Is on the register already.", {}]]'
    )
    for shown in (page(clerk, "import", book), page(clerk, "rows", book, outcome="refused")):
        assert "Is on the register already." in shown
    assert "1 row was taken in." in page(clerk, "import", book)
    assert "Rows to be corrected" in page(clerk, "import", book)


def test_the_home_page_asks_the_sender_to_decide(judged: Import, township_clerk: Any, city_officer: Any) -> None:
    ask = sources()["imports.waiting"].entries
    with scope_of(township_clerk):
        (entry,) = ask(township_clerk)
        assert judged.name in str(entry.title)
    with scope_of(city_officer):
        assert list(ask(city_officer)) == []


def test_in_chinese_no_english_is_left(client_of: Callable[..., Client], judged: Import) -> None:
    browser = client_of("township_clerk")
    browser.cookies["django_language"] = "zh-hans"
    for name in ("import", "rows", "columns"):
        shown = page(browser, name, judged)
        for word in ("Look", "rows", "Columns", "Line ", "doubtful<"):
            assert f">{word}" not in shown, word
