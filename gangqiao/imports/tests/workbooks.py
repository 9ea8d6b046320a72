"""Makes small workbooks and judges them, for the tests of reading and judging."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

from gangqiao.imports.jobs.checking import judged_of
from gangqiao.imports.judging import Judged
from gangqiao.imports.understanding import understand_book
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sheets import open_book

Cells = Sequence[Any]


def workbook(headings: Cells, *rows: Cells, titles: Sequence[str] = (), name: str = "Sheet1") -> bytes:
    """One sheet with titles above the headings and the rows below them."""
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet(name)
        for at, line in enumerate([*([title] for title in titles), headings, *rows]):
            for column, cell in enumerate(line):
                if isinstance(cell, str):
                    sheet.write_string(at, column, cell)
                elif cell is not None:
                    sheet.write(at, column, cell)
    return target.getvalue()


def judge(content: bytes, actor: Actor, name: str = "list.xlsx") -> list[Judged]:
    """The judged lines of a workbook, in order; the same whether or not the unchanged ones are seen at a glance."""
    with scope_of(actor.areas("imports.upload")), open_book(content, name=name) as book:
        found, thorough = (
            [
                judged
                for _record, judged in judged_of(
                    book, understand_book(book, lambda columns: None), actor, name, at_a_glance=at_a_glance
                )
            ]
            for at_a_glance in (True, False)
        )
    assert list(map(_essence, found)) == list(map(_essence, thorough))
    return found


def _essence(judged: Judged) -> tuple[Any, ...]:
    return judged.line, judged.fate, judged.person, judged.revision, judged.payload.reasons, judged.payload.acts


def codes(judged: Judged, *severities: str) -> list[str]:
    """The codes of a line's notes, of some severities or of all but "read"."""
    wanted = severities or ("doubt", "wrong")
    return [n.code for n in judged.payload.notes if n.severity in wanted]
