"""Classes and journeys make claims by themselves: learner by learner, and never for what another has paid."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from gangqiao.audit.events import record
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Category, Intention, Person
from gangqiao.subsidies.actions import feeding
from gangqiao.subsidies.jobs import feeding as jobs
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import facts_feeding, facts_feeding_sources
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from gangqiao.subsidies.tests.rig_feeding import DAY, learned, travelled
from gangqiao.training.models import Class, Doubt
from gangqiao.transfers.models import Cost

pytestmark = pytest.mark.django_db
ENDED = date(2020, 6, 20)
LIVING, TRANSPORT, FREE = "training_living", "training_transport", "free_training"


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def learner(person: Person) -> Person:
    with everywhere(reason="test data"):
        Person.objects.filter(pk=person.pk).update(birth_date=date(1988, 1, 1))
    make_poor(person)
    return person


@pytest.fixture
def place(learner: Person) -> Any:
    """Three days in a class on site that was handed over."""
    return learned(learner, ENDED, 3, form="on_site")


def claims() -> list[Claim]:
    with everywhere(reason="test"):
        return list(Claim.objects.order_by("programme"))


def why(done: feeding.FedNow) -> dict[str, str]:
    """By rule or record, the sentence as it is written."""
    return {one.fed.key.rpartition("/")[2]: one.reason.msgid for one in done.left if one.reason}


# --- classes ---------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R084", "R085")
def test_a_class_gives_each_learner_what_its_days_come_to(place, learner):
    done = feeding.feed_class(place.held)
    assert [(one.programme, one.amount, one.period) for one in claims()] == [
        (LIVING, 18_000, f"class:{place.held.number}"), (TRANSPORT, 6_000, f"class:{place.held.number}"),
    ]  # fmt: skip
    assert {(one.source, one.route, one.status, one.source_key) for one in claims()} == {
        ("class", "class", "submitted", f"{place.uuid}/{key}") for key in (LIVING, TRANSPORT)
    }
    assert all(one.payee_uuid == learner.uuid for one in claims())
    # The price of the tender stands nowhere: the course is not claimed, and the page says so.
    assert set(why(done)) == {FREE}
    again = feeding.feed_class(place.held)
    assert (again.made, again.there, len(claims())) == ([], 2, 2)


def test_the_course_is_claimed_for_the_provider_once_its_price_is_known(place, learner, monkeypatch):
    with everywhere(reason="test data"):
        Intention.objects.create(
            area_id=learner.area_id, person=learner, training_wish="yes", valid_from=date(2020, 1, 1),
            expires_on=date(2021, 1, 1),
        )  # fmt: skip
    real = facts_feeding_sources._of_learner

    def priced(*given: Any) -> Any:
        fed = real(*given)
        fed.facts["course_cost"] = 80_000
        return fed

    monkeypatch.setattr(facts_feeding_sources, "_of_learner", priced)
    feeding.feed_class(place.held)
    (own,) = [one for one in claims() if one.programme == FREE]
    provider = place.held.provider
    assert (own.amount, own.payee, own.payee_uuid, own.payee_name) == (
        80_000, "provider", provider.uuid, provider.name,
    )  # fmt: skip
    assert own.person_id == learner.pk


@pytest.mark.parametrize("what", ["doubt", "objected", "no_days", "dead", "not_poor"])
def test_who_is_in_doubt_objected_or_is_not_meant_is_not_claimed_for(what, place, learner):
    with everywhere(reason="test data"):
        if what == "doubt":
            Doubt.objects.create(
                area_id=learner.area_id, held=place.held, enrolment=place, guard="at_work", person_uuid=learner.uuid
            )
        elif what == "objected":
            type(place).objects.filter(pk=place.pk).update(objected_on=DAY)
        elif what == "no_days":
            place.attendances.update(struck_on=DAY)
        elif what == "dead":
            Person.objects.filter(pk=learner.pk).update(life="dead", died_on=DAY)
        else:
            Category.objects.filter(person=learner).update(valid_to=date(2020, 5, 1))
    done = feeding.feed_class(place.held)
    assert (done.made, claims()) == ([], [])
    assert set(why(done)) == {LIVING, TRANSPORT, FREE}


def test_an_online_class_pays_no_way_to_it(learner):
    row = learned(learner, ENDED, 2, form="online")
    done = feeding.feed_class(row.held)
    assert [one.programme for one in done.made] == [LIVING]
    transport = next(one for one in done.left if one.fed.programmes == (TRANSPORT,))
    assert transport.decision is not None
    assert [answer.key for answer in transport.decision.open] == ["on_the_way"]


def test_a_class_that_was_not_handed_over_makes_nothing(place):
    for status in ("running", "assessed", "closed", "cancelled"):
        Class.objects.filter(pk=place.held_id).update(status=status)
        place.held.refresh_from_db()
        assert feeding.feed_class(place.held).made == [], status
    # One that was handed over and then closed was handed over.
    Class.objects.filter(pk=place.held_id).update(status="closed")
    place.held.refresh_from_db()
    record("training.claim_class", actor=SYSTEM, subject=place.held)
    assert len(feeding.feed_class(place.held).made) == 2


def test_what_was_claimed_by_hand_is_not_claimed_again_and_the_database_keeps_one(place, learner, monkeypatch):
    make_claim(learner, programme=LIVING, period="once", source="village")
    done = feeding.feed_class(place.held)
    assert [one.programme for one in done.made] == [TRANSPORT]
    assert why(done)[LIVING].startswith("Claimed already")
    # Control: without the look at what is there, the database refuses the second.
    monkeypatch.setattr(facts_feeding, "claims_of", lambda feds: {})
    assert (feeding.feed_class(place.held).made, len(claims())) == ([], 2)


def test_the_job_after_the_hand_over_and_the_night_find_the_same(place):
    event = record("training.claim_class", actor=SYSTEM, subject=place.held)
    jobs.after_class(Event.objects.get(seq=event.seq))
    jobs.after_class(Event.objects.get(seq=event.seq))
    jobs.feed_every_night()
    assert len(claims()) == 2


# --- journeys --------------------------------------------------------------------------------------------------------


@pytest.fixture
def traveller(learner: Person) -> Any:
    """Travelled on the own account in March 2026 to work in another province; out of poverty."""
    with everywhere(reason="test data"):
        Category.objects.filter(person=learner).update(kind="out_of_poverty")
    make_work(learner, started_on=date(2026, 3, 1))
    with clock.frozen_at(date(2026, 7, 1)):
        return travelled(learner, date(2026, 2, 27), alone=True)


@pytest.mark.requirement("R068")
def test_an_own_journey_is_claimed_once_and_waits_for_its_proof(traveller, learner):
    with clock.frozen_at(date(2026, 7, 1)):
        done = feeding.feed_trip(traveller.batch)
        (claim,) = done.made
        assert (claim.programme, claim.source, claim.source_key) == (
            "transport_by_distance", "trip", str(traveller.uuid),
        )  # fmt: skip
        assert (claim.status, claim.route, claim.period, claim.person_id) == ("draft", "person", "2026", learner.pk)
        assert feeding.feed_trip(traveller.batch).there == 1
        # A second journey of the year gives nothing more.
        other = travelled(learner, date(2026, 5, 1), alone=True)
        assert feeding.feed_trip(other.batch).made == []
        assert len(claims()) == 1


@pytest.mark.parametrize("what", ["allowance", "fare", "rode"])
def test_who_rode_or_was_paid_otherwise_is_not_claimed_for(what, traveller, learner):
    with everywhere(reason="test data"):
        if what == "rode":
            type(traveller).objects.filter(pk=traveller.pk).update(alone=False)
        else:
            Cost.objects.create(
                area_id=learner.area_id, batch=traveller.batch, passenger=traveller, person_uuid=learner.uuid,
                kind=what, fund_line="employment", cents=10_000, on=date(2026, 2, 27), by="test",
            )  # fmt: skip
    with clock.frozen_at(date(2026, 7, 1)):
        done = feeding.feed_trip(traveller.batch)
    assert (done.made, claims()) == ([], [])
    assert len(done.left) == (what != "rode")


def test_a_key_of_a_record_fits_on_the_claim():
    longest = max(len(key) for key in (LIVING, TRANSPORT, FREE))
    assert len(str(uuid4())) + 1 + longest <= 60
