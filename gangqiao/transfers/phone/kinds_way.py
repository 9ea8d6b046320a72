"""The operations about a whole trip: roll calls, incidents, departure, arrival, hand-over, and who came late."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.sync.bodies import Body, Malformed
from gangqiao.sync.kinds import NotYet, Outcome
from gangqiao.sync.models import Blob
from gangqiao.sync.states import Result
from gangqiao.transfers.actions import day
from gangqiao.transfers.models import HandOver, Passenger, Trip
from gangqiao.transfers.phone.kinds import SOURCE, moment_of, own_of, passenger_in, wait_for_clearance
from gangqiao.transfers.refusals import NotSafe, StillOpen

if TYPE_CHECKING:
    from gangqiao.sync.models import Op


def call_roll(op: Op, *, actor: Actor) -> Outcome:
    """A count at a stop."""
    body = Body(op.content)
    with own_of(body, day.CALL_ROLL, actor) as (_batch, trip):
        missing = _uuids(body, "missing")
        where, present = body.text("where", 80), body.number("present")
        day.call_roll(trip.uuid, where, present, missing, moment_of(op, body), actor=actor, source=SOURCE)
    return Outcome()


def report_incident(op: Op, *, actor: Actor) -> Outcome:
    """Something happened on the way."""
    body = Body(op.content)
    with own_of(body, day.REPORT, actor) as (batch, trip):
        about = passenger_in(body, trip).uuid if body.find_uuid("passenger") else None
        day.report_incident(
            batch.uuid,
            body.text("kind", 10),
            body.text("words", 300),
            moment_of(op, body),
            actor=actor,
            trip=trip.uuid,
            passenger=about,
            source=SOURCE,
        )
    return Outcome()


def late(op: Op, *, actor: Actor) -> Outcome:
    """Somebody stood at the door who is on no list of this coach: refused there, and noted for the office."""
    body = Body(op.content)
    with own_of(body, day.BOARD, actor) as (batch, trip):
        say = Say(
            "Not on the list of coach %(number)s of %(batch)s, and not let on. The office decides who joins late.",
            number=trip.number,
            batch=batch.number,
        )
    return Outcome(Result.REJECTED, say)


def depart(op: Op, *, actor: Actor) -> Outcome:
    """The vehicle leaves. It waits for what the other phone has not sent yet; a second departure is none."""
    body = Body(op.content)
    with own_of(body, "transfers.depart", actor) as (batch, trip):
        if trip.departed_at is not None:
            return Outcome(say=Say("The departure of this vehicle is known already."))
        wait_for_clearance(batch)
        try:
            day.depart_trip(trip.uuid, moment_of(op, body), actor=actor, source=SOURCE)
        except StillOpen as still:
            raise NotYet(still.sentence) from still
        except NotSafe as fault:
            # What is not right takes the clearance back, and that must stay.
            return Outcome(Result.REJECTED, fault.sentence)
    return Outcome()


def arrive(op: Op, *, actor: Actor) -> Outcome:
    """The vehicle has come. It waits for its departure; a second arrival is none."""
    body = Body(op.content)
    with own_of(body, "transfers.arrive", actor) as (_batch, trip):
        if trip.arrived_at is not None:
            return Outcome(say=Say("The arrival of this vehicle is known already."))
        if trip.departed_at is None:
            raise NotYet(Say("The departure of this vehicle has not arrived yet."))
        at = max(moment_of(op, body), trip.departed_at)
        day.arrive_trip(trip.uuid, at, actor=actor, source=SOURCE)
    return Outcome()


def hand_over(op: Op, *, actor: Actor) -> Outcome:
    """The receipt, signed. It waits for the arrival and for the signature itself; a second one that says the same is
    none, one that says otherwise is for the office."""
    body = Body(op.content)
    with own_of(body, "transfers.hand_over", actor) as (_batch, trip):
        accepted, rejected = _uuids(body, "accepted"), _reasons(body)
        if made := HandOver.objects.filter(trip=trip).first():
            return _second(made, trip, accepted)
        if trip.arrived_at is None:
            raise NotYet(Say("The arrival of this vehicle has not arrived yet."))
        day.hand_over(
            trip.uuid,
            body.text("receiver", 60),
            body.text("receiver_of", 10),
            accepted,
            rejected,
            _signature(op, body),
            max(moment_of(op, body), trip.arrived_at),
            actor=actor,
            source=SOURCE,
        )
    return Outcome()


def _second(made: HandOver, trip: Trip, accepted: list[UUID]) -> Outcome:
    taken = set(Passenger.objects.filter(trip=trip, handed="accepted").values_list("uuid", flat=True))
    if taken == set(accepted):
        return Outcome(say=Say("This vehicle was handed over already, in the same way."))
    words = Say("Another phone handed this vehicle over to %(name)s, and named other people.", name=made.receiver)
    return Outcome(Result.REJECTED, words)


def _signature(op: Op, body: Body) -> str:
    """The name of the kept file of a signature, "" without one. Raises NotYet until it has come."""
    digest = body.text("signature", 64)
    if not digest:
        return ""
    found = Blob.objects.filter(device=op.device_id, digest=digest).order_by("pk").first()
    if found is None:
        raise NotYet(Say("The signature itself has not arrived yet."))
    return found.file


def _uuids(body: Body, name: str) -> list[UUID]:
    raw = body.content.get(name) or []
    if not isinstance(raw, list) or len(raw) > 1000:
        raise Malformed(name)
    try:
        return [UUID(str(one)) for one in raw]
    except ValueError as error:
        raise Malformed(name) from error


def _reasons(body: Body) -> dict[UUID, str]:
    raw = body.content.get("rejected") or {}
    if not isinstance(raw, dict):
        raise Malformed("rejected")
    try:
        return {UUID(str(key)): str(reason) for key, reason in raw.items()}
    except ValueError as error:
        raise Malformed("rejected") from error
