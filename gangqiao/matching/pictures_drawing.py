"""Two numbers of each row beside each other, in bars: people and seats have each their own length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from gangqiao.kernel.charts import Cell, Chart, Kind, Table, pieces

MOST = 14
LONGEST = 10  # characters of a name beside a bar; the table has the whole one


@dataclass(frozen=True, slots=True)
class Pair:
    """One row: how many people, how many seats, and the lists behind them."""

    name: str
    persons: int
    seats: int
    people_href: str = ""
    seats_href: str = ""


def pairs(title: str, rows: Sequence[Pair], *, head: str, how: str, wish: str = "") -> Chart:
    """People at the left, seats at the right, the rows with most of both first; the table has all of them.

    wish  what the people want, where they do not seek work
    """
    ordered = sorted((row for row in rows if row.persons or row.seats), key=lambda r: (-(r.persons + r.seats), r.name))
    shown, people, seats = ordered[:MOST], wish or _("People who seek work"), _("Open seats")
    table = tuple(
        (
            Cell(row.name),
            Cell(f"{row.persons:,}", row.people_href, row.persons),
            Cell(f"{row.seats:,}", row.seats_href if row.seats else "", counts="seats"),
        )
        for row in ordered
    )
    return Chart(
        kind=Kind.LEAGUE,
        title=title,
        option=_halves(shown, people, seats),
        table=Table((head, people, seats), table),
        label=wish or _("Two bars for each row: people who seek work, and beside it open seats."),
        height=pieces.height_of_rows(len(shown), row=28, beside=40),
        definition_href=how,
    )


def _halves(rows: Sequence[Pair], people: str, seats: str) -> dict[str, Any]:
    names = [_short(row.name) for row in rows]
    left = [(row, row.persons, row.people_href) for row in rows]
    right = [(row, row.seats, row.seats_href) for row in rows]
    top, narrow = pieces.room_above([people, seats]), pieces.room_above([people, seats], narrow=True)
    most = [max((n for _row, n, _href in side), default=1) or 1 for side in (left, right)]
    return pieces.option(
        [_half(0, left, people, pieces.MAIN), _half(1, right, seats, "token:chart-second")],
        grid=[pieces.grid(right="47%", top=top), pieces.grid(left="56%", top=top, containLabel=False)],
        # Longer than the longest bar by the room its number needs.
        xAxis=[pieces.length_axis(gridIndex=n, max=most[n] * 1.4) for n in (0, 1)],
        yAxis=[pieces.names_axis(names, gridIndex=0), pieces.names_axis(names, gridIndex=1, show=False)],
        legend=pieces.legend([people, seats]),
        media=pieces.when_narrow(grid=[{"top": narrow}, {"top": narrow}], xAxis=[{"max": m * 2.2} for m in most]),
    )


def _half(index: int, values: Sequence[tuple[Pair, int, str]], name: str, colour: str) -> dict[str, Any]:
    data = [
        pieces.point(n, f"{row.name}\n{name}: {n:,}", href if n else "", label={"formatter": f"{n:,}"})
        for row, n, href in values
    ]
    return pieces.half_of_bars(index, name, colour, data)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"
