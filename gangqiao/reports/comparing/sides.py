"""One side of a comparison: whom it counts. A figure of a day, a ledger with filters, or an uploaded list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.indicators.store import fact_on
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.words import Say
from gangqiao.ledgers.reads import asking
from gangqiao.ledgers.reads.ledgers import PEOPLE
from gangqiao.ledgers.reads.page import level_of
from gangqiao.places.models import Division
from gangqiao.reports.comparing.lists import Lines, read_list
from gangqiao.reports.comparing.reasons import Reason

FIGURE, LEDGER, FILE = "figure", "ledger", "file"
EVERYBODY = 10_000_000


@dataclass(frozen=True, slots=True)
class Element:
    """One that a side counts.

    person  key of the record, null for a line that leads to none
    line    line of an uploaded list, null otherwise; name: as that list writes it
    reason  why it has no counterpart, when that is known from its own side alone
    """

    person: int | None
    line: int | None = None
    name: str = ""
    reason: Reason | None = None


@dataclass(slots=True)
class Side:
    """Whom a side counts: each person once, and what it counts beyond that (lines without a person, repeated lines)."""

    spec: dict[str, Any]
    people: dict[int, Element] = field(default_factory=dict)
    others: list[Element] = field(default_factory=list)
    near: dict[int, Say] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number itself."""
        return len(self.people) + len(self.others)

    @property
    def kind(self) -> str:
        return str(self.spec["kind"])

    @property
    def area(self) -> str:
        return str(self.spec.get("area", ""))

    @property
    def day(self) -> date:
        return date.fromisoformat(self.spec["day"])

    @property
    def measure(self) -> str:
        return FIGURES[self.spec["figure"]].numerator if self.spec["figure"] in FIGURES else str(self.spec["figure"])


def count(spec: dict[str, Any], actor: Actor, content: bytes = b"") -> Side:
    """The side counted, in the scope of the moment. `content`: the uploaded list. Raises UnreadableFile."""
    side = Side(spec)
    if side.kind == FIGURE:
        keys: Iterable[int] = fact_on(side.day).people_of(side.area, side.measure, offset=0, limit=EVERYBODY)
    elif side.kind == LEDGER:
        keys = _rows(spec, actor).values_list("pk", flat=True)
    else:
        _take(side, read_list(content, spec["name"]))
        return side
    side.people = {key: Element(key) for key in keys}
    return side


def filters_of(spec: dict[str, Any], actor: Actor) -> dict[Any, Any]:
    """The filters of a ledger side with their values; unknown ones are left out."""
    area = Division.objects.filter(key=spec["area"]).first()
    level = level_of(actor, area)
    values, _wrong = asking.read_all([f for f in PEOPLE.filters if f.level <= level], spec.get("filters", {}))
    return values


def _rows(spec: dict[str, Any], actor: Actor) -> Any:
    return PEOPLE.asked(spec["area"], filters_of(spec, actor), None).order_by()


def _take(side: Side, lines: Lines) -> None:
    for line in lines.lines:
        if line.person is None:
            side.others.append(Element(None, line.number, line.name, line.reason))
        elif line.person in side.people:
            first = side.people[line.person].line
            say = Say("Line %(line)s names the same person as line %(first)s.", line=line.number, first=first)
            side.others.append(Element(line.person, line.number, line.name, Reason("repeated", say)))
        else:
            side.people[line.person] = Element(line.person, line.number, line.name)
    side.near = lines.near


def words_of(spec: dict[str, Any], places: dict[str, str]) -> str:
    """What a side is, in words."""
    place = places.get(spec.get("area", ""), "")
    if spec["kind"] == FILE:
        return str(Say("List “%(name)s”", name=spec["name"]))
    if spec["kind"] == LEDGER:
        values, _wrong = asking.read_all(PEOPLE.filters, spec.get("filters", {}))
        chosen = [f"{one.label}: {one.words(value)}" for one, value in values.items()]
        return " · ".join([str(PEOPLE.title), place, *chosen])
    key = spec["figure"]
    name = FIGURES[key].wording if key in FIGURES else MEASURES[key].name
    return " · ".join([said(name), place, spec["day"]])
