"""Cells of a CSV file. What is wrong is said with file, line and column."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

OTHER_NAMES = {
    "longitude": ("longitude", "lon", "lng"),
    "latitude": ("latitude", "lat"),
    "service_min": ("service_min", "service_minutes"),
}
Value = TypeVar("Value")


class WrongTable(Exception):
    """A file that cannot be used; the text is one sentence."""


@dataclass(frozen=True)
class Row:
    """One line of a file, by the lower-case names of its columns."""

    file: str
    line: int
    cells: Mapping[str, str]

    def has(self, column: str) -> bool:
        return any(self.cells.get(name, "") for name in OTHER_NAMES.get(column, (column,)))

    def text(self, column: str) -> str:
        names = OTHER_NAMES.get(column, (column,))
        return next((self.cells[name] for name in names if self.cells.get(name)), "")

    def read(self, column: str, read: Callable[[str], Value], otherwise: Value | None = None) -> Value:
        """A cell as `read` understands it, `otherwise` if it is empty. `read` raises ValueError with what it wants."""
        text = self.text(column)
        if not text:
            if otherwise is None:
                raise self.wrong(column, "is empty; fill it in")
            return otherwise
        try:
            return read(text)
        except ValueError as fault:
            raise self.wrong(column, f"“{text}” {fault}") from None

    def wrong(self, column: str, says: str) -> WrongTable:
        return WrongTable(f"{self.file}, line {self.line}, column {column}: {says}.")


def rows_of(path: Path, needed: tuple[str, ...]) -> list[Row]:
    """The lines of a CSV file (UTF-8 or GB 18030; commas, semicolons or tabs) that has the needed columns."""
    text = text_of(path)
    head = text.splitlines()[0] if text.strip() else ""
    mark = max(",;\t", key=head.count)
    lines = csv.reader(text.splitlines(), delimiter=mark)
    names = [name.strip().lower() for name in next(lines, [])]
    for column in needed:
        if not set(OTHER_NAMES.get(column, (column,))) & set(names):
            raise WrongTable(f"{path.name}, line 1: the column {column} is missing; add it to the heading.")
    found = []
    for cells in lines:
        if any(cell.strip() for cell in cells):
            values = [cell.strip() for cell in cells]
            if len(values) > len(names):
                raise WrongTable(
                    f"{path.name}, line {lines.line_num}: has {len(values)} cells for {len(names)} columns; "
                    "put quotation marks around a text with commas."
                )
            found.append(Row(path.name, lines.line_num, dict(zip(names, values, strict=False))))
    return found


def text_of(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise WrongTable(f"{path}: cannot be read ({fault.strerror}); check the path.") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise WrongTable(f"{path.name}: is not text in UTF-8 or GB 18030; save it as CSV in UTF-8.")


def time_of_day(text: str) -> int:
    """Seconds of the day from 7:30, 07:30:15 or 27000."""
    try:
        parts = [int(part) for part in text.split(":")] if ":" in text else [0, 0, int(float(text))]
    except (ValueError, OverflowError):
        parts = [-1]
    if not 2 <= len(parts) <= 3 or min(parts) < 0 or (":" in text and max(parts[1:]) > 59):
        raise ValueError("is no time; write 07:30 or seconds of the day")
    hours, minutes, seconds = (*parts, 0)[:3]
    return hours * 3600 + minutes * 60 + seconds


def number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError("is no number; write digits")
    return value


def not_below_zero(text: str) -> float:
    if (value := number(text)) < 0:
        raise ValueError("is below 0; correct it")
    return value


def whole(text: str) -> int:
    value = not_below_zero(text)
    if value != int(value):
        raise ValueError("is no whole number; correct it")
    return int(value)


def hours(text: str) -> int:
    if (value := number(text)) <= 0:
        raise ValueError("is not above 0; leave it empty where there is no limit")
    return round(value * 3600)


def cents(text: str) -> int:
    return round(not_below_zero(text) * 100)


def degrees(most: int) -> Callable[[str], float]:
    def read(text: str) -> float:
        value = number(text)
        if abs(value) > most:
            raise ValueError(f"is no degree from -{most} to {most}; are longitude and latitude exchanged?")
        return value

    return read
