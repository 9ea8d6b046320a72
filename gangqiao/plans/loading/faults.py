"""What is wrong with a plan's file, each fault with its place and its line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gangqiao.kernel.errors import Refusal


class WrongPlan(Refusal):
    """A line of a plan's file cannot be followed. `field` names the place, for example `targets[3].value`.

    line  of the file, from 1; null when the fault is in no line of it
    """

    def __init__(self, sentence: Any, *, field: str = "", line: int | None = None) -> None:
        super().__init__(sentence, field=field)
        self.line = line


class Faults:
    """Collects every fault of one file, so that all are told at once."""

    def __init__(self, lines: Mapping[str, int]) -> None:
        self.lines = lines
        self.found: list[Refusal] = []

    def add(self, place: str, sentence: Any, *, line: int | None = None) -> None:
        """Note a fault; its line is that of the place unless another is given."""
        self.found.append(WrongPlan(sentence, field=place, line=line or self.line_of(place)))

    def line_of(self, place: str) -> int | None:
        """The line of a place; for one that is missing, of what it is missing from."""
        while place and place not in self.lines:
            place = place[: max(place.rfind("."), place.rfind("["), 0)]
        return self.lines.get(place)
