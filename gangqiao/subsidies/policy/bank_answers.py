"""Reads what a bank answers, by the layout of its file. No Django; what follows from an answer is decided elsewhere."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from gangqiao.subsidies.policy.bank_layouts import Layout, yuan_text

LONGEST = 50_000  # lines of a file of a bank
_YUAN = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,2})0*)?")


class NoAnswer(ValueError):
    """The file is not what the layout says an answer is. Its argument: a code of `actions.returns.WHY`."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an answer. line: from 1; result: "paid", "failed" or "" for a word nobody knows.

    fen  null: the bank does not say; on: null: nor when
    """

    line: int
    key: str
    result: str
    reason: str = ""
    words: str = ""
    on: date | None = None
    fen: int | None = None


def rows_of(layout: Layout, content: bytes) -> list[tuple[int, list[str]]]:
    """The cells of a text file, by line from 1. A workbook is opened elsewhere, in a process of its own.

    Raises NoAnswer.
    """
    try:
        text = content.decode("utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else layout.encoding)
    except UnicodeDecodeError as error:
        raise NoAnswer("encoding") from error
    if layout.kind == "fixed":
        return [(n, _cut(layout, line)) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.separator, strict=True)
        return [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        raise NoAnswer("broken") from error


def _cut(layout: Layout, line: str) -> list[str]:
    raw, cells, at = line.encode(layout.encoding), [], 0
    if layout.answer.footer and line.startswith(layout.answer.footer):
        return [line]
    for width in layout.answer.widths.values():
        cells.append(raw[at : at + width].decode(layout.encoding, "replace").strip())
        at += width
    return cells


def read_answer(layout: Layout, rows: Sequence[tuple[int, Sequence[Any]]]) -> list[Said]:
    """What the bank says, line by line, in the order of the file. Raises NoAnswer for a file that is no answer, whose
    lines were cut, or whose sums are not those of its last line."""
    answer, lines = layout.answer, [(n, [_text(cell) for cell in cells]) for n, cells in rows]
    if not lines:
        raise NoAnswer("empty")
    if len(lines) > LONGEST:
        raise NoAnswer("too_long")
    # Fixed columns have no line of headings: their places are those of the widths.
    headings = list(answer.widths) or lines.pop(0)[1]
    places = {our: headings.index(theirs) for our, theirs in answer.columns.items() if theirs in headings}
    if not {"key", "result"} <= places.keys():
        raise NoAnswer("headings")
    return _lines(layout, lines, places)


def _lines(layout: Layout, lines: Sequence[tuple[int, list[str]]], places: Mapping[str, int]) -> list[Said]:
    mark = layout.answer.footer
    ends = [n for n, (_line, cells) in enumerate(lines) if mark and cells[0].startswith(mark)]
    if ends and ends != [len(lines) - 1]:
        raise NoAnswer("after_end")
    said = [
        _said(layout, number, {our: cells[at] for our, at in places.items() if at < len(cells)})
        for number, cells in lines[: len(lines) - len(ends)]
    ]
    if ends:
        _compare(lines[-1][1], said)
    return said


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y%m%d}"
    text = "" if cell is None else str(cell).strip()
    return text[1:] if text.startswith("'") else text


def _said(layout: Layout, line: int, cells: Mapping[str, str]) -> Said:
    if "key" not in cells or "result" not in cells:
        raise NoAnswer("cut")
    return Said(
        line, cells["key"].upper(), layout.answer.results.get(cells["result"], ""),
        layout.answer.reasons.get(cells.get("reason", ""), "other"), cells.get("words", "")[:100],
        _day(cells.get("day", "")), _fen(cells),
    )  # fmt: skip


def _day(text: str) -> date | None:
    digits = text.replace("-", "").replace("/", "").replace(".", "")[:8]
    try:
        return datetime.strptime(digits, "%Y%m%d").date() if len(digits) == 8 else None
    except ValueError:
        return None


def _fen(cells: Mapping[str, str]) -> int | None:
    """The sum of a line, in fen; null when there is none, -1 when it cannot be read: no payment has that sum."""
    if text := cells.get("fen", ""):
        return int(text) if text.isascii() and text.isdigit() else -1
    if not (text := cells.get("yuan", "").replace(",", "")):
        return None
    found = _YUAN.fullmatch(text)
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1


def _compare(footer: Sequence[str], said: Sequence[Said]) -> None:
    """The last line says how many lines there are, and their sum; one of its cells is that number."""
    numbers = [cell.replace(",", "") for cell in footer[1:]]
    if any(cell.isdigit() for cell in numbers) and str(len(said)) not in numbers:
        raise NoAnswer("count")
    sums = {one for one in numbers if "." in one}
    if sums and all(one.fen is not None for one in said) and yuan_text(sum(one.fen or 0 for one in said)) not in sums:
        raise NoAnswer("sum")
