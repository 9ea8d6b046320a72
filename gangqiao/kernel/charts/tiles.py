"""The units of a county as tiles that lie to each other roughly as the places do.

There are no shapes of townships to be had, and a wrong border is worse than none. Where each tile lies is said by
`tiles.yaml`; a county it does not know gets a plain grid in the order of the keys. A county that uploads its own
shapes (GeoJSON) may be drawn by them later from the same `Tile`s: only this module would change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext

from gangqiao.kernel.charts import pieces
from gangqiao.kernel.charts.chart import TONE_MARKS, Cell, Chart, Kind, Table

PLACES = Path(__file__).with_name("tiles.yaml")
TILE = 84  # height of a tile in pixels


@dataclass(frozen=True, slots=True)
class Tile:
    """One unit: its name, its number in words, and its state as a word with a tone.

    href         where the tile leads, for example the unit's own page
    people_href  the people of its number; persons: how many
    """

    name: str
    figure: str
    tone: str
    state: str
    href: str = ""
    key: str = ""
    people_href: str = ""
    persons: int | None = None


Layout = dict[str, tuple[int, int]]


@cache
def _known() -> dict[str, list[Layout]]:
    """County's code -> its layouts: name of the unit -> column and row from 0, the north on top."""
    stored = yaml.safe_load(PLACES.read_text(encoding="utf-8"))["counties"]
    return {
        str(code): [{name: (int(at[0]), int(at[1])) for name, at in layout.items()} for layout in layouts]
        for code, layouts in stored.items()
    }


def positions(county_code: str, tiles: Sequence[Tile]) -> Layout:
    """Column and row of each tile, by name.

    Units of a county we know lie where they lie; one that came later is put into a row below. Any other county is a
    grid in the order of the keys.
    """
    names = {tile.name for tile in tiles}
    layout = max(_known().get(county_code, [{}]), key=lambda known: len(known.keys() & names))
    placed = {name: at for name, at in layout.items() if name in names}
    if 2 * len(placed) < len(tiles):
        placed = {}
    rest = sorted((tile for tile in tiles if tile.name not in placed), key=lambda tile: (tile.key, tile.name))
    width = max((column + 1 for column, _row in placed.values()), default=max(ceil(sqrt(len(tiles))), 1))
    below = max((row + 1 for _column, row in placed.values()), default=0)
    return placed | {tile.name: (n % width, below + n // width) for n, tile in enumerate(rest)}


def tile_map(title: str, tiles: Sequence[Tile], *, county_code: str, measured: str, definition_href: str = "") -> Chart:
    """The units as tiles with number, state word and shape.

    measured  what the numbers are, as the heading of their column
    """
    at = positions(county_code, tiles)
    columns = max((column for column, _row in at.values()), default=0) + 1
    rows = max((row for _column, row in at.values()), default=0) + 1
    option = pieces.option(
        [{"type": "custom", "renderItem": "fn:tiles", "data": [_datum(tile, at[tile.name]) for tile in tiles]}],
        grid=pieces.grid(top=0, containLabel=False),
        xAxis=_hidden_axis(columns),
        yAxis=_hidden_axis(rows, inverse=True),
    )
    table = tuple((Cell(t.name, t.href), Cell(t.figure, t.people_href, t.persons), Cell(t.state)) for t in tiles)
    return Chart(
        kind=Kind.TILES,
        title=title,
        option=option,
        table=Table((gettext("Unit"), measured, gettext("State")), table),
        label=_label(tiles),
        height=rows * TILE,
        definition_href=definition_href,
    )


def _hidden_axis(many: int, **more: Any) -> Mapping[str, Any]:
    return {"type": "category", "data": [str(n) for n in range(many)], "show": False, **more}


def _datum(tile: Tile, at: tuple[int, int]) -> dict[str, Any]:
    shape, ground, line = TONE_MARKS[tile.tone]
    return pieces.point(
        [*at],
        f"{tile.name}\n{tile.figure}\n{tile.state}",
        tile.href,
        name=pieces.plain(tile.name),
        figure=pieces.plain(tile.figure),
        word=tile.state,
        shape=shape,
        fill=f"token:{ground}",
        line=f"token:{line}",
        ink=pieces.INK,
    )


def _label(tiles: Sequence[Tile]) -> str:
    """How many units are in each state."""
    counts: dict[str, int] = {}
    for tile in tiles:
        counts[tile.state] = counts.get(tile.state, 0) + 1
    parts = "; ".join(f"{state}: {many}" for state, many in counts.items())
    return gettext("Tiles of the units by place. %(parts)s.") % {"parts": parts}
