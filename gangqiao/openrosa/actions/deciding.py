"""What is done with one entity: created, updated, held until what comes before has come, or forced."""

from __future__ import annotations

from enum import Enum
from typing import Any

from gangqiao.imports.rows import keep_refusal
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.openrosa.actions import carrying
from gangqiao.openrosa.actions.versions import add_version, conflict_of, content_of, refresh
from gangqiao.openrosa.models import Entity, EntityVersion, EntityWork, Submission
from gangqiao.openrosa.names import HOUSEHOLDS
from gangqiao.openrosa.reads import register
from gangqiao.openrosa.refusals import (
    BaseMissing,
    HouseholdFailed,
    KeyUsed,
    LabelMissing,
    NoBase,
    NobodyBehind,
    NotListed,
    TrunkAhead,
)
from gangqiao.openrosa.states import Conflict, State

AUTO_LABEL = "auto generated"


class Decision(Enum):
    """How it ended. ORPHAN: answers are kept for somebody who has not been registered."""

    DONE = "done"
    HOLD = "hold"
    ORPHAN = "orphan"

    @property
    def say(self) -> str | None:
        return keep_refusal(NobodyBehind()) if self is Decision.ORPHAN else None

    @property
    def fault(self) -> str:
        return NobodyBehind.__name__ if self is Decision.ORPHAN else ""


def decide(work: EntityWork, entity: Entity, actor: Actor, *, is_forced: bool) -> Decision:
    """Do the work, or say that it waits. The entity is locked. Raises Refusal, Refusals: what people must be told."""
    row = register.find_row(work.list, work.key)
    if row is not None and (entity.version or work.updates):
        refresh(entity, row)
    if not work.updates or (work.creates and entity.version == 0 and row is None):
        return _create(work, entity, row, actor, is_forced)
    try:
        return _update(work, entity, row, actor, is_forced)
    except (NotListed, NoBase):
        # Both flags: the form does not know whether the entry is there yet.
        if not work.creates or (entity.version and not entity.made_late):
            raise
        return _create(work, entity, row, actor, is_forced)


def _update(work: EntityWork, entity: Entity, row: Any, actor: Actor, is_forced: bool) -> Decision:
    base = _edited(work, entity) or _base(work, entity)
    if base is None and not is_forced:
        return Decision.HOLD
    if entity.version == 0 or (entity.made_late and row is None):
        return _keep_for_later(work, entity)
    if row is None:
        raise NotListed
    conflict = conflict_of(entity, base or _newest(entity), work)
    if base is None:  # forced: what it was based on never came
        conflict = conflict or Conflict.SOFT
    carrying.carry_answers(work, row, actor=actor)
    _count(work, entity, conflict)
    return Decision.DONE


def _base(work: EntityWork, entity: Entity) -> EntityVersion | None:
    """The version the sender worked on; null: it has not come yet. Raises when it cannot come any more."""
    if work.base is None:
        raise NoBase
    if work.branch is None:
        if entity.version == 0:
            raise NotListed
        return _numbered(entity, work.base)
    if work.trunk is not None and work.trunk > entity.version:
        if entity.version == 0:
            raise NotListed
        raise TrunkAhead(work.trunk, entity.version)
    if work.base == 1:
        return entity.versions.filter(number=1).first()
    if work.base == work.trunk:
        return _numbered(entity, work.base)
    return entity.versions.filter(branch=work.branch, branch_base=work.base - 1).order_by("-number").first()


def _numbered(entity: Entity, number: int) -> EntityVersion:
    found: EntityVersion | None = entity.versions.filter(number=number).first()
    if found is None:
        raise BaseMissing(number)
    return found


def _newest(entity: Entity) -> EntityVersion:
    found: EntityVersion = entity.versions.get(number=entity.version)
    return found


def _edited(work: EntityWork, entity: Entity) -> EntityVersion | None:
    """The version an earlier edition of the same submission made: the new edition goes on from there."""
    first = work.submission.first_id
    if first is None:
        return None
    made = entity.versions.filter(work__submission__in=_editions(first)).order_by("number")
    return made.last()


def _editions(first: int) -> list[int]:
    return [first, *Submission.objects.filter(first=first).values_list("pk", flat=True)]


def _create(work: EntityWork, entity: Entity, row: Any, actor: Actor, is_forced: bool) -> Decision:
    if not (work.content["label"] or "").strip():
        raise LabelMissing
    if entity.version and not entity.made_late:
        return _again(work, entity, row, actor)
    if row is not None:
        if work.list == HOUSEHOLDS or not carrying.is_registered_head(work, row):
            raise KeyUsed
        carrying.carry_answers(work, row, actor=actor)
    elif work.list == HOUSEHOLDS:
        carrying.found_household(work, carrying.head_of(work), actor=actor)
    elif not _waits_for_household(work):
        household = carrying.get_household(work.content["parent"])
        carrying.carry_newcomer(work, household, _nodes(work, entity), actor=actor)
    elif is_forced:
        raise HouseholdFailed
    else:
        return Decision.HOLD
    return _created(work, entity)


def _again(work: EntityWork, entity: Entity, row: Any, actor: Actor) -> Decision:
    """A creation of what is there: only a new edition of the form that created it may, and changes it."""
    if row is None or _edited(work, entity) is None:
        raise KeyUsed
    carrying.carry_answers(work, row, actor=actor)
    _count(work, entity, Conflict.NONE)
    return Decision.DONE


def _created(work: EntityWork, entity: Entity) -> Decision:
    """Count what has come onto the register. Answers that came before it were carried along, and are flagged."""
    conflict = Conflict.NONE
    if entity.made_late:
        kept = content_of(entity) or {}
        sent = work.properties
        conflict = Conflict.HARD if any(sent.get(n, t) != t for n, t in kept.items()) else Conflict.SOFT
        entity.made_late = False
        _orphans(work).update(state=State.APPLIED, done_at=clock.now(), fault="")
    _count(work, entity, conflict)
    return Decision.DONE


def _count(work: EntityWork, entity: Entity, conflict: str) -> None:
    """The next version: what the register holds now, whatever the sender's base was."""
    row = register.find_row(work.list, work.key)
    found = register.properties_of(work.list, [row], entity.campaign)[row.uuid]
    add_version(entity, found, work=work, conflict=conflict)


def _keep_for_later(work: EntityWork, entity: Entity) -> Decision:
    """Forced, and nobody was ever created: the answers stand as an entity of their own until somebody is."""
    entity.made_late = True
    kept = content_of(entity) or {"label": AUTO_LABEL}
    add_version(entity, {**kept, **work.properties}, work=work, conflict=Conflict.SOFT)
    return Decision.ORPHAN


def _nodes(work: EntityWork, entity: Entity) -> dict[str, str]:
    """What the newcomer's form says, over what updates said that came before it and were kept."""
    nodes: dict[str, str] = {}
    for earlier in _orphans(work).order_by("done_at", "pk") if entity.made_late else ():
        nodes |= earlier.content["nodes"]
    return {**nodes, **work.content["nodes"]}


def _orphans(work: EntityWork) -> Any:
    return EntityWork.objects.filter(
        submission__campaign=work.submission.campaign_id, key=work.key, fault=NobodyBehind.__name__, state=State.FAILED
    )


def _waits_for_household(work: EntityWork) -> bool:
    """Whether the household comes with the same submission and is not on the register yet."""
    parent = work.content["parent"]
    if not parent or register.find_row(HOUSEHOLDS, parent) is not None:
        return False
    return EntityWork.objects.filter(submission=work.submission, list=HOUSEHOLDS, key=parent).exclude(
        state=State.SETTLED
    ).exists()  # fmt: skip
