"""No group, household, person or item missed (R025-R028): four ratios counted from the roster, village to city.

group      of the villagers' groups on the list of places: those where a household was handed in
household  of the households on the roster: handed in as surveyed, or accounted for (moved, died, double)
person     of the living members of all households: those with answers, and everybody in accounted-for households
item       of the items that are asked of the households and persons with answers: those that are answered
A household that refused or was not found is handed in, and still missing in the second and third ratio.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Sum
from django.db.models.query import QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, covers
from gangqiao.kernel.paths import upper_bound
from gangqiao.kernel.ratios import Ratio
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county, subtree
from gangqiao.surveys.models import Campaign, Charge, Task
from gangqiao.surveys.states import ACCOUNTED, HANDED_IN, SETTLED

GROUPS_OF_A_PAGE = 60


@dataclass
class Completeness:
    """The four ratios of one area, and its households by state."""

    group: Ratio = field(default_factory=Ratio)
    household: Ratio = field(default_factory=Ratio)
    person: Ratio = field(default_factory=Ratio)
    item: Ratio = field(default_factory=Ratio)
    by_status: dict[str, int] = field(default_factory=dict)
    by_outcome: dict[str, int] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        many = line.households
        handed_in = line.status in HANDED_IN
        accounted = handed_in and line.outcome in ACCOUNTED
        self.household.total += many
        self.household.done += many if handed_in and line.outcome in SETTLED else 0
        self.person.total += line.persons
        self.person.done += line.persons if accounted else line.persons_done
        self.item.total += line.required
        self.item.done += line.required - line.missing
        self.by_status[line.status] = self.by_status.get(line.status, 0) + many
        if handed_in:
            self.by_outcome[line.outcome] = self.by_outcome.get(line.outcome, 0) + many


@dataclass(frozen=True, slots=True)
class Line:
    """The tasks of one group in one state, added up."""

    area: str
    status: str
    outcome: str
    households: int
    persons: int
    persons_done: int
    required: int
    missing: int


@dataclass
class Part:
    """One area below, with its ratios, who surveys it when it is a village ("": nobody), and the areas in it.

    inside  households surveyed of each area one level further down, by its name; without those that have no households
    """

    area: Division
    complete: Completeness
    officer: str = ""
    inside: list[tuple[Division, Ratio]] = field(default_factory=list)


def tasks_of(campaign: Campaign, area: str) -> QuerySet[Task]:
    """The tasks of a campaign in an area, within the scope."""
    return Task.objects.filter(campaign=campaign, area__gte=area, area__lt=upper_bound(area))


def lines(campaign: Campaign, area: str) -> list[Line]:
    """The tasks added up by group and state: one query, read from one index."""
    found = tasks_of(campaign, area).order_by().values_list("area_id", "status", "outcome")
    summed = found.annotate(
        households=Count("pk"), a=Sum("persons"), b=Sum("persons_done"), c=Sum("required"), d=Sum("missing")
    )
    return [Line(*row) for row in summed]


def completeness(campaign: Campaign, area: Division) -> tuple[Completeness, list[Part]]:
    """The ratios of an area and of its parts: townships of a county, villages of a township, groups of a village."""
    known = lines(campaign, area.key)
    groups = list(subtree(area.key).filter(level=Level.GROUP).values_list("key", flat=True))
    reached = {line.area for line in known if line.status in HANDED_IN}
    own = _added(known, groups, reached)
    below = {d.key: Part(d, Completeness()) for d in parts_of(area)}
    length = len(next(iter(below), ""))
    by_part: dict[str, list[Line]] = {}
    for line in known:
        by_part.setdefault(line.area[:length], []).append(line)
    names = officers(campaign, area.key)
    for key, part in below.items():
        part.complete = _added(by_part.get(key, ()), [g for g in groups if g.startswith(key)], reached)
        part.officer = names.get(key[: KEY_LENGTH[Level.VILLAGE]], "") if len(key) >= KEY_LENGTH[Level.VILLAGE] else ""
    _look_inside(below, known)
    return own, list(below.values())


def _look_inside(below: dict[str, Part], known: list[Line]) -> None:
    """Give each area below the households surveyed of the areas in it."""
    inner = list(Division.objects.on(clock.today()).filter(parent__in=list(below)).order_by("key"))
    length = len(inner[0].key) if inner else 0
    found: dict[str, Completeness] = {}
    for line in known:
        found.setdefault(line.area[:length], Completeness()).add(line)
    for division in inner:
        if division.key in found:
            below[str(division.parent_id)].inside.append((division, found[division.key].household))


def parts_of(area: Division) -> list[Division]:
    """The divisions directly below; none for a group."""
    return list(Division.objects.on(clock.today()).filter(parent=area).order_by("key"))


def officers(campaign: Campaign, area: str) -> dict[str, str]:
    """Who surveys each village of an area, by its key."""
    charges = Charge.objects.filter(campaign=campaign, area__gte=area, area__lt=upper_bound(area))
    return {c.area_id: c.officer.display_name for c in charges.select_related("officer")}


@dataclass(frozen=True, slots=True)
class GroupPage:
    """Some groups in the order of their keys, of `count`. after: the key where the next page begins, "" at the end."""

    rows: list[Division]
    count: int
    after: str


def groups_missed(campaign: Campaign, area: str, after: str = "") -> GroupPage:
    """The groups in which no household was handed in."""
    reached = set(tasks_of(campaign, area).filter(status__in=HANDED_IN).values_list("area_id", flat=True).distinct())
    groups = subtree(area).filter(level=Level.GROUP)
    keys = [key for key in groups.order_by("key").values_list("key", flat=True) if key not in reached]
    page = [key for key in keys if key > after][: GROUPS_OF_A_PAGE + 1]
    shown = page[:GROUPS_OF_A_PAGE]
    rows = list(Division.objects.filter(key__in=shown).select_related("parent").order_by("key"))
    return GroupPage(rows, len(keys), shown[-1] if len(page) > len(shown) else "")


def areas_of(actor: Actor, campaign: Campaign, verb: str = "surveys.view") -> list[Division]:
    """The areas of the reader the campaign reaches; an area above it is the campaign's own."""
    home = campaign.area_id
    keys = {home if covers(a, home) else a for a in actor.areas(verb) if covers(a, home) or covers(home, a)}
    return list(Division.objects.filter(key__in=keys).order_by("key"))


def campaigns_of(actor: Actor) -> list[Campaign]:
    """The surveys that reach an area of the reader."""
    found = Campaign.objects.select_related("area", "questions")
    return [c for c in found if areas_of(actor, c)]


def county_key() -> str:
    """The county, as the area a new survey begins with."""
    return str(county().key)


def _added(known: Iterable[Line], groups: list[str], reached: set[str]) -> Completeness:
    found = Completeness()
    for line in known:
        found.add(line)
    found.group = Ratio(sum(g in reached for g in groups), len(groups))
    return found
