"""No sequence of anybody's acts gets a person on a vehicle without consent, clearance and a seat, or a batch away
while something is wrong. A machine takes random acts of all roles against the real database and looks after each."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ClassVar

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection, transaction
from hypothesis import HealthCheck as Health
from hypothesis import Phase, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.transfers.actions import batches, day, gates, passengers, trips
from gangqiao.transfers.actions.gates_disinfection import disinfect
from gangqiao.transfers.models import Batch, Disinfection, Escort, HealthCheck, Passenger, Trip, Vehicle
from gangqiao.transfers.policy.health import asked_on
from gangqiao.transfers.states import TRAVELLING
from gangqiao.transfers.tests.made import make_batch, make_trip
from gangqiao.transfers.tests.rig import GATES, make_vehicle, ready_passenger, ready_trip

pytestmark = pytest.mark.django_db
BEGINS = dt.datetime(2020, 3, 16, 6, 0, tzinfo=clock.TZ)
# The same acts on both engines; on PostgreSQL, where each takes longer, fewer of them.
IS_LONG = connection.vendor == "sqlite"
HOW_LONG = settings(
    max_examples=25 if IS_LONG else 10,
    stateful_step_count=30,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(Health),
)
UNTIL_IT_FAILS = settings(
    HOW_LONG, max_examples=50, phases=(Phase.explicit, Phase.generate), report_multiple_bugs=False
)
# Who may much is asked more often: what is refused leads nowhere.
WHO = ["city"] * 5 + ["village", "clerk", "health", "transport", "stranger"]
OFTEN = {
    "board": 4, "clear": 3, "depart": 2, "leave": 4, "make_right": 4, "register": 2, "hold": 2, "take_off": 2,
    "time_passes": 2, "split": 2,
}  # fmt: skip
SELDOM = (
    "consent check measure pass_or_ask give_vehicle name_escort unname_escort disinfect seat lock reopen cancel merge"
    " unboard miss change_seat arrive"
)
WHAT = [act for act, many in OFTEN.items() for _ in range(many)] + SELDOM.split(" ")


@dataclasses.dataclass(frozen=True)
class Scene:
    actors: dict[str, Actor]
    escorts: list[Any]
    people: list[Any]
    area: Any


@pytest.fixture
def scene(county, make_person, make_user, officials, city_officer, township_clerk, village_officer, stranger) -> Scene:
    actors = {
        "city": city_officer, "clerk": township_clerk, "village": village_officer, "stranger": stranger,
        "health": actor_of(make_user("health", county.division)),
        "transport": actor_of(make_user("transport", county.division)),
    }  # fmt: skip
    people = [make_person(area) for area in (county.villages[0], county.villages[0], county.villages[1], county.hongxi)]
    return Scene(actors, [officials["village_officer"], officials["stranger"]], people, county.division)


class Departures(RuleBasedStateMachine):
    """The rules are what somebody may try; what is refused must have changed nothing that matters."""

    scene: ClassVar[Scene]
    done: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.wrapped = transaction.atomic()
        self.wrapped.__enter__()
        self.now = BEGINS

    @initialize()
    def begin(self) -> None:
        """One batch that is cleared, and one that is open."""
        with clock.frozen_at(self.now):
            self.vehicles = [make_vehicle(self.scene.area, seats=4), make_vehicle(self.scene.area, seats=3)]
            leaves = {"departs_at": BEGINS + dt.timedelta(hours=6), "arrives_at": BEGINS + dt.timedelta(hours=20)}
            late = {"late_until": BEGINS + dt.timedelta(hours=5), "seats": 3, "gates": GATES}
            batch = make_batch(self.scene.area, status="list_locked", **leaves, **late)
            trip = ready_trip(batch, self.scene.escorts[0], self.vehicles[0], starts_at=batch.departs_at)
            for seat, person in enumerate(self.scene.people[:2], 1):
                ready_passenger(person, batch, trip, seat)
            with scope_of(self.scene.actors["city"]):
                batches.clear_batch(batch.uuid, actor=self.scene.actors["city"])
            # It leaves when the first has arrived, and its vehicle is not back.
            other = make_batch(self.scene.area, **leaves | {"departs_at": BEGINS + dt.timedelta(hours=9)}, **late)
            make_trip(other, seats=3, starts_at=other.departs_at)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.wrapped.__exit__(None, None, None)

    # --- who does what to whom ---------------------------------------------------------------------------------------

    @contextmanager
    def by(self, who: str, what: str) -> Iterator[Actor]:
        """An act of somebody in the own scope, who may be refused."""
        actor = self.scene.actors[who]
        try:
            with clock.frozen_at(self.now), scope_of(actor):
                yield actor
        except (Refusal, ObjectDoesNotExist):
            return
        self.done[what] += 1

    def pick(self, model: Any, number: int, *, by_key: bool = False) -> Any:
        with everywhere(reason="test"):
            rows = list(model._default_manager.order_by("pk"))
            return model._default_manager.get(pk=number) if by_key else rows[number % len(rows)]

    # One rule for all acts, thrown by dice: Hypothesis alone leaves out some acts of each run and repeats others, and
    # then hardly any batch gets away.
    @rule(dice=st.integers(0, 2**40))
    def act(self, dice: int) -> None:
        throw = random.Random(dice)
        what, who, one, other = throw.choice(WHAT), throw.choice(WHO), throw.randrange(4), throw.randrange(4)
        note(f"{what}({who}, {one}, {other})")
        getattr(self, what)(who, one, other)

    def time_passes(self, _who: str, one: int, _other: int) -> None:
        self.now += dt.timedelta(hours=[1, 3, 25, 25][one])

    def register(self, who: str, one: int, other: int) -> None:
        with self.by(who, "register") as actor:
            passengers.register(self.pick(Batch, other).uuid, self.scene.people[one].uuid, actor=actor)

    def consent(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "consent") as actor:
            passengers.record_consent(self.pick(Passenger, one).uuid, "spoken", actor=actor)

    def take_off(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "take_off") as actor:
            passengers.take_off(self.pick(Passenger, one).uuid, "changed_mind", actor=actor)

    def check(self, _who: str, one: int, other: int) -> None:
        with self.by("health", "check") as actor:
            answers = dict.fromkeys(asked_on(clock.today()).keys, False)
            heat = 380 if other == 3 else 365
            gates.check(self.pick(Passenger, one).uuid, heat, answers, at=clock.now(), actor=actor)

    def hold(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "hold") as actor:
            gates.hold_back(self.pick(Passenger, one).uuid, "证件未到", actor=actor)

    def measure(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "measure") as actor:
            gates.temperature_at_door(self.pick(Passenger, one).uuid, 382, at=clock.now(), actor=actor)

    def pass_or_ask(self, who: str, one: int, other: int) -> None:
        with self.by(who, "pass_or_ask") as actor:
            (gates.ask_again if other == 3 else gates.pass_gate)(self.pick(Passenger, one).uuid, actor=actor)

    def give_vehicle(self, who: str, one: int, other: int) -> None:
        with self.by(who, "give_vehicle") as actor:
            trips.give_vehicle(self.pick(Trip, one).uuid, self.pick(Vehicle, other).uuid, actor=actor)

    def name_escort(self, who: str, one: int, other: int) -> None:
        with self.by(who, "name_escort") as actor:
            trips.name_escort(self.pick(Trip, one).uuid, self.scene.escorts[other % 2].pk, actor=actor)

    def unname_escort(self, who: str, one: int, other: int) -> None:
        with self.by(who, "unname_escort") as actor:
            trips.unname_escort(self.pick(Trip, one).uuid, self.scene.escorts[other % 2].pk, actor=actor)

    def disinfect(self, _who: str, one: int, _other: int) -> None:
        with self.by("transport", "disinfect") as actor:
            disinfect(self.pick(Trip, one).uuid, "含氯消毒剂", clock.now(), actor=actor)

    def seat(self, who: str, one: int, other: int) -> None:
        with self.by(who, "seat") as actor:
            trips.seat(self.pick(Passenger, one).uuid, self.pick(Trip, other).uuid, 1 + one % 3, actor=actor)

    def make_right(self, _who: str, one: int, _other: int) -> None:
        """Everybody who has a part in it does it: without this, random acts would hardly ever get a batch away."""
        row = self.pick(Batch, one)
        with everywhere(reason="test"):
            keys = list(Passenger.objects.order_by("pk").values_list("pk", flat=True))
            here = list(Passenger.objects.filter(batch=row, status__in=TRAVELLING).values_list("pk", flat=True))
            rides = list(Trip.objects.order_by("pk").values_list("pk", flat=True))
            trip = Trip.objects.filter(batch=row, is_cancelled=False).first()
        for key in here:
            self.consent("city", keys.index(key), 0)
            self.check("health", keys.index(key), 0)
        if trip is not None:
            number = rides.index(trip.pk)
            self.give_vehicle("city", number, number)
            self.name_escort("city", number, number)
            self.disinfect("transport", number, 0)
        with self.by("city", "seat_all") as actor:
            trips.seat_all(row.uuid, actor=actor)
        self.lock("city", one, 0)

    def lock(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "lock") as actor:
            batches.lock_list(self.pick(Batch, one).uuid, actor=actor)

    def reopen(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "reopen") as actor:
            batches.reopen_list(self.pick(Batch, one).uuid, "有变", actor=actor)

    def clear(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "clear") as actor:
            batches.clear_batch(self.pick(Batch, one).uuid, actor=actor)

    def cancel(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "cancel") as actor:
            batches.cancel_batch(self.pick(Batch, one).uuid, "停工", actor=actor)

    def split(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "split") as actor:
            row = self.pick(Passenger, one)
            part = batches.split_batch(self.pick(Batch, row.batch_id, by_key=True).uuid, [row.uuid], {}, actor=actor)
            make_trip(part, seats=3, starts_at=part.departs_at)

    def merge(self, who: str, one: int, other: int) -> None:
        with self.by(who, "merge") as actor:
            batches.merge_batch(self.pick(Batch, one).uuid, self.pick(Batch, other).uuid, actor=actor)

    def board(self, who: str, one: int, _other: int) -> None:
        row = self.pick(Passenger, one)
        before = self.done["board"]
        with self.by(who, "board") as actor:
            day.board(row.uuid, "list", clock.now(), actor=actor)
        if self.done["board"] > before and row.status != "boarded":
            self.look_aboard(row.pk)

    def unboard(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "unboard") as actor:
            day.unboard(self.pick(Passenger, one).uuid, actor=actor)

    def miss(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "miss") as actor:
            day.miss(self.pick(Passenger, one).uuid, actor=actor)

    def change_seat(self, who: str, one: int, other: int) -> None:
        with self.by(who, "change_seat") as actor:
            day.change_seat(self.pick(Passenger, one).uuid, other, actor=actor)

    def depart(self, who: str, one: int, other: int) -> None:
        row = self.pick(Trip, one)
        before = self.done["depart"]
        with self.by(who, "depart") as actor:
            if other == 3:
                day.depart(row.batch.uuid, clock.now(), actor=actor)
            else:
                day.depart_trip(row.uuid, clock.now(), actor=actor)
        if self.done["depart"] > before and row.departed_at is None:
            self.look_away(row.pk)

    def leave(self, who: str, one: int, other: int) -> None:
        """Everybody of a vehicle gets on, as far as let on, and it leaves, if it may."""
        row = self.pick(Trip, one)
        with everywhere(reason="test"):
            keys = list(Passenger.objects.order_by("pk").values_list("pk", "trip"))
        for number, (_key, trip) in enumerate(keys):
            if trip == row.pk:
                self.board("city", number, 0)
        self.depart(who, one, other)

    def arrive(self, who: str, one: int, _other: int) -> None:
        with self.by(who, "arrive") as actor:
            day.arrive_trip(self.pick(Trip, one).uuid, clock.now(), actor=actor)

    # --- what must hold: asked of the tables, not of the program ------------------------------------------------------

    def look_aboard(self, pk: int) -> None:
        with everywhere(reason="test"):
            row = Passenger.objects.get(pk=pk)
            batch, trip = row.batch, row.trip
            assert batch.status == "cleared", "on board of a batch that is not cleared"
            assert row.consent_on, "on board without consent"
            assert trip is not None
            assert trip.batch_id == batch.pk
            assert not trip.is_cancelled
            assert trip.departed_at is None
            assert 1 <= (row.seat or 0) <= trip.places, "on board without a seat"
            assert is_certified(row, self.now), "on board without a check"

    def look_away(self, pk: int) -> None:
        with everywhere(reason="test"):
            trip = Trip.objects.get(pk=pk)
            people = list(Passenger.objects.filter(trip=trip))
            assert not [one for one in people if one.status in ("registered", "confirmed", "held", "cleared")]
            assert all(is_certified(one, self.now) for one in people if one.status == "boarded")
            assert is_fit(trip), "a vehicle left that may not"

    @invariant()
    def nobody_is_lost_or_doubled(self) -> None:
        with everywhere(reason="test"):
            for batch in Batch.objects.all():
                here = Passenger.objects.filter(batch=batch).exclude(status__in=["taken_off", "no_show"])
                assert batch.taken == here.count()
                assert batch.taken <= batch.seats
            live = Passenger.objects.filter(status__in=TRAVELLING)
            assert len(set(live.values_list("person", flat=True))) == live.count()
            seats = list(Passenger.objects.filter(seat__isnull=False).values_list("trip", "seat"))
            assert len(set(seats)) == len(seats), "a seat is given twice"
            away = Passenger.objects.filter(status__in=["boarded", "arrived"])
            assert not away.filter(consent_on=None).exists()
            assert not away.filter(seat=None).exists()

    @invariant()
    def what_is_cleared_is_right(self) -> None:
        with everywhere(reason="test"):
            for batch in Batch.objects.filter(status="cleared"):
                gone = set(batch.trips.filter(departed_at__isnull=False).values_list("pk", flat=True))
                people = [
                    p for p in Passenger.objects.filter(batch=batch, status__in=TRAVELLING) if p.trip_id not in gone
                ]
                assert {p.status for p in people} <= {"cleared", "boarded"}, "cleared with somebody who is not"
                assert all(p.trip_id and p.seat for p in people), "cleared with somebody who has no seat"
                assert all(is_fit(t) for t in batch.trips.filter(is_cancelled=False, departed_at=None))

    @invariant()
    def no_vehicle_is_in_two_places(self) -> None:
        with everywhere(reason="test"):
            rows = list(Trip.objects.filter(is_cancelled=False, vehicle__isnull=False).order_by("vehicle", "starts_at"))
        for one, two in itertools.pairwise(rows):
            assert one.vehicle_id != two.vehicle_id or one.back_at <= two.starts_at


def is_certified(row: Passenger, now: dt.datetime) -> bool:
    last = HealthCheck.objects.filter(passenger=row).order_by("at", "pk").last()
    return last is not None and last.result == "fit" and last.valid_until >= now


def is_fit(trip: Trip) -> bool:
    if trip.vehicle is None or trip.seats > trip.vehicle.seats:
        return False
    clean = Disinfection.objects.filter(trip=trip, plate=trip.vehicle.plate)
    return clean.exists() and Escort.objects.filter(trip=trip).exists()


def on(scene: Scene) -> type[Departures]:
    return type("OnScene", (Departures,), {"scene": scene, "done": Counter()})


@pytest.mark.requirement("R059", "R068", "R121", "R008")
def test_no_sequence_of_acts_gets_anybody_on_a_vehicle_unsafely(scene):
    machine = on(scene)
    run_state_machine_as_test(machine, settings=HOW_LONG)
    print(machine.done)
    assert not IS_LONG or [act for act in DONE if not machine.done[act]] == [], "the machine never got there"


DONE = ("check", "clear", "hold", "board", "depart", "split", "take_off")
BROKEN: dict[str, Callable[[Any], None]] = {
    "the door": lambda patch: patch.setattr(day, "why_not_aboard", lambda *_a: None),
    "the clearing": lambda patch: patch.setattr(batches, "faults_of", lambda *_a, **_k: []),
    "the way back": lambda patch: patch.setattr(trips, "refuse_vehicle", lambda *_a: None),
    "the clearance taken back": lambda patch: patch.setattr(passengers, "unclear", lambda *_a: False),
}


@pytest.mark.parametrize("guard", list(BROKEN))
def test_the_machine_finds_a_guard_that_is_missing(scene, guard, monkeypatch):
    BROKEN[guard](monkeypatch)
    with pytest.raises(Exception, match=r".") as found:
        run_state_machine_as_test(on(scene), settings=UNTIL_IT_FAILS)
    assert found.type.__name__ in ("AssertionError", "IntegrityError")
