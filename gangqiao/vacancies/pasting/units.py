"""A message cut into its statements, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from gangqiao.vacancies.pasting.patterns import levelled, words

_OPEN, _CLOSE = "(\u3010", ")\u3011"


@dataclass(frozen=True, slots=True)
class Unit:
    """One statement: the text between two commas. What stands in brackets belongs to the statement before it."""

    text: str
    start: int
    line: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class Message:
    """The levelled text and its statements. `text` is as long as the message pasted."""

    text: str
    units: tuple[Unit, ...]

    def unit_at(self, position: int) -> Unit:
        """The statement a position lies in; between two of them, the earlier one."""
        return max((u for u in self.units if u.start <= position), key=lambda u: u.start, default=self.units[0])

    def before(self, position: int) -> str:
        """What stands before the position in its statement."""
        return self.text[self.unit_at(position).start : position]

    def after(self, position: int) -> str:
        """What stands after the position in its statement."""
        return self.text[position : self.unit_at(max(0, position - 1)).end]


def message(pasted: str) -> Message:
    """Cut a message. An empty one has one empty statement."""
    text = levelled(pasted)
    ends, line_ends = words("unit_ends"), words("line_ends")
    units: list[Unit] = []
    start = depth = line = 0
    for at, character in enumerate([*text, "\n"]):
        if character in _OPEN:
            depth += 1
        elif character in _CLOSE:
            depth = max(0, depth - 1)
        elif character in line_ends or (character in ends and depth == 0):
            if text[start:at].strip():
                units.append(Unit(text[start:at], start, line))
            start, depth = at + 1, depth if character not in line_ends else 0
            line += character in line_ends
    return Message(text, tuple(units) or (Unit("", 0, 0),))
