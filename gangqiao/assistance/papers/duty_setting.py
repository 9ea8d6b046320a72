"""What the papers of duty say alike, and the workbooks that say the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gangqiao.exports.columns import Cells, OutColumn
from gangqiao.exports.sheet import Sheet, write_xlsx
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor


def mark_of(actor: Actor) -> str:
    """Who printed it, and when: on every page."""
    return _("Printed by %(name)s on %(day)s.") % {"name": actor.name, "day": date_format(clock.today())}


def workbook(
    title: str, above: Sequence[str], headings: Sequence[str], rows: Sequence[Sequence[Any]], below: Sequence[str],
    mark: str,
) -> bytes:  # fmt: skip
    """A workbook of one sheet: title and lines above, the table, lines below. Texts stay texts, no formula."""
    table = [list(row) for row in rows]
    table += [[line, *[""] * (len(headings) - 1)] for line in below]
    columns = [OutColumn(str(n), heading, _width(rows, n, heading), _none) for n, heading in enumerate(headings)]
    out = io.BytesIO()
    write_xlsx(Sheet(title[:31], columns, above=[title, *above], mark=mark), table, out)
    return out.getvalue()


def _none(_rows: object) -> Cells:
    return []


def _width(rows: Sequence[Sequence[Any]], n: int, heading: str) -> float:
    """Wide enough for most of the column; a sign that is no Latin one takes two places."""
    texts = [heading, *(str(row[n]) for row in rows)]
    return float(min(36, max(4, max(sum(2 if ord(c) > 255 else 1 for c in text) for text in texts) + 2)))
