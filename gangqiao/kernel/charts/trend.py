"""This year against last year, by day or by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from gangqiao.kernel.charts import pieces
from gangqiao.kernel.charts.chart import Cell, Chart, Kind, Table


@dataclass(frozen=True, slots=True)
class Step:
    """A day or a month with the number of both years; null where it is not known or has not come."""

    name: str
    now: int | None
    before: int | None
    href: str = ""
    before_href: str = ""


def trend(
    title: str,
    steps: Sequence[Step],
    *,
    now: str,
    before: str,
    unit: str,
    as_bars: bool = False,
    definition_href: str = "",
) -> Chart:
    """Two lines over the same days, or two bars in each month.

    now, before  what the two are called, for example the years
    as_bars      for numbers of a month on its own; lines are for what has come together up to a day
    """
    series = [
        _series(before, [_point(before, s.name, s.before, unit, s.before_href) for s in steps], pieces.BEFORE, as_bars),
        _series(now, [_point(now, s.name, s.now, unit, s.href) for s in steps], pieces.MAIN, as_bars),
    ]
    last = next((s for s in reversed(steps) if s.now is not None), None)
    option = pieces.option(
        series,
        tooltip=pieces.tooltip("axis"),
        **pieces.legend_above([now, before], right=4),
        xAxis=pieces.steps_axis([s.name for s in steps], boundaryGap=as_bars),
        yAxis=pieces.length_axis(show=True),
    )
    return Chart(
        kind=Kind.TREND,
        title=title,
        option=option,
        table=Table(
            (gettext("Day or month"), now, before, gettext("Difference")), tuple(_row(s) for s in steps if _has(s))
        ),
        label=_label(last, now, before),
        height=280,
        definition_href=definition_href,
    )


def _has(step: Step) -> bool:
    return step.now is not None or step.before is not None


def _label(last: Step | None, now: str, before: str) -> str:
    if last is None or last.now is None or last.before is None:
        return gettext("%(now)s beside %(before)s.") % {"now": now, "before": before}
    return gettext("%(now)s beside %(before)s: on %(step)s %(value)s against %(old)s.") % {
        "now": now,
        "before": before,
        "step": last.name,
        "value": pieces.grouped(last.now),
        "old": pieces.grouped(last.before),
    }


def _point(year: str, step: str, value: int | None, unit: str, href: str) -> dict[str, Any] | None:
    if value is None:
        return None
    return pieces.point(value, f"{year} · {step}: {value:,} {unit}".strip(), href)


def _series(name: str, points: list[dict[str, Any] | None], colour: str, as_bars: bool) -> dict[str, Any]:
    shared = {"name": name, "data": points, "itemStyle": {"color": colour}}
    if as_bars:
        return {**shared, "type": "bar", "barMaxWidth": 22, "barGap": "10%"}
    width = 2.5 if colour == pieces.MAIN else 1.8
    line = {"color": colour, "width": width, **({"type": "dashed"} if colour == pieces.BEFORE else {})}
    return {**shared, "type": "line", "showSymbol": False, "symbol": "circle", "symbolSize": 7, "lineStyle": line}


def _row(step: Step) -> tuple[Cell, ...]:
    both = step.now is not None and step.before is not None
    return (
        Cell(step.name),
        Cell("" if step.now is None else f"{step.now:,}", step.href, step.now),
        Cell("" if step.before is None else f"{step.before:,}", step.before_href, step.before),
        Cell(f"{(step.now or 0) - (step.before or 0):+,}" if both else ""),
    )
