"""Ways, escorts, checks and disinfection of a batch of the demonstration."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.scope import scope_of
from gangqiao.transfers.actions import batches, gates, gates_disinfection, passengers, routes, trips
from gangqiao.transfers.models import Batch, Passenger, Trip
from gangqiao.transfers.policy import health
from gangqiao.transfers.routes_problem import Wishes

HEALTH = "health"
ON_THE_PHONE = "xinshao-village"  # the account whose phone the handbook shows
ESCORTS = ("xinshao", "hongxi", "xinshao-village", "transfer", "employment")
SEARCH = 2  # seconds
NOON, FETCH_HOURS = 12, 3
USUAL, HOT = 364, 379  # tenths of a degree


def prepare(batch: Batch, office: Actor, words: Any, *, share: float, held: int = 1) -> None:
    """Plan the ways, name escorts, check a share of the people; `held` of them have a temperature."""
    plan_ways(batch, office)
    check_people(batch, words, clock.now() - timedelta(minutes=20), share=share, held=held)


def clear_for_tonight(batch: Batch, office: Actor, words: Any) -> None:
    """Ways, escort, checks, disinfection, clearance. Without a vehicle that is free the list stays locked."""
    plan_ways(batch, office, first=ON_THE_PHONE)
    check_people(batch, words, clock.now() - timedelta(minutes=20))
    disinfect_all(batch, words, clock.now() - timedelta(minutes=10))
    waiting = Passenger.objects.filter(batch=batch, status__in=("registered", "confirmed", "held"))
    for one in waiting:
        _try(passengers.take_off, one.uuid, "changed_mind", actor=office)
    _try(batches.clear_batch, batch.uuid, actor=office)


def plan_ways(batch: Batch, office: Actor, *, first: str = "") -> None:
    """Vehicles with stops and seats, and an escort each, as far as there are vehicles. first: who is asked first.

    People of one who leaves in the evening are fetched in the afternoon, those of all others in the morning.
    """
    leaves = batch.departs_at.astimezone(clock.TZ)
    fetch = {"first": (leaves.hour - FETCH_HOURS) * 60 + leaves.minute} if leaves.hour > NOON else {}
    try:
        routes.plan_at_once(batch.uuid, Wishes(hire=False, seconds=SEARCH, **fetch), actor=office)
    except (Refusal, Refusals):
        return  # no vehicle that is free
    _try(trips.seat_all, batch.uuid, actor=office)
    users = sorted(User.objects.filter(username__in=ESCORTS), key=lambda one: (one.username != first, one.pk))
    for trip in live_trips(batch):
        for user in users:
            if _try(trips.name_escort, trip.uuid, user.pk, phone="13887300020", actor=office):
                users.remove(user)
                break


def live_trips(batch: Batch) -> list[Trip]:
    """The vehicles of the batch."""
    return list(Trip.objects.filter(batch=batch, is_cancelled=False).order_by("number"))


def check_people(batch: Batch, words: Any, at: datetime, *, share: float = 1.0, held: int = 0) -> None:
    """Check a share of those who said yes; the first ones of `held` have a temperature."""
    user = User.objects.filter(username=HEALTH).first()
    if user is None:
        return
    doctor = actor_of(user)
    answers = dict.fromkeys(health.asked_on(clock.day_of(at)).keys, False)
    with scope_of(doctor.areas("transfers.check")), transaction.atomic():
        people = list(Passenger.objects.filter(batch=batch, status="confirmed").order_by("area_id", "pk"))
        for number, one in enumerate(people[: round(len(people) * share)]):
            temperature = HOT if number < held else USUAL + number % 5
            _try(gates.check, one.uuid, temperature, answers, at=at, clinic=words["clinic"], actor=doctor)


def disinfect_all(batch: Batch, words: Any, at: datetime) -> None:
    """Disinfect each vehicle of the batch."""
    user = User.objects.filter(username=HEALTH).first()
    if user is None:
        return
    doctor = actor_of(user)
    with scope_of(doctor.areas("transfers.disinfect")):
        for trip in live_trips(batch):
            _try(gates_disinfection.disinfect, trip.uuid, words["agent"], at, actor=doctor)


def _try(act: Any, *given: Any, **more: Any) -> Any:
    try:
        with transaction.atomic():
            return act(*given, **more)
    except (Refusal, Refusals):
        return None
