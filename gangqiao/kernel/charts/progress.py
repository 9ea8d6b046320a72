"""How far targets are: each beside the time that has gone, and one of them from day to day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from gangqiao.kernel.charts import pieces
from gangqiao.kernel.charts.chart import TONE_MARKS, Cell, Chart, Kind, Table


@dataclass(frozen=True, slots=True)
class Standing:
    """One target of one area.

    figure    the result as it is read, with its unit
    aim       the target as it is read, "" where there is none
    share     result by target, null where nothing can be divided
    expected  result by target that the time gone asks for, 0..1; null without a day
    tone, state  of the component `state`; the word is never left out
    href, definition_href  the people of the result, and how it is counted
    persons   the people of the result
    """

    name: str
    figure: str
    aim: str
    share: Fraction | None
    expected: Fraction | None
    tone: str
    state: str
    href: str = ""
    definition_href: str = ""
    persons: int | None = None


def expected_share(day: date, due_on: date, *, begins_on: date | None = None) -> Fraction:
    """The part of the target that even work since `begins_on` (1 January of the due year) had reached by then."""
    first = begins_on or date(due_on.year, 1, 1)
    days = (due_on - first).days + 1
    gone = (day - first).days + 1
    return min(max(Fraction(gone, days), Fraction(0)), Fraction(1)) if days > 0 else Fraction(1)


def progress(title: str, standings: Sequence[Standing], *, label: str = "", definition_href: str = "") -> Chart:
    """Each target as a bar, a tick where even work would have brought it by today, and its state as a word."""
    columns = (
        gettext("Target"),
        gettext("Result"),
        gettext("To reach"),
        gettext("Share of the target"),
        gettext("Expected by now"),
        gettext("State"),
    )
    rows = tuple(_row(one) for one in standings)
    return Chart(
        kind=Kind.PROGRESS,
        title=title,
        option=_bars(standings),
        table=Table(columns, rows),
        label=label or gettext("Bars: how far each target is, with a tick for what is expected by now."),
        height=pieces.height_of_rows(len(standings), row=48, beside=4),
        narrow_height=pieces.height_of_rows(len(standings), row=78, beside=4),
        definition_href=definition_href,
    )


def _row(one: Standing) -> tuple[Cell, ...]:
    return (
        Cell(one.name, one.definition_href),
        Cell(one.figure, one.href, one.persons, one.definition_href),
        Cell(one.aim, counts="target"),
        Cell(pieces.percent_text(one.share)),
        Cell(pieces.percent_text(one.expected)),
        Cell(one.state),
    )


def _bars(standings: Sequence[Standing]) -> dict[str, Any]:
    names = [pieces.plain(one.name) for one in standings]
    hidden = {"show": False}
    return pieces.option(
        [{"type": "custom", "renderItem": "fn:bullets", "data": [_bullet(n, one) for n, one in enumerate(standings)]}],
        grid=pieces.grid(top=0, containLabel=False),
        xAxis={"type": "value", "min": 0, "max": 100, **hidden},
        yAxis={"type": "category", "inverse": True, "data": names, **hidden},
    )


def _bullet(number: int, one: Standing) -> dict[str, Any]:
    shape, _ground, ink = TONE_MARKS[one.tone]
    share, expected = pieces.percent_text(one.share), pieces.percent_text(one.expected)
    says = [one.name, f"{one.figure} / {one.aim}" if one.aim else one.figure]
    says += [gettext("%(share)s of the target") % {"share": share}] if share else []
    says += [gettext("expected by now: %(share)s") % {"share": expected}] if expected else []
    return pieces.point(
        [min(pieces.hundredths(one.share) or 0.0, 100.0), number, pieces.hundredths(one.expected)],
        "\n".join([*says, one.state]),
        one.href,
        name=pieces.plain(one.name),
        figure=pieces.plain(f"{one.figure} / {one.aim}" if one.aim else one.figure),
        word=one.state,
        shape=shape,
        ink=f"token:{ink}",
    )


# --- one target from day to day --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Band:
    """A forecast: day -> least and most that is expected of the result, by a method the page names."""

    days: Mapping[date, tuple[int, int]]
    name: str


def burn_up(
    title: str,
    results: Mapping[date, int],
    *,
    aim: int,
    due_on: date,
    unit: str,
    begins_on: date | None = None,
    band: Band | None = None,
    hrefs: Mapping[date, str] | None = None,
    definition_href: str = "",
) -> Chart:
    """The result from day to day, the line of even work to the target, and where it is heading.

    results  day -> persons in all up to the day; days without a result are left out of the line
    hrefs    day -> the people of that day's number
    """
    first = begins_on or date(due_on.year, 1, 1)
    last = max([due_on, *(band.days if band else ())])
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    # Two ends are enough for a straight line.
    even = {first: int(aim * expected_share(first, due_on, begins_on=first)), due_on: aim}
    told = sorted({*results, *even, *(band.days if band else ())})
    return Chart(
        kind=Kind.BURN_UP,
        title=title,
        option=_lines(days, results, even, band, unit, hrefs or {}),
        table=_days_table(told, results, even, band, hrefs or {}),
        label=gettext("Lines: the result from day to day beside even work to %(aim)s by %(day)s.")
        % {"aim": pieces.grouped(aim), "day": short_day(due_on)},
        height=280,
        definition_href=definition_href,
    )


def _lines(
    days: Sequence[date],
    results: Mapping[date, int],
    even: Mapping[date, int],
    band: Band | None,
    unit: str,
    hrefs: Mapping[date, str],
) -> dict[str, Any]:
    lines = [
        _line(gettext("Result"), [_on(day, results.get(day), unit, hrefs) for day in days], pieces.MAIN, width=2.5),
        _line(gettext("Even work to the target"), [_on(day, even.get(day), unit, None) for day in days], pieces.BEFORE),
    ]
    lines[1]["lineStyle"]["type"] = "dashed"
    names: list[Any] = [line["name"] for line in lines]
    if band:
        lines += _band(band, days, unit)
        names.append({"name": band.name, "icon": "rect"})
    return pieces.option(
        lines,
        tooltip=pieces.tooltip("axis"),
        **pieces.legend_above(names, right=4),
        xAxis=pieces.steps_axis([short_day(day) for day in days], boundaryGap=False),
        yAxis=pieces.length_axis(show=True),
    )


def short_day(day: date) -> str:
    """A day on an axis: day and month in the way of the language."""
    return date_format(day, pgettext("format of a short day", "j M"))


def _on(day: date, value: int | None, unit: str, hrefs: Mapping[date, str] | None) -> dict[str, Any] | None:
    if value is None:
        return None
    says = f"{short_day(day)}: {pieces.grouped(value)} {unit}".strip()
    return pieces.point(value, says, (hrefs or {}).get(day, ""))


def _line(name: str, points: list[dict[str, Any] | None], colour: str, *, width: float = 1.6) -> dict[str, Any]:
    for one in points:
        if one:
            one["says"] = f"{name} · {one['says']}"
    return {
        "type": "line",
        "name": name,
        "data": points,
        "showSymbol": False,
        "connectNulls": True,
        "symbol": "circle",
        "symbolSize": 7,
        "lineStyle": {"color": colour, "width": width},
        "itemStyle": {"color": colour},
    }


def _band(band: Band, days: Sequence[date], unit: str) -> list[dict[str, Any]]:
    """The ground between least and most: an invisible line, and upon it the width of the band."""
    # Stacked lines need every day: between two days that are told, the band runs straight.
    low = [_between(band, day, 0) for day in days]
    wide = [_wide(band, day, unit) for day in days]
    shared = {"type": "line", "stack": "band", "showSymbol": False, "lineStyle": {"width": 0}}
    return [
        {**shared, "name": "", "data": low, "tooltip": {"show": False}},
        {
            **shared,
            "name": band.name,
            "data": wide,
            "areaStyle": {"color": "token:chart-band", "opacity": 1},
            "itemStyle": {"color": "token:chart-band"},
        },
    ]


def _between(band: Band, day: date, side: int) -> int | None:
    """The least (side 0) or the most (side 1) on the day; null outside the days of the band."""
    before = max((d for d in band.days if d <= day), default=None)
    after = min((d for d in band.days if d >= day), default=None)
    if before is None or after is None:
        return None
    first, last = band.days[before][side], band.days[after][side]
    return first if before == after else first + (last - first) * (day - before).days // (after - before).days


def _wide(band: Band, day: date, unit: str) -> dict[str, Any] | None:
    low, high = _between(band, day, 0), _between(band, day, 1)
    if low is None or high is None:
        return None
    return pieces.point(high - low, f"{band.name} · {low:,}–{high:,} {unit}".strip())


def _days_table(
    days: Sequence[date],
    results: Mapping[date, int],
    even: Mapping[date, int],
    band: Band | None,
    hrefs: Mapping[date, str],
) -> Table:
    columns = [gettext("Day"), gettext("Result"), gettext("Even work to the target")]
    columns += [band.name] if band else []
    rows = []
    for day in days:
        result = results.get(day)
        row = [Cell(short_day(day)), Cell("" if result is None else f"{result:,}", hrefs.get(day, ""), result)]
        row.append(Cell(f"{even[day]:,}" if day in even else "", counts="even work"))
        if band:
            low_high = band.days.get(day)
            row.append(Cell(f"{low_high[0]:,}–{low_high[1]:,}" if low_high else "", counts="forecast"))
        rows.append(tuple(row))
    return Table(tuple(columns), tuple(rows))
