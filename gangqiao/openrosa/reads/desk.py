"""What the desk shows: the phones that are connected, and what of their forms is still to be done by people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.db.models.query import QuerySet
from django.utils.translation import get_language

from gangqiao.accounts.models import Device, DeviceKind
from gangqiao.imports.rows import say_refusal
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.paths import upper_bound
from gangqiao.openrosa.forms_compiled.names import node_of
from gangqiao.openrosa.models import Entity, EntityWork
from gangqiao.openrosa.names import PERSONS
from gangqiao.openrosa.reads.register import find_row
from gangqiao.openrosa.states import TO_DO, Conflict, State
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.surveys.models import Campaign
from gangqiao.surveys.questions import Question
from gangqiao.surveys.states import CampaignStatus

PAGE = 60


def devices_of(actor: Actor) -> list[Device]:
    """The phone apps the actor may see: the own ones, and those of the areas whose phones are the actor's to see."""
    seen = Q(user=actor.user_id)
    for area in actor.areas("openrosa.view"):
        seen |= Q(area__gte=area, area__lt=upper_bound(area))
    found = Device.objects.filter(seen, kind=DeviceKind.COLLECT).select_related("user", "area", "revoked_by")
    return list(found.order_by("revoked_at", "-made_at"))


def villages_of(actor: Actor) -> list[Division]:
    """The villages the actor may connect a phone app to."""
    within = Q()
    for area in actor.areas("openrosa.collect"):
        within |= Q(key__gte=area, key__lt=upper_bound(area))
    return list(Division.objects.filter(within, level=Level.VILLAGE, valid_to=None).order_by("key")) if within else []


def surveys_at(area: str) -> list[Campaign]:
    """The surveys under way that reach a village, the newest first."""
    found = Campaign.objects.filter(status=CampaignStatus.OPEN).order_by("-pk")
    return [c for c in found if area.startswith(c.area_id)]


def to_do() -> QuerySet[EntityWork]:
    """What failed, and what waits. In the reader's scope, the oldest first."""
    found = EntityWork.objects.filter(state__in=TO_DO).select_related("submission__campaign")
    return found.order_by("submission__received_at", "pk")


def conflicts() -> QuerySet[Entity]:
    """Entries two people answered otherwise, which nobody has looked at since."""
    return (
        Entity.objects.filter(conflict=Conflict.HARD)
        .select_related("campaign__questions")
        .order_by("conflict_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class WorkShown:
    """One piece of work on the page. row: the person or household, null when none; why: in words; days: its age."""

    work: EntityWork
    row: Any
    whom: str
    why: str
    days: int

    @property
    def is_held(self) -> bool:
        return self.work.state == State.HELD

    @property
    def is_person(self) -> bool:
        return self.work.list == PERSONS


def shown(works: list[EntityWork]) -> list[WorkShown]:
    """Work as the page shows it, in its order."""
    now = clock.now()
    found = []
    for work in works:
        row = find_row(work.list, work.key)
        whom = str(row) if row is not None else str(work.content["label"] or "")
        days = (now - work.submission.received_at).days
        found.append(WorkShown(work, row, whom, say_refusal(work.say or ""), max(days, 0)))
    return found


@dataclass(frozen=True, slots=True)
class Differing:
    """One item two answered differently: what stood before, and what stands now."""

    label: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class ConflictShown:
    """A conflict on the page, with the items that differ."""

    entity: Entity
    row: Any
    items: list[Differing]

    @property
    def is_person(self) -> bool:
        return self.entity.list == PERSONS


def conflicts_shown(entities: list[Entity]) -> list[ConflictShown]:
    """Conflicts as the page shows them. Whose record is not there any more is left out."""
    found = []
    for entity in entities:
        row = find_row(entity.list, entity.key)
        if row is not None:
            found.append(ConflictShown(entity, row, _differing(entity)))
    return found


def _differing(entity: Entity) -> list[Differing]:
    """The items the last two who sent something answered differently."""
    made = list(entity.versions.order_by("number"))
    questions = {node_of(q.key): q for q in entity.campaign.questions.sheet} if entity.campaign.questions else {}
    last = next((n for n in range(len(made) - 1, 0, -1) if made[n].work_id), None)
    if last is None:
        return []
    before, now = made[last - 1].properties, made[last].properties
    names = [n for n in now if n in questions and before.get(n, "") and before.get(n, "") != now[n]]
    language = get_language() or "zh"
    return [
        Differing(questions[n].said(language), _words(questions[n], before[n]), _words(questions[n], now[n]))
        for n in names
    ]


def _words(question: Question, text: str) -> str:
    """An answer in words."""
    language = get_language() or "zh"
    return " ".join(question.word(code, language) for code in text.split()) if question.codes else text
