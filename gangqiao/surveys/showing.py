"""How the survey is said on pages: links, tones and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.links import Link
from gangqiao.kernel.ratios import Ratio
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for
from gangqiao.places.models import Division
from gangqiao.surveys.models import Campaign, Task
from gangqiao.surveys.reads.completeness import Completeness, Part, areas_of, parts_of
from gangqiao.surveys.reads.worklist import Walk, heads, missing_items, not_asked
from gangqiao.surveys.states import CampaignStatus, Status

TONES = {
    Status.ASSIGNED: "calm",
    Status.COLLECTING: "busy",
    Status.SUBMITTED: "busy",
    Status.RETURNED: "warn",
    Status.ACCEPTED: "good",
    Status.LOCKED: "good",
}
TILES_ON_A_PHONE = 60  # more of them make a page nobody reads to its end; the table below says the same
CAMPAIGN_TONES = {CampaignStatus.DRAFT: "calm", CampaignStatus.OPEN: "busy", CampaignStatus.CLOSED: "good"}


@dataclass(frozen=True, slots=True)
class RatioShown:
    """One ratio with the list behind it. floor: whole percents, so that 100 % is said only of what is complete."""

    level: str
    label: str
    ratio: Ratio
    unit: str
    href: str

    @property
    def words(self) -> str:
        return self.ratio.words

    @property
    def tone(self) -> str:
        return self.ratio.tone


def ratios(campaign: Campaign, found: Completeness, area: str) -> list[RatioShown]:
    """The four ratios of an area, each with the address of what is missing."""
    words = (
        ("group", _("Groups reached"), found.group, _("groups")),
        ("household", _("Households surveyed"), found.household, _("households")),
        ("person", _("Persons asked"), found.person, _("persons")),
        ("item", _("Items answered"), found.item, _("items")),
    )
    return [
        RatioShown(level, label, ratio, unit, address("missing", campaign, area, level))
        for level, label, ratio, unit in words
    ]


def address(name: str, campaign: Campaign, area: str = "", *more: str, **query: str) -> str:
    """The address of a page of a campaign, for an area."""
    asked = ({"area": area} if area else {}) | query
    return f"{reverse(f'surveys:{name}', args=[campaign.uuid, *more])}{'?' if asked else ''}{urlencode(asked)}"


def way(actor: Actor, campaign: Campaign, shown: Division, name: str, *more: str, **query: str) -> dict[str, Any]:
    """The crumbs of the area shown, and the areas below it, each leading to the same page."""
    own = areas_of(actor, campaign)
    home = next((d for d in own if covers(d.key, shown.key)), shown)
    steps = [shown]
    while steps[0].key != home.key and steps[0].parent is not None:
        steps.insert(0, steps[0].parent)
    link = lambda d: Link(d.name, address(name, campaign, d.key, *more, **query))  # noqa: E731
    others = [d for d in own if d.key != home.key] if len(steps) == 1 else []
    return {"way": [link(d) for d in steps], "below": [link(d) for d in [*parts_of(shown), *others]]}


@dataclass(frozen=True, slots=True)
class TileShown:
    """A village (or group) as one tile of the picture. step: 0 nothing done, 1-4 by quarters, 5 complete."""

    area: Division
    ratio: Ratio
    href: str

    @property
    def step(self) -> int:
        if not self.ratio.done:
            return 0
        return 5 if not self.ratio.missing else 1 + self.ratio.done * 4 // self.ratio.total

    @property
    def words(self) -> str:
        return self.ratio.words


@dataclass(frozen=True, slots=True)
class PartShown:
    """One area below, as a row of the table of progress."""

    part: Part
    href: str
    ratios: list[RatioShown]
    tiles: list[TileShown]

    @property
    def is_late(self) -> bool:
        return bool(self.part.complete.household.missing)


def parts_shown(campaign: Campaign, parts: list[Part]) -> list[PartShown]:
    """The rows of progress; a group leads to its work list."""
    rows = []
    for part in parts:
        inside = [TileShown(d, ratio, _leads_to(campaign, d)) for d, ratio in part.inside]
        rows.append(
            PartShown(part, _leads_to(campaign, part.area), ratios(campaign, part.complete, part.area.key), inside)
        )
    return rows


def _leads_to(campaign: Campaign, area: Division) -> str:
    return address("work" if area.level == "group" else "campaign", campaign, area.key)


@dataclass(frozen=True, slots=True)
class TaskShown:
    """One household of a work list. missing: what it lacks, in words."""

    task: Task
    head: str
    place: str
    status: str
    tone: str
    missing: list[str]
    officer: str
    outcome: str


def tasks_shown(
    found: Walk, actor: Actor, part: str, words: dict[str, str], names: dict[str, str]
) -> tuple[list[TaskShown], list[Person]]:
    """The rows of a page of the list, and the persons named in them, for the log."""
    head = heads(found.tasks)
    lacking, named = _lacking(found.tasks, actor, part, words)
    rows = []
    for task in found.tasks:
        person = head.get(task.pk)
        village = next((key for key in names if covers(key, task.area_id)), "")
        rows.append(
            TaskShown(
                task=task,
                head=name_for(person, actor) if person else "",
                place=task.area.name,
                status=str(Status(task.status).label),
                tone=TONES[Status(task.status)],
                missing=lacking.get(task.pk, []),
                officer=names.get(village, ""),
                outcome=task.get_outcome_display() if task.outcome else "",
            )
        )
    return rows, [*head.values(), *named]


def _lacking(
    tasks: list[Task], actor: Actor, part: str, words: dict[str, str]
) -> tuple[dict[int, list[str]], list[Person]]:
    """Whom or what each household lacks, in words."""
    if part == "person":
        absent = not_asked(tasks)
        named = [p for people in absent.values() for p in people]
        return {key: [name_for(p, actor) for p in people] for key, people in absent.items()}, named
    if part != "item":
        return {}, []
    gaps = missing_items(tasks)
    said: dict[int, list[str]] = {}
    for key, rows in gaps.items():
        for person, keys in rows:
            whom = name_for(person, actor) if person else _("Household")
            said.setdefault(key, []).append(f"{whom}: {'、'.join(words.get(k, k) for k in keys)}")
    return said, [p for rows in gaps.values() for p, _keys in rows if p is not None]


def is_late(campaign: Campaign) -> bool:
    """Whether an open survey is past its day."""
    return campaign.is_open and clock.today() > campaign.due_on
