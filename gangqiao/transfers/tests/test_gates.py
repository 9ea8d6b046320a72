"""Health checks, certificates and disinfection: the rule decides, nobody reads what was found, all goes by its day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions import gates
from gangqiao.transfers.certificates import code_of
from gangqiao.transfers.models import Batch, Certificate, Escort, HealthCheck, Passenger
from gangqiao.transfers.policy import health
from gangqiao.transfers.reads.gates_certificates import certificates_of, tell
from gangqiao.transfers.refusals_gates import (
    CheckedLater,
    ChecksAreOff,
    HeldByTheRule,
    NotAgreedYet,
    NotAllAnswered,
    NotChecksTime,
    NoTemperature,
    NoValidCheck,
    TooLateForChecks,
)
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip

NO = dict.fromkeys(health.asked_on(clock.today()).keys, False)
GATES = {"health": True, "disinfection": True}


def some_minutes(ago: int = 5) -> dt.datetime:
    return clock.now() - dt.timedelta(minutes=ago)


@pytest.fixture
def batch(county: Any) -> Any:
    return make_batch(county.division, gates=GATES, departs_at=clock.now() + dt.timedelta(hours=10))


@pytest.fixture
def passenger(batch: Any, make_person: Any) -> Any:
    person = make_person(name="王小明花", phone="13800138000")
    return make_passenger(
        person, batch, status="confirmed", consent_on=clock.today(), consent_way="spoken", shown_phone="13800138000"
    )


@pytest.fixture
def nurse(make_user: Any, county: Any) -> Any:
    return actor_of(make_user("health", county.division, "nurse"))


def record(passenger: Any, actor: Any, tenths: int = 365, answers: Any = None, **more: Any) -> Any:
    with scope_of(actor.areas("transfers.check")):
        return gates.check(
            passenger.uuid,
            tenths,
            NO | (answers or {}),
            **{"at": some_minutes(), "clinic": "新哨镇卫生院"} | more,
            actor=actor,
        )


def now(row: Any) -> Any:
    with everywhere(reason="test"):
        return type(row).objects.get(pk=row.pk)


def token_of(passenger: Any) -> tuple[str, str]:
    live = Certificate.objects.get(passenger=passenger.uuid, revoked_at=None)
    return live.number, code_of(live.number, live.uuid)


@pytest.mark.requirement("R120", "R121")
@pytest.mark.django_db
def test_who_is_well_is_cleared_and_bears_a_certificate_until_the_check_runs_out(passenger, nurse):
    made = record(passenger, nurse)
    assert now(passenger).status == "cleared"
    assert made.valid_until == made.at + dt.timedelta(hours=24)
    told = tell(*token_of(passenger))
    assert (told.state, told.masked, told.valid_until) == ("valid", "王**花", made.valid_until)
    with clock.frozen_at(made.valid_until + dt.timedelta(seconds=1)):
        assert tell(told.number, token_of(passenger)[1]).state == "expired"
    assert "新哨" in told.clinic
    assert [e.verb for e in Event.objects.filter(person=passenger.person_uuid)] == [
        "transfers.check",
        "transfers.pass_gate",
    ]


@pytest.mark.requirement("R120")
@pytest.mark.django_db
@pytest.mark.parametrize(
    "found", [{"tenths": 373}, {"answers": {"contact": True}}, {"result": "held"}], ids=["hot", "contact", "officer"]
)
def test_who_is_held_waits_loses_the_certificate_and_the_batch_its_clearance(batch, passenger, nurse, found):
    record(passenger, nurse, at=some_minutes(20))
    number, code = token_of(passenger)
    Batch.objects.filter(pk=batch.pk).update(status="cleared", cleared_at=clock.now())
    record(passenger, nurse, **found)
    assert (now(passenger).status, now(batch).status) == ("held", "list_locked")
    assert tell(number, code).state == "revoked"
    record(passenger, nurse, at=some_minutes(1))
    assert now(passenger).status == "cleared"
    assert tell(*token_of(passenger)).number != number


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"tenths": 380, "result": "fit"}, HeldByTheRule),
        ({"tenths": 36}, NoTemperature),
        ({"tenths": 365, "at": dt.timedelta(minutes=-5)}, NotChecksTime),
        ({"tenths": 365, "at": dt.timedelta(hours=25)}, NotChecksTime),
    ],
    ids=["past the rule", "no temperature", "future", "too old"],
)
def test_what_cannot_be_is_refused(passenger, nurse, given, refusal):
    if "at" in given:
        given = given | {"at": clock.now() - given["at"]}
    with pytest.raises(refusal):
        record(passenger, nurse, **given)
    assert (now(passenger).status, Certificate.objects.count()) == ("confirmed", 0)


@pytest.mark.django_db
def test_a_question_left_out_a_person_who_did_not_agree_and_an_earlier_check_are_refused(passenger, nurse):
    with pytest.raises(NotAllAnswered), scope_of(nurse.areas("transfers.check")):
        gates.check(passenger.uuid, 365, {"symptoms": False}, at=some_minutes(), actor=nurse)
    record(passenger, nurse, tenths=380)
    with pytest.raises(CheckedLater):
        record(passenger, nurse, at=some_minutes(60))
    with everywhere(reason="test"):
        Passenger.objects.filter(pk=passenger.pk).update(status="registered")
    with pytest.raises(NotAgreedYet):
        record(passenger, nurse)


@pytest.mark.requirement("R121")
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "refusal"), [({"gates": {}}, ChecksAreOff), ({"status": "departed"}, TooLateForChecks)]
)
def test_where_no_check_is_asked_for_nothing_about_health_is_recorded(batch, passenger, nurse, changed, refusal):
    Batch.objects.filter(pk=batch.pk).update(**changed)
    with pytest.raises(refusal):
        record(passenger, nurse)
    with everywhere(reason="test"):
        assert not HealthCheck.objects.exists()


@pytest.mark.requirement("R002", "R120")
@pytest.mark.django_db
def test_the_office_and_another_townships_people_get_no_check_in(
    passenger, township_clerk, stranger, make_user, county
):
    for actor in (township_clerk, actor_of(make_user("transport", county.division))):
        with pytest.raises((NotYourVerb, Passenger.DoesNotExist)):
            record(passenger, actor)
    elsewhere = actor_of(make_user("health", county.hongxi))
    with pytest.raises(Passenger.DoesNotExist):
        record(passenger, elsewhere)
    with scope_of(stranger.areas()):
        assert not HealthCheck.objects.exists()


@pytest.mark.requirement("R120")
@pytest.mark.django_db
def test_held_back_for_another_reason_is_let_go_only_on_a_valid_check(passenger, nurse, township_clerk):
    with scope_of(township_clerk):
        with pytest.raises(Refusal):
            gates.pass_gate(passenger.uuid, actor=township_clerk)
        gates.hold_back(passenger.uuid, "an ID card is missing", actor=township_clerk)
        with pytest.raises(NoValidCheck):
            gates.pass_gate(passenger.uuid, actor=township_clerk)
    record(passenger, nurse)
    with scope_of(township_clerk):
        gates.hold_back(passenger.uuid, "an ID card is missing", actor=township_clerk)
        assert not certificates_of(passenger.batch)
        gates.pass_gate(passenger.uuid, actor=township_clerk)
        assert [one.name for one in certificates_of(passenger.batch)] == ["王小明花"]
        gates.ask_again(passenger.uuid, actor=township_clerk)
    assert now(passenger).status == "confirmed"
    assert Certificate.objects.filter(revoked_at=None).count() == 0


@pytest.mark.requirement("R120")
@pytest.mark.django_db
def test_an_escort_who_measures_too_much_holds_back_and_below_it_keeps_nothing(passenger, nurse, make_user, county):
    record(passenger, nurse)
    trip = make_trip(passenger.batch)
    with everywhere(reason="test"):
        Passenger.objects.filter(pk=passenger.pk).update(trip=trip, seat=1)
    user = make_user("village_officer", county.hongxi)
    Escort.objects.create(trip=trip, user=user, name="x")
    escort = actor_of(user)
    with scope_of(escort):
        assert gates.temperature_at_door(passenger.uuid, 366, at=some_minutes(1), actor=escort)
        assert not gates.temperature_at_door(passenger.uuid, 378, at=some_minutes(1), actor=escort)
    assert now(passenger).status == "held"
    with everywhere(reason="test"):
        assert HealthCheck.objects.count() == 2
    assert not Certificate.objects.filter(revoked_at=None).exists()


def test_the_limit_the_questions_and_the_clearest_answer_decide():
    day = dt.date(2020, 3, 16)
    no = dict.fromkeys(health.asked_on(day).keys, False)
    assert [health.result_of(t, no, day) for t in (372, 373)] == ["fit", "held"]
    assert all(health.result_of(365, no | {key: True}, day) == "held" for key in no)
    assert all(set(q.words) == {"zh", "en"} for asked in health.VERSIONS for q in asked.questions)
