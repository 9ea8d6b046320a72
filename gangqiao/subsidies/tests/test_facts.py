"""The facts behind the rules: what was had, public posts, training, journeys, retirement; unknown is never yes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from gangqiao.assistance.models import DutySheet
from gangqiao.assistance.tests.made import make_holder
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person
from gangqiao.subsidies.policy.rules import Standing
from gangqiao.subsidies.reads import entitled as reads
from gangqiao.subsidies.reads.facts_retirement import months_to_retirement
from gangqiao.subsidies.tests.made import make_claim
from gangqiao.subsidies.tests.rig_feeding import (
    DAY,
    JUNE,
    REWARD,
    facts_of,
    learned,
    lined,
    make_worker,
    standing_of,
    travelled,
)
from gangqiao.training.models import Attendance, Certificate, Doubt, OnlineMinutes
from gangqiao.transfers.models import Cost

db = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def worker(person: Person) -> Person:
    return make_worker(person)


# --- what was had before ---------------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("R085")
@pytest.mark.parametrize(
    "status", ["draft", "submitted", "approved", "in_payment", "paid", "failed", "under_recovery", "recovered"]
)
def test_whoever_has_claimed_this_year_is_not_found_twice(worker, status):
    assert standing_of(worker) == Standing.ENTITLED
    make_claim(worker, status=status)
    assert standing_of(worker) == Standing.RECEIVING
    (own,) = [one for one in reads.decisions_about(worker, DAY) if one.rule.key == REWARD]
    assert own.standing == Standing.RECEIVING


@db
@pytest.mark.parametrize("status", ["rejected", "withdrawn"])
def test_a_claim_that_came_to_nothing_takes_nothing_up(worker, status):
    make_claim(worker, status=status)
    assert standing_of(worker) == Standing.ENTITLED


@db
def test_a_year_does_not_count_for_the_next_and_a_life_counts_every_year(worker):
    make_claim(worker, status="paid", period="2019", decided_for=date(2019, 12, 1))
    make_claim(worker, programme="start_up", period="once", decided_for=date(2019, 5, 1))
    row = facts_of(worker)
    assert row[f"{REWARD}:had_times_in_year"] == 0
    assert row["start_up:had_times_in_life"] == 1
    assert facts_of(worker, date(2019, 7, 1))["start_up:had_times_in_life"] == 1
    # Without a period of its own, the year is the one of the decision.
    make_claim(worker, programme="free_training", period="class:T1", decided_for=date(2020, 5, 1))
    assert facts_of(worker)["free_training:had_times_in_year"] == 1
    assert facts_of(worker, date(2021, 5, 1))["free_training:had_times_in_year"] == 0


@db
def test_months_are_counted_once_however_many_lines_they_have(worker):
    for month, number in (("2020-03", 0), ("2020-04", 0), ("2020-04", 1), ("2019-12", 0)):
        make_claim(worker, programme="rural_public_post", period=month, number=number, amount=10_000)
    make_claim(worker, programme="rural_public_post", period="2020-05", status="rejected")
    row = facts_of(worker)
    assert row["rural_public_post:had_months_in_life"] == 3
    assert row["special_public_post:had_months_in_life"] == 0


@db
def test_an_excluded_rule_is_known_and_nobody_else_is_touched(worker, make_person, county):
    other = make_person(county.villages[0])
    make_claim(worker, programme="free_training", period="2019", decided_for=date(2019, 6, 1))
    assert facts_of(worker)["skill_raise:had_excluded"] is True
    row = facts_of(other)
    had = {name: value for name, value in row.items() if ":had_" in name}
    assert had
    assert not any(had.values())
    assert None not in had.values()


# --- public posts ----------------------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("R100")
def test_the_post_and_the_sheet_of_the_month_before(worker):
    assert (facts_of(worker)["holds_public_post"], facts_of(worker)["post_is_payable"]) == (False, False)
    holder = make_holder(worker, begins_on=date(2020, 1, 1), ends_on=date(2020, 12, 31), standard=60_000)
    row = facts_of(worker)
    assert (row["holds_public_post"], row["post_kind"], row["post_standard"]) == (True, "cleaning", 60_000)
    assert (row["post_days"], row["post_is_payable"]) == (None, False)
    lined(holder, JUNE, days="20.5")
    row = facts_of(worker)
    assert (row["post_standard"], row["post_required_days"], row["post_days"]) == (50_000, 30, 20.5)
    assert row["post_is_payable"] is True
    assert facts_of(worker, date(2020, 8, 1))["post_is_payable"] is False
    assert facts_of(worker, date(2021, 1, 1))["holds_public_post"] is False


@db
@pytest.mark.parametrize(("values", "status"), [
    ({"blocked": "objection"}, "final"), ({"amount": 0}, "final"), ({}, "publicity"),
])  # fmt: skip
def test_what_is_blocked_pays_nothing_or_is_not_final_is_not_payable(worker, values, status):
    holder = make_holder(worker, begins_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    line = lined(holder, JUNE, **values)
    DutySheet.objects.filter(pk=line.sheet_id).update(status=status)
    assert facts_of(worker)["post_is_payable"] is False


@db
def test_an_agreement_alone_and_an_ended_post_are_no_post(worker, make_person, county):
    make_holder(worker, status="agreement", begins_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    over = make_person(county.villages[0])
    make_holder(
        over, status="ended", end_reason="own_wish", begins_on=date(2020, 1, 1), ends_on=date(2020, 12, 31),
        ended_on=date(2020, 6, 10),
    )  # fmt: skip
    assert facts_of(worker)["holds_public_post"] is False
    assert facts_of(over)["holds_public_post"] is False
    assert facts_of(over, date(2020, 6, 1))["holds_public_post"] is True


# --- training --------------------------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("R084", "R085")
def test_training_is_the_last_class_that_was_over_before_the_day(worker):
    row = facts_of(worker)
    assert (row["is_trained"], row["days_attended"], row["is_class_clear"]) == (False, 0, False)
    assert row["course_form"] is None
    assert "course_cost" not in row
    learned(worker, date(2020, 4, 30), 5, status="failed")
    last = learned(worker, date(2020, 6, 20), 3, form="on_site")
    row = facts_of(worker)
    assert (row["is_trained"], row["days_attended"], row["course_form"]) == (True, 3, "on_site")
    assert row["is_class_clear"] is True
    before = facts_of(worker, date(2020, 6, 20))
    assert (before["is_trained"], before["days_attended"]) == (False, 5)
    with everywhere(reason="test data"):
        OnlineMinutes.objects.create(
            area_id=worker.area_id, person_uuid=worker.uuid, enrolment=last, on=date(2020, 6, 15), minutes=60, file="f"
        )
        # The same day signed and online is one day.
        OnlineMinutes.objects.create(
            area_id=worker.area_id, person_uuid=worker.uuid, enrolment=last, on=last.held.begins_on, minutes=60,
            file="f",
        )  # fmt: skip
        Attendance.objects.filter(enrolment=last, session__on=last.held.begins_on + timedelta(days=1)).update(
            struck_on=DAY
        )
    assert facts_of(worker)["days_attended"] == 3


@db
def test_a_class_is_clear_only_when_it_was_handed_over_and_nothing_is_open(worker):
    row = learned(worker, date(2020, 6, 20), 3)

    def clear(**values: Any) -> bool | None:
        type(row.held).objects.filter(pk=row.held_id).update(**values)
        found: bool | None = facts_of(worker)["is_class_clear"]
        return found

    assert (clear(status="assessed"), clear(status="closed"), clear(status="claimed")) == (False, None, True)
    doubt = {"area_id": worker.area_id, "held": row.held, "guard": "at_work"}
    with everywhere(reason="test data"):
        one = Doubt.objects.create(**doubt, enrolment=row, person_uuid=worker.uuid)
    assert facts_of(worker)["is_class_clear"] is False
    for outcome, is_clear in (("false_alarm", True), ("confirmed", False)):
        with everywhere(reason="test data"):
            Doubt.objects.filter(pk=one.pk).update(outcome=outcome)
        assert facts_of(worker)["is_class_clear"] is is_clear, outcome
    with everywhere(reason="test data"):
        Doubt.objects.filter(pk=one.pk).update(outcome="false_alarm")
        of_class = Doubt.objects.create(**doubt)
    assert facts_of(worker)["is_class_clear"] is False
    with everywhere(reason="test data"):
        Doubt.objects.filter(pk=of_class.pk).update(blocks=False)
        type(row).objects.filter(pk=row.pk).update(objected_on=DAY)
    assert facts_of(worker)["is_class_clear"] is False


@db
def test_a_certificate_counts_from_its_day_until_it_is_revoked(worker):
    row = learned(worker, date(2020, 5, 20), 3)
    with everywhere(reason="test data"):
        given = Certificate.objects.create(
            area_id=worker.area_id, person_uuid=worker.uuid, enrolment=row, number="P1", kind="level", level="junior",
            trade="welder", digest="d", issued_by="test", issued_on=date(2020, 6, 1),
        )  # fmt: skip
    assert facts_of(worker)["certificate_level"] == "junior"
    assert facts_of(worker)["certificate_on"] == date(2020, 6, 1)
    assert facts_of(worker, date(2020, 5, 31))["certificate_level"] is None
    with everywhere(reason="test data"):
        Certificate.objects.filter(pk=given.pk).update(revoked_on=date(2020, 6, 20))
    assert facts_of(worker)["certificate_level"] is None


# --- journeys --------------------------------------------------------------------------------------------------------


@db
@pytest.mark.requirement("R068", "R091")
def test_who_rode_in_a_batch_rode_organised_and_who_paid_alone_did_not(worker):
    assert facts_of(worker)["rode_organised"] is None
    rider = travelled(worker, date(2020, 2, 25))
    assert facts_of(worker)["rode_organised"] is True
    with everywhere(reason="test data"):
        type(rider).objects.filter(pk=rider.pk).update(alone=True)
    assert facts_of(worker)["rode_organised"] is False
    with everywhere(reason="test data"):
        line = Cost.objects.create(
            area_id=worker.area_id, batch=rider.batch, passenger=rider, person_uuid=worker.uuid, kind="allowance",
            fund_line="employment", cents=10_000, on=date(2020, 2, 26), by="test",
        )  # fmt: skip
    assert facts_of(worker)["rode_organised"] is True
    with everywhere(reason="test data"):
        Cost.objects.filter(pk=line.pk).update(taken_back_on=DAY)
    assert facts_of(worker)["rode_organised"] is False


@db
def test_a_journey_to_other_work_and_one_that_never_began_say_nothing(worker):
    travelled(worker, date(2019, 11, 1))
    assert facts_of(worker)["rode_organised"] is None
    rider = travelled(worker, date(2020, 2, 25))
    with everywhere(reason="test data"):
        type(rider).objects.filter(pk=rider.pk).update(status="no_show")
    assert facts_of(worker)["rode_organised"] is None


# --- retirement ------------------------------------------------------------------------------------------------------


@pytest.mark.once
@pytest.mark.parametrize(("born", "sex", "day", "months"), [
    (date(1960, 8, 15), "1", date(2020, 7, 1), 1), (date(1960, 7, 1), "1", date(2020, 7, 1), 0),
    (date(1985, 1, 1), "1", date(2020, 7, 1), 294), (date(1950, 1, 1), "1", date(2020, 7, 1), 0),
    # A woman: before the earlier age the later one, between the two nobody knows, after the later none is left.
    (date(1985, 1, 1), "2", date(2020, 7, 1), 234), (date(1968, 1, 1), "2", date(2020, 7, 1), None),
    (date(1965, 7, 1), "2", date(2020, 7, 1), 0), (None, "1", date(2020, 7, 1), None),
    (date(1985, 1, 1), None, date(2020, 7, 1), None),
    # Since 2025: one month more for four months of birth from January 1965 on, 36 at most.
    (date(1964, 12, 1), "1", date(2025, 1, 1), 0), (date(1965, 1, 1), "1", date(2025, 1, 1), 1),
    (date(1965, 5, 1), "1", date(2025, 1, 1), 6), (date(1976, 9, 1), "1", date(2026, 1, 1), 164),
    (date(1990, 1, 1), "1", date(2026, 1, 1), 324), (date(1990, 1, 1), "2", date(2026, 1, 1), 264),
])  # fmt: skip
def test_months_to_retirement(born, sex, day, months):
    frame = pl.DataFrame(
        {"birth_date": [born], "sex": [sex]}, schema={"birth_date": pl.Date, "sex": pl.String}
    ).with_columns(found=months_to_retirement(day))
    assert frame["found"][0] == months
