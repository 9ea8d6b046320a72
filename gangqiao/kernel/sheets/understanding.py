"""Understands a sheet from its first rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import takewhile

from gangqiao.kernel.sheets.book import Sheet
from gangqiao.kernel.sheets.cells import names_a_person, text_of
from gangqiao.kernel.sheets.columns import name_columns
from gangqiao.kernel.sheets.header import Header, Line, find_header
from gangqiao.kernel.sheets.layout import Layout
from gangqiao.kernel.sheets.lines import LineKind, is_numbering, kind_of_line
from gangqiao.kernel.sheets.vocabulary import Vocabulary

FIRST_LINES = 60
_FEWEST_KEYS = 2


def understand(
    first: Sequence[Line], sheet: Sheet, vocabulary: Vocabulary, remembered: Mapping[str, str] | None = None
) -> Layout:
    """The layout of the sheet by its first lines (about 60). `remembered`: normal heading -> key, "" is left out.

    Without a header the layout is no ledger; its columns then have what their cells say, for a person to confirm.
    """
    first = list(first)[:FIRST_LINES]
    header = find_header(first, sheet.merged[:5000], vocabulary)
    if header is None:
        return _without_header(first, vocabulary)
    lines = header.lines
    after = [(line, cells) for line, cells in first if line > lines[-1]]
    if after and is_numbering(after[0][1]):
        lines = (*lines, after[0][0])
        after = after[1:]
    titles = _titles(first, lines[0])
    named = name_columns(header, [cells for _, cells in after], vocabulary, remembered or {})
    layout = Layout(lines, named, titles, is_ledger=True, known=vocabulary.keys)
    # Once more without totals and remarks among the cells; the headings are known now.
    kinds = [(kind_of_line(cells, layout), cells) for _, cells in after]
    own = takewhile(lambda found: found[0] is not LineKind.OTHER_HEADING, kinds)
    body = [cells for kind, cells in own if kind is LineKind.RECORD]
    columns = name_columns(header, body, vocabulary, remembered or {})
    # Lines about people under a header of which nearly nothing is known are a list all the same: somebody names it.
    is_ledger = len({c.key for c in columns if c.key}) >= _FEWEST_KEYS or any(
        names_a_person(cell) for cells in body for cell in cells
    )
    return Layout(lines, columns, titles, is_ledger, vocabulary.keys)


def _titles(first: Sequence[Line], until: int) -> list[tuple[int, str]]:
    return [
        (line, "  ".join(text_of(cell) for cell in cells if cell is not None))
        for line, cells in first
        if line < until and any(cell is not None for cell in cells)
    ]


def _without_header(first: Sequence[Line], vocabulary: Vocabulary) -> Layout:
    columns = name_columns(Header((), {}, 0.0), [cells for _, cells in first], vocabulary, {})
    return Layout((), columns, [], is_ledger=False)
