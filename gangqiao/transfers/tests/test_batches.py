"""A batch from its plan to the first day at work, and what keeps it from being cleared."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals_results
from gangqiao.matching.models import Referral
from gangqiao.people.models import EmploymentSpell, Person
from gangqiao.transfers.actions import batches, day, passengers
from gangqiao.transfers.actions.batches_naming import follow_referral
from gangqiao.transfers.models import Batch, Passenger, Trip
from gangqiao.transfers.refusals import (
    BatchFull,
    FewerSeatsThanPeople,
    GateClosed,
    NotOpen,
    NotSafe,
    TooLate,
    TravelsAlready,
)
from gangqiao.transfers.tests.made import make_batch
from gangqiao.transfers.tests.rig import TODAY, check, disinfect, fresh, ready_batch, ready_trip, spoil_vehicle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]


@pytest.mark.requirement("R059", "R068", "R002")
def test_a_batch_goes_its_whole_way_and_the_work_begins(
    opened, person, referral, officials, village_officer, city_officer
):
    assert (opened.number, opened.gates) == ("2020-0001", {"health": True, "disinfection": True})
    with scope_of(village_officer):
        one = passengers.register(opened.uuid, person.uuid, referral=referral.uuid, actor=village_officer)
        passengers.record_consent(one.uuid, "spoken", actor=village_officer)
    with scope_of(city_officer):
        batches.lock_list(opened.uuid, actor=city_officer)
    with scope_of([path_of_unit("factory")]):
        assert not Passenger.objects.exists(), "not introduced yet: the employer sees nobody"
    with scope_of(city_officer):
        referrals_results.introduce(referral.pk, actor=city_officer)
    assert follow_referral(referral.uuid) == 1
    with scope_of([path_of_unit("factory")]):
        assert Passenger.objects.get().shown_name == person.name
        assert not Person.objects.exists()
    trip = ready_trip(opened, officials["village_officer"])
    check(one)
    with everywhere(reason="test"):
        locked = Passenger.objects.get(pk=one.pk)
        passengers.cleared(locked, actor=city_officer)
        Passenger.objects.filter(pk=one.pk).update(trip=trip, seat=1)
    at = clock.now()
    with scope_of(city_officer):
        batches.clear_batch(opened.uuid, actor=city_officer)
    with scope_of(village_officer):
        day.board(one.uuid, "list", at, actor=village_officer)
        day.call_roll(trip.uuid, "大门口", 1, [], at, actor=village_officer)
        day.depart_trip(trip.uuid, at, actor=village_officer)
        assert fresh(opened).status == "departed"
        day.arrive_trip(trip.uuid, at, actor=village_officer)
        day.hand_over(trip.uuid, "厂方", "employer", [one.uuid], {}, "", at, actor=village_officer)
        assert fresh(opened).status == "handed_over"
        day.start(one.uuid, clock.today(), actor=village_officer)
    with everywhere(reason="test"):
        assert Referral.objects.get(pk=referral.pk).status == "reported"
        spell = EmploymentSpell.objects.get(person=person, recorded_to=None)
        assert (spell.status, spell.organised, spell.started_on) == ("working", "yes", clock.today())
    with scope_of(city_officer):
        batches.close_batch(opened.uuid, actor=city_officer)
    verbs = set(Event.objects.filter(subject=f"transfers.passenger:{one.uuid}").values_list("verb", flat=True))
    assert {"transfers.register", "transfers.consent", "transfers.board", "transfers.bring"} <= verbs


@pytest.mark.requirement("D08")
def test_nobody_is_confirmed_without_consent_and_a_gate_that_is_closed_stays_closed(opened, person, village_officer):
    with scope_of(village_officer):
        one = passengers.register(opened.uuid, person.uuid, actor=village_officer)
    check(one)
    with pytest.raises(NotAllowedNow):
        passengers.cleared(fresh(one), actor=village_officer)
    with scope_of(village_officer):
        agreed = passengers.record_consent(one.uuid, "phone", actor=village_officer)
    assert (agreed.status, agreed.consent_text, agreed.consent_way) == ("confirmed", "2020-1", "phone")
    with clock.frozen_at(TODAY + dt.timedelta(days=2)), pytest.raises(GateClosed):
        passengers.cleared(fresh(one), actor=village_officer)


def test_without_health_gate_who_agrees_is_cleared(opened, person, village_officer):
    Batch.objects.filter(pk=opened.pk).update(gates={})
    with scope_of(village_officer):
        one = passengers.register(opened.uuid, person.uuid, actor=village_officer)
        assert passengers.record_consent(one.uuid, "spoken", actor=village_officer).status == "cleared"


def test_by_the_plan_of_2026_no_health_data_are_asked_for(planned, city_officer):
    with clock.frozen_at(dt.date(2026, 11, 26)), scope_of(city_officer):
        later = clock.now() + dt.timedelta(days=2)
        batches.change_batch(planned.uuid, {"departs_at": later, "arrives_at": None}, actor=city_officer)
        assert batches.open_batch(planned.uuid, actor=city_officer).gates == {"health": False, "disinfection": False}


def test_the_list_takes_nobody_twice_nobody_beyond_its_seats_and_late_ones_by_its_rule(
    opened, make_person, village_officer, city_officer
):
    people = [make_person() for _ in range(4)]
    with scope_of(city_officer):
        for one in people[:2]:
            passengers.register(opened.uuid, one.uuid, actor=city_officer)
        with pytest.raises(TravelsAlready):
            passengers.register(opened.uuid, people[0].uuid, actor=city_officer)
        batches.lock_list(opened.uuid, actor=city_officer)
        with pytest.raises(TooLate):
            passengers.register(opened.uuid, people[2].uuid, actor=city_officer)
        Batch.objects.filter(pk=opened.pk).update(late_until=clock.now(), status="cleared")
        late = passengers.register(opened.uuid, people[2].uuid, actor=city_officer)
        assert (late.is_late, fresh(opened).status) == (True, "list_locked"), "who joins late takes the clearance back"
        with pytest.raises(BatchFull):
            passengers.register(opened.uuid, people[3].uuid, actor=city_officer)
        with pytest.raises(NotOpen):
            batches.change_batch(opened.uuid, {"seats": 9}, actor=city_officer)
        batches.reopen_list(opened.uuid, "一人补报", actor=city_officer)
        with pytest.raises(FewerSeatsThanPeople):
            batches.change_batch(opened.uuid, {"seats": 2}, actor=city_officer)
        passengers.take_off(late.uuid, "changed_mind", actor=city_officer)
    assert fresh(opened).taken == 2


@pytest.mark.requirement("R121", "R059")
@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("no_consent", lambda b, t, p: Passenger.objects.filter(pk=p.pk).update(status="registered")),
        ("held", lambda b, t, p: Passenger.objects.filter(pk=p.pk).update(status="held")),
        ("not_checked", lambda b, t, p: Passenger.objects.filter(pk=p.pk).update(status="confirmed")),
        ("run_out", lambda b, t, p: p.checks.update(valid_until=TODAY - dt.timedelta(hours=1))),
        ("no_seat", lambda b, t, p: Passenger.objects.filter(pk=p.pk).update(seat=45)),
        ("no_vehicle", lambda b, t, p: Trip.objects.filter(pk=t.pk).update(vehicle=None)),
        ("not_licensed", lambda b, t, p: spoil_vehicle(t, licence_until=None)),
        ("not_licensed", lambda b, t, p: spoil_vehicle(t, insured_until=TODAY.date() - dt.timedelta(days=1))),
        ("not_licensed", lambda b, t, p: spoil_vehicle(t, driver_until=TODAY.date() - dt.timedelta(days=1))),
        ("not_licensed", lambda b, t, p: spoil_vehicle(t, status="out")),
        ("too_small", lambda b, t, p: spoil_vehicle(t, seats=30)),
        ("not_disinfected", lambda b, t, p: t.disinfections.all().delete()),
        ("no_escort", lambda b, t, p: t.escorting.all().delete()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_right_keeps_a_batch_from_being_cleared_and_once_more_from_leaving(
    code, spoil, county, make_person, officials, city_officer
):
    batch, trip, (one,) = ready_batch(county.division, officials["village_officer"], [make_person()])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
        day.board(one.uuid, "list", clock.now(), actor=city_officer)
        spoil(batch, trip, one)
        with pytest.raises(NotSafe) as refused:
            day.depart_trip(trip.uuid, clock.now(), actor=city_officer)
        assert code in {fault.code for fault in refused.value.faults}
        assert fresh(batch).status == "list_locked", "it is cleared no more"
        assert fresh(trip).departed_at is None
        with pytest.raises(NotSafe):
            batches.clear_batch(batch.uuid, actor=city_officer)


def test_a_vehicle_is_disinfected_after_its_former_trip_and_on_no_other_one_meanwhile(
    county, make_person, officials, city_officer
):
    batch, trip, _people = ready_batch(county.division, officials["village_officer"], [make_person()])
    other = make_batch(county.division)
    former = ready_trip(other, officials["township_clerk"], trip.vehicle, starts_at=TODAY - dt.timedelta(hours=9),
                        ends_at=TODAY + dt.timedelta(minutes=30))  # fmt: skip
    with scope_of(city_officer), pytest.raises(NotSafe, match="未消毒"):
        batches.clear_batch(batch.uuid, actor=city_officer)
    Trip.objects.filter(pk=former.pk).update(ends_at=trip.starts_at + dt.timedelta(minutes=1))
    with scope_of(city_officer), pytest.raises(NotSafe, match="在其他行程中"):
        batches.clear_batch(batch.uuid, actor=city_officer)
    Trip.objects.filter(pk=former.pk).update(is_cancelled=True)
    disinfect(trip)
    with scope_of(city_officer):
        assert batches.clear_batch(batch.uuid, actor=city_officer).status == "cleared"
