"""A batch from its plan to its end. Every change to who travels, in what, and whether they may, locks the batch."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import ancestors_of
from gangqiao.places.models import DivisionCode
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.batches_moving import merge_batch, split_batch
from gangqiao.transfers.actions.batches_naming import hide_all, show_to_employer
from gangqiao.transfers.actions.batches_numbering import store
from gangqiao.transfers.actions.passengers import leave_list
from gangqiao.transfers.actions.reach import lock_batch, lock_passengers, own_batch, whole
from gangqiao.transfers.models import Batch
from gangqiao.transfers.policy.gates import gates_for
from gangqiao.transfers.reads.batches_faults import faults_of
from gangqiao.transfers.refusals import FewerSeatsThanPeople, NobodyOnTheList, NotOpen, NotSafe, SomebodyOnBoard
from gangqiao.transfers.states import ON_THE_LIST, Status

__all__ = [
    "cancel_batch", "change_batch", "clear_batch", "close_batch", "lock_list", "merge_batch", "open_batch",
    "plan_batch", "reopen_list", "split_batch", "unclear",
]  # fmt: skip

PLAN, CHANGE, OPEN, LOCK = (
    "transfers.plan_batch",
    "transfers.change_batch",
    "transfers.open_batch",
    "transfers.lock_list",
)
REOPEN, CLEAR = "transfers.reopen_list", "transfers.clear_batch"
CLOSE, CANCEL = "transfers.close_batch", "transfers.cancel_batch"
FACTS = (
    "kind", "organiser", "organiser_name", "organiser_uuid", "plan", "employer_uuid", "employer", "destination",
    "address", "mode",
    "assembly", "departs_at", "arrives_at", "seats", "late_until", "remarks", "unit",
)  # fmt: skip
OF_PLAN = ("employer_uuid", "employer", "destination", "address", "mode", "party")


def plan_batch(values: dict[str, Any], *, actor: Actor, source: str = "screen", made: bool = False) -> Batch:
    """Plan a batch: `values` by name of the column (FACTS and area; keys as rows). What a plan says need not be said.

    open_to  other areas whose people may register, too. Raises NotYourVerb.
    """
    area = values["area"]
    require(actor, PLAN, area=str(getattr(area, "pk", area)))
    batch = Batch(area_id=getattr(area, "pk", area), planned_by=actor.name[:100], made=made)
    if (plan := values.get("plan")) is not None:
        for name in OF_PLAN:
            setattr(batch, name, getattr(plan, name))
    _set(batch, values)
    with transaction.atomic():
        store(batch)
        batch.open_to.set(values.get("open_to", ()))
        record(PLAN, actor=actor, subject=batch, source=source)
    return batch


def change_batch(uuid: UUID, values: dict[str, Any], *, actor: Actor) -> Batch:
    """Change what was planned, before the list is locked. Raises NotOpen, FewerSeatsThanPeople."""
    found = own_batch(uuid, CHANGE, actor)
    with whole():
        batch = lock_batch(found.pk)
        if batch.status not in (Status.PLANNED, Status.OPEN):
            raise NotOpen
        changed = _set(batch, values)
        if batch.seats < batch.taken:
            raise FewerSeatsThanPeople(batch.taken)
        batch.save()
        if "open_to" in values:
            batch.open_to.set(values["open_to"])
        record(CHANGE, actor=actor, subject=batch, fields=changed)
    return batch


def open_batch(uuid: UUID, *, actor: Actor, source: str = "screen") -> Batch:
    """Open the list; the gates are fixed by the day of departure and the destination. Raises NotAllowedNow."""
    found = own_batch(uuid, OPEN, actor)
    with whole():
        batch = lock_batch(found.pk)
        with step_of(batch, OPEN, actor=actor, source=source):
            batch.gates = gates_for(clock.day_of(batch.departs_at), _codes_of(batch.destination_id))
    return batch


def lock_list(uuid: UUID, *, actor: Actor, source: str = "screen") -> Batch:
    """Close the list; the employer sees who agreed to be named to it. Raises NotAllowedNow, NobodyOnTheList."""
    found = own_batch(uuid, LOCK, actor)
    with whole():
        batch = lock_batch(found.pk)
        if not batch.taken:
            raise NobodyOnTheList
        with step_of(batch, LOCK, actor=actor, source=source):
            batch.locked_at = clock.now()
        show_to_employer(batch)
    return batch


def reopen_list(uuid: UUID, note: str, *, actor: Actor, source: str = "screen") -> Batch:
    """Open the list again, with a reason. Raises NotAllowedNow, NoteNeeded, SomebodyOnBoard."""
    found = own_batch(uuid, REOPEN, actor)
    with whole():
        batch = lock_batch(found.pk)
        refuse_under_way(batch)
        with step_of(batch, REOPEN, actor=actor, note=note, source=source):
            batch.locked_at = batch.cleared_at = None
        hide_all(batch)
    return batch


def clear_batch(uuid: UUID, *, actor: Actor, at: datetime | None = None, source: str = "screen") -> Batch:
    """Clear for departure: everybody on the list through the gate and seated, every vehicle fit to leave.

    Raises NotAllowedNow, NobodyOnTheList, NotSafe with everything that is not right.
    """
    found = own_batch(uuid, CLEAR, actor)
    with whole():
        batch = lock_batch(found.pk)
        if not batch.taken:
            raise NobodyOnTheList
        with step_of(batch, CLEAR, actor=actor, source=source):
            if faults := faults_of(batch, at):
                raise NotSafe(faults)
            batch.cleared_at = clock.now()
    return batch


def close_batch(uuid: UUID, *, actor: Actor, source: str = "screen") -> Batch:
    """Nothing is left to do. Raises NotAllowedNow."""
    found = own_batch(uuid, CLOSE, actor)
    with whole():
        batch = lock_batch(found.pk)
        with step_of(batch, CLOSE, actor=actor, source=source):
            pass
        hide_all(batch)
    return batch


def cancel_batch(uuid: UUID, note: str, *, actor: Actor, source: str = "screen") -> Batch:
    """Give the batch up, with a reason: people and vehicles are free.

    Raises NotAllowedNow, NoteNeeded, SomebodyOnBoard.
    """
    found = own_batch(uuid, CANCEL, actor)
    with whole():
        batch = lock_batch(found.pk)
        refuse_under_way(batch)
        for passenger in lock_passengers(batch, status__in=ON_THE_LIST):
            leave_list(batch, passenger, "cancelled", "", actor=actor, source=source)
        with step_of(batch, CANCEL, actor=actor, note=note, source=source):
            pass
        batch.trips.filter(is_cancelled=False).update(is_cancelled=True)
    return batch


def refuse_under_way(batch: Batch) -> None:
    """Raises SomebodyOnBoard when somebody of a locked batch is on board or a vehicle has left."""
    if batch.trips.filter(departed_at__isnull=False).exists() or lock_passengers(batch, status="boarded"):
        raise SomebodyOnBoard


def _codes_of(destination: str | None) -> list[str]:
    """The official codes of a division and of what it lies in."""
    around = list(ancestors_of(str(destination))) if destination else []
    return list(DivisionCode.objects.filter(division__in=around).values_list("code", flat=True))


def _set(batch: Batch, values: dict[str, Any]) -> list[str]:
    names = [name for name in FACTS if name in values]
    before = {name: getattr(batch, name, None) for name in names if name not in ("plan", "destination")}
    for name in names:
        setattr(batch, name, values[name])
    return [name for name in names if before.get(name) != values[name]]
