"""A number by month, this year beside the year before."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext

from gangqiao.indicators.months import Month, Months
from gangqiao.indicators.showing.addresses import address, names_address, way_to
from gangqiao.indicators.showing.definitions import figure_of_measure
from gangqiao.indicators.showing.side_by_side import Count
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.charts import Chart, Step, trend
from gangqiao.places.models import Division


def _chart(found: Months, actor: Actor, definition_href: str) -> Chart:
    opens, area, measure = actor.may("people.view_list", found.area.key), found.area.key, found.measure.key
    steps = [
        Step(
            name=date_format(month.day_before, "F"),
            now=month.persons,
            before=month.persons_before,
            href=names_address(area, measure, month.day) if opens and month.day else "",
            before_href=names_address(area, measure, month.day_before) if opens else "",
        )
        for month in found.months
    ]
    return trend(
        said(found.measure.name),
        steps,
        now=str(found.day.year),
        before=str(found.day.year - 1),
        unit=gettext("persons"),
        definition_href=definition_href,
    )


def months_page(found: Months, actor: Actor, own_areas: list[Division]) -> dict[str, Any]:
    """What the page of the months shows."""
    figure = figure_of_measure(found.measure.key)
    definition_href = address("indicators:definition", figure.id, day=found.day) if figure else ""
    return {
        "chart": _chart(found, actor, definition_href),
        "found": found,
        "title": said(found.measure.name),
        "says": said(found.measure.says),
        "year": found.day.year,
        "year_before": found.day.year - 1,
        "rows": [_row(found, month, actor) for month in found.months],
        "definition_href": definition_href,
        "breakdown_href": address("indicators:breakdown_of", found.area.key, measure=found.measure.key, day=found.day),
        "way": way_to(found.area, own_areas, found.day),
        "may_open_names": actor.may("people.view_list", found.area.key),
    }


def _row(found: Months, month: Month, actor: Actor) -> dict[str, Any]:
    opens, area, measure = actor.may("people.view_list", found.area.key), found.area.key, found.measure.key
    before = Count(
        f"{month.persons_before:,}",
        month.persons_before,
        names_address(area, measure, month.day_before) if opens else "",
    )
    now = None
    if month.day is not None and month.persons is not None:
        now = Count(f"{month.persons:,}", month.persons, names_address(area, measure, month.day) if opens else "")
    return {
        "name": date_format(month.day_before, "F"),
        "day": month.day,
        "day_before": month.day_before,
        "now": now,
        "before": before,
        "difference": "" if month.persons is None else f"{month.persons - month.persons_before:+,}",
    }
