"""The lists of a batch as workbooks, written as exports are: no formula, the mark at the foot, numbers masked."""

from __future__ import annotations

import io
from collections.abc import Sequence

from gangqiao.exports.columns import Cells, OutColumn
from gangqiao.exports.sheet import Sheet, write_xlsx
from gangqiao.transfers.papers import insurance, manifest, receipt
from gangqiao.transfers.papers.insurance import plate_of
from gangqiao.transfers.papers.setting import Stamp, number_of, route_words, sums_words, word
from gangqiao.transfers.reads.papers import Sheaf


def manifest_xlsx(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """Everybody by vehicle and seat."""
    headings = [word("vehicle"), *manifest.headings()]
    rows = [[plate_of(sheaf, one), *manifest.row(one).values(), "", ""] for one in sheaf.people]
    return written(sheaf, stamp, manifest.title(), headings, rows)


def insurance_xlsx(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The list for the insurer, numbers masked."""
    return written(sheaf, stamp, insurance.title(), insurance.headings(), insurance.rows_of(sheaf))


def receipt_xlsx(sheaf: Sheaf, stamp: Stamp) -> bytes:
    """The list of the hand-over, to be filled in and sent back."""
    headings = [word("vehicle"), *receipt.headings()]
    rows = [[plate_of(sheaf, one), *receipt.row(n, one)] for n, one in enumerate(sheaf.people, start=1)]
    return written(sheaf, stamp, receipt.title(), headings, rows)


def written(
    sheaf: Sheaf, stamp: Stamp, title: str, headings: Sequence[str], rows: Sequence[Sequence[str]], mark: str = ""
) -> bytes:
    """A workbook of one sheet: title, batch and sums above, the mark of who printed at the foot of each page."""
    above = [
        f"{title} \u00b7 {number_of(sheaf)}",
        f"{route_words(sheaf)} \u00b7 {sums_words(sheaf.people)}",
        str(stamp),
    ]
    columns = [OutColumn(str(n), heading, _width(rows, n, heading), _none) for n, heading in enumerate(headings)]
    out = io.BytesIO()
    sheet = Sheet(
        title[:31], columns, above=above, mark=mark or f"{sheaf.batch.number} {stamp.name} {stamp.at:%Y-%m-%d}"
    )
    write_xlsx(sheet, rows, out)
    return out.getvalue()


def _none(_rows: object) -> Cells:
    return []


def _width(rows: Sequence[Sequence[str]], n: int, heading: str) -> float:
    """Wide enough for most of the column; a sign that is no Latin one takes two places."""
    texts = [heading, *(row[n] for row in rows[:200])]
    return float(min(40, max(6, max(sum(2 if ord(c) > 255 else 1 for c in text) for text in texts) + 2)))
