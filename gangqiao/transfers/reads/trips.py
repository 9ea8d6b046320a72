"""The ways of a batch and one trip, as the pages show them. Names only within what the reader may list by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.transfers.models import Batch, Passenger, Trip, Ways
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE, batches_seen
from gangqiao.transfers.reads.whole import standing
from gangqiao.transfers.states import TRAVELLING


@dataclass(frozen=True)
class Counted:
    """How many of a batch travel in each trip, and in none. waiting: on the list, with the batch, without a trip."""

    by_trip: Counter[int]
    waiting: int


def count_people(batch: Batch) -> Counted:
    """Everybody of the batch who is on its list or under way, wherever they live."""
    rows = [one for one in standing(batch.pk) if one.status in TRAVELLING and not one.alone]
    by_trip = Counter(one.trip for one in rows if one.trip is not None)
    return Counted(by_trip, sum(1 for one in rows if one.trip is None))


def count_listed(batch: Batch, actor: Actor) -> Counter[int]:
    """How many of each trip the reader may list by name."""
    with scope_of(actor.areas(VIEW_PEOPLE)):
        rows: Any = Passenger.objects.filter(batch=batch, trip__isnull=False, alone=False, status__in=list(TRAVELLING))
        return Counter(rows.values_list("trip_id", flat=True))


def trips_of(batch: Batch) -> list[Trip]:
    """The trips of a batch that are not given up, with vehicle and escorts."""
    rows = batch.trips.filter(is_cancelled=False).select_related("vehicle").prefetch_related("escorting")
    return list(rows.order_by("number"))


def ways_of(batch: Batch) -> Ways | None:
    return Ways.objects.filter(batch=batch).first()


def find_trip(uuid: UUID, actor: Actor) -> Trip | None:
    """One trip of a batch the reader knows of; null: of none with this number."""
    found = Trip.objects.select_related("vehicle", "batch", "batch__area", "batch__destination").filter(uuid=uuid)
    trip = found.first()
    return trip if trip is not None and batches_seen(actor).filter(pk=trip.batch_id).exists() else None


def passengers_of(trip: Trip, actor: Actor) -> list[Passenger]:
    """Who travels in a trip, by seat, as far as the reader may list them by name; empty for who lists nobody."""
    with scope_of(actor.areas(VIEW_PEOPLE)):
        rows: Any = Passenger.objects.filter(trip=trip, status__in=list(TRAVELLING)).select_related("pick_up")
        return list(rows.order_by("seat", "pk"))


def waiting_of(batch: Batch, actor: Actor) -> list[Passenger]:
    """Who is on the list and has no trip, as far as the reader may list them by name."""
    with scope_of(actor.areas(VIEW_PEOPLE)):
        rows: Any = Passenger.objects.filter(batch=batch, trip=None, alone=False, status__in=list(TRAVELLING))
        return list(rows.select_related("pick_up").order_by("area_id", "pk"))


def free_seats(trips: list[Trip]) -> dict[int, list[int]]:
    """The seats that nobody has, by trip; all trips are of one batch."""
    taken = {(one.trip, one.seat) for one in standing(trips[0].batch_id)} if trips else set()
    return {one.pk: [seat for seat in range(1, one.places + 1) if (one.pk, seat) not in taken] for one in trips}
