"""Sheets make claims by themselves: what the sheet says, once, and never for the dead or what is held back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest
from django.db import IntegrityError, transaction

from gangqiao.assistance.actions import duty, sheets
from gangqiao.assistance.actions.duty import By, Said
from gangqiao.assistance.models import DutyLine, DutySheet, Holder, Objection
from gangqiao.assistance.tests.made import make_holder
from gangqiao.assistance.tests.test_sheets import final, lines, published, submitted, worked
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.subsidies.actions import creating, feeding
from gangqiao.subsidies.jobs import feeding as jobs
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import facts_feeding, facts_feeding_sources
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.scanning import comes_by_itself
from gangqiao.subsidies.tests.made import make_claim

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R100")]
JANUARY, FEBRUARY = date(2020, 1, 1), date(2020, 2, 1)
TODAY = date(2020, 3, 16)
POST = "rural_public_post"


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


def on_duty(person: Person) -> Holder:
    with everywhere(reason="test data"):
        Person.objects.filter(pk=person.pk).update(birth_date=date(1970, 5, 1))
        person.refresh_from_db()
    return make_holder(person, begins_on=JANUARY, standard=60_000)


@pytest.fixture
def holder(person: Any) -> Holder:
    return on_duty(person)


@pytest.fixture
def sheet(holder, make_person, county, village_officer, township_clerk) -> DutySheet:
    """February of three holders: 25, 20 and 10 days, final."""
    for days in (20, 10):
        worked(on_duty(make_person(county.villages[0])), FEBRUARY, days, village_officer)
    worked(holder, FEBRUARY, 25, village_officer)
    return final(submitted(holder, FEBRUARY, village_officer), township_clerk)


def claims() -> list[Claim]:
    with everywhere(reason="test"):
        return list(Claim.objects.order_by("amount"))


def why(done: feeding.FedNow) -> list[str]:
    """The sentences as they are written, with their values."""
    said = [(one.reason.msgid, one.reason.values) for one in done.left if one.reason]
    return [msgid % values if values else msgid for msgid, values in said]


def test_each_line_that_may_be_paid_makes_one_claim_of_its_own_amount(sheet):
    done = feeding.feed_month(FEBRUARY)
    assert (len(done.made), done.there, done.left) == (3, 0, [])
    by_key = {claim.source_key: claim for claim in claims()}
    for line in lines(sheet):
        claim = by_key[str(line.uuid)]
        assert (claim.amount, claim.period, claim.number) == (line.amount, "2020-02", 0)
        assert (claim.programme, claim.source, claim.route, claim.status) == (POST, "post", "post", "submitted")
        assert (claim.maker, claim.payee, claim.person_uuid) == (None, "person", line.person_uuid)
        assert '"post_days": ' in claim.facts
    assert [one.amount for one in claims()] == [20_000, 40_000, 50_000]


def test_a_second_run_changes_nothing(sheet):
    feeding.feed_month(FEBRUARY)
    before, events = [vars(one) for one in claims()], Event.objects.count()
    again = feeding.feed_month(FEBRUARY)
    assert (again.made, again.there, again.left) == ([], 3, [])
    assert [{**vars(one), "_state": 0} for one in claims()] == [{**one, "_state": 0} for one in before]
    assert Event.objects.count() == events


def test_a_run_that_is_killed_in_the_middle_goes_on_where_it_stopped(sheet, monkeypatch):
    made, real = [], feeding.create

    def killed(new: Any, *, actor: Any) -> Claim:
        if len(made) == 2:
            raise KeyboardInterrupt
        made.append(new)
        return real(new, actor=actor)

    monkeypatch.setattr(feeding, "create", killed)
    with pytest.raises(KeyboardInterrupt):
        feeding.feed_month(FEBRUARY)
    assert len(claims()) == 2
    monkeypatch.setattr(feeding, "create", real)
    done = feeding.feed_month(FEBRUARY)
    assert (len(done.made), done.there, len(claims())) == (1, 2, 3)


def test_the_database_keeps_one_claim_a_line_when_the_program_forgets_to_look(sheet, monkeypatch):
    feeding.feed_month(FEBRUARY)
    monkeypatch.setattr(facts_feeding, "claims_of", lambda feds: {})
    done = feeding.feed_month(FEBRUARY)
    assert (done.made, done.there, len(claims())) == ([], 3, 3)
    # Control: it is the database that refuses, not the program.
    twin = claims()[0]
    for changed in ({"period": "2020-99"}, {"source_key": "another"}):
        copy = Claim(**{f.attname: getattr(twin, f.attname) for f in Claim._meta.concrete_fields if f.name != "id"})
        copy.uuid, copy.code = None, "T-TWIN"
        copy.uuid = Claim._meta.get_field("uuid").get_default()
        for name, value in changed.items():
            setattr(copy, name, value)
        with everywhere(reason="test"), pytest.raises(IntegrityError), transaction.atomic():
            copy.save(force_insert=True)


def test_a_line_that_is_held_back_makes_no_claim_until_it_is_cleared_up(
    holder, make_person, county, village_officer, township_clerk
):
    other = on_duty(make_person(county.villages[0]))
    for one in (holder, other):
        worked(one, FEBRUARY, 29, village_officer)
    sheet = published(submitted(holder, FEBRUARY, village_officer), township_clerk)
    line = next(one for one in lines(sheet) if one.holder_id == holder.pk)
    with everywhere(reason="test"):
        Objection.objects.create(
            area_id=line.area_id, about="sheet", line=line.pk, person_uuid=line.person_uuid, words="没见到人",
            taken_by="test", due_on=TODAY,
        )  # fmt: skip
    assert feeding.feed_month(FEBRUARY).made == []  # not final yet
    final_(sheet, township_clerk)
    done = feeding.feed_month(FEBRUARY)
    assert [one.person_id for one in done.made] == [other.person_id]
    assert why(done) == ["Held back on the sheet: 公示异议未处理或成立"]


def final_(sheet: DutySheet, checker: Any) -> None:
    """The end of a publicity that was begun."""
    with scope_of(checker), clock.frozen_at(TODAY + timedelta(days=5)):
        sheets.finish(sheet.pk, actor=checker)


@pytest.mark.requirement("R085")
def test_nothing_is_claimed_for_the_dead(sheet, person):
    with everywhere(reason="test"):
        Person.objects.filter(pk=person.pk).update(life="dead", died_on=date(2020, 3, 10))
    done = feeding.feed_month(FEBRUARY)
    assert person.pk not in {one.person_id for one in done.made}
    assert len(done.made) == 2
    assert "died" in why(done)[0]


def test_a_line_with_fewer_days_standing_now_is_held_whole_and_says_how_to_mend_it(sheet, holder, village_officer):
    with scope_of(village_officer):
        duty.mark(holder.pk, {date(2020, 2, 3): Said("absent")}, actor=village_officer, by=By(reason="核实未到岗"))
    done = feeding.feed_month(FEBRUARY)
    assert holder.person_id not in {one.person_id for one in done.made}
    assert why(done) == [facts_feeding_sources.MEND.msgid]
    assert "next sheet" in facts_feeding_sources.MEND.msgid


def test_a_sheet_that_was_changed_behind_its_back_makes_no_claim(sheet):
    with everywhere(reason="test"):
        DutyLine.objects.filter(sheet=sheet).update(days=29, amount=58_000)
    done = feeding.feed_month(FEBRUARY)
    assert done.made == []
    assert len(done.left) == 3
    assert claims() == []


def test_a_sheet_that_pays_other_than_the_rule_is_told_and_not_claimed(sheet, monkeypatch):
    real = facts_feeding_sources._of_line

    def less(line: Any, reason: Any) -> Any:
        line.standard = line.standard // 2
        return real(line, reason)

    monkeypatch.setattr(facts_feeding_sources, "_of_line", less)
    done = feeding.feed_month(FEBRUARY)
    assert done.made == []
    assert why(done)[0].startswith("The sheet says")


def test_whoever_the_rule_does_not_pay_is_told_with_the_reason(sheet, person, monkeypatch):
    real = facts_feeding.county_facts

    def older(day: date, persons: Any = None) -> Any:
        born = pl.when(pl.col("person") == person.pk).then(pl.lit(date(1950, 1, 1))).otherwise(pl.col("birth_date"))
        return real(day, persons).with_columns(birth_date=born)

    # The sheet itself holds such people back; a rule may ask for more than the sheet.
    monkeypatch.setattr(facts_feeding, "county_facts", older)
    done = feeding.feed_month(FEBRUARY)
    assert len(done.made) == 2
    (left,) = done.left
    assert left.decision is not None
    assert [answer.key for answer in left.decision.open] == ["of_age"]


@pytest.mark.parametrize("period", ["2020-02", "2020-03"])
def test_a_month_that_was_claimed_by_hand_is_not_claimed_again(sheet, person, period):
    """Also where the hand wrote the month in which it was made, with the days of the month before."""
    by_hand = make_claim(person, programme=POST, period=period, source="village", decided_for=date(2020, 3, 5))
    done = feeding.feed_month(FEBRUARY)
    assert person.pk not in {one.person_id for one in done.made}
    assert by_hand.code in why(done)[0]


def test_rules_whose_record_is_a_sheet_or_a_class_come_by_themselves():
    book = book_on(TODAY)
    fed = {key for key in book.rules if comes_by_itself(book, key)}
    assert fed == {POST, "special_public_post", "training_living", "training_transport"}


def test_days_that_came_late_are_claimed_once_under_a_number_of_their_own(holder, village_officer, township_clerk):
    worked(holder, JANUARY, 20, village_officer)
    final(submitted(holder, JANUARY, village_officer), township_clerk)
    feeding.feed_month(JANUARY)
    worked(holder, JANUARY, 24, village_officer, way="phone")
    worked(holder, FEBRUARY, 10, village_officer)
    final(submitted(holder, FEBRUARY, village_officer), township_clerk)
    feeding.feed_month(FEBRUARY)
    feeding.feed_month(FEBRUARY)
    said = sorted((one.period, one.number, one.amount) for one in claims())
    assert said == [("2020-01", 0, 40_000), ("2020-01", 1, 8_000), ("2020-02", 0, 20_000)]


def test_the_month_that_fills_the_limit_is_paid_and_its_late_days_too_but_no_month_after(
    holder, village_officer, township_clerk, person
):
    for number in range(35):
        make_claim(person, programme=POST, period=f"{2016 + number // 12}-{number % 12 + 1:02}", status="paid")
    worked(holder, JANUARY, 20, village_officer)
    final(submitted(holder, JANUARY, village_officer), township_clerk)
    assert len(feeding.feed_month(JANUARY).made) == 1
    worked(holder, JANUARY, 24, village_officer, way="phone")
    worked(holder, FEBRUARY, 10, village_officer)
    final(submitted(holder, FEBRUARY, village_officer), township_clerk)
    done = feeding.feed_month(FEBRUARY)
    assert [(one.period, one.number) for one in done.made] == [("2020-01", 1)]
    assert [answer.key for answer in done.left[0].decision.open] == ["limit_months_life"]


def test_who_presses_the_button_makes_no_claim_outside_the_own_area_and_none_in_the_own_name(
    sheet, township_clerk, stranger, auditor
):
    with scope_of(auditor), pytest.raises(NotYourVerb):
        feeding.feed_month(FEBRUARY, auditor)
    with scope_of(stranger):
        assert feeding.feed_month(FEBRUARY, stranger).made == []
    with scope_of(township_clerk):
        assert len(feeding.feed_all(township_clerk).made) == 3
    assert {one.maker for one in claims()} == {None}
    assert Event.objects.filter(verb=creating.MAKE, actor_name=township_clerk.name).count() == 1


def test_the_job_after_a_final_sheet_and_the_night_find_the_same(sheet):
    event = Event.objects.filter(verb="assistance.finish_sheet").latest("seq")
    jobs.after_sheet(event)
    jobs.after_sheet(event)
    jobs.feed_every_night()
    assert len(claims()) == 3
