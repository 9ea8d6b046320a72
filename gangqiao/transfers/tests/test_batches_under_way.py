"""A batch at the door, on the way and at its end; what ends it early; what the night finds."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow, NoteNeeded
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals_answers
from gangqiao.people.actions import transfer_household
from gangqiao.people.models import EmploymentSpell
from gangqiao.transfers.actions import batches, day, passengers
from gangqiao.transfers.actions import batches_following as following
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.reads.whole import certified
from gangqiao.transfers.refusals import (
    AsksLess,
    MayNotBoard,
    NotAllHandedOver,
    NotOfTheBatch,
    SeatTaken,
    SomebodyOnBoard,
    StillOpen,
)
from gangqiao.transfers.tests.made import make_batch
from gangqiao.transfers.tests.rig import TODAY, check, fresh, ready_batch, spoil_vehicle

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("spring")]


@pytest.mark.requirement("R008")
def test_at_the_door_who_has_no_valid_check_no_seat_or_no_cleared_batch_stays_out(
    county, make_person, officials, city_officer
):
    batch, trip, (one, two) = ready_batch(county.division, officials["village_officer"], [make_person(), make_person()])
    now = clock.now()
    with scope_of(city_officer):
        with pytest.raises(MayNotBoard, match="尚未放行"):
            day.board(one.uuid, "list", now, actor=city_officer)
        batches.clear_batch(batch.uuid, actor=city_officer)
        with clock.frozen_at(now + dt.timedelta(hours=25)), pytest.raises(MayNotBoard, match="已过期"):
            day.board(one.uuid, "list", clock.now(), actor=city_officer)
        day.board(one.uuid, "qr", now, actor=city_officer)
        day.board(one.uuid, "list", now, actor=city_officer)
        assert fresh(one).boarded_how == "qr", "boarded once, by whoever was first"
        with pytest.raises(StillOpen):
            day.depart_trip(trip.uuid, now, actor=city_officer)
        day.miss(two.uuid, actor=city_officer)
        assert (fresh(batch).taken, fresh(two).seat) == (1, None)
        day.board(two.uuid, "list", now, actor=city_officer)
        assert (fresh(two).seat, fresh(batch).taken) == (2, 2), "who came running has a seat again"
        with pytest.raises(SeatTaken):
            day.change_seat(two.uuid, 1, actor=city_officer)
        day.change_seat(two.uuid, 44, actor=city_officer)
        day.depart_trip(trip.uuid, now, actor=city_officer)
        with pytest.raises(MayNotBoard, match="已经发车"):
            day.unboard(two.uuid, actor=city_officer)
        with pytest.raises(NotAllowedNow):
            passengers.take_off(two.uuid, "other", actor=city_officer)


@pytest.mark.requirement("R008")
def test_an_escort_acts_on_the_own_trip_wherever_its_people_live_and_nobody_else_does(
    county, make_person, officials, city_officer, village_officer, stranger
):
    away = make_person(county.hongxi)
    batch, trip, (one,) = ready_batch(county.division, officials["village_officer"], [away])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
    with scope_of(village_officer):
        day.board(one.uuid, "list", clock.now(), actor=village_officer)
        with pytest.raises(Passenger.DoesNotExist):
            passengers.take_off(one.uuid, "other", actor=village_officer)
    event = Event.objects.get(verb="transfers.board")
    assert event.actor_name == village_officer.name
    with scope_of(village_officer), pytest.raises(NotYourVerb):
        batches.reopen_list(batch.uuid, "我想", actor=village_officer)
    with scope_of(stranger), pytest.raises(NotYourVerb):
        day.depart_trip(trip.uuid, clock.now(), actor=stranger)
    trip.escorting.all().delete()
    with scope_of(village_officer), pytest.raises(Passenger.DoesNotExist):
        day.unboard(one.uuid, actor=village_officer)


def test_everybody_who_arrived_is_handed_over_once_and_a_rejection_has_its_reason(
    county, make_person, officials, city_officer
):
    batch, trip, people = ready_batch(county.division, officials["village_officer"], [make_person(), make_person()])
    one, two = people
    at = clock.now()
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
        for each in people:
            day.board(each.uuid, "list", at, actor=city_officer)
        day.depart(batch.uuid, at, actor=city_officer)
        day.arrive(batch.uuid, at, actor=city_officer)
        with pytest.raises(NotAllHandedOver):
            day.hand_over(trip.uuid, "厂方", "employer", [one.uuid], {}, "", at, actor=city_officer)
        rejected = {two.uuid: "papers"}
        day.hand_over(trip.uuid, "厂方", "employer", [one.uuid], rejected, "", at, actor=city_officer)
        with pytest.raises(MayNotBoard):
            day.change_seat(one.uuid, 9, actor=city_officer)
    assert (fresh(one).handed, fresh(two).handed, fresh(two).status) == ("accepted", "rejected", "did_not_start")
    assert (fresh(batch).status, fresh(batch).taken) == ("handed_over", 2)


@pytest.mark.requirement("R012")
def test_who_returns_to_a_post_goes_on_with_the_work(county, person, officials, city_officer, remember):
    spell = remember(
        EmploymentSpell, person, status="planned", started_on=TODAY.date(), spell_kind="work", area_level="5",
        mode="self", evidence="C", employer_name="样本电子厂",
    )  # fmt: skip
    batch = make_batch(county.division, kind="return", gates={}, mode="alone")
    with scope_of(city_officer):
        one = passengers.register(batch.uuid, person.uuid, spell=spell.uuid, actor=city_officer)
        assert one.alone
        passengers.record_consent(one.uuid, "phone", actor=city_officer)
        batches.lock_list(batch.uuid, actor=city_officer)
        batches.clear_batch(batch.uuid, actor=city_officer)
        with pytest.raises(MayNotBoard, match="自行前往"):
            day.board(one.uuid, "list", clock.now(), actor=city_officer)
        Batch.objects.filter(pk=batch.pk).update(departs_at=clock.now())
        day.depart(batch.uuid, actor=city_officer)
        day.start(one.uuid, clock.today(), actor=city_officer)
        day.arrive(batch.uuid, actor=city_officer)
    with everywhere(reason="test"):
        running = EmploymentSpell.objects.get(person=person, recorded_to=None)
    assert (running.status, running.organised) == ("working", "yes")
    assert fresh(batch).status == "handed_over"


def test_a_batch_is_split_and_brought_together_and_nobody_is_moved_past_a_gate(
    county, make_person, officials, city_officer
):
    people = [make_person() for _ in range(3)]
    batch, _trip, (one, two, _three) = ready_batch(county.division, officials["village_officer"], people)
    loose = make_batch(county.division, gates={})
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
        with pytest.raises(NotOfTheBatch):
            batches.split_batch(batch.uuid, [uuid4()], {}, actor=city_officer)
        part = batches.split_batch(batch.uuid, [one.uuid, two.uuid], {"seats": 5}, actor=city_officer)
        assert (part.status, part.taken, part.gates) == ("list_locked", 2, batch.gates)
        assert (fresh(batch).taken, fresh(batch).seats, fresh(batch).status) == (1, 40, "list_locked")
        assert (fresh(one).trip_id, fresh(one).batch_id) == (None, part.pk)
        with pytest.raises(AsksLess):
            batches.merge_batch(part.uuid, loose.uuid, actor=city_officer)
        batches.merge_batch(part.uuid, batch.uuid, actor=city_officer)
    assert (fresh(part).status, fresh(part).taken, fresh(part).merged_into_id) == ("cancelled", 0, batch.pk)
    assert fresh(batch).taken == 3


def test_a_batch_that_is_cancelled_frees_people_and_vehicles_and_one_on_board_is_not(
    county, make_person, officials, city_officer
):
    batch, trip, (one,) = ready_batch(county.division, officials["village_officer"], [make_person()])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
        day.board(one.uuid, "list", clock.now(), actor=city_officer)
        with pytest.raises(SomebodyOnBoard):
            batches.cancel_batch(batch.uuid, "取消", actor=city_officer)
        day.unboard(one.uuid, actor=city_officer)
        with pytest.raises(NoteNeeded):
            batches.cancel_batch(batch.uuid, "", actor=city_officer)
        batches.cancel_batch(batch.uuid, "工厂停工", actor=city_officer)
        other = make_batch(county.division)
        passengers.register(other.uuid, one.person_uuid, actor=city_officer)
    assert (fresh(one).status, fresh(one).reason, fresh(one).seat) == ("taken_off", "cancelled", None)
    assert (fresh(batch).taken, fresh(trip).is_cancelled) == (0, True)


def test_held_back_gets_off_and_takes_the_clearance_back_in_the_same_moment(
    county, make_person, officials, city_officer
):
    batch, _trip, (one,) = ready_batch(county.division, officials["village_officer"], [make_person()])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
        day.board(one.uuid, "list", clock.now(), actor=city_officer)
        with everywhere(reason="test"):
            passengers.held(Passenger.objects.get(pk=one.pk), "复检", actor=city_officer)
    assert (fresh(one).status, fresh(one).boarded_at, fresh(batch).status) == ("held", None, "list_locked")


def test_the_rows_themselves_refuse_what_must_not_be(county, make_person, officials):
    batch, _trip, (one, two) = ready_batch(
        county.division, officials["village_officer"], [make_person(), make_person()]
    )
    wrong = [
        {"status": "boarded", "seat": None},
        {"status": "boarded", "cleared_at": None},
        {"status": "cleared", "consent_on": None},
        {"seat": two.seat},
    ]
    with everywhere(reason="test"):
        for values in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Passenger.objects.filter(pk=one.pk).update(**values)
        with pytest.raises(IntegrityError), transaction.atomic():
            Batch.objects.filter(pk=batch.pk).update(taken=46)


def test_nobody_is_taken_to_a_post_that_came_to_nothing(opened, person, referral, village_officer, city_officer):
    with scope_of(village_officer):
        one = passengers.register(opened.uuid, person.uuid, referral=referral.uuid, actor=village_officer)
        referrals_answers.decline(referral.pk, actor=village_officer)
    assert (following.post_gone(referral.uuid), following.post_gone(referral.uuid)) == (1, 0)
    assert (fresh(one).status, fresh(one).reason, fresh(opened).taken) == ("taken_off", "changed_mind", 0)


@pytest.mark.requirement("R121")
def test_a_check_that_runs_out_in_the_night_is_asked_for_again(county, make_person, officials, city_officer):
    batch, _trip, (one,) = ready_batch(county.division, officials["village_officer"], [make_person()])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
    assert following.ask_whose_check_ran_out() == 0
    with clock.frozen_at(TODAY + dt.timedelta(hours=25)):
        assert (following.ask_whose_check_ran_out(), following.ask_whose_check_ran_out()) == (1, 0)
    assert (fresh(one).status, fresh(batch).status) == ("confirmed", "list_locked")


def test_a_licence_that_ends_after_the_clearing_takes_it_back_in_the_night(
    county, make_person, officials, city_officer
):
    batch, trip, _people = ready_batch(county.division, officials["village_officer"], [make_person()])
    with scope_of(city_officer):
        batches.clear_batch(batch.uuid, actor=city_officer)
    assert following.look_again_at_what_is_cleared() == 0
    spoil_vehicle(trip, licence_until=TODAY.date() - dt.timedelta(days=1))
    assert (following.look_again_at_what_is_cleared(), following.look_again_at_what_is_cleared()) == (1, 0)
    assert fresh(batch).status == "list_locked"


def test_passengers_and_what_hangs_on_them_follow_the_person(county, make_person, officials, city_officer):
    person = make_person(county.villages[0])
    _batch, _trip, (one,) = ready_batch(county.division, officials["village_officer"], [person])
    with scope_of(city_officer):
        transfer_household(
            person.household_id, area=county.group_in(county.hongxi).pk, actor=city_officer, reason="迁居"
        )
    moved = fresh(person).area_id
    assert moved.startswith(county.hongxi.key)
    assert fresh(one).area_id == moved
    with everywhere(reason="test"):
        assert set(one.checks.values_list("area_id", flat=True)) == {moved}


def test_a_health_check_told_later_counts_for_the_moment_it_held(county, make_person, officials):
    _batch, _trip, (one,) = ready_batch(county.division, officials["village_officer"], [make_person()])
    then = clock.now()
    with clock.frozen_at(TODAY + dt.timedelta(hours=2)):
        check(one)
        assert certified([one.pk], then) == {one.pk}
        check(one, "held")
        assert certified([one.pk], then) == set()
