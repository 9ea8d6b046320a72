"""The list of local places of work as a paper and as a workbook. It names nobody who works there."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.models import Workplace
from gangqiao.assistance.reads.workplaces import Standing
from gangqiao.assistance.showing.workplaces import kind_words
from gangqiao.assistance.states import WorkplaceStatus
from gangqiao.exports.columns import Cells, OutColumn
from gangqiao.exports.sheet import Sheet, write_xlsx
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import place_names

LAYOUT = Path(__file__).with_name("workplaces.typ")


def list_pdf(found: Sequence[Standing], actor: Actor) -> bytes:
    """The list on A4, lying, in the language of the county. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        wish = {
            "title": _("Local places of work for registered-poor workers"),
            "mark": _mark(actor),
            "head": _headings(),
            "rows": _rows(found),
            "sums": _sums(found),
            "none": _("There are none."),
        }
        return set_pdf(LAYOUT, wish)


def list_xlsx(found: Sequence[Standing], actor: Actor) -> bytes:
    """The same as a workbook."""
    with override(settings.LANGUAGE_CODE):
        rows, headings = _rows(found), _headings()
        columns = [OutColumn(str(n), heading, _width(rows, n, heading), _none) for n, heading in enumerate(headings)]
        title = _("Local places of work for registered-poor workers")
        sheet = Sheet(title[:31], columns, above=[title, _sums(found)], mark=_mark(actor))
        out = io.BytesIO()
        write_xlsx(sheet, rows, out)
        return out.getvalue()


def _headings() -> list[str]:
    return [
        pgettext("paper", "No."), pgettext("assistance", "Place of work"), pgettext("workplace", "Kind"),
        _("Township and village"),
        _("What is made or done"), _("State"), _("Document number"), _("Recognised until"), _("People employed"),
        _("Counted on"), _("Places pledged"), pgettext("pledge", "Filled"), _("Free places"),
    ]  # fmt: skip


def _rows(found: Sequence[Standing]) -> list[list[str]]:
    places = place_names({str(one.workplace.area_id) for one in found})
    return [[str(n), *_cells(one, places)] for n, one in enumerate(found, start=1)]


def _cells(one: Standing, places: dict[str, str]) -> list[str]:
    row: Workplace = one.workplace
    return [
        row.name, kind_words(row.kind), places.get(str(row.area_id), ""), row.work,
        str(WorkplaceStatus(row.status).label), row.document,
        date_format(row.expires_on) if row.expires_on else "",
        "" if row.headcount is None else str(row.headcount),
        date_format(row.counted_on) if row.counted_on else "",
        str(one.places), str(one.taken), str(one.free),
    ]  # fmt: skip


def _sums(found: Sequence[Standing]) -> str:
    return _("%(many)d places of work, %(places)d places pledged, %(taken)d filled, %(free)d free.") % {
        "many": len(found),
        "places": sum(one.places for one in found),
        "taken": sum(one.taken for one in found),
        "free": sum(one.free for one in found),
    }


def _mark(actor: Actor) -> str:
    return _("Printed by %(name)s on %(day)s.") % {"name": actor.name, "day": date_format(clock.today())}


def _none(_rows: object) -> Cells:
    return []


def _width(rows: Sequence[Sequence[str]], n: int, heading: str) -> float:
    """Wide enough for most of the column; a sign that is no Latin one takes two places."""
    texts = [heading, *(row[n] for row in rows)]
    return float(min(36, max(6, max(sum(2 if ord(c) > 255 else 1 for c in text) for text in texts) + 2)))
