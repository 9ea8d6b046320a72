"""The ways of counting next to each other, with what sets them apart in words."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from gangqiao.engine.figures import FIGURES, MEASURES, STATISTICS
from gangqiao.indicators.showing.addresses import address, names_address, way_to
from gangqiao.indicators.showing.board import in_percent
from gangqiao.indicators.showing.definitions import figure_of_measure, value_in_words
from gangqiao.indicators.side_by_side import COUNTED, MEASURES_SHOWN, NET_INCREASE, READINGS, STOCK, SideBySide, Way
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division


@dataclass(frozen=True, slots=True)
class Count:
    """A number in a cell: as it is read, the persons behind it, their list and the definition ("" without one)."""

    value: str
    persons: int
    href: str
    how: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    says: str
    definition_href: str
    counts: list[Count]
    counts_people: bool = True


@dataclass(frozen=True, slots=True)
class Apart:
    """What sets one way of counting apart from the register's, with the persons it makes the difference for."""

    name: str
    sentence: str
    lacking: int
    lacking_href: str
    beyond: int
    beyond_href: str


def side_by_side_page(found: SideBySide, actor: Actor, own_areas: list[Division]) -> dict[str, Any]:
    """What the page shows."""
    opens = actor.may("people.view_list", found.area.key)
    return {
        "found": found,
        "ways": [(way.preset.name, way.preset.version, said(way.preset.description)) for way in found.ways],
        # Without the condition in words: it speaks of the register's way and would be wrong above the other columns.
        "lines": [*(replace(_line(found, m, opens=opens), says="") for m in MEASURES_SHOWN), _rate(found, opens=opens)],
        "readings": [*(_line(found, m, opens=opens) for m in (*READINGS, *STOCK)), _net_increase(found)],
        "apart": [_apart(found, way, opens=opens) for way in found.ways[1:]],
        "how_apart": address("indicators:definition", COUNTED, day=found.day),
        "parameters": _parameters(found),
        "way": way_to(found.area, own_areas, found.day),
        "may_open_names": opens,
    }


def _line(found: SideBySide, measure: str, *, opens: bool) -> Line:
    figure = figure_of_measure(measure)
    # The stock of a year ago has no figure of its own: the net increase says how it is counted.
    definition = figure.id if figure else NET_INCREASE if measure in STOCK else ""
    counts = []
    for way in found.ways:
        href = names_address(found.area.key, measure, found.day, preset=way.preset.name) if opens else ""
        counts.append(Count(f"{way.sums[measure]:,}", way.sums[measure], href))
    return Line(
        label=said(MEASURES[measure].name),
        says=said(MEASURES[measure].says),
        definition_href=address("indicators:definition", definition, day=found.day) if definition else "",
        counts=counts,
    )


def _net_increase(found: SideBySide) -> Line:
    """What the two lines above it leave. It is nobody's number, so it opens to its definition only."""
    now, before = STOCK
    net = [way.sums[now] - way.sums[before] for way in found.ways]
    href = address("indicators:definition", NET_INCREASE, day=found.day)
    wanted = STATISTICS[NET_INCREASE]
    counts = [Count(f"{n:+,}" if n else "0", 0, "") for n in net]
    return Line(said(wanted.wording), said(wanted.says), href, counts, counts_people=False)


def _rate(found: SideBySide, *, opens: bool) -> Line:
    figure = FIGURES["transfer_rate"]
    counts = []
    for way in found.ways:
        persons, base = way.sums[figure.numerator], way.sums[figure.base]
        preset = way.preset.name
        href = names_address(found.area.key, figure.numerator, found.day, preset=preset) if opens else ""
        counts.append(Count(in_percent_of(persons, base), persons, href))
    href = address("indicators:definition", figure.id, day=found.day)
    return Line(said(figure.wording), "", href, counts)


def in_percent_of(persons: int, base: int) -> str:
    """The rate in words; where there is nobody there is none."""
    return in_percent(Fraction(persons, base)) if base else gettext("no rate")


def _apart(found: SideBySide, way: Way, *, opens: bool) -> Apart:
    first, name = found.first.preset.name, way.preset.name

    def href(preset: str, not_in: str) -> str:
        return names_address(found.area.key, COUNTED, found.day, preset=preset, not_in=not_in) if opens else ""

    words = {"name": name, "lacking": f"{way.lacking:,}", "beyond": f"{way.beyond:,}"}
    return Apart(
        name=name,
        sentence=_SENTENCES.get(name, _other)() % words,
        lacking=way.lacking,
        lacking_href=href(first, name) if way.lacking else "",
        beyond=way.beyond,
        beyond_href=href(name, first) if way.beyond else "",
    )


def _six_months() -> str:
    return gettext(
        "%(name)s asks for six months of work away from the township, or of non-farm work in it, within twelve months: "
        "%(lacking)s persons of the register's count are not there yet, and %(beyond)s who have the six months do not "
        "count in the register's year."
    )


def _poverty() -> str:
    return gettext(
        "%(name)s counts only those on the poverty register or under monitoring, of any age from 16 on: %(lacking)s "
        "persons of the register's count are not among them, and %(beyond)s it counts are not in the register's count."
    )


def _other() -> str:
    return gettext("%(name)s leaves out %(lacking)s persons of the register's count and counts %(beyond)s others.")


_SENTENCES = {"NBS-6m": _six_months, "poverty-monitor": _poverty}


def _parameters(found: SideBySide) -> list[tuple[str, list[str]]]:
    """The parameters in which the presets differ on the day, each with its value by preset."""
    differing = []
    for parameter in found.first.preset.parameters:
        each = [way.preset.get(parameter.key) for way in found.ways]
        values = [p.on(found.day) for p in each]
        if any(value != values[0] for value in values):
            differing.append((said(parameter.description), [value_in_words(p, p.on(found.day)) for p in each]))
    return differing
