"""What holds for a whole batch, wherever its people live: counts and keys, never a name (tests/exceptions.yaml)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.sync.models import Op
from gangqiao.sync.states import Result
from gangqiao.transfers.models import HealthCheck, Passenger

LATE, MOST_NOTES = "transfers.late", 200
REASON = "what holds for a batch does not depend on who asks"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one passenger stands. trip, seat: null while none is given."""

    pk: int
    status: str
    trip: int | None
    seat: int | None
    alone: bool


def standing(batch_id: int) -> list[Standing]:
    """Everybody who is or was on the list."""
    with everywhere(reason=REASON):
        rows = Passenger.objects.filter(batch=batch_id).order_by("pk")
        return [Standing(*row) for row in rows.values_list("pk", "status", "trip_id", "seat", "alone")]


def certified(passengers: Iterable[int], at: datetime | None = None) -> set[int]:
    """Whose last check was passed and is valid at an instant (now).

    For an instant that is past (a phone tells it later): by the check that held then, unless a later one found
    something.
    """
    moment = at or clock.now()
    with everywhere(reason=REASON):
        rows = HealthCheck.objects.filter(passenger__in=list(passengers)).order_by("passenger_id", "at", "pk")
        found = rows.values_list("passenger_id", "result", "at", "valid_until")
        last = {row[0]: row[1:] for row in found if row[2] <= moment or row[1] != "fit"}
    return {pk for pk, (result, begun, until) in last.items() if result == "fit" and begun <= moment <= until}


def counts(batch_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """How many people of each batch are in each state."""
    found: dict[int, Counter[str]] = {pk: Counter() for pk in batch_ids}
    with everywhere(reason=REASON):
        for batch, status in Passenger.objects.filter(batch__in=list(found)).values_list("batch_id", "status"):
            found[batch][status] += 1
    return found


def stood_at_the_door(since: datetime) -> list[Op]:
    """What escorts' phones noted of people who are on no list, from an instant on, while nobody has settled it.

    It names nobody: what was read at the door is shown by whoever has found that the reader organises the batch.
    """
    with everywhere(reason=REASON):
        rows = Op.objects.filter(kind=LATE, result=Result.REJECTED, closed_at=None, received_at__gte=since)
        return list(rows.order_by("received_at", "pk")[:MOST_NOTES])


def seats_taken(trip_id: int) -> set[int]:
    """The seats of a trip that are given."""
    with everywhere(reason=REASON):
        return set(Passenger.objects.filter(trip=trip_id, seat__isnull=False).values_list("seat", flat=True))
