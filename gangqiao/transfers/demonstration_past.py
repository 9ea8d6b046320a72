"""The batch of the demonstration that went last week: from its locked list to its last line of costs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from gangqiao.audit import gathering
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.transfers.actions import (
    batches,
    day,
    day_arriving,
    day_departing,
    day_starting,
    passengers,
)
from gangqiao.transfers.demonstration_gates import make_costs
from gangqiao.transfers.demonstration_ready import check_people, disinfect_all, live_trips, plan_ways
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.states import PassengerStatus as T

NOT_COME, REJECTED, NOT_STARTED = 2, 1, 2


def travel(batch: Batch, office: Actor, words: Any) -> None:
    """Let it leave, arrive, be handed over and be closed, each at its time. Without a vehicle it stays as it is."""
    leaves, comes = batch.departs_at, batch.arrives_at or batch.departs_at + timedelta(hours=26)
    if not Passenger.objects.filter(batch=batch).exists():
        return  # a county too small
    with clock.frozen_at(leaves - timedelta(days=2)):
        batches.lock_list(batch.uuid, actor=office)
        plan_ways(batch, office)
    if not live_trips(batch):
        return
    with clock.frozen_at(leaves - timedelta(hours=3)):
        check_people(batch, words, clock.now(), held=1)
        disinfect_all(batch, words, clock.now() - timedelta(minutes=5))
        _take_off(batch, office)
        batches.clear_batch(batch.uuid, actor=office)
    with clock.frozen_at(leaves):
        _board(batch, office)
        day_departing.depart(batch.uuid, actor=office)
    with clock.frozen_at(comes):
        day_departing.arrive(batch.uuid, actor=office)
        _hand_over(batch, office, words)
    with clock.frozen_at(comes + timedelta(days=1)):
        _start(batch, office)
    with clock.frozen_at(comes + timedelta(days=2)):
        make_costs(batch, office)
        batches.close_batch(batch.uuid, actor=office)


def _take_off(batch: Batch, office: Actor) -> None:
    """Who is held, said no, or has no seat."""
    waiting = Q(status__in=(T.HELD, T.REGISTERED, T.CONFIRMED)) | Q(status=T.CLEARED, seat=None)
    for one in Passenger.objects.filter(waiting, batch=batch):
        passengers.take_off(one.uuid, "health" if one.status == T.HELD else "changed_mind", actor=office)


def _board(batch: Batch, office: Actor) -> None:
    with transaction.atomic(), gathering.together():
        people = list(Passenger.objects.filter(batch=batch, status=T.CLEARED).order_by("trip_id", "seat"))
        for number, one in enumerate(people):
            if number < NOT_COME and len(people) > 3 * NOT_COME:
                day.miss(one.uuid, actor=office)
            else:
                day.board(one.uuid, "qr" if number % 4 else "list", clock.now(), actor=office)


def _hand_over(batch: Batch, office: Actor, words: Any) -> None:
    left = REJECTED
    for trip in live_trips(batch):
        people = list(Passenger.objects.filter(trip=trip, status=T.ARRIVED).order_by("seat"))
        no = {one.uuid: "papers" for one in people[:left]} if len(people) > 2 else {}
        left -= len(no)
        yes = [one.uuid for one in people if one.uuid not in no]
        day_arriving.hand_over(
            trip.uuid, words["receiver"], "employer", yes, no, "", clock.now(), actor=office, source="demonstration"
        )


def _start(batch: Batch, office: Actor) -> None:
    people = list(Passenger.objects.filter(batch=batch, status=T.ARRIVED).order_by("pk"))
    for number, one in enumerate(people):
        try:
            with transaction.atomic():
                if number < NOT_STARTED and len(people) > 3 * NOT_STARTED:
                    day_starting.not_start(one.uuid, "not_as_promised", actor=office)
                elif number % 9 != 8:  # of some nobody has said yet
                    day_starting.start(one.uuid, clock.today(), actor=office)
        except (Refusal, Refusals):
            continue  # the register has something against it
