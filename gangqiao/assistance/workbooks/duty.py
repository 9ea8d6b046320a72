"""A filled duty sheet that comes back as a workbook: what its cells say, for the village and month it was made for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from gangqiao.assistance.papers.duty import CODE_HEADING, OUTSIDE
from gangqiao.assistance.reads.duty import Month
from gangqiao.assistance.refusals_duty import NotADutySheet
from gangqiao.kernel.sheets import Cell, open_book, text_of

MOST_LINES = 2_000
MEGABYTES = 5


def read_duty(content: bytes, name: str, month: date, months: Sequence[Month]) -> dict[str, str]:
    """The signs by the names of the cells of the grid. Lines of others, and days no agreement covers, are left out.

    Raises UnreadableFile, NotADutySheet when no line is of a holder of this village, or the month is another one.
    """
    lines = _lines(content, name)
    heading = next((n for n, line in enumerate(lines) if CODE_HEADING in line), None)
    if heading is None or not any(f"{month:%Y-%m}" in "".join(line) for line in lines[:heading]):
        raise NotADutySheet
    at = {text: n for n, text in enumerate(lines[heading]) if text}
    by_code = {line[at[CODE_HEADING]]: line for line in lines[heading + 1 :] if len(line) > at[CODE_HEADING]}
    found: dict[str, str] = {}
    known = False
    for one in months:
        line = by_code.get(str(one.holder.uuid))
        known = known or line is not None
        for day in one.covered if line is not None else ():
            place = at.get(str(day.day), -1)
            text = line[place].strip() if line is not None and 0 <= place < len(line) else ""
            if text and text != OUTSIDE:
                found[f"m-{one.holder.uuid}-{day.day}"] = text[:4]
    if not known:
        raise NotADutySheet
    return found


def _lines(content: bytes, name: str) -> list[list[str]]:
    with open_book(content, name=name) as book:
        for sheet in book.sheets:
            if not sheet.hidden:
                return [[_text(cell) for cell in cells] for _number, cells in islice(sheet.rows(), MOST_LINES)]
    raise NotADutySheet


def _text(cell: Cell) -> str:
    """A cell as text; a number that is whole without its decimals."""
    return text_of(cell).strip().removesuffix(".0")
