"""Paper equals the screen: printed, typed back, and brought back as a workbook."""

from __future__ import annotations

import html
import io
import re
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.surveys import actions
from gangqiao.surveys.models import AnswerSheet, Print, Task
from gangqiao.surveys.paper import printing
from gangqiao.surveys.paper.entering import meant
from gangqiao.surveys.paper.lines import blocks_of, sheets_of
from gangqiao.surveys.paper.pdf import code_of
from gangqiao.surveys.paper.returning import take_back
from gangqiao.surveys.paper.workbook import HEAD, workbook
from gangqiao.surveys.questions import Question
from gangqiao.surveys.reads import facts
from gangqiao.surveys.refusals import NotOurWorkbook
from gangqiao.surveys.tests.conftest import HOUSEHOLD

CODES = {c: {"zh": w, "en": w} for c, w in (("61", "a"), ("62", "b"), ("63", "c"))}


@pytest.mark.parametrize(
    ("kind", "text", "is_meant"),
    [
        ("choice", "2", "62"),
        ("choice", "２", "62"),
        ("choice", "62", "62"),
        ("choice", "b", "b"),
        ("choice", "-", ""),
        ("multi_choice", "13", ["61", "63"]),
        ("multi_choice", "1、3", ["61", "63"]),
        ("multi_choice", "a 2", ["a", "62"]),
        ("multi_choice", "－", []),
    ],
)
def test_the_number_printed_on_the_sheet_is_the_answer(kind: str, text: str, is_meant: Any) -> None:
    assert meant(Question("own.x", kind, {"zh": "x"}, codes=CODES), text) == is_meant


def test_the_code_on_a_sheet_is_the_number_of_the_task_alone(task: Task) -> None:
    assert "<svg" in code_of(task)


@pytest.mark.requirement("R031")
def test_a_village_is_printed_as_one_pdf_for_who_asked(task, village_officer, client_of):
    browser, place = client_of("village_officer"), str(task.area_id)
    asked = browser.post(f"{reverse('surveys:ask_print', args=[task.campaign.uuid])}?area={place}")
    with scope_of([place]):
        wish = Print.objects.get()
        assert asked.url == reverse("surveys:print", args=[wish.uuid])
        assert "progress" in browser.get(asked.url).content.decode()
        printing.make_print.func(str(wish.uuid), place)
        wish.refresh_from_db()
        assert (wish.said, wish.done) == ("", wish.total)
        printing.make_print.func(str(wish.uuid), place)  # a job may run twice
        assert Print.objects.get().file == wish.file
    fetched = browser.post(reverse("surveys:fetch_print", args=[wish.uuid]))
    assert fetched.content.startswith(b"%PDF")
    other = client_of("township_clerk")
    assert reverse("surveys:fetch_print", args=[wish.uuid]) not in other.get(asked.url).content.decode()
    assert other.post(reverse("surveys:fetch_print", args=[wish.uuid])).status_code == 404, "only who asked for it"
    assert client_of("stranger").get(asked.url).status_code == 404
    with scope_of([place]):
        printing.drop_print.func(str(wish.uuid), place)
    assert b"%PDF" not in browser.post(reverse("surveys:fetch_print", args=[wish.uuid]), follow=True).content


def test_a_print_of_an_ended_post_is_not_made(task, village_officer, officials):
    place = str(task.area_id)
    with scope_of([place]):
        wish = printing.ask_for_print(task.campaign, place, language="zh-hans", actor=village_officer)
        Print.objects.update(asker=officials["stranger"])
        printing.make_print.func(str(wish.uuid), place)
        wish.refresh_from_db()
        assert wish.file == ""
        assert wish.said


def _fields(page: str) -> dict[str, str]:
    """The fields of a page as a browser would send them."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attributes and ("checkbox" not in tag or " checked" in tag):
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    return found


@pytest.mark.requirement("R031")
def test_a_sheet_is_found_and_typed_in_and_handed_in(task, person, client_of):
    browser = client_of("village_officer")
    find = reverse("surveys:find_sheet", args=[task.campaign.uuid])
    for typed in (task.household_no, str(task.uuid), f" {str(task.uuid).upper()} "):
        found = browser.post(find, {"sheet": typed})
        assert found.url == reverse("surveys:type_sheet", args=[task.uuid])
    assert "field-error" in browser.post(find, {"sheet": "H999"}).content.decode()
    sent = _fields(browser.get(found.url).content.decode())
    assert "b1.survey.works_now" in sent
    wrong = browser.post(found.url, sent | {"b1.survey.works_now": "9", "b0.household.address": "布龙村 3 号"})
    assert wrong.status_code == 422
    with scope_of([str(task.area_id)]):
        assert not AnswerSheet.objects.exists(), "all of it or nothing"
    assert 'value="9"' in wrong.content.decode()
    sent = _fields(wrong.content.decode())
    sent |= {"b1.survey.works_now": "2", "b1.person.education": "高中", "b1.survey.has_skill": "2"}
    saved = browser.post(found.url, sent)
    assert saved.status_code == 302
    with scope_of([str(task.area_id)]):
        task.refresh_from_db()
        person.refresh_from_db()
        assert (task.status, task.outcome) == ("submitted", "surveyed")
        assert person.education == "61"
        assert person.household.address == "布龙村 3 号"
        sheet = AnswerSheet.objects.get(person=person)
        assert (sheet.given["survey.works_now"], sheet.source) == ("no", "paper")
    assert browser.post(found.url, sent).status_code == 422, "it has been submitted"


def test_what_is_kept_of_an_earlier_sheet_stands_on_the_new_one(task, person, village_officer, answer, client_of):
    with scope_of([str(task.area_id)]):
        answer(task, village_officer, person)
    browser = client_of("village_officer")
    page = reverse("surveys:type_sheet", args=[task.uuid])
    sent = _fields(browser.get(page).content.decode()) | {"b1.survey.has_skill": "3"}
    sent.pop("hand_in")
    assert browser.post(page, sent).status_code == 302
    with scope_of([str(task.area_id)]):
        given = AnswerSheet.objects.get(person=person, latest=True).given
        assert (given["survey.works_now"], given["survey.has_skill"]) == ("no", "unknown")


def _book(task, actor):
    with scope_of([str(task.area_id)]):
        return openpyxl.load_workbook(io.BytesIO(workbook(task.campaign, str(task.area_id), actor=actor).content))


def _bytes(book) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _put(page, key: str, value, line: int = HEAD + 1) -> str:
    keys = [cell.value for cell in page[HEAD]]
    cell = page.cell(line, keys.index(key) + 1)
    cell.value = value
    return cell.coordinate


@pytest.mark.requirement("R031")
def test_a_filled_workbook_ends_in_answers_once(task, person, village_officer, client_of):
    browser = client_of("village_officer")
    address = f"?area={task.area_id}"
    fetched = browser.post(reverse("surveys:fetch_workbook", args=[task.campaign.uuid]) + address)
    book = openpyxl.load_workbook(io.BytesIO(fetched.content))
    households, persons = book.worksheets
    _put(households, "asked_on", "2020-03-02")
    _put(households, "household.address", "布龙村 3 号")
    _put(persons, "asked_on", "2020-03-02")
    _put(persons, "person.education", "高中")
    _put(persons, "survey.works_now", "2")
    content = _bytes(book)
    bring = reverse("surveys:bring_workbook", args=[task.campaign.uuid]) + address
    for expected in ((2, 0), (0, 2)):
        page = browser.post(bring, {"file": io.BytesIO(content)} | {})
        result = page.context["result"]
        assert (result.taken, result.repeated, result.faults) == (*expected, [])
    with scope_of([str(task.area_id)]):
        person.refresh_from_db()
        assert (person.education, person.household.address) == ("61", "布龙村 3 号")
        assert AnswerSheet.objects.count() == 2
        assert AnswerSheet.objects.get(person=person).collected_at.date().isoformat() == "2020-03-02"


def test_every_fault_of_a_workbook_stands_at_its_cell_and_the_other_lines_are_taken(task, person, village_officer):
    book = _book(task, village_officer)
    households, persons = book.worksheets
    _put(households, "asked_on", "2020-03-02")
    _put(persons, "asked_on", "2020-03-02")
    cells = {_put(persons, "person.education", "大大学"), _put(persons, "person.ethnicity", "火星")}
    with scope_of([str(task.area_id)]):
        result = take_back(_bytes(book), "x.xlsx", task.campaign, actor=village_officer)
        assert result.taken == 1
        assert {fault.cell for fault in result.faults} == cells
        assert all(person.name in fault.who for fault in result.faults)
        _put(persons, "person.education", "高中")
        _put(persons, "person.ethnicity", "彝族")
        mended = take_back(_bytes(book), "x.xlsx", task.campaign, actor=village_officer)
        assert (mended.taken, mended.repeated, mended.faults) == (1, 1, [])
        wrong_day = _put(households, "asked_on", "三月二日")
        late = take_back(_bytes(book), "x.xlsx", task.campaign, actor=village_officer)
        assert [fault.cell for fault in late.faults] == [wrong_day]


def test_what_somebody_changed_since_the_workbook_was_made_is_not_overwritten(task, person, village_officer):
    book = _book(task, village_officer)
    persons = book.worksheets[1]
    _put(persons, "asked_on", "2020-03-02")
    _put(persons, "person.education", "高中")
    with scope_of([str(task.area_id)]):
        Person.objects.filter(pk=person.pk).update(education="31")
        assert take_back(_bytes(book), "x.xlsx", task.campaign, actor=village_officer).taken == 1
        person.refresh_from_db()
        assert person.education == "31"
        assert AnswerSheet.objects.get(person=person).held_back


@pytest.mark.parametrize("spoil", ["mark", "survey", "keys"])
def test_another_workbook_is_refused(spoil, task, person, village_officer):
    book = _book(task, village_officer)
    for page in book.worksheets:
        if spoil == "keys":
            page.cell(HEAD, 1).value = "x"
        else:
            page.cell(1, 1 if spoil == "mark" else 2).value = "x"
    with scope_of([str(task.area_id)]), pytest.raises(NotOurWorkbook):
        take_back(_bytes(book), "x.xlsx", task.campaign, actor=village_officer)


def test_a_workbook_takes_in_no_household_of_elsewhere(task, person, stranger, village_officer):
    book = _book(task, village_officer)
    _put(book.worksheets[0], "asked_on", "2020-03-02")
    with scope_of(stranger.areas("surveys.collect")):
        result = take_back(_bytes(book), "x.xlsx", task.campaign, actor=stranger)
        assert (result.taken, len(result.faults)) == (0, 1)


def test_nothing_in_a_workbook_is_a_formula(task, household, village_officer):
    with everywhere(reason="test data"):
        Household.objects.filter(pk=household.pk).update(address="=1+1")
    page = _book(task, village_officer).worksheets[0]
    column = [cell.value for cell in page[HEAD]].index("household.address") + 1
    cell = page.cell(HEAD + 1, column)
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_sheets_of_many_are_those_of_each_in_as_many_queries(task, person, make_household, make_person, remember,
    village_officer, answer):  # fmt: skip
    place, version = str(task.area_id), task.campaign.questions
    with scope_of([place]):
        for model in (Intention, Skill, EmploymentSpell):
            remember(model, person)
        answer(task, village_officer, person)
        answer(task, village_officer)
        with CaptureQueriesContext(connection) as one:
            ((_task, single),) = sheets_of([task], version, village_officer)
        for _ in range(3):
            actions.join_roster(make_household())
        tasks = list(printing.wanted(task.campaign, place))
        with CaptureQueriesContext(connection) as many:
            found = {t.pk: blocks for t, blocks in sheets_of(tasks, version, village_officer)}
        assert len(found) == 4
        assert len(many) <= len(one) <= 12
        person.refresh_from_db()
        recorded = facts.survey_values(task.household, person, version) | facts.person_values(person)
    assert found[task.pk] == single
    assert single[1].values == recorded
    assert single[0].values["household.address"] == HOUSEHOLD["household.address"]


def test_a_question_bears_its_number_on_every_sheet(task, person, village_officer):
    with scope_of([str(task.area_id)]):
        Person.objects.filter(pk=person.pk).update(birth_date="2015-01-01")
        (_household, child) = blocks_of(task, task.campaign.questions, village_officer)
        asked = [q.key for q in task.campaign.questions.sheet.section("person").questions]
        assert all(asked[line.number - 1] == line.question.key for line in child.lines)
        assert "survey.works_now" not in {line.question.key for line in child.lines}
