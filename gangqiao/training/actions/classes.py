"""A class from its plan to its end (R071-R082). Another person approves it; what stops a step is said in full."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.reach import lock_class, own_class
from gangqiao.training.actions.timetable import refuse_busy_teacher
from gangqiao.training.models import Class
from gangqiao.training.policy.demand import WITH_EMPLOYER, most_hours_a_day
from gangqiao.training.reads.classes_faults import faults_of, faults_of_provider
from gangqiao.training.refusals_classes import (
    AnotherPersonDecides,
    CourseRetired,
    EmployerNeeded,
    EndsBeforeItBegins,
    FewerHours,
    FewerPlaces,
    MoreHoursThanDays,
    NotPlannedAnyMore,
    NotReady,
)
from gangqiao.training.states import Status

PLAN, CHANGE = "training.plan_class", "training.change_class"
FACTS = (
    "course", "provider", "form", "place_kind", "place", "address", "employer_uuid", "employer",
    "fund_line", "teacher", "begins_on", "ends_on", "hours", "places",
)  # fmt: skip
# What may still change once a class was approved: never its money, its form, its course or its days.
LATER = ("place", "address", "teacher", "places")


def plan_class(values: dict[str, Any], *, actor: Actor, source: str = "screen", made: bool = False) -> Class:
    """Plan a class: `values` by name of the column (FACTS, area and line; keys as rows).

    Raises NotYourVerb, and what `_check` raises.
    """
    area = values["area"]
    require(actor, PLAN, area=str(getattr(area, "pk", area)))
    held = Class(
        area_id=getattr(area, "pk", area), line=values.get("line"), planned_by=actor.name[:100], planner=actor.user_id,
        made=made,
    )  # fmt: skip
    _set(held, values, FACTS)
    _check(held)
    held.unit = held.provider.unit
    with transaction.atomic():
        _store(held)
        record(PLAN, actor=actor, subject=held, source=source)
    return held


def change_class(uuid: UUID, values: dict[str, Any], *, actor: Actor) -> Class:
    """Change what was planned; once approved only where, by whom, and for how many.

    Raises NotYourVerb, NotPlannedAnyMore, FewerPlaces, TwoPlacesAtOnce, and what `_check` raises.
    """
    found = own_class(uuid, CHANGE, actor)
    with transaction.atomic():
        held = lock_class(found.pk)
        if held.status not in (Status.PLANNED, Status.APPROVED, Status.ENROLLING, Status.RUNNING):
            raise NotPlannedAnyMore
        changed = _set(held, values, FACTS)
        if held.status != Status.PLANNED and set(changed) - set(LATER):
            raise NotPlannedAnyMore
        if held.places < held.taken:
            raise FewerPlaces(held.taken)
        if "teacher" in changed:
            refuse_busy_teacher(held)
        if held.status == Status.PLANNED:
            _check(held)
            held.unit = held.provider.unit
        held.save()
        record(CHANGE, actor=actor, subject=held, fields=changed)
    return held


def approve_class(uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Approve a class; form, money, course and days are fixed. Raises AnotherPersonDecides, NotReady, NotAllowedNow."""
    found = own_class(uuid, "training.approve_class", actor)
    with transaction.atomic():
        held = lock_class(found.pk)
        if held.planned_by == actor.name[:100] or (held.planner is not None and held.planner == actor.user_id):
            raise AnotherPersonDecides
        with step_of(held, "training.approve_class", actor=actor, source=source):
            _refuse_unready(held, "approve_class")
            held.approved_by, held.approver = actor.name[:100], actor.user_id
    return held


def send_back_class(uuid: UUID, note: str, *, actor: Actor, source: str = "screen") -> Class:
    """Take the approval back, with a reason: the plan can be changed again. Raises NotAllowedNow, NoteNeeded."""
    found = own_class(uuid, "training.send_back_class", actor)
    with transaction.atomic():
        held = lock_class(found.pk)
        with step_of(held, "training.send_back_class", actor=actor, note=note, source=source):
            held.approved_by, held.approver = "", None
    return held


def open_class(uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Open the list. Raises NotReady while the timetable lacks hours, NotAllowedNow."""
    return _taken(uuid, "training.open_class", actor, source)


def start_class(uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Begin. Raises NotReady while nobody is admitted, NotAllowedNow."""
    return _taken(uuid, "training.start_class", actor, source)


def assess_class(uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Everybody has passed, failed or left. Raises NotReady while somebody has not, NotAllowedNow."""
    found = own_class(uuid, "training.assess_class", actor)
    with transaction.atomic():
        held = lock_class(found.pk)
        with step_of(held, "training.assess_class", actor=actor, source=source):
            _refuse_unready(held, "assess_class")
            held.assessed_on = clock.today()
    return held


def claim_class(uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Hand over for the subsidy. Raises NotReady while a doubt or a call-back is open, NotAllowedNow."""
    return _taken(uuid, "training.claim_class", actor, source)


def close_class(uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Nothing is left to do. Raises NotAllowedNow."""
    return _taken(uuid, "training.close_class", actor, source)


def cancel_class(uuid: UUID, note: str, *, actor: Actor, source: str = "screen") -> Class:
    """Give the class up, with a reason. Raises NotAllowedNow, NoteNeeded."""
    found = own_class(uuid, "training.cancel_class", actor)
    with transaction.atomic():
        held = lock_class(found.pk)
        with step_of(held, "training.cancel_class", actor=actor, note=note, source=source):
            pass
    return held


def _taken(uuid: UUID, verb: str, actor: Actor, source: str) -> Class:
    found = own_class(uuid, verb, actor)
    with transaction.atomic():
        held = lock_class(found.pk)
        with step_of(held, verb, actor=actor, source=source):
            _refuse_unready(held, verb.rpartition(".")[2])
    return held


def _refuse_unready(held: Class, step: str) -> None:
    if faults := faults_of(held, step):
        raise NotReady(faults)


def _check(held: Class) -> None:
    """Whether a plan holds together.

    Raises EndsBeforeItBegins, CourseRetired, FewerHours, MoreHoursThanDays, EmployerNeeded, ProviderBarred,
    LicenceRunsOut, TradeNotTaught.
    """
    if held.ends_on < held.begins_on:
        raise EndsBeforeItBegins
    if held.course.retired_on is not None:
        raise CourseRetired
    if held.hours < held.course.hours:
        raise FewerHours(held.course.hours)
    most = ((held.ends_on - held.begins_on).days + 1) * most_hours_a_day(held.begins_on)
    if held.hours > most:
        raise MoreHoursThanDays(most)
    if held.form in WITH_EMPLOYER and held.employer_uuid is None:
        raise EmployerNeeded
    for refusal in faults_of_provider(held.provider, held.course, held):
        raise refusal


def _set(held: Class, values: dict[str, Any], names: tuple[str, ...]) -> list[str]:
    found = [name for name in names if name in values]
    fields = {name: f"{name}_id" if name in ("course", "provider", "place") else name for name in found}
    before = {name: getattr(held, attribute) for name, attribute in fields.items()}
    for name in found:
        setattr(held, name, values[name])
    return [name for name, attribute in fields.items() if getattr(held, attribute) != before[name]]


def _store(held: Class) -> None:
    """Store with the next free number of the year."""
    year = held.begins_on.year
    while True:
        last = Class.objects.filter(number__regex=rf"^{year}-[0-9]{{4}}$").order_by("-number").first()
        held.number = f"{year}-{int(last.number[5:]) + 1 if last else 1:04d}"
        try:
            with transaction.atomic():
                held.save(force_insert=True)
        except IntegrityError as error:
            if "number" not in str(error):
                raise
            continue  # planned in the same moment by somebody else
        return
