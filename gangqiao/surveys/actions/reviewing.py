"""Hand a household in, accept it, or return it with a remark for each item."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from gangqiao.audit.steps import step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.models import Household, Person
from gangqiao.surveys.actions.counting import count
from gangqiao.surveys.actions.visiting import count_visit
from gangqiao.surveys.models import Remark, Task
from gangqiao.surveys.refusals import (
    HouseholdNotAsked,
    NoteMissing,
    NotUnderWay,
    OtherMissing,
    OutcomeMissing,
    PersonsMissing,
    VisitsMissing,
)
from gangqiao.surveys.states import NEEDS, Outcome, Status


def submit(
    task_id: int,
    *,
    outcome: str,
    note: str = "",
    visits: int = 0,
    double_of: str = "",
    on: date | None = None,
    actor: Actor,
) -> Task:
    """Hand a household in, with how the visit ended. Items may be missing and are counted; persons may not.

    visits  as the sender counts them; on: the day of this one, when the sender counts days (`visiting.count_visit`)
    Raises NotAllowedNow, NotUnderWay, OutcomeMissing, and what the outcome needs (`states.NEEDS`).
    """
    if outcome not in NEEDS:
        raise OutcomeMissing
    with step(Task, task_id, "surveys.submit", actor=actor, source="survey") as task:
        if not task.campaign.is_open:
            raise NotUnderWay
        count(task)
        count_visit(task, on, visits)
        _check(task, outcome, note, task.visits, double_of)
        task.outcome, task.note = outcome, note.strip() or None
        task.double_of = double_of.strip() if NEEDS[outcome].other else ""
        task.submitted_at, task.submitted_by = clock.now(), actor.name[:100]
        Remark.objects.filter(task=task, answered_at=None).update(answered_at=clock.now())
    return task


def _check(task: Task, outcome: str, note: str, visits: int, double_of: str) -> None:
    needs = NEEDS[outcome]
    if needs.note and not note.strip():
        raise NoteMissing
    if visits < needs.visits:
        raise VisitsMissing(needs.visits)
    if needs.other:
        other = Household.objects.filter(household_no=double_of.strip()).exclude(pk=task.household_id)
        if not double_of.strip() or not other.exists():
            raise OtherMissing
    if outcome == Outcome.SURVEYED:
        if not task.household_done:
            raise HouseholdNotAsked
        if task.persons_done < task.persons:
            raise PersonsMissing(task.persons - task.persons_done)


def accept(task_id: int, *, actor: Actor) -> Task:
    """Accept a household as it was handed in."""
    with step(Task, task_id, "surveys.accept", actor=actor) as task:
        task.accepted_at = clock.now()
    return task


def send_back(task_id: int, *, reason: str, remarks: Sequence[tuple[UUID | None, str, str]] = (), actor: Actor) -> Task:
    """Return a household to the village. remarks: (person or null for the household, key of the item, words)."""
    with step(Task, task_id, "surveys.send_back", actor=actor, note=reason) as task:
        if not task.campaign.is_open:
            raise NotUnderWay
        task.accepted_at = None
        said = [(None, "", reason), *remarks]
        for uuid, key, words in said:
            if not words.strip():
                continue
            person = Person.objects.get(uuid=uuid, household=task.household_id) if uuid else None
            Remark.objects.create(
                area_id=task.area_id, task=task, person=person, key=key, words=words.strip()[:500], made_by=actor.name
            )
    return task


def lock_accepted(campaign_id: int, *, actor: Actor, at_most: int = 0) -> int:
    """Lock what was accepted in a closed survey, one after the other. Cut short, the next call goes on."""
    found = Task.objects.filter(campaign=campaign_id, campaign__status="closed", status=Status.ACCEPTED).order_by("pk")
    keys = list(found.values_list("pk", flat=True)[: at_most or None])
    for key in keys:
        with step(Task, key, "surveys.lock", actor=actor, source="system"):
            pass
    return len(keys)
