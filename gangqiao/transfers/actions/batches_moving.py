"""Split a batch, or bring two together, before departure. Nobody is moved past a gate; everybody gets a new seat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from gangqiao.audit.events import record
from gangqiao.audit.steps import step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.batches_numbering import store
from gangqiao.transfers.actions.reach import lock_batch, lock_batches, lock_passengers, own_batch, whole
from gangqiao.transfers.models import Batch, Passenger
from gangqiao.transfers.policy.gates import asks_no_less
from gangqiao.transfers.refusals import AsksLess, BatchFull, NotOfTheBatch, SameBatch, SomebodyOnBoard
from gangqiao.transfers.states import BEFORE_DEPARTURE, ON_THE_LIST, Status

SPLIT, MERGE, CANCEL = "transfers.split_batch", "transfers.merge_batch", "transfers.cancel_batch"
TAKES = (Status.OPEN, Status.LIST_LOCKED, Status.CLEARED)
SAME = (
    "kind", "area_id", "unit", "party", "organiser", "organiser_name", "organiser_uuid", "plan_id", "employer_uuid",
    "employer",
    "destination_id", "address", "mode", "assembly", "departs_at", "arrives_at", "gates", "late_until", "made",
)  # fmt: skip
MAY_DIFFER = ("departs_at", "arrives_at", "assembly", "mode", "remarks", "seats")


def split_batch(uuid: UUID, passenger_uuids: Iterable[UUID], values: dict[str, Any], *, actor: Actor) -> Batch:
    """Move people into a new batch of the same plan and gates; `values`: what differs (MAY_DIFFER).

    The new one is open when the old one is, else its list is locked. A cleared batch has to be cleared again.
    Raises NotYourVerb, NotOfTheBatch, SomebodyOnBoard, BatchFull.
    """
    found = own_batch(uuid, SPLIT, actor)
    wanted = set(passenger_uuids)
    with whole():
        batch = lock_batch(found.pk)
        _refuse_gone(batch)
        people = lock_passengers(batch, uuid__in=wanted, status__in=ON_THE_LIST)
        if not wanted or len(people) != len(wanted):
            raise NotOfTheBatch
        unclear(batch, "the batch was split")
        part = _part_of(batch, values, len(people), actor)
        batch.taken -= len(people)
        batch.seats = max(batch.taken, batch.seats - part.seats)
        batch.save(update_fields=["taken", "seats"])
        _move(people, part)
        record(SPLIT, actor=actor, subject=batch)
        record(SPLIT, actor=actor, subject=part)
    return part


def merge_batch(uuid: UUID, into: UUID, *, actor: Actor) -> Batch:
    """Bring everybody on the list of one batch into another; the first one ends, its vehicles are free.

    Raises NotYourVerb, SameBatch, AsksLess, BatchFull, SomebodyOnBoard.
    """
    first, second = own_batch(uuid, MERGE, actor), own_batch(into, MERGE, actor)
    if first.pk == second.pk:
        raise SameBatch
    with whole():
        locked = lock_batches([first.pk, second.pk])
        batch, target = locked[first.pk], locked[second.pk]
        _refuse_gone(batch)
        _refuse_gone(target)
        _refuse_merge(batch, target)
        people = lock_passengers(batch, status__in=ON_THE_LIST)
        if target.free < len(people):
            raise BatchFull
        unclear(target, "people of another batch joined")
        batch.taken = 0
        batch.merged_into = target
        with step_of(batch, CANCEL, actor=actor, note=target.number, source="transfers.merge_batch"):
            pass
        batch.trips.filter(is_cancelled=False).update(is_cancelled=True)
        target.taken += len(people)
        target.save(update_fields=["taken"])
        _move(people, target)
        record(MERGE, actor=actor, subject=batch)
        record(MERGE, actor=actor, subject=target)
    return target


def _refuse_gone(batch: Batch) -> None:
    is_away = batch.status not in BEFORE_DEPARTURE or batch.trips.filter(departed_at__isnull=False).exists()
    if is_away or lock_passengers(batch, status="boarded"):
        raise SomebodyOnBoard


def _refuse_merge(batch: Batch, target: Batch) -> None:
    if target.status not in TAKES:
        raise SameBatch
    if not asks_no_less(target.gates, batch.gates):
        raise AsksLess


def _part_of(batch: Batch, values: dict[str, Any], many: int, actor: Actor) -> Batch:
    part = Batch(planned_by=actor.name[:100], split_from=batch, **{name: getattr(batch, name) for name in SAME})
    for name in MAY_DIFFER:
        if name in values:
            setattr(part, name, values[name])
    part.seats = int(values.get("seats") or many)
    if part.seats < many:
        raise BatchFull
    part.status = batch.status if batch.status in (Status.PLANNED, Status.OPEN) else Status.LIST_LOCKED
    part.locked_at = clock.now() if part.status == Status.LIST_LOCKED else None
    part.taken = many
    store(part)
    part.open_to.set(batch.open_to.all())
    return part


def _move(people: list[Passenger], target: Batch) -> None:
    for passenger in people:
        passenger.batch, passenger.trip, passenger.seat, passenger.party = target, None, None, ""
        passenger.save(update_fields=["batch", "trip", "seat", "party"])
