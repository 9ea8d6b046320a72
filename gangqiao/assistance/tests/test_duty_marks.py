"""Days on duty: planned, marked, corrected, and brought in late without losing a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gangqiao.assistance.actions import duty, sheets
from gangqiao.assistance.actions.duty import NOTHING, By, Said
from gangqiao.assistance.models import DutyPlan, Holder
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty as reads
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_duty import (
    DayAhead,
    DayNotCovered,
    DayTooOld,
    LateNeedsReason,
    MarkedOtherwise,
)
from gangqiao.assistance.tests.made import make_holder, make_post
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R100")]
FEBRUARY, TODAY = date(2020, 2, 1), date(2020, 3, 16)


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def holder(person: Any) -> Holder:
    return make_holder(person, begins_on=date(2020, 1, 10))


def day(number: int) -> date:
    return FEBRUARY.replace(day=number)


def month(holder: Holder) -> reads.Month:
    with everywhere(reason="test"):
        return reads.month_of(Holder.objects.select_related("person", "post").get(pk=holder.pk), FEBRUARY)


def test_the_last_mark_stands_and_the_one_before_is_kept(holder, village_officer):
    with scope_of(village_officer):
        duty.mark(holder.pk, {day(3): Said(), day(4): Said(half=True), day(5): Said("sick")}, actor=village_officer)
        assert duty.mark(holder.pk, {day(3): Said(), day(5): Said("sick")}, actor=village_officer) == []
        duty.mark(holder.pk, {day(3): Said("absent"), day(4): NOTHING}, actor=village_officer)
        assert [(row.mark, row.struck_at is None) for row in reads.history_of(holder, day(3))] == [
            ("absent", True), ("present", False),
        ]  # fmt: skip
    assert str(month(holder).days) == "0"
    assert set(month(holder).marks) == {day(3), day(5)}
    changes = [event.fields for event in Event.objects.filter(verb=duty.MARK).order_by("seq")]
    assert changes == [["2020-02-03", "2020-02-04", "2020-02-05"], ["2020-02-03", "2020-02-04"]]


def test_only_days_that_were_and_that_the_agreement_covers_are_marked(holder, village_officer, stranger, auditor):
    early, late = date(2020, 1, 9), TODAY + timedelta(days=1)
    with everywhere(reason="test"):
        Holder.objects.filter(pk=holder.pk).update(pauses=[["2020-02-10", "2020-02-12", "not_seen"]])
    with scope_of(village_officer):
        for on, said, fault in (
            (late, Said(), DayAhead), (early, Said(), DayNotCovered), (day(11), Said(), DayNotCovered),
            (date(2019, 8, 1), Said(), DayTooOld), (day(3), Said("stand_in"), AnswerOfList),
            (day(3), Said("sick", half=True), AnswerOfList),
        ):  # fmt: skip
            with pytest.raises(fault):
                duty.mark(holder.pk, {on: said}, actor=village_officer)
        duty.mark(holder.pk, {day(13): Said()}, actor=village_officer)
    with scope_of(stranger), pytest.raises(Holder.DoesNotExist):
        duty.mark(holder.pk, {day(3): Said()}, actor=stranger)
    with scope_of(auditor), pytest.raises(NotYourVerb):
        duty.mark(holder.pk, {day(3): Said()}, actor=auditor)
    assert set(month(holder).marks) == {day(13)}


def test_a_death_takes_the_days_after_it_away(holder, person, village_officer):
    with scope_of(village_officer):
        duty.mark(holder.pk, {day(n): Said() for n in range(1, 30)}, actor=village_officer)
    person.life, person.died_on = "dead", day(10)
    with everywhere(reason="test"):
        person.save()
    found = month(holder)
    assert (found.days, len(found.covered), len(found.outside)) == (10, 10, 19)


def test_what_somebody_else_said_meanwhile_is_not_overwritten_unseen(holder, village_officer, township_clerk):
    with scope_of(township_clerk):
        duty.mark(holder.pk, {day(3): Said("absent")}, actor=township_clerk)
    with scope_of(village_officer):
        with pytest.raises(MarkedOtherwise):
            duty.mark(holder.pk, {day(3): Said()}, actor=village_officer, seen={})
        duty.mark(holder.pk, {day(3): Said("absent")}, actor=village_officer, seen={})
        duty.mark(holder.pk, {day(3): Said()}, actor=village_officer, seen={day(3): Said("absent")})
    assert month(holder).days == 1


def test_a_day_after_the_sheet_was_submitted_needs_a_reason_and_is_kept(holder, village_officer):
    with scope_of(village_officer):
        duty.mark(holder.pk, {day(n): Said() for n in range(1, 20)}, actor=village_officer)
        sheet = sheets.draw_up(str(holder.post.area_id), "hrss", FEBRUARY, actor=village_officer)
        sheets.submit(sheet.pk, actor=village_officer, phone="13800000000")
        with pytest.raises(LateNeedsReason):
            duty.mark(holder.pk, {day(20): Said()}, actor=village_officer)
        (late,) = duty.mark(holder.pk, {day(20): Said()}, actor=village_officer, by=By(reason="纸质考勤晚到"))
        (phone,) = duty.mark(holder.pk, {day(21): Said()}, actor=village_officer, by=By("phone", op="x"))
    assert (late.is_late, late.reason, phone.is_late) == (True, "纸质考勤晚到", True)
    assert month(holder).days == 21


def test_a_month_is_planned_as_the_last_one_was(holder, make_person, county, village_officer):
    area = str(holder.post.area_id)
    other = make_holder(make_person(county.villages[0]), make_post(holder.post.area_id), begins_on=day(15))
    mondays = [one.day for one in policy.days_of(date(2020, 1, 1)) if one.weekday() == 0]
    with scope_of(village_officer):
        duty.plan(holder.pk, date(2020, 1, 1), mondays, actor=village_officer, hours="8:00-11:00", place="一组")
        assert duty.plan_like_last(area, FEBRUARY, actor=village_officer) == 2
        assert duty.plan_like_last(area, FEBRUARY, actor=village_officer) == 0
    with everywhere(reason="test"):
        first = DutyPlan.objects.get(holder=holder, month=FEBRUARY)
        second = DutyPlan.objects.get(holder=other, month=FEBRUARY)
    # The agreement began on 10 January: its Mondays from then on, all Mondays of February.
    assert (first.days, first.hours) == ([3, 10, 17, 24], "8:00-11:00")
    assert second.days == list(range(15, 30))
    assert month(holder).days == 0, "a plan pays nothing"
