"""Attendance: by code, roll-call, paper and online minutes; corrected with what was there kept; called back."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import openpyxl
import pytest

from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.training.actions import attending, attending_online, calling
from gangqiao.training.actions.attending import Seen
from gangqiao.training.models import Attendance, CallBack, Enrolment
from gangqiao.training.reads import guards
from gangqiao.training.refusals_learners import (
    AnsweredAlready,
    NobodyToDraw,
    NoMinutes,
    NoSuchReason,
    NotItsTime,
    NotOfThisClass,
    NotOnline,
    NotRunning,
    NotTheCode,
    SignedThemIn,
)
from gangqiao.training.tests.made import make_session
from gangqiao.training.tests.rig import TODAY, at, attend_all, fresh, learner, sessions_of, short_class
from gangqiao.training.workbooks import read_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def held(county: Any) -> Any:
    return short_class(county.xinshao)


@pytest.mark.requirement("R073", "R076")
def test_signing_in_twice_changes_nothing_and_only_at_its_time(
    held, county, make_person, village_officer, township_clerk, stranger
):
    people = [make_person(county.villages[0]) for _ in range(2)]
    first, second = (learner(one, held) for one in people)
    far = learner(make_person(county.villages[1]), held)
    yesterday, today = sessions_of(held)
    with clock.frozen_at(at(today)), scope_of(village_officer):
        made = attending.sign_in(
            today.uuid, [first.uuid], Seen("qr", code=today.code, place="24.4,103.4"), actor=village_officer
        )
        assert [one.minutes for one in made] == [180]
        assert attending.sign_in(today.uuid, [first.uuid], Seen("list"), actor=village_officer) == []
        assert fresh(first).status == "attending"
        assert fresh(first).minutes == 180
        with pytest.raises(NotTheCode):
            attending.sign_in(today.uuid, [second.uuid], Seen("qr", code=yesterday.code), actor=village_officer)
        # Yesterday's session was not signed for yesterday: by code and roll-call that is too late, on paper it is not.
        with pytest.raises(NotItsTime):
            attending.sign_in(yesterday.uuid, [second.uuid], Seen("list"), actor=village_officer)
        assert attending.sign_in(yesterday.uuid, [second.uuid], Seen("paper"), actor=village_officer)
        with pytest.raises(NoSuchReason):
            attending.sign_in(today.uuid, [second.uuid], Seen("online"), actor=village_officer)
        with pytest.raises(Enrolment.DoesNotExist):
            attending.sign_in(today.uuid, [far.uuid], Seen("list"), actor=village_officer)
    with clock.frozen_at(at(today, -120)), scope_of(township_clerk), pytest.raises(NotItsTime):
        attending.sign_in(today.uuid, [second.uuid], Seen("paper"), actor=township_clerk)
    with clock.frozen_at(at(today)), scope_of(township_clerk):
        other = make_session(short_class(county.xinshao, number="B"), on=today.on, begins_at=dt.time(8))
        with pytest.raises(NotOfThisClass):
            attending.sign_in(other.uuid, [second.uuid], Seen("list"), actor=township_clerk)
    with clock.frozen_at(at(today)), scope_of(stranger), pytest.raises(Enrolment.DoesNotExist):
        attending.sign_in(today.uuid, [second.uuid], Seen("list"), actor=stranger)
    type(held).objects.filter(pk=held.pk).update(status="assessed")
    with clock.frozen_at(at(today)), scope_of(village_officer), pytest.raises(NotRunning):
        attending.sign_in(today.uuid, [second.uuid], Seen("list"), actor=village_officer)


def test_a_correction_keeps_the_old_row_and_its_reason(held, person, village_officer, township_clerk):
    row = learner(person, held)
    attend_all(held, [row], actor=village_officer)
    session = sessions_of(held)[0]
    assert fresh(row).minutes == 360
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        attending.correct(row.uuid, session.uuid, 90, "提前离开", actor=village_officer)
    with scope_of(township_clerk):
        with pytest.raises(NoSuchReason):
            attending.correct(row.uuid, session.uuid, 90, " ", actor=township_clerk)
        with clock.frozen_at(at(session, -60)), pytest.raises(NotItsTime):
            attending.correct(row.uuid, session.uuid, 90, "预先登记", actor=township_clerk)
        with pytest.raises(NoMinutes):
            attending.correct(row.uuid, session.uuid, 181, "多算", actor=township_clerk)
        attending.correct(row.uuid, session.uuid, 90, "提前离开", actor=township_clerk)
        assert fresh(row).minutes == 270
        attending.correct(row.uuid, session.uuid, 0, "没有来", actor=township_clerk)
    assert fresh(row).minutes == 180
    with everywhere(reason="test"):
        struck = Attendance.objects.filter(enrolment=row, session=session).order_by("pk")
        assert [(one.minutes, one.struck_why) for one in struck] == [(180, "提前离开"), (90, "没有来")]


def _book(*lines: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份证号码", "学习日期", "学习时长(分钟)"])
    for line in lines:
        sheet.append(list(line))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.requirement("R071", "R077")
def test_minutes_of_a_platform_are_taken_once_and_each_fault_is_told_by_its_line(
    county, make_person, township_clerk, village_officer
):
    held = short_class(county.xinshao, form="online")
    one, two, gone = (learner(make_person(county.villages[0]), held) for _ in range(3))
    with everywhere(reason="test"):
        first, second = one.person, two.person
    type(gone).objects.filter(pk=gone.pk)
    with everywhere(reason="test"):
        Enrolment.objects.filter(pk=gone.pk).update(status="dropped")
    day, before = clock.today(), clock.today() - dt.timedelta(days=9)
    content = _book(
        (first.name, first.id_number, day.isoformat(), 90),
        (second.name, "", day.strftime("%Y/%m/%d"), "45"),
        ("陌生人", "", day.isoformat(), 45),
        (first.name, first.id_number, day.isoformat(), 30),
        (first.name, first.id_number, before.isoformat(), 30),
        (second.name, second.id_number, (day - dt.timedelta(days=1)).isoformat(), 900),
        (gone.shown_name, "", day.isoformat(), 45),
        (second.name, second.id_number, "昨天", 45),
    )
    lines = read_minutes(content, "学时.xlsx")
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        attending_online.take_minutes(held.uuid, lines, "学时.xlsx", actor=village_officer)
    with scope_of(township_clerk):
        done = attending_online.take_minutes(held.uuid, lines, "学时.xlsx", actor=township_clerk)
        assert (done.lines, done.taken, done.same) == (8, 2, 0)
        assert [line for line, _why in done.told] == [4, 5, 6, 7, 8, 9]
        assert [why.msgid.split(" ")[0] for _line, why in done.told] == [
            "Nobody", "The", "%(day)s", "%(n)d", "This", "Day",
        ]  # fmt: skip
        assert (fresh(one).minutes, fresh(two).minutes, fresh(one).status) == (90, 45, "attending")
        again = attending_online.take_minutes(held.uuid, lines, "学时.xlsx", actor=township_clerk)
        assert (again.taken, again.same, fresh(one).minutes) == (0, 2, 90)
        other = read_minutes(_book((first.name, first.id_number, day.isoformat(), 60)), "b.xlsx")
        assert attending_online.take_minutes(held.uuid, other, "b.xlsx", actor=township_clerk).told
        on_site = short_class(county.xinshao, number="B")
        with pytest.raises(NotOnline):
            attending_online.take_minutes(on_site.uuid, lines, "学时.xlsx", actor=township_clerk)


@pytest.mark.requirement("R013")
def test_call_backs_are_drawn_by_a_word_and_made_by_somebody_else(
    held, county, make_person, village_officer, township_clerk, city_officer
):
    rows = [learner(make_person(county.villages[0]), held) for _ in range(20)]
    with scope_of(township_clerk):
        with pytest.raises(NobodyToDraw):
            calling.draw(held.uuid, "word", actor=township_clerk)
        with pytest.raises(NoSuchReason):
            calling.draw(held.uuid, " ", actor=township_clerk)
    attend_all(held, rows, actor=village_officer, way="paper")
    assert guards.calls_missing(held) is not None
    with scope_of(township_clerk):
        drawn = calling.draw(held.uuid, "word", actor=township_clerk)
        kinds = [one.kind for one in drawn]
        assert (kinds.count("call"), kinds.count("hand")) == (4, 2)
        with pytest.raises(NobodyToDraw):
            calling.draw(held.uuid, "another", actor=township_clerk)
    # Who draws by the same word gets the same: nobody chooses who is asked.
    order = [row.pk for row in calling.by_lot("wordcall", {row.uuid: row for row in rows})]
    assert [one.enrolment_id for one in drawn if one.kind == "call"] == order[:4]
    call = next(one for one in drawn if one.kind == "call")
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        calling.record_call(call.uuid, "confirmed", actor=village_officer)
    with everywhere(reason="test"):
        Attendance.objects.filter(enrolment=call.enrolment_id).update(by_user=township_clerk.user_id)
    with scope_of(township_clerk):
        with pytest.raises(SignedThemIn):
            calling.record_call(call.uuid, "confirmed", actor=township_clerk)
        with pytest.raises(NoSuchReason):
            calling.record_call(call.uuid, "same", actor=township_clerk)
    with scope_of(city_officer):
        calling.record_call(call.uuid, "not_reached", actor=city_officer)
        assert fresh(call).result == "not_reached"
        calling.record_call(call.uuid, "confirmed", actor=city_officer)
        with pytest.raises(AnsweredAlready):
            calling.record_call(call.uuid, "denied", actor=city_officer)
        for one in drawn:
            if one.pk != call.pk:
                assert guards.calls_missing(held) is not None
                calling.record_call(one.uuid, "confirmed" if one.kind == "call" else "same", actor=city_officer)
    assert guards.calls_missing(held) is None
    with everywhere(reason="test"):
        assert CallBack.objects.filter(result="confirmed").count() == 4
