"""The measures of a personal plan (一人一策): added, changed, begun, done with a result, dropped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import transaction

from gangqiao.assistance.actions.cases import WORDS, plan, set_next, start
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import AssistCase, Measure
from gangqiao.assistance.policy.measures import KINDS, first_day, may_have
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_cases import (
    LastMeasure,
    MeasureOfOtherClass,
    MeasureRunsAlready,
    NotBeforeToday,
    NothingToPlan,
)
from gangqiao.assistance.states import LIVE_MEASURE, CaseStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

ADD, CHANGE = "assistance.add_measure", "assistance.change_measure"
BEGIN, FINISH, DROP = "assistance.start_measure", "assistance.finish_measure", "assistance.drop_measure"


def add(
    case_id: int,
    kind: str,
    *,
    actor: Actor,
    owner: str = "",
    owner_name: str = "",
    due_on: date | None = None,
    words: str = "",
    source: str = "screen",
) -> Measure:
    """Put a measure of the case's class into its plan; owner and day follow from the measure unless given.

    Raises NotYourVerb, MeasureOfOtherClass, MeasureRunsAlready, NotBeforeToday, NothingToPlan, AnswerOfList.
    """
    today = clock.today()
    with _changing(case_id, ADD, actor) as case:
        if case.kind in ("", "none") or case.status == CaseStatus.CLOSED:
            raise NothingToPlan
        if not may_have(case.kind, kind):
            raise MeasureOfOtherClass
        if Measure.objects.filter(case=case, kind=kind, status__in=LIVE_MEASURE).exists():
            raise MeasureRunsAlready
        row = Measure.objects.create(
            area_id=case.area_id, person_id=case.person_id, person_uuid=case.person_uuid, case=case, kind=kind,
            for_class=case.kind, owner=_owner(owner or KINDS[kind].owner), owner_name=owner_name.strip()[:50],
            due_on=_day(due_on or first_day(kind, today)), words=words.strip()[:WORDS] or None, planned_on=today,
            planned_by=actor.name[:100],
        )  # fmt: skip
        record(ADD, actor=actor, subject=row, source=source)
    return row


def plan_at_once(case_id: int, kind: str, *, actor: Actor, **values: Any) -> AssistCase:
    """A plan with one measure that begins at once: what most people need, in one act. Raises what its steps raise."""
    with transaction.atomic():
        add(case_id, kind, actor=actor, **values)
        plan(case_id, actor=actor)
        return start(case_id, actor=actor)


def change(measure_id: int, *, actor: Actor, due_on: date, owner: str = "", owner_name: str = "") -> Measure:
    """Give a live measure another next day or owner. Raises NotYourVerb, NotBeforeToday, NotAllowedNow."""
    case_id = Measure.objects.get(pk=measure_id).case_id
    with _changing(case_id, CHANGE, actor) as case:
        row = Measure.objects.select_for_update(of=("self",)).get(pk=measure_id, case=case)
        Measure.LIFE_CYCLE.check(FINISH, row.status)  # whatever is over is not moved any more
        row.due_on, row.owner = _day(due_on), _owner(owner or row.owner)
        row.owner_name = owner_name.strip()[:50]
        row.save()
        record(CHANGE, actor=actor, subject=row, fields=["due_on", "owner"], source="screen")
    return row


def begin(measure_id: int, *, actor: Actor) -> Measure:
    """Begin a measure. Raises NotAllowedNow."""
    with step(Measure, measure_id, BEGIN, actor=actor) as row:
        pass
    return row


def finish(measure_id: int, result: str, words: str = "", *, actor: Actor) -> Measure:
    """Record what came of a measure. Raises AnswerOfList, LastMeasure, NotAllowedNow."""
    if result not in LISTS["measure_result"]:
        raise AnswerOfList("reason_code")
    return _end(measure_id, FINISH, actor, words, result=result)


def drop(measure_id: int, note: str, *, actor: Actor) -> Measure:
    """Drop a measure, with a reason. Raises LastMeasure, NotAllowedNow, NoteNeeded."""
    return _end(measure_id, DROP, actor, note)


def _end(measure_id: int, verb: str, actor: Actor, words: str, **values: Any) -> Measure:
    case_id = Measure.objects.get(pk=measure_id).case_id
    said = words.strip()[:WORDS]
    with transaction.atomic():
        case = AssistCase.objects.select_for_update(of=("self",)).get(pk=case_id)
        # What was written stands with the measure, sealed: the log says that there were words, not which.
        with step(Measure, measure_id, verb, actor=actor, note="\u2014" if said else "") as row:
            others = Measure.objects.filter(case=case, status__in=LIVE_MEASURE).exclude(pk=row.pk)
            if case.status == CaseStatus.ACTIVE and not others.exists():
                raise LastMeasure
            row.done_on, row.done_by = clock.today(), actor.name[:100]
            row.words = "\n".join(part for part in (row.words or "", said) if part)[: 2 * WORDS] or None
            for name, value in values.items():
                setattr(row, name, value)
        _keep(case)
    return row


@contextmanager
def _changing(case_id: int, verb: str, actor: Actor) -> Iterator[AssistCase]:
    """The case, locked; after the block its next day follows from its measures."""
    with transaction.atomic():
        case = AssistCase.objects.select_for_update(of=("self",)).get(pk=case_id)
        require(actor, verb, case)
        yield case
        _keep(case)


def _keep(case: AssistCase) -> None:
    if case.status == CaseStatus.REASSESS:
        case.live = Measure.objects.filter(case=case, status__in=LIVE_MEASURE).count()
    elif case.status != CaseStatus.CLOSED:
        set_next(case)
    case.save(update_fields=["live", "next_on"])


def _owner(owner: str) -> str:
    if owner not in LISTS["owner"]:
        raise AnswerOfList("owner")
    return owner


def _day(day: date) -> date:
    if day < clock.today():
        raise NotBeforeToday
    return day
