"""A household found at the door that is on no roster: onto the register with its head, and into the survey (R026)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction

from gangqiao.audit.steps import require
from gangqiao.kernel.actor import Actor, covers
from gangqiao.people import actions as people
from gangqiao.people.models import Household
from gangqiao.people.refusals import NumberUsed
from gangqiao.surveys.actions.answers import apply_within
from gangqiao.surveys.actions.change import Change
from gangqiao.surveys.actions.locking import lock_campaign
from gangqiao.surveys.actions.register import SOURCE
from gangqiao.surveys.models import AnswerSheet, Task
from gangqiao.surveys.refusals import NotUnderWay


@dataclass(frozen=True, slots=True)
class Found:
    """A household as somebody found it, with the numbers the sender gave to it, to its task and to its head.

    change_id  unique for ever: the same one twice is one household; group: the villagers' group it lives in
    answers    about the household, head_answers about the head, by the keys of the questions; base needs none
    """

    change_id: UUID
    survey: UUID
    household: UUID
    task: UUID
    group: str
    head: UUID
    answers: Mapping[str, Any] = field(default_factory=dict)
    head_answers: Mapping[str, Any] = field(default_factory=dict)
    id_exception: str = ""
    questions: str = ""
    notice_version: int = 0
    collected_at: datetime | None = None
    source: str = "desk"


def record_found(found: Found, *, actor: Actor) -> AnswerSheet:
    """Register the household and its head, put it on the roster, and keep the answers. All of it or nothing.

    Raises Campaign.DoesNotExist, NotYourVerb, NotUnderWay, NumberUsed, and what the register and the answers refuse.
    """
    require(actor, "surveys.collect", area=found.group)
    with transaction.atomic():
        campaign = lock_campaign(found.survey)
        kept = AnswerSheet.objects.filter(change_id=found.change_id).first()
        if kept is not None:
            return kept
        if not campaign.is_open or not covers(campaign.area_id, found.group):
            raise NotUnderWay
        home = people.register_household(
            area=found.group,
            household=_of("household", found.answers),
            head={"id_type": "01", **_of("person", found.head_answers)},
            actor=actor,
            source=SOURCE,
            id_exception=found.id_exception,
            uuid=found.household,
            head_uuid=found.head,
        )
        _join(campaign.pk, home, found.task)
        sheet = apply_within(_change(found, found.change_id, None), actor=actor)
        apply_within(_change(found, uuid5(found.change_id, "head"), found.head), actor=actor)
    return sheet


def _join(campaign: int, home: Household, uuid: UUID) -> None:
    """Make its task in this survey. A job puts it on the roster of other ones, like every household registered."""
    number: str = home.household_no
    task = Task(uuid=uuid, campaign_id=campaign, household=home, area_id=home.area_id, household_no=number, persons=1)
    try:
        with transaction.atomic():
            task.save(force_insert=True)
    except IntegrityError as error:
        raise NumberUsed from error


def _of(about: str, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {k.partition(".")[2]: v for k, v in answers.items() if k.startswith(f"{about}.")}


def _change(found: Found, change_id: UUID, head: UUID | None) -> Change:
    return Change(
        change_id=change_id,
        task=found.task,
        person=head,
        answers=found.answers if head is None else found.head_answers,
        questions=found.questions,
        notice_version=found.notice_version,
        collected_at=found.collected_at,
        source=found.source,
    )
