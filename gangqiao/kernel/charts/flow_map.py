"""From where to where people go: the units of a county as tiles, the places they go to on the right, bands between.

No outside map: the tiles lie as in `tiles.py`. A band leaves its tile below, runs to the right in the lane under its
row, and bends to its end. In a lane the band that starts farthest right lies highest, so that in the lane none crosses
another. All lengths down are pixels; those across are thousandths of the width, so that any width will do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, pgettext

from gangqiao.kernel.charts import pieces
from gangqiao.kernel.charts.chart import Cell, Chart, Kind, Table
from gangqiao.kernel.charts.tiles import Tile, positions

WIDTH = 1000
TILES_END, ENDS_AT, END_WIDTH = 560, 760, 10
TILE, LANE_ROOM, BETWEEN = 44, 14, 2
END_LEAST, END_ROOM = 36, 14
# The people of the largest tile make bands so thick together, those of the largest end so thick.
THICKEST_TILE, THICKEST_END, THINNEST = 44, 150, 2
MOST_ENDS = 6
COLOURS = ("chart-step-1", "chart-step-3", "chart-second", "chart-step-2", "chart-step-4", "chart-before")


@dataclass(frozen=True, slots=True)
class Place:
    """A unit people leave, or a place they go to. href: all its people."""

    key: str
    name: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """Persons from one unit to one place, by their keys. href: these people."""

    start: str
    end: str
    persons: int
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Sizes:
    """per: pixels for one person; from_start, from_end: persons by key."""

    per: float
    from_start: Mapping[str, int]
    from_end: Mapping[str, int]

    def thick(self, persons: int) -> float:
        return max(persons * self.per, THINNEST)


def flow_map(
    title: str,
    starts: Sequence[Place],
    ends: Sequence[Place],
    bands: Sequence[Band],
    *,
    county_code: str,
    unit: str,
    rest: str,
    definition_href: str = "",
) -> Chart:
    """Bands as thick as they have people. Beyond the six largest ends the others are drawn as one, named `rest`.

    The table has a row for each band, the largest first. Only what has people is drawn as a band or an end.
    """
    real = sorted((b for b in bands if b.persons), key=lambda b: (-b.persons, b.start, b.end))
    shown_ends, drawn = _drawn(ends, real, rest)
    sizes = _sizes(drawn)
    tiles, lanes, left = _tiles(starts, drawn, sizes, county_code)
    data, height = _ends(shown_ends, drawn, sizes, left, unit)
    option = pieces.option(
        [
            {
                "type": "custom",
                "renderItem": "fn:flowmap",
                "data": [*_bands(drawn, lanes, data, _names(starts), unit), *tiles, *data],
            }
        ],
        grid=pieces.grid(top=0, containLabel=False),
        xAxis={"type": "value", "show": False, "min": 0, "max": WIDTH},
        yAxis={"type": "value", "show": False, "min": 0, "max": height, "inverse": True},
    )
    return Chart(
        kind=Kind.FLOW_MAP,
        title=title,
        option=option,
        table=_table(real, _names(starts), _names(ends)),
        label=_label(real, _names(starts), _names(ends), unit),
        height=round(height),
        definition_href=definition_href,
    )


def _names(places: Sequence[Place]) -> dict[str, str]:
    return {one.key: one.name for one in places}


def _drawn(ends: Sequence[Place], real: Sequence[Band], rest: str) -> tuple[list[Place], list[Band]]:
    """The ends that are drawn, the largest first, and the bands to them; small ends are put together."""
    many: dict[str, int] = {}
    for band in real:
        many[band.end] = many.get(band.end, 0) + band.persons
    order = sorted((one for one in ends if one.key in many), key=lambda one: (-many[one.key], one.name))
    if len(order) <= MOST_ENDS:
        return order, list(real)
    kept, other = order[: MOST_ENDS - 1], Place("\u2026", rest)
    keys = {one.key for one in kept}
    bands = [band for band in real if band.end in keys]
    small: dict[str, int] = {}
    for band in real:
        if band.end not in keys:
            small[band.start] = small.get(band.start, 0) + band.persons
    return [*kept, other], [*bands, *(Band(start, other.key, persons) for start, persons in small.items())]


def _sizes(bands: Sequence[Band]) -> _Sizes:
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for band in bands:
        starts[band.start] = starts.get(band.start, 0) + band.persons
        ends[band.end] = ends.get(band.end, 0) + band.persons
    per = min(THICKEST_TILE / max(starts.values(), default=1), THICKEST_END / max(ends.values(), default=1))
    return _Sizes(per, starts, ends)


# --- the tiles on the left, and the lanes below their rows -----------------------------------------------------------

Lanes = dict[tuple[str, str], dict[str, float]]


def _tiles(
    starts: Sequence[Place], bands: Sequence[Band], sizes: _Sizes, county_code: str
) -> tuple[list[dict[str, Any]], Lanes, float]:
    """The tiles; where each band leaves its tile and runs in its lane; how far down all that goes."""
    at = positions(county_code, [Tile(one.name, "", "calm", "", key=one.key) for one in starts])
    columns = max((column for column, _row in at.values()), default=0) + 1
    width = TILES_END / columns
    by_start: dict[str, list[Band]] = {}
    for band in bands:
        by_start.setdefault(band.start, []).append(band)
    ends = list(dict.fromkeys(band.end for band in sorted(bands, key=lambda b: -sizes.from_end[b.end])))
    tiles: list[dict[str, Any]] = []
    lanes: Lanes = {}
    top = 0.0
    for row in sorted({row for _column, row in at.values()}):
        slot = top + TILE + LANE_ROOM / 2
        for one in sorted((one for one in starts if at[one.name][1] == row), key=lambda one: -at[one.name][0]):
            left = at[one.name][0] * width
            tiles.append(_tile(one, left, top, width - 10, sizes.from_start.get(one.key, 0)))
            mine = sorted(by_start.get(one.key, []), key=lambda band: ends.index(band.end))
            inset = sum(sizes.thick(band.persons) + BETWEEN for band in mine)
            for band in mine:
                thick = sizes.thick(band.persons)
                inset -= thick + BETWEEN
                middle = {"left": left, "inset": 8 + inset + thick / 2, "top": top + TILE, "lane": slot + thick / 2}
                lanes[band.start, band.end] = middle
                slot += thick + BETWEEN
        top = slot + LANE_ROOM / 2
    return tiles, lanes, top


def _tile(one: Place, left: float, top: float, width: float, persons: int) -> dict[str, Any]:
    figure = pieces.grouped(persons) if persons else ""
    return pieces.point(
        [round(left, 1), round(top, 1)],
        f"{one.name}\n{figure or 0}",
        one.href if persons else "",
        part="tile",
        name=pieces.plain(one.name),
        figure=figure,
        size=[round(width, 1), TILE],
        fill="token:sheet" if persons else "token:bed",
        line="token:line-strong" if persons else "token:line",
        ink=pieces.INK if persons else pieces.SOFT,
    )


# --- the ends on the right -------------------------------------------------------------------------------------------


def _ends(
    ends: Sequence[Place], bands: Sequence[Band], sizes: _Sizes, left: float, unit: str
) -> tuple[list[dict[str, Any]], float]:
    """The ends, evenly over the height, and the height of the whole."""
    thick = {
        one.key: max(sum(sizes.thick(b.persons) + BETWEEN for b in bands if b.end == one.key), THINNEST) for one in ends
    }
    needed = sum(max(thick[one.key], END_LEAST) + END_ROOM for one in ends)
    height = max(left, needed, TILE * 2)
    between = (height - needed) / max(len(ends), 1)
    found, top = [], between / 2
    for number, one in enumerate(ends):
        room = max(thick[one.key], END_LEAST) + END_ROOM
        persons = sizes.from_end[one.key]
        found.append(
            pieces.point(
                [ENDS_AT, round(top + (room - thick[one.key]) / 2, 1)],
                f"{one.name}\n{pieces.grouped(persons)} {unit}",
                one.href,
                part="end",
                key=one.key,
                name=pieces.plain(one.name),
                figure=f"{pieces.grouped(persons)} {unit}",
                size=[END_WIDTH, round(thick[one.key], 1)],
                fill=f"token:{COLOURS[number]}",
                ink=pieces.INK,
            )
        )
        top += room + between
    return found, height


def _bands(
    bands: Sequence[Band], lanes: Lanes, ends: Sequence[dict[str, Any]], names: Mapping[str, str], unit: str
) -> list[dict[str, Any]]:
    """The bands; at each end they stand in the order of their lanes, so that none crosses another there."""
    found = []
    sizes = _sizes(bands)
    for end in ends:
        at = end["value"][1]
        for band in sorted((b for b in bands if b.end == end["key"]), key=lambda b: lanes[b.start, b.end]["lane"]):
            lane, thick = lanes[band.start, band.end], sizes.thick(band.persons)
            found.append(
                pieces.point(
                    [round(lane["left"], 1), round(lane["top"], 1)],
                    f"{names.get(band.start, '')} \u2192 {end['name']}\n{pieces.grouped(band.persons)} {unit}",
                    band.href,
                    part="band",
                    thick=round(thick, 1),
                    inset=round(lane["inset"], 1),
                    lane=round(lane["lane"], 1),
                    bend=TILES_END,
                    to=[ENDS_AT, round(at + BETWEEN / 2 + thick / 2, 1)],
                    line=end["fill"],
                )
            )
            at += thick + BETWEEN
    # The thickest first: a thin one is never covered.
    return sorted(found, key=lambda one: -one["thick"])


# --- in words --------------------------------------------------------------------------------------------------------


def _table(bands: Sequence[Band], starts: Mapping[str, str], ends: Mapping[str, str]) -> Table:
    rows = tuple(
        (
            Cell(starts.get(band.start, "")),
            Cell(ends.get(band.end, "")),
            Cell(pieces.grouped(band.persons), band.href, band.persons),
        )
        for band in bands
    )
    return Table((pgettext("flow map", "From"), pgettext("flow map", "To"), gettext("Persons")), rows)


def _label(bands: Sequence[Band], starts: Mapping[str, str], ends: Mapping[str, str], unit: str) -> str:
    if not bands:
        return ""
    first = bands[0]
    words = {
        "start": starts.get(first.start, ""),
        "end": ends.get(first.end, ""),
        "persons": pieces.grouped(first.persons),
        "unit": unit,
    }
    return (
        gettext("Bands from where people live to where they go: most from %(start)s to %(end)s, %(persons)s %(unit)s.")
        % words
    )
