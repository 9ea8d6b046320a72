"""What the operations of an escort do. Each ends in the action of the day that the desk calls, too.

Two phones may be on one vehicle. What both say is one thing; of what they say otherwise, who is on board wins until the
vehicle has left, and later the office decides: then the operation stands in the work queue of the desk. The order in
which operations come to the server counts, never the clock of a phone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.sync.bodies import Body
from gangqiao.sync.kinds import NotYet, Outcome
from gangqiao.sync.states import Result
from gangqiao.transfers.actions import day, gates
from gangqiao.transfers.actions.reach import is_escort, trip_of
from gangqiao.transfers.models import Batch, Passenger, Trip
from gangqiao.transfers.policy import health
from gangqiao.transfers.refusals import NotOfTheBatch
from gangqiao.transfers.states import PassengerStatus, Status

if TYPE_CHECKING:
    from gangqiao.sync.models import Op

SOURCE = "phone"
S = PassengerStatus
# On board, and whatever comes of that.
CAME = (S.BOARDED, S.ARRIVED, S.STARTED, S.DID_NOT_START)


def board(op: Op, *, actor: Actor) -> Outcome:
    """Somebody boards, after a temperature that was measured at the door, if any."""
    body = Body(op.content)
    with own_of(body, day.BOARD, actor) as (batch, trip):
        one = passenger_in(body, trip)
        if one.status in CAME:
            return Outcome(say=Say("This passenger was on board already."))
        if trip.departed_at is not None and one.status == S.NO_SHOW:
            return _undecided()
        wait_for_clearance(batch)
        at = moment_of(op, body)
        if not _passes_the_door(batch, one, body.number("temperature"), at, actor):
            return Outcome(say=Say("Too hot to travel: this passenger is held back, and the office was told."))
        day.board(one.uuid, body.text("how", 4), at, actor=actor, source=SOURCE)
    return Outcome()


def unboard(op: Op, *, actor: Actor) -> Outcome:
    """Not on board after all. Who is not, is not: nothing is to be done."""
    body = Body(op.content)
    with own_of(body, day.UNBOARD, actor) as (_batch, trip):
        one = passenger_in(body, trip)
        if one.status in (S.BOARDED, S.ARRIVED):
            day.unboard(one.uuid, actor=actor, source=SOURCE)
    return Outcome()


def miss(op: Op, *, actor: Actor) -> Outcome:
    """Somebody did not come; unless the other phone has them on board."""
    body = Body(op.content)
    with own_of(body, day.MISS, actor) as (_batch, trip):
        one = passenger_in(body, trip)
        if one.status in CAME and trip.departed_at is not None:
            return _undecided()
        if one.status in CAME:
            return Outcome(say=Say("This passenger is on board by another phone, and stays so."))
        day.miss(one.uuid, actor=actor, source=SOURCE)
    return Outcome()


def change_seat(op: Op, *, actor: Actor) -> Outcome:
    """Another seat of the same vehicle."""
    body = Body(op.content)
    with own_of(body, day.CHANGE_SEAT, actor) as (_batch, trip):
        day.change_seat(passenger_in(body, trip).uuid, body.number("seat"), actor=actor, source=SOURCE)
    return Outcome()


def _passes_the_door(batch: Batch, one: Passenger, temperature: int, at: datetime, actor: Actor) -> bool:
    """False when the temperature holds the passenger back. One that does not is not kept: nobody needs it."""
    if not temperature or not batch.gates.get("health", False):
        return True
    if not health.is_hot(temperature, clock.day_of(at)):
        return True
    return gates.temperature_at_door(one.uuid, temperature, at=at, actor=actor, source=SOURCE)


def wait_for_clearance(batch: Batch) -> None:
    """Raises NotYet while the clearance is taken back: what people did at the coach is not lost with it."""
    if batch.status == Status.LIST_LOCKED:
        raise NotYet(
            Say("The clearance of this batch was taken back. This is taken in once the office clears it again.")
        )


def _undecided() -> Outcome:
    words = Say("One phone says that this passenger boarded, the other that nobody came. The office decides.")
    return Outcome(Result.REJECTED, words)


@contextmanager
def own_of(body: Body, verb: str, actor: Actor) -> Iterator[tuple[Batch, Trip]]:
    """Batch and trip, locked, when the user is a named escort of it. Raises Trip.DoesNotExist for everybody else."""
    found = Trip.objects.get(uuid=body.uuid("trip"))
    if not is_escort(actor, verb, found.pk):
        raise Trip.DoesNotExist
    with trip_of(found.uuid, verb, actor) as locked:
        yield locked


def passenger_in(body: Body, trip: Trip) -> Passenger:
    """The passenger of this very trip. Raises NotOfTheBatch for somebody else's."""
    found: Passenger | None = Passenger.objects.filter(uuid=body.uuid("passenger"), trip=trip).first()
    if found is None:
        raise NotOfTheBatch
    return found


def moment_of(op: Op, body: Body) -> datetime:
    """When it was, by the phone while its clock goes right, never later than now. It orders nothing."""
    claimed = body.moment("at") or op.claimed_at
    if claimed is None or op.is_skewed:
        claimed = op.received_at
    return min(claimed, clock.now())
