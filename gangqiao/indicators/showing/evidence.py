"""How well a count is known: its persons by the best evidence of their work, A (official) to E (on a list only)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from gangqiao.indicators.breakdowns import GRADES, UNKNOWN
from gangqiao.people.codes import LISTS


@dataclass(frozen=True, slots=True)
class Slice:
    """The persons of one grade. `start` and `width` are percents of the bar, as SVG reads them."""

    grade: str
    word: str
    persons: int
    start: str
    width: str
    href: str

    @property
    def short(self) -> str:
        return self.grade or gettext("none")


def mix_of(persons: Mapping[str, int], address_of: Callable[[str], str]) -> list[Slice]:
    """The mix as parts of a bar in the order of the grades; [] where nobody rests on evidence.

    address_of  gives the people of a grade, "" where the reader may not open them
    """
    total = sum(persons.values())
    if not set(persons) - {UNKNOWN}:
        return []
    slices, start = [], 0
    for grade in (*GRADES, UNKNOWN):
        if count := persons.get(grade, 0):
            word = LISTS["evidence"].word(grade) if grade else gettext("no evidence recorded")
            begin, width = f"{100 * start / total:.2f}", f"{100 * count / total:.2f}"
            slices.append(Slice(grade, word, count, begin, width, address_of(grade)))
            start += count
    return slices
