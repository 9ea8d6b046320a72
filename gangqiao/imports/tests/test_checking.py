"""A workbook brought in is read, judged and kept row by row; a killed job goes on where it stopped."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from gangqiao.accounts.models import Grant
from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import follow
from gangqiao.imports import understanding
from gangqiao.imports.actions.applying import apply
from gangqiao.imports.actions.receiving import (
    ColumnTwice,
    FileEmpty,
    NobodyNamed,
    NotToDecide,
    decide,
    discard,
    map_columns,
    receive,
)
from gangqiao.imports.jobs import checking
from gangqiao.imports.jobs.applying import apply_waiting
from gangqiao.imports.jobs.checking import check_rows
from gangqiao.imports.models import Import, Memory, Row
from gangqiao.imports.remarks import wrong_rows_workbook
from gangqiao.imports.states import Decision, Fate, Status
from gangqiao.imports.tests.workbooks import codes, judge, workbook
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import make_id_number
from gangqiao.kernel.scope import everywhere, scope_of

HEADING = ["姓名", "身份证号", "户编号", "电话"]


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path
    with clock.frozen_at(dt.date(2020, 4, 1)):
        yield


@pytest.fixture
def villagers(make_person, county) -> list[Any]:
    return [make_person(county.villages[0], phone=f"1398765432{n}") for n in range(6)]


def rows_of(villagers: list[Any]) -> list[list[Any]]:
    """The same, a changed phone, a number as a number, and a row twice."""
    cells = [[p.name, p.id_number, p.household.household_no, p.phone] for p in villagers]
    cells[1][3] = "13711112222"
    cells[2][1] = int(villagers[2].id_number[:15] + "000")
    return [*cells, [*cells[3][:3], "13711113333"]]


def brought_in(content: bytes, actor: Actor, name: str = "布龙.xlsx") -> Import:
    """Received, and read by the job."""
    with scope_of(actor.areas()):
        source = receive(name, content, actor=actor)
    check_rows.call(source.pk, source.area_id)
    with scope_of(actor.areas()):
        return Import.objects.get(pk=source.pk)


def kept(source: Import) -> list[tuple[Any, ...]]:
    """The rows of an import without what differs between two imports of one file."""
    with everywhere(reason="test"):
        rows = Row.objects.filter(source=source).order_by("sheet", "line")
        return [(r.line, r.fate, r.reasons, r.person, r.revision, r.payload, r.decision) for r in rows]


def test_every_line_becomes_a_row_with_its_fate(villagers, township_clerk):
    source = brought_in(workbook(HEADING, *rows_of(villagers)), township_clerk)
    assert source.status == Status.CHECKED
    fates = [row[1] for row in kept(source)]
    assert fates == ["same", "changed", "wrong", "doubtful", "same", "same", "doubtful"]
    assert source.figures["fates"] == {"same": 3, "changed": 1, "wrong": 1, "doubtful": 2}
    assert (source.seen, source.total) == (7, 7)
    assert source.layout[0]["columns"][1]["key"] == "person.id_number"


def test_what_is_kept_in_the_clear_holds_no_id_number(villagers, township_clerk):
    source = brought_in(workbook(HEADING, *rows_of(villagers)), township_clerk)
    said = str(source.layout) + str(source.figures)
    for person in villagers:
        assert person.id_number not in said
        assert person.phone not in said


def test_the_import_and_its_rows_change_nothing_on_the_register(villagers, township_clerk):
    brought_in(workbook(HEADING, *rows_of(villagers)), township_clerk)
    with everywhere(reason="test"):
        villagers[1].refresh_from_db()
        assert villagers[1].phone == "13987654321"
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"imports.upload", "imports.check"} <= verbs
    assert not any(verb.startswith("people.") for verb in verbs)


class Killed(BaseException):
    """As when the machine goes down."""


@pytest.mark.parametrize("blow", range(1, 5))
def test_a_killed_job_goes_on_after_the_last_line_stored(villagers, township_clerk, monkeypatch, blow):
    monkeypatch.setattr(understanding, "BLOCK", 2)
    content = workbook(HEADING, *rows_of(villagers))
    whole = kept(brought_in(content, township_clerk))
    real, count = checking._Checker._tell_progress, 0

    def struck(self: Any, line: int) -> None:
        nonlocal count
        count += 1
        if count == blow:
            raise Killed
        real(self, line)

    with scope_of(township_clerk.areas()):
        source = receive("布龙.xlsx", content, actor=township_clerk)
    monkeypatch.setattr(checking._Checker, "_tell_progress", struck)
    with pytest.raises(Killed):
        check_rows.call(source.pk, source.area_id)
    assert 0 < len(kept(source)) <= len(whole)
    check_rows.call(source.pk, source.area_id)
    check_rows.call(source.pk, source.area_id)  # once more, for a queue that gives a job twice
    assert kept(source) == whole


def test_a_fault_of_the_program_is_told_and_nobody_waits_for_ever(township_clerk, villagers, monkeypatch):
    with scope_of(township_clerk.areas()):
        source = receive("布龙.xlsx", workbook(HEADING, *rows_of(villagers)), actor=township_clerk)
    monkeypatch.setattr(checking, "understand_book", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        check_rows.call(source.pk, source.area_id)
    with scope_of(township_clerk.areas()):
        source.refresh_from_db()
    assert (source.status, source.why) == (Status.REFUSED, str(checking.ReadingFailed()))


def test_a_file_that_is_no_list_is_refused_with_a_sentence(township_clerk, villagers):
    source = brought_in(workbook(["一", "二"], ["三", "四"]), township_clerk)
    assert source.status == Status.REFUSED
    assert source.fault
    broken = brought_in(b"%PDF-1.4 nothing", township_clerk)
    assert (broken.status, bool(broken.fault)) == (Status.REFUSED, True)


def test_an_empty_file_is_refused_at_once(township_clerk, county):
    with scope_of(township_clerk.areas()), pytest.raises(FileEmpty):
        receive("x.xlsx", b"", actor=township_clerk)


def test_a_sender_whose_post_has_ended_meanwhile_gets_no_rows(villagers, township_clerk, officials):
    with scope_of(township_clerk.areas()):
        source = receive("布龙.xlsx", workbook(HEADING, *rows_of(villagers)), actor=township_clerk)
    Grant.objects.filter(user=officials["township_clerk"]).delete()
    check_rows.call(source.pk, source.area_id)
    with everywhere(reason="test"):
        source.refresh_from_db()
    assert (source.status, kept(source)) == (Status.REFUSED, [])


# --- columns that were not understood --------------------------------------------------------------------------------


def test_columns_are_asked_for_and_remembered(villagers, township_clerk):
    strange = workbook(
        ["甲", "乙", "学历"], *([f"x{n}", p.household.household_no, "小学"] for n, p in enumerate(villagers))
    )
    source = brought_in(strange, township_clerk)
    assert source.status in (Status.COLUMNS, Status.REFUSED)
    named = workbook(["经办", "学历", "性别"], *([p.name, "小学", "男"] for p in villagers))
    source = brought_in(named, township_clerk)
    assert source.status == Status.COLUMNS
    with scope_of(township_clerk.areas()):
        with pytest.raises(NobodyNamed):
            map_columns(source.pk, 0, {0: ""}, actor=township_clerk)
        with pytest.raises(ColumnTwice):
            map_columns(source.pk, 0, {0: "person.name", 1: "person.name"}, actor=township_clerk)
        map_columns(source.pk, 0, {0: "person.name"}, actor=township_clerk)
    check_rows.call(source.pk, source.area_id)
    with scope_of(township_clerk.areas()):
        source.refresh_from_db()
    assert (source.status, len(kept(source))) == (Status.CHECKED, len(villagers))
    assert Memory.objects.count() == 1
    assert brought_in(named, township_clerk, "next.xlsx").status == Status.CHECKED


# --- deciding --------------------------------------------------------------------------------------------------------


def test_rows_are_taken_by_group_one_by_one_or_all_and_wrong_ones_never(villagers, township_clerk):
    source = brought_in(workbook(HEADING, *rows_of(villagers)), township_clerk)
    with scope_of(township_clerk.areas()):
        assert decide(source.pk, Decision.TAKE, actor=township_clerk, all=True) == 1
        assert decide(source.pk, Decision.TAKE, actor=township_clerk, fate="doubtful", reasons="row_differs") == 1
        wrong = Row.objects.get(source=source, fate=Fate.WRONG)
        assert decide(source.pk, Decision.TAKE, actor=township_clerk, rows=[wrong.pk]) == 0
        assert decide(source.pk, Decision.TAKE, actor=township_clerk, fate="same") == 0
        one = Row.objects.filter(source=source, fate=Fate.DOUBTFUL, is_idle=False).first()
        assert decide(source.pk, Decision.LEAVE, actor=township_clerk, rows=[one.pk]) == 1
        assert decide(source.pk, Decision.TAKE, actor=township_clerk) == 0
        discard(source.pk, actor=township_clerk)
        with pytest.raises(NotToDecide):
            decide(source.pk, Decision.TAKE, actor=township_clerk, all=True)
        assert not Row.objects.filter(source=source).exists()


def test_a_workbook_of_another_township_does_not_exist(villagers, township_clerk, stranger):
    source = brought_in(workbook(HEADING, *rows_of(villagers)), township_clerk)
    with scope_of(stranger.areas()), pytest.raises(Import.DoesNotExist):
        decide(source.pk, Decision.TAKE, actor=stranger, all=True)


def test_the_file_is_sealed_and_goes_when_it_is_thrown_away(
    villagers, township_clerk, django_capture_on_commit_callbacks
):
    content = workbook(HEADING, *rows_of(villagers))
    source = brought_in(content, township_clerk)
    assert files.open_kept(source.file) == content
    with scope_of(township_clerk.areas()), django_capture_on_commit_callbacks(execute=True):
        discard(source.pk, actor=township_clerk)
    with pytest.raises(files.FileGone):
        files.open_kept(source.file)


# --- the rows that come back -----------------------------------------------------------------------------------------


def test_wrong_rows_come_back_with_remarks_and_can_be_brought_in_again(villagers, township_clerk):
    rows = rows_of(villagers)
    source = brought_in(workbook(HEADING, *rows, titles=["布龙村花名册"]), township_clerk)
    with scope_of(township_clerk.areas()):
        back = wrong_rows_workbook(source)
    page = openpyxl.load_workbook(BytesIO(back)).active
    assert [c.value for c in page[1]][:1] == ["布龙村花名册"]
    assert [c.value for c in page[2]][:4] == HEADING
    assert page.max_row == 3
    name, number, _household, _phone, remark = page[3]
    assert name.value == villagers[2].name
    assert number.data_type == "s"
    assert number.fill.fgColor.rgb != name.fill.fgColor.rgb
    assert "身份证号" in remark.value
    assert codes(judge(back, township_clerk)[0])[:1] == ["id_as_number"]  # not mended is not repaired
    number.value, target = villagers[2].id_number, BytesIO()
    page.parent.save(target)
    (judged,) = judge(target.getvalue(), township_clerk)
    assert (judged.fate, judged.person) == (Fate.SAME, villagers[2].pk)


def test_nothing_in_the_workbook_that_comes_back_can_become_live(villagers, township_clerk):
    rows = [["=HYPERLINK(1)", "@SUM(1)", "+1", make_id_number(dt.date(1980, 1, 1), "1", 3)[:17] + "?"]]
    source = brought_in(workbook(["姓名", "学历", "户编号", "身份证号"], *rows), township_clerk)
    with scope_of(township_clerk.areas()):
        page = openpyxl.load_workbook(BytesIO(wrong_rows_workbook(source))).active
    assert all(cell.data_type in ("s", "n") for row in page.iter_rows() for cell in row)


def test_a_worker_reads_what_was_brought_in(villagers, township_clerk):
    with scope_of(township_clerk.areas()):
        source = receive("布龙.xlsx", workbook(HEADING, *rows_of(villagers)), actor=township_clerk)
    follow.call("gangqiao.imports.jobs.checking.read_workbook", Event.objects.get(verb="imports.upload").seq)
    with scope_of(township_clerk.areas()):
        assert Import.objects.get(pk=source.pk).status == Status.CHECKED


@pytest.mark.requirement("R040")
def test_the_same_file_once_more_changes_nothing(villagers, township_clerk):
    heading = [*HEADING, "务工单位", "务工起始日期", "与户主关系"]
    cells = [[p.name, p.id_number, p.household.household_no, p.phone, None, None, "户主"] for p in villagers]
    cells[0][3] = "13711112222"
    cells[1][4:6] = ["深圳某电子有限公司", "2020.3.2"]
    newcomer = make_id_number(dt.date(1990, 1, 1), "1", 333)
    cells.append(["王新来", newcomer, villagers[0].household.household_no, "13711114444", None, None, "子"])
    content = workbook(heading, *cells)
    first = brought_in(content, township_clerk)
    assert [row[1] for row in kept(first)] == ["changed", "changed", "same", "same", "same", "same", "new"]
    assert kept(brought_in(content, township_clerk)) == kept(first)
    with scope_of(township_clerk.areas()):
        decide(first.pk, Decision.TAKE, actor=township_clerk, all=True)
        apply(first.pk, actor=township_clerk)
        apply_waiting(first.uuid)
        assert set(Row.objects.filter(source=first, decision="take").values_list("outcome", flat=True)) == {"applied"}
    assert {row[1] for row in kept(brought_in(content, township_clerk))} == {"same"}
