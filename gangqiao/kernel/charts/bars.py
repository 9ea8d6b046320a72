"""Charts of lying bars: where people go, quantity with quality beside it, and what a number is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from gangqiao.kernel.charts import pieces
from gangqiao.kernel.charts.chart import Cell, Chart, Kind, Table

MOST_PLACES = 10
THIN = 0.12  # parts smaller than this have no room for their number; it stands in the table and on hover


@dataclass(frozen=True, slots=True)
class Flow:
    """Persons at one destination."""

    name: str
    persons: int
    href: str = ""


def flows(title: str, places: Sequence[Flow], *, rest: str, unit: str, definition_href: str = "") -> Chart:
    """Where the people are, the most first; what is beyond the ten largest is put together as `rest`.

    Bars, not a map: no map with an approval number is shipped. Shapes the county uploads itself may be drawn later
    from the same numbers.
    """
    ordered = sorted((p for p in places if p.persons), key=lambda place: (-place.persons, place.name))
    total = sum(place.persons for place in ordered)
    shown, others = ordered[:MOST_PLACES], ordered[MOST_PLACES:]
    if others:
        shown = [*shown, Flow(rest, sum(place.persons for place in others))]
    data = [_bar(place.name, place.persons, total, unit, place.href) for place in shown]
    option = pieces.option(
        [
            {
                "type": "bar",
                "data": data,
                "barWidth": 14,
                "itemStyle": {"color": pieces.MAIN, "borderRadius": [0, 3, 3, 0]},
                "label": {"show": True, "position": "right", "color": pieces.INK, "fontSize": pieces.TEXT},
            }
        ],
        grid=pieces.grid(right=104),
        xAxis=pieces.length_axis(),
        yAxis=pieces.names_axis([place.name for place in shown]),
    )
    table = tuple(
        (Cell(p.name), Cell(f"{p.persons:,}", p.href, p.persons), Cell(pieces.percent_text(Fraction(p.persons, total))))
        for p in ordered
    )
    return Chart(
        kind=Kind.FLOWS,
        title=title,
        option=option,
        table=Table((gettext("Place of work"), gettext("Persons"), gettext("Share")), table),
        label=_first(ordered, unit),
        height=pieces.height_of_rows(len(shown)),
        definition_href=definition_href,
    )


def _bar(name: str, persons: int, total: int, unit: str, href: str) -> dict[str, Any]:
    text = f"{persons:,} · {pieces.percent_text(Fraction(persons, total))}"
    return pieces.point(persons, f"{name}\n{persons:,} {unit}", href, label={"formatter": text})


def _first(places: Sequence[Flow], unit: str) -> str:
    if not places:
        return ""
    words = {"place": places[0].name, "persons": pieces.grouped(places[0].persons), "unit": unit}
    return gettext("Bars by place of work: most are in %(place)s, %(persons)s %(unit)s.") % words


# --- quantity beside quality -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Rank:
    """One unit: how much of its target it has, and beside it how well that is known; shares null where unknown.

    unit_href  the unit's own page; href: the people of its number; more: further cells of its row in the table
    """

    name: str
    quantity: Fraction | None
    quality: Fraction | None
    persons: int
    href: str = ""
    quality_href: str = ""
    unit_href: str = ""
    more: tuple[Cell, ...] = ()


def league(
    title: str,
    ranks: Sequence[Rank],
    *,
    quantity: str,
    quality: str,
    unit: str,
    more: tuple[str, ...] = (),
    definition_href: str = "",
) -> Chart:
    """Units by quantity, the most first, with the quality of the same number beside it in bars of the same length.

    more  headings of further columns of the table, filled by `Rank.more`
    """
    ordered = sorted(ranks, key=lambda rank: (rank.quantity is None, -(rank.quantity or 0), rank.name))
    columns = (gettext("Unit"), quantity, quality, gettext("Persons"), *more)
    rows = tuple(
        (
            Cell(r.name, r.unit_href),
            Cell(pieces.percent_text(r.quantity), r.href, r.persons),
            Cell(pieces.percent_text(r.quality), r.quality_href, r.persons),
            Cell(f"{r.persons:,}", r.href, r.persons),
            *r.more,
        )
        for r in ordered
    )
    return Chart(
        kind=Kind.LEAGUE,
        title=title,
        option=_halves(ordered, quantity, quality, unit),
        table=Table(columns, rows),
        label=gettext("Two bars for each unit: %(quantity)s, and beside it %(quality)s.")
        % {"quantity": quantity, "quality": quality},
        height=pieces.height_of_rows(len(ordered), row=28, beside=40),
        definition_href=definition_href,
    )


def _halves(ordered: Sequence[Rank], quantity: str, quality: str, unit: str) -> dict[str, Any]:
    longest = max([100.0, *(pieces.hundredths(r.quantity) or 0 for r in ordered)])
    names = [r.name for r in ordered]
    values = (
        ([(r, r.quantity, r.href) for r in ordered], quantity, pieces.MAIN),
        ([(r, r.quality, r.quality_href) for r in ordered], quality, "token:chart-second"),
    )
    top, narrow_top = pieces.room_above([quantity, quality]), pieces.room_above([quantity, quality], narrow=True)
    # The axes are longer than the longest bar by the room its number needs.
    return pieces.option(
        [_half(n, shares, name, colour, unit) for n, (shares, name, colour) in enumerate(values)],
        grid=[pieces.grid(right="50%", top=top), pieces.grid(left="53%", top=top, containLabel=False)],
        xAxis=[pieces.length_axis(gridIndex=0, max=longest * 1.34), pieces.length_axis(gridIndex=1, max=120)],
        yAxis=[pieces.names_axis(names, gridIndex=0), pieces.names_axis(names, gridIndex=1, show=False)],
        legend=pieces.legend([quantity, quality]),
        media=pieces.when_narrow(
            grid=[{"top": narrow_top}, {"top": narrow_top}], xAxis=[{"max": longest * 2.9}, {"max": 160}]
        ),
    )


def _half(
    index: int, values: Sequence[tuple[Rank, Fraction | None, str]], name: str, colour: str, unit: str
) -> dict[str, Any]:
    data = []
    for rank, share, href in values:
        text = pieces.percent_text(share) or gettext("not known")
        says = f"{rank.name}\n{name}: {text}\n{rank.persons:,} {unit}"
        data.append(pieces.point(pieces.hundredths(share) or 0, says, href, label={"formatter": text}))
    return pieces.half_of_bars(index, name, colour, data)


# --- what a number is made of ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Made:
    """One row: the persons of each part, as many parts as the chart names, in its order."""

    name: str
    persons: tuple[int, ...]
    hrefs: tuple[str, ...] = ()


def composition(
    title: str, parts: Sequence[str], rows: Sequence[Made], *, unit: str, definition_href: str = ""
) -> Chart:
    """Each row as one bar of 100%, divided into the parts from the first (darkest) to the last.

    For parts that have an order, such as the strength of evidence: the colours are steps of one.
    """
    full = [row for row in rows if sum(row.persons)]
    option = pieces.option(
        [_part(number, name, full, unit) for number, name in enumerate(parts)],
        **pieces.legend_above(parts, right=4),
        xAxis=pieces.length_axis(max=100),
        yAxis=pieces.names_axis([row.name for row in full]),
    )
    table = []
    for row in rows:
        hrefs = row.hrefs or ("",) * len(row.persons)
        table.append((Cell(row.name), *(Cell(f"{n:,}", href, n) for n, href in zip(row.persons, hrefs, strict=True))))
    return Chart(
        kind=Kind.COMPOSITION,
        title=title,
        option=option,
        table=Table((gettext("Unit"), *parts), tuple(table)),
        label=gettext("Bars of 100%% for each row, divided into: %(parts)s.") % {"parts": ", ".join(parts)},
        height=pieces.height_of_rows(len(full), row=28, beside=44),
        definition_href=definition_href,
    )


def _part(number: int, name: str, rows: Sequence[Made], unit: str) -> dict[str, Any]:
    step = min(number + 1, 5)
    data = []
    for row in rows:
        persons, share = row.persons[number], Fraction(row.persons[number], sum(row.persons))
        says = f"{row.name} · {name}\n{persons:,} {unit} · {pieces.percent_text(share)}"
        shown = {"show": share >= THIN, "formatter": f"{int(share * 100)}%"}
        data.append(pieces.point(pieces.hundredths(share), says, row.hrefs[number] if row.hrefs else "", label=shown))
    return {
        "type": "bar",
        "name": name,
        "stack": "whole",
        "data": data,
        "barWidth": 16,
        "itemStyle": {"color": f"token:chart-step-{step}", "borderColor": "token:sheet", "borderWidth": 1},
        "label": {"color": f"token:chart-on-step-{step}", "fontSize": 12},
    }
