"""Small made-up counties for the tests of routing."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

from gangqiao.engine.routing import Destination, Problem, Stop, Vehicle, roads

COACH = Vehicle("coach", 53, 4, 120_000, 400)
MINIBUS = Vehicle("minibus", 20, 6, 60_000, 250)


def on_a_line(*people: int, vehicles: tuple[Vehicle, ...] = (COACH,), **of_stops: Any) -> Problem:
    """Stops 10, 20, 30 ... km from the destination, at 60 km/h: ten minutes from one to the next."""
    metres = roads.on_a_plane([(10.0 * n, 0.0) for n in range(len(people) + 1)])
    stops = tuple(Stop(f"s{n}", n, count, **of_stops) for n, count in enumerate(people, 1))
    return Problem(Destination(0, "station"), stops, vehicles, metres, roads.at_speed(metres, 60))


@st.composite
def fleets(draw: st.DrawFn) -> tuple[Vehicle, ...]:
    kinds = draw(st.integers(1, 3))
    return tuple(
        Vehicle(f"kind {n}", draw(st.integers(1, 60)), draw(st.integers(0, 6)), draw(st.integers(0, 9)) * 10_000, 300)
        for n in range(kinds)
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to twelve stops with windows, couples and groups, and a fleet that may be too small."""
    dice = random.Random(draw(st.integers(0, 10**6)))
    count = draw(st.integers(1, 12))
    metres = roads.on_a_plane([(dice.uniform(0, 60), dice.uniform(0, 60)) for _ in range(count + 1)])
    stops = tuple(_stop(dice, row) for row in range(1, count + 1))
    return Problem(Destination(0, latest=14 * 3600), stops, draw(fleets()), metres, roads.at_speed(metres, 40))


def _stop(dice: random.Random, row: int) -> Stop:
    early = dice.randrange(5, 9) * 3600
    parties = tuple(dice.choice((2, 2, 3, 5)) for _ in range(dice.randrange(4)))
    people = sum(parties) + dice.randrange(0, 70)
    group = dice.choice(("", "", "", "a", "b"))
    return Stop(f"s{row}", row, people, "", early, early + 2 * 3600, 300, parties, group)
