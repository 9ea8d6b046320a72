"""The monthly sheet: from the marks to what is paid, with every fraud the audits found tried on it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import duty, sheets
from gangqiao.assistance.actions.duty import By, Said
from gangqiao.assistance.models import DutyLine, DutySheet, Holder, Objection
from gangqiao.assistance.reads import sheets as reads
from gangqiao.assistance.refusals_duty import (
    CheckedByAnother,
    DayAhead,
    MonthNotOver,
    NobodyOnSheet,
    PhoneNeeded,
    SheetIsFixed,
    StillPublished,
)
from gangqiao.assistance.tests.made import make_holder, make_post
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R100")]
JANUARY, FEBRUARY, MARCH = date(2020, 1, 1), date(2020, 2, 1), date(2020, 3, 1)
TODAY = date(2020, 3, 16)
PHONE = "0873-6120000"


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def holder(person: Any) -> Holder:
    return make_holder(person, begins_on=JANUARY, standard=60_000)


def worked(holder: Holder, month: date, days: int, actor: Any, **how: Any) -> None:
    with scope_of(actor):
        said = {month.replace(day=n): Said() for n in range(1, days + 1)}
        duty.mark(holder.pk, said, actor=actor, by=By(**how))


def drawn(holder: Holder, month: date, actor: Any, department: str = "hrss", area: str = "") -> DutySheet:
    with scope_of(actor):
        return sheets.draw_up(area or str(holder.post.area_id), department, month, actor=actor)


def submitted(holder: Holder, month: date, actor: Any, **more: Any) -> DutySheet:
    sheet = drawn(holder, month, actor, **more)
    with scope_of(actor):
        return sheets.submit(sheet.pk, actor=actor, phone=PHONE)


def published(sheet: DutySheet, checker: Any) -> DutySheet:
    with scope_of(checker):
        sheets.check(sheet.pk, actor=checker)
        return sheets.publish(sheet.pk, actor=checker)


def final(sheet: DutySheet, checker: Any) -> DutySheet:
    published(sheet, checker)
    with scope_of(checker), clock.frozen_at(clock.today() + timedelta(days=5)):
        return sheets.finish(sheet.pk, actor=checker)


def lines(sheet: DutySheet) -> list[DutyLine]:
    with everywhere(reason="test"):
        return reads.lines_of(sheet)


def said(sheet: DutySheet) -> list[tuple[Any, ...]]:
    return [(one.month, one.number, one.days, one.amount, one.blocked, one.remarks) for one in lines(sheet)]


def paid(month: date) -> list[tuple[Any, int]]:
    with everywhere(reason="test"):
        return [(one.holder_id, one.amount) for one in reads.payable_lines(month)]


def test_a_sheet_goes_from_the_marks_through_two_hands_and_the_publicity_to_what_is_paid(
    holder, village_officer, township_clerk
):
    worked(holder, FEBRUARY, 20, village_officer)
    sheet = drawn(holder, FEBRUARY, village_officer)
    worked(holder, FEBRUARY, 25, village_officer)
    with scope_of(village_officer):
        with pytest.raises(PhoneNeeded):
            sheets.submit(sheet.pk, actor=village_officer, phone=" ")
        sheets.submit(sheet.pk, actor=village_officer, phone=PHONE)
        with pytest.raises(NotYourVerb):
            sheets.check(sheet.pk, actor=village_officer)
        with pytest.raises(SheetIsFixed):
            sheets.draw_up(str(sheet.area_id), "hrss", FEBRUARY, actor=village_officer)
    assert said(sheet) == [(FEBRUARY, 0, Decimal(25), 50_000, "", "")]
    sheet = published(sheet, township_clerk)
    assert (sheet.publicity_from, sheet.publicity_until) == (TODAY, TODAY + timedelta(days=4))
    assert paid(FEBRUARY) == []
    with scope_of(township_clerk):
        with clock.frozen_at(sheet.publicity_until), pytest.raises(StillPublished):
            sheets.finish(sheet.pk, actor=township_clerk)
        with clock.frozen_at(sheet.publicity_until + timedelta(days=1)):
            sheet = sheets.finish(sheet.pk, actor=township_clerk)
        with pytest.raises(NotAllowedNow):
            sheets.send_back(sheet.pk, "改一改", actor=township_clerk)
    assert sheet.seal == sheet.paper
    assert paid(FEBRUARY) == [(holder.pk, 50_000)]


def test_who_fills_a_sheet_never_checks_it(holder, township_clerk, city_officer):
    worked(holder, FEBRUARY, 3, township_clerk)
    sheet = submitted(holder, FEBRUARY, township_clerk)
    with scope_of(township_clerk), pytest.raises(CheckedByAnother):
        sheets.check(sheet.pk, actor=township_clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutySheet.objects.filter(pk=sheet.pk).update(checker=township_clerk.user_id)
    published(sheet, city_officer)
    with scope_of(city_officer):
        again = sheets.send_back(sheet.pk, "天数不对", actor=city_officer)
    assert (again.status, again.checker, again.paper) == ("draft", None, "")


def test_no_sheet_of_a_month_that_has_not_come_or_is_not_over(holder, village_officer, stranger):
    worked(holder, MARCH, 10, village_officer)
    with pytest.raises(DayAhead):
        drawn(holder, date(2020, 4, 1), village_officer)
    with pytest.raises(MonthNotOver):
        submitted(holder, MARCH, village_officer)
    with pytest.raises(NotYourVerb):
        drawn(holder, FEBRUARY, stranger)
    with pytest.raises(NobodyOnSheet):
        drawn(holder, FEBRUARY, village_officer, department="water")
    with pytest.raises(NobodyOnSheet):
        drawn(holder, date(2019, 12, 1), village_officer)
    assert not DutySheet.objects.exclude(month=MARCH).exists()


def test_pay_without_work_is_nothing_and_no_month_pays_more_than_its_standard(
    holder, make_person, county, village_officer
):
    idle = make_holder(make_person(county.villages[0]), begins_on=JANUARY)
    worked(holder, JANUARY, 31, village_officer)
    sheet = submitted(holder, JANUARY, village_officer)
    found = {one.holder_id: (one.days, one.amount) for one in lines(sheet)}
    assert found == {holder.pk: (Decimal(31), 60_000), idle.pk: (Decimal(0), 0)}
    with everywhere(reason="test"):
        for values in ({"days": 32}, {"amount": 60_001}, {"covered_days": 32}):
            with pytest.raises(IntegrityError), transaction.atomic():
                DutyLine.objects.filter(holder=holder).update(**values)


def test_the_dead_the_suspended_and_those_without_an_agreement_are_not_paid(
    holder, person, make_person, county, village_officer
):
    area = county.villages[0]
    over = make_holder(make_person(area), begins_on=date(2019, 1, 1), ends_on=date(2020, 1, 31))
    paused = make_holder(make_person(area), begins_on=JANUARY)
    doubted = make_holder(make_person(area), begins_on=JANUARY)
    for one in (holder, paused, doubted):
        worked(one, FEBRUARY, 20, village_officer)
    person.life, person.died_on = "dead", date(2020, 2, 5)
    with everywhere(reason="test"):
        person.save()
        Holder.objects.filter(pk=paused.pk).update(pauses=[["2020-02-11", None, "not_seen"]], status="suspended")
        doubted.person.population_category = "10"
        doubted.person.save()
    sheet = submitted(holder, FEBRUARY, village_officer)
    found = {one.holder_id: (one.days, one.amount, one.blocked) for one in lines(sheet)}
    assert found == {
        holder.pk: (Decimal(5), 10_000, ""),
        paused.pk: (Decimal(10), 16_666, ""),
        doubted.pk: (Decimal(20), 0, "missing"),
    }
    assert over.pk not in found
    # In March nobody marks a dead person, and an old mark would count nothing.
    worked(paused, MARCH, 0, village_officer)
    with clock.frozen_at(date(2020, 4, 1)):
        assert [one.holder_id for one in lines(drawn(holder, MARCH, village_officer))] == [doubted.pk]


def test_a_death_found_after_the_sheet_stops_the_pay_of_days_after_it(holder, person, village_officer, township_clerk):
    worked(holder, FEBRUARY, 20, village_officer)
    final(submitted(holder, FEBRUARY, village_officer), township_clerk)
    assert paid(FEBRUARY) == [(holder.pk, 40_000)]
    person.life, person.died_on = "dead", date(2020, 2, 19)
    with everywhere(reason="test"):
        person.save()
    assert paid(FEBRUARY) == []


def test_one_month_of_a_holder_is_paid_on_one_sheet_of_village_township_or_another_department(
    holder, make_person, county, village_officer, township_clerk
):
    township = str(county.townships[0].key)
    second = make_holder(make_person(county.villages[1]), begins_on=JANUARY)
    for one in (holder, second):
        worked(one, FEBRUARY, 10, township_clerk)
    submitted(holder, FEBRUARY, village_officer)
    above = submitted(holder, FEBRUARY, township_clerk, area=township)
    assert [one.holder_id for one in lines(above)] == [second.pk]
    with pytest.raises(NobodyOnSheet):
        drawn(second, FEBRUARY, township_clerk, area=str(second.post.area_id))
    twice = lines(above)[0]
    twice.pk, twice.uuid, twice.holder = None, holder.uuid, holder
    with everywhere(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
        twice.save()
    # The post is given up, and another department's is begun: the same day marked on both pays neither.
    with everywhere(reason="test"):
        Holder.objects.filter(pk=second.pk).update(status="ended", end_reason="own_wish", ended_on=date(2020, 3, 10))
        other = make_holder(second.person, make_post(second.post.area_id), begins_on=date(2020, 3, 5))
        other.post.quota.department = "water"
        other.post.quota.save()
    worked(second, MARCH, 10, township_clerk)
    worked(other, MARCH, 0, township_clerk)
    with scope_of(township_clerk):
        duty.mark(other.pk, {date(2020, 3, 10): Said(), date(2020, 3, 11): Said()}, actor=township_clerk)
    for one, department in ((second, "hrss"), (other, "water")):
        sheet = drawn(one, MARCH, township_clerk, department, area=str(one.post.area_id))
        assert [(line.amount, line.blocked) for line in lines(sheet)] == [(0, "two_posts")]


def test_days_that_come_late_are_paid_once_with_the_next_sheet_and_the_final_one_stays(
    holder, village_officer, township_clerk
):
    worked(holder, JANUARY, 20, village_officer)
    worked(holder, FEBRUARY, 10, village_officer)
    first = final(submitted(holder, JANUARY, village_officer), township_clerk)
    worked(holder, JANUARY, 24, village_officer, way="phone")
    with scope_of(township_clerk):
        assert [one.on.day for one in reads.late_marks(first)] == [21, 22, 23, 24]
    second = drawn(holder, FEBRUARY, village_officer)
    late = (JANUARY, 1, Decimal(4), 8_000, "", "late")
    assert said(second) == [(FEBRUARY, 0, Decimal(10), 20_000, "", ""), late]
    drawn(holder, MARCH, village_officer)
    with everywhere(reason="test"):
        assert DutyLine.objects.filter(month=JANUARY, number=1).count() == 1
    second = final(submitted(holder, FEBRUARY, village_officer), township_clerk)
    assert said(first) == [(JANUARY, 0, Decimal(20), 40_000, "", "")]
    assert paid(JANUARY) == [(holder.pk, 40_000)]
    assert paid(FEBRUARY) == [(holder.pk, 20_000), (holder.pk, 8_000)]
    # Days taken away after the pay are told, and never become a line below nothing.
    with scope_of(village_officer):
        duty.mark(holder.pk, {FEBRUARY: Said("absent")}, actor=village_officer, by=By(reason="核实未到岗"))
    assert paid(FEBRUARY) == [(holder.pk, 8_000)]
    with scope_of(township_clerk):
        assert [fen for _line, fen in reads.overpaid(second)] == [2_000]
    third = drawn(holder, MARCH, village_officer)
    assert [one[:2] for one in said(third)] == [(MARCH, 0)]


def test_an_objection_holds_back_its_own_line_alone_and_is_paid_when_it_was_not_upheld(
    holder, make_person, county, village_officer, township_clerk
):
    other = make_holder(make_person(county.villages[0]), begins_on=JANUARY, standard=60_000)
    for one in (holder, other):
        worked(one, JANUARY, 30, village_officer)
    sheet = published(submitted(holder, JANUARY, village_officer), township_clerk)
    line = next(one for one in lines(sheet) if one.holder_id == holder.pk)
    with everywhere(reason="test"):
        objection = Objection.objects.create(
            area_id=line.area_id, about="sheet", line=line.pk, person_uuid=line.person_uuid, words="没见到人",
            taken_by="test", due_on=TODAY,
        )  # fmt: skip
    with scope_of(township_clerk), clock.frozen_at(TODAY + timedelta(days=5)):
        sheets.finish(sheet.pk, actor=township_clerk)
    assert paid(JANUARY) == [(other.pk, 60_000)]
    assert (JANUARY, 1) not in [one[:2] for one in said(drawn(holder, FEBRUARY, village_officer))]
    with everywhere(reason="test"):
        Objection.objects.filter(pk=objection.pk).update(outcome="rejected", answered_on=TODAY)
    assert (JANUARY, 1, Decimal(30), 60_000, "", "held") in said(drawn(holder, FEBRUARY, village_officer))
    with everywhere(reason="test"):
        Objection.objects.filter(pk=objection.pk).update(outcome="upheld")
    assert (JANUARY, 1) not in [one[:2] for one in said(drawn(holder, FEBRUARY, village_officer))]


def test_a_final_sheet_that_was_changed_behind_its_back_is_seen_and_not_paid(holder, village_officer, township_clerk):
    worked(holder, FEBRUARY, 10, village_officer)
    sheet = submitted(holder, FEBRUARY, village_officer)
    sheet = published(sheet, township_clerk)
    with everywhere(reason="test"):
        DutyLine.objects.filter(sheet=sheet).update(days=29, amount=58_000)
    with scope_of(township_clerk), clock.frozen_at(TODAY + timedelta(days=9)), pytest.raises(SheetIsFixed):
        sheets.finish(sheet.pk, actor=township_clerk)
    with everywhere(reason="test"):
        DutyLine.objects.filter(sheet=sheet).update(days=10, amount=20_000)
    with scope_of(township_clerk), clock.frozen_at(TODAY + timedelta(days=9)):
        sheet = sheets.finish(sheet.pk, actor=township_clerk)
    assert paid(FEBRUARY) == [(holder.pk, 20_000)]
    with everywhere(reason="test"):
        DutyLine.objects.filter(sheet=sheet).update(days=29, amount=58_000)
        assert not reads.is_sealed_true(sheet, lines(sheet))
    assert paid(FEBRUARY) == []


def test_who_was_known_only_after_the_final_sheet_is_paid_with_the_next_one(
    holder, make_person, county, village_officer, township_clerk
):
    worked(holder, JANUARY, 5, village_officer)
    final(submitted(holder, JANUARY, village_officer), township_clerk)
    forgotten = make_holder(make_person(county.villages[0]), begins_on=JANUARY, standard=60_000)
    worked(forgotten, JANUARY, 15, village_officer)
    assert (JANUARY, 0, Decimal(15), 30_000, "", "missed") in said(drawn(holder, FEBRUARY, village_officer))
