"""The list of doubts as a reader may see it: filtered, counted, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Person
from gangqiao.quality.models import Doubt
from gangqiao.quality.policy import NUMBERS, RULES, Severity
from gangqiao.quality.states import ANSWERED, OPEN, Status

PAGE = 25  # a village answers on a phone
AT_MOST = 5_000  # doubts sent or closed by one press
# The parts of the list: what is open, what waits for the village, what waits for the township, what is done.
PARTS: dict[str, tuple[str, ...]] = {
    "open": OPEN,
    "sent": (Status.SENT,),
    "answered": ANSWERED,
    "closed": (Status.CLOSED,),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is wanted. An unknown word asks for everything rather than for nothing.

    area  "" for all the reader may see; after: the last row of the page before, "" from the start
    """

    part: str = "open"
    area: str = ""
    rule: str = ""
    severity: str = ""
    after: str = ""

    @classmethod
    def read(cls, typed: Any) -> Asked:
        """From an address; what means nothing is left out."""
        part, rule, severity = (str(typed.get(name, "")) for name in ("part", "rule", "severity"))
        return cls(
            part=part if part in PARTS else "open",
            area=str(typed.get("area", ""))[:40],
            rule=rule if rule in RULES else "",
            severity=severity if severity in {s.value for s in Severity} else "",
            after=str(typed.get("after", ""))[:40],
        )

    def without(self, *names: str) -> dict[str, str]:
        """The address of the same list without some of the filters, and from its start."""
        kept = {n: getattr(self, n) for n in ("part", "area", "rule", "severity") if n not in names}
        return {name: value for name, value in kept.items() if value and (name, value) != ("part", "open")}


@dataclass(frozen=True, slots=True)
class DoubtPage:
    """One page, oldest first. `after` is the address of the next one, "" on the last."""

    doubts: list[Doubt]
    after: str


def within(area: str) -> Q:
    """Rows of an area; all the reader may see when none is named."""
    return Q(area_id__gte=area, area_id__lt=upper_bound(area)) if area else Q()


def wanted(asked: Asked, *, part: str = "") -> QuerySet[Doubt]:
    """The doubts asked for, in the scope of the moment."""
    found = Doubt.objects.filter(within(asked.area), status__in=PARTS[part or asked.part])
    if asked.rule:
        found = found.filter(rule=asked.rule)
    if asked.severity:
        found = found.filter(severity=asked.severity)
    return found


def doubt_page(asked: Asked) -> DoubtPage:
    """A page of the list."""
    found = wanted(asked).order_by("found_on", "pk")
    if (start := _start(asked.after)) is not None:
        day, pk = start
        found = found.filter(Q(found_on__gt=day) | Q(found_on=day, pk__gt=pk))
    # Keys first, from the index alone; joined before they are cut to a page, all doubts would fetch their persons.
    keys = list(found.values_list("pk", flat=True)[: PAGE + 1])
    there = Doubt.objects.select_related("person", "household").in_bulk(keys[:PAGE])
    rows = [there[key] for key in keys[:PAGE] if key in there]
    last = rows[-1] if rows and len(keys) > PAGE else None
    return DoubtPage(rows, f"{last.found_on.isoformat()}.{last.pk}" if last else "")


def _start(after: str) -> tuple[date, int] | None:
    day, _dot, pk = after.partition(".")
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def counts(asked: Asked) -> dict[str, int]:
    """How many there are in each part, under the other filters."""
    every = Doubt.objects.filter(within(asked.area))
    if asked.rule:
        every = every.filter(rule=asked.rule)
    if asked.severity:
        every = every.filter(severity=asked.severity)
    by_status = dict(every.order_by().values_list("status").annotate(many=Count("pk")))
    return {part: sum(by_status.get(s, 0) for s in states) for part, states in PARTS.items()}


def rules_found(asked: Asked) -> dict[str, int]:
    """The checks that found something in this part of the list, most often first."""
    every = Doubt.objects.filter(within(asked.area), status__in=PARTS[asked.part])
    rows = every.order_by().values_list("rule").annotate(many=Count("pk")).order_by("-many", "rule")
    return {rule: many for rule, many in rows if rule in RULES}


def open_of(person: Person) -> list[Doubt]:
    """The open doubts of a person and of the household they live in."""
    about = Q(person=person) | Q(household_id=person.household_id)
    found = Doubt.objects.filter(about, status__in=OPEN).select_related("person", "household").order_by("pk")
    return [d for d in found if d.person_id == person.pk or d.check_made is None or d.record == person.household_id]


def age_tone(found_on: date) -> str:
    """How long a doubt has been open, as a state: good, warn or bad."""
    numbers, days = NUMBERS.on(clock.today()), days_open(found_on)
    if days >= numbers.red_days:
        return "bad"
    return "warn" if days >= numbers.yellow_days else "good"


def days_open(found_on: date) -> int:
    return max((clock.today() - found_on).days, 0)
