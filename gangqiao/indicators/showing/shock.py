"""The epidemic's shock in words: both years beside each other, by part of the area, and as a curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext

from gangqiao.engine.figures import MEASURES
from gangqiao.indicators.shock import CURVES, MEASURES_SHOWN, Moment, Shock, Step
from gangqiao.indicators.showing.addresses import address, names_address, way_to
from gangqiao.indicators.showing.definitions import figure_of_measure
from gangqiao.indicators.showing.side_by_side import Count, in_percent_of
from gangqiao.indicators.wording import said
from gangqiao.kernel import charts
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.charts import Chart
from gangqiao.places.models import Division

BY_AREA = ("had_post", "back_at_post", "not_back", "delayed", "lost_post")


@dataclass(frozen=True, slots=True)
class Line:
    """A number of both years and the difference in words."""

    label: str
    says: str
    definition_href: str
    now: Count
    before: Count
    difference: str


def shock_page(found: Shock, actor: Actor, own_areas: list[Division]) -> dict[str, Any]:
    """What the page of the shock shows."""
    return {
        "found": found,
        "area": found.area,
        "day": found.day,
        "lines": [*(_line(found, m, actor) for m in MEASURES_SHOWN[:2]), _rate(found, actor)]
        + [_line(found, m, actor) for m in MEASURES_SHOWN[2:]],
        "rate": in_percent_of(found.now.sums["back_at_post"], found.now.sums["had_post"]),
        "rate_before": in_percent_of(found.before.sums["back_at_post"], found.before.sums["had_post"]),
        "columns": [{"label": said(MEASURES[m].name), "definition_href": _how(m, found.day)} for m in BY_AREA],
        "rows": [_row(found, row, actor) for row in found.rows],
        "foot": _cells(found.area.key, found.now, found.before.sums, actor),
        "days_href": address("indicators:shock_days", found.area.key, day=found.day),
        "way": way_to(found.area, own_areas, found.day),
        "may_open_names": actor.may("people.view_list", found.area.key),
    }


def _count(area: str, measure: str, sums: Mapping[str, int], day: date, actor: Actor) -> Count:
    opens = bool(area) and actor.may("people.view_list", area)
    return Count(f"{sums[measure]:,}", sums[measure], names_address(area, measure, day) if opens else "")


def _how(measure: str, day: date) -> str:
    figure = figure_of_measure(measure)
    return address("indicators:definition", figure.id, day=day) if figure else ""


def _line(found: Shock, measure: str, actor: Actor) -> Line:
    area = found.area.key
    return Line(
        label=said(MEASURES[measure].name),
        says=said(MEASURES[measure].says),
        definition_href=_how(measure, found.day),
        now=_count(area, measure, found.now.sums, found.now.day, actor),
        before=_count(area, measure, found.before.sums, found.before.day, actor),
        difference=f"{found.now.sums[measure] - found.before.sums[measure]:+,}",
    )


def _rate(found: Shock, actor: Actor) -> Line:
    area = found.area.key
    words = [in_percent_of(m.sums["back_at_post"], m.sums["had_post"]) for m in (found.now, found.before)]
    had, had_before = found.now.sums["had_post"], found.before.sums["had_post"]
    difference = ""
    if had and had_before:
        points = 100 * (found.now.sums["back_at_post"] / had - found.before.sums["back_at_post"] / had_before)
        difference = gettext("%(points)s percentage points") % {"points": f"{points:+.1f}"}
    return Line(
        label=gettext("Share back at work"),
        says="",
        definition_href=_how("back_at_post", found.day),
        now=replace(_count(area, "back_at_post", found.now.sums, found.now.day, actor), value=words[0]),
        before=replace(_count(area, "back_at_post", found.before.sums, found.before.day, actor), value=words[1]),
        difference=difference,
    )


def _row(
    found: Shock, row: tuple[Division | None, Mapping[str, int], Mapping[str, int]], actor: Actor
) -> dict[str, Any]:
    area, sums, before = row
    moment = Moment(found.now.festival, found.now.day, sums)
    return {
        "name": area.name if area else gettext("In no part of it"),
        "href": address("indicators:shock_of", area.key, day=found.day) if area else "",
        **_cells(area.key if area else "", moment, before, actor),
    }


def _cells(area: str, moment: Moment, before: Mapping[str, int], actor: Actor) -> dict[str, Any]:
    return {
        "counts": [replace(_count(area, m, moment.sums, moment.day, actor), how=_how(m, moment.day)) for m in BY_AREA],
        "rate": in_percent_of(moment.sums["back_at_post"], moment.sums["had_post"]),
        "rate_before": in_percent_of(before["back_at_post"], before["had_post"]),
    }


def shock_days_page(found: Shock, steps: list[Step], actor: Actor, own_areas: list[Division]) -> dict[str, Any]:
    """What the page of the curves shows."""
    return {
        "found": found,
        "area": found.area,
        "day": found.day,
        "curves": [_curve(found, steps, m, actor) for m in CURVES],
        "back": address("indicators:shock_of", found.area.key, day=found.day),
        "way": way_to(found.area, own_areas, found.day),
    }


def _curve(found: Shock, steps: list[Step], measure: str, actor: Actor) -> Chart:
    """One number by days after the festival, in both years."""
    area, points = found.area.key, []
    for step in steps:
        points.append(
            charts.Step(
                name=gettext("day %(number)s") % {"number": step.days_after},
                now=step.now[measure],
                before=step.before[measure],
                href=_count(area, measure, step.now, step.day, actor).href,
                before_href=_count(area, measure, step.before, step.day_before, actor).href,
            )
        )
    return charts.trend(
        gettext("%(number)s, by days after Spring Festival") % {"number": said(MEASURES[measure].name)},
        points,
        now=str(found.now.year),
        before=str(found.before.year),
        unit=gettext("persons"),
        definition_href=_how(measure, found.day),
    )


def no_shock_page(area: Division, day: date, own_areas: list[Division]) -> dict[str, Any]:
    """What the page shows where there is nothing to compare: before Spring Festival."""
    return {"found": None, "area": area, "day": day, "way": way_to(area, own_areas, day)}
