"""The scheme of ways: villages where they lie to each other, one line for each vehicle. No map, no roads."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gangqiao.transfers.routes_problem import Spot

WIDTH, HEIGHT, EDGE = 680, 420, 46
LETTER, LINE = 12.5, 16  # about how wide and high letters are drawn
# Lines differ by colour and dash together: nobody has to tell them apart by colour alone.
COLOURS = ("blue", "good", "warn", "bad", "ink-soft")
DASHES = ("", "7 4", "2 4", "12 4 2 4")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the scheme. label: "" where it would lie upon another; the name stands in `name`."""

    name: str
    x: float
    y: float
    label: str
    label_x: float
    anchor: str
    is_end: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The way of one vehicle: points of a polyline, with the colour (a token) and the dash."""

    number: int
    points: str
    colour: str
    dash: str
    label: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """Everything the picture holds."""

    marks: list[Mark]
    lines: list[Line]
    width: int = WIDTH
    height: int = HEIGHT


def look_of(n: int) -> tuple[str, str]:
    """Colour and dash of the n-th line, from 0."""
    return COLOURS[n % len(COLOURS)], DASHES[(n // len(COLOURS) + n) % len(DASHES)]


def scheme_of(spots: dict[int, Spot], end: Spot, ways: Sequence[tuple[int, list[int], str]]) -> Scheme | None:
    """The picture of ways. ways: number, pick-up points in order, words for the line. Null: nothing to draw."""
    used = [spots[key] for _n, keys, _w in ways for key in keys if key in spots]
    if not used:
        return None
    place = _fitted([*used, end])
    lines = []
    for n, (number, keys, words) in enumerate(ways):
        colour, dash = look_of(n)
        points = [place(spots[key]) for key in keys if key in spots] + [place(end)]
        lines.append(Line(number, " ".join(f"{x:.1f},{y:.1f}" for x, y in points), colour, dash, words))
    return Scheme(_marks(list({spot.key: spot for spot in used}.values()), end, place), lines)


def _fitted(spots: Sequence[Spot]) -> Any:
    """Degrees to the picture: north is up, and a kilometre is as long in either direction."""
    middle = math.cos(math.radians(sum(spot.latitude for spot in spots) / len(spots)))
    easts, norths = [spot.longitude * middle for spot in spots], [spot.latitude for spot in spots]
    wide, high = max(easts) - min(easts) or 0.01, max(norths) - min(norths) or 0.01
    scale = min((WIDTH - 2 * EDGE) / wide, (HEIGHT - 2 * EDGE) / high)
    left = (WIDTH - wide * scale) / 2
    top = (HEIGHT - high * scale) / 2

    def place(spot: Spot) -> tuple[float, float]:
        return left + (spot.longitude * middle - min(easts)) * scale, top + (max(norths) - spot.latitude) * scale

    return place


def _marks(spots: list[Spot], end: Spot, place: Any) -> list[Mark]:
    taken: list[tuple[float, float, float, float]] = []
    marks = []
    for spot in [end, *spots]:
        x, y = place(spot)
        wide = sum(LETTER if ord(letter) > 0x2E80 else 7 for letter in spot.name)
        to_left = x + 8 + wide > WIDTH
        box = (x - 8 - wide if to_left else x + 8, y - LINE / 2, wide, LINE)
        is_free = not any(_meet(box, other) for other in taken)
        if is_free:
            taken.append(box)
        label_x = x - 8 if to_left else x + 8
        marks.append(
            Mark(spot.name, round(x, 1), round(y, 1), spot.name if is_free else "", round(label_x, 1),
                 "end" if to_left else "start", spot is end)
        )  # fmt: skip
    return marks


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )
