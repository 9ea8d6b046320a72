"""Which gates a batch has to pass, by the day of its departure and its destination. No Django."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("gates.yaml"))
GATES = ("health", "disinfection")
# Kinds of vehicles of a public carrier: it answers for its own trains and aircraft.
PUBLIC_CARRIER = ("train", "flight")


def gates_for(day: date, destination: Iterable[str] = ()) -> dict[str, bool]:
    """The gates of a batch that departs on a day. destination: official codes of the place and of what it lies in."""
    numbers = NUMBERS.on(day)
    found = {gate: bool(getattr(numbers, gate)) for gate in GATES}
    found["health"] = found["health"] or not set(numbers.health_destinations).isdisjoint(destination)
    return found


def asks_no_less(gates: dict[str, bool], than: dict[str, bool]) -> bool:
    """True when the first ones ask for everything that the others ask for."""
    return all(gates.get(gate, False) for gate, is_asked in than.items() if is_asked)


def disinfected_for(day: date) -> timedelta:
    """How long before a departure a disinfection may lie."""
    return timedelta(hours=int(NUMBERS.on(day).disinfected_hours))
