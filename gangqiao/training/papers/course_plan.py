"""A plan of courses on paper and as a workbook, in the layout in which plans are reported upwards. It names nobody."""

from __future__ import annotations

import io
from pathlib import Path

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gangqiao.exports.columns import Cells, OutColumn
from gangqiao.exports.sheet import Sheet, write_xlsx
from gangqiao.kernel import clock
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.training.models import CoursePlan
from gangqiao.training.reads.plans import lines_of
from gangqiao.training.showing import words
from gangqiao.training.showing.plans import time_words

LAYOUT = Path(__file__).with_name("course_plan.typ")
WIDTHS = (6, 10, 16, 18, 26, 44, 10, 10, 10)


def headings() -> list[str]:
    """The heads of the table."""
    return [
        pgettext("paper", "No."), _("Month"), _("Trade"), _("Form"), _("Place"), pgettext("training", "Villages"),
        _("Wishes counted"),
        _("Open seats"), _("Places"),
    ]  # fmt: skip


def rows_of(plan: CoursePlan) -> list[list[str]]:
    """The lines of a plan as cells."""
    lines = [line for line, _held in lines_of(plan)]
    keys = {key for line in lines for key in (str(line.place_id), *line.villages)}
    names, full = words.short_places(keys), words.full_places(keys)
    return [
        [
            str(n), words.month_words(line.month), words.trade_words(line.trade), words.form_words(line.form),
            full.get(str(line.place_id), ""), words.between(names.get(key, "") for key in line.villages),
            str(line.wishes), str(line.posts), str(line.places),
        ]
        for n, line in enumerate(lines, start=1)
    ]  # fmt: skip


def set_plan(plan: CoursePlan, by: str) -> bytes:
    """The PDF: A4, landscape, head and signatures. Raises NotSet."""
    rows = rows_of(plan)
    wish = {
        "title": plan.title,
        "zh": (get_language() or settings.LANGUAGE_CODE).startswith("zh"),
        "lines": _above(plan, rows),
        "columns": headings(),
        "rows": rows,
        "total": [_("In all"), str(sum(int(row[-1]) for row in rows))],
        "signatures": [pgettext("paper", "Made by"), pgettext("paper", "Approved by"), pgettext("paper", "Day")],
        "seal": pgettext("paper", "(seal)"),
        "mark": _mark(by),
    }
    return set_pdf(LAYOUT, wish)


def plan_xlsx(plan: CoursePlan, by: str) -> bytes:
    """The same as a workbook."""
    rows = rows_of(plan)
    columns = [OutColumn(str(n), head, WIDTHS[n], _none) for n, head in enumerate(headings())]
    total = [_("In all"), *[""] * (len(columns) - 2), str(sum(int(row[-1]) for row in rows))]
    out = io.BytesIO()
    sheet = Sheet(plan.title[:31], columns, above=[plan.title, *_above(plan, rows)], mark=_mark(by))
    write_xlsx(sheet, [*rows, total], out)
    return out.getvalue()


def _above(plan: CoursePlan, rows: list[list[str]]) -> list[str]:
    counted = _("Wishes and posts as counted on %(day)s") % {"day": date_format(plan.counted_on, "DATE_FORMAT")}
    issued = ""
    if plan.issued_at is not None:
        day = date_format(clock.day_of(plan.issued_at), "DATE_FORMAT")
        issued = _("Issued on %(day)s by %(who)s") % {"day": day, "who": plan.issued_by}
    first = words.joined([plan.area.name, time_words(plan), _("%(n)d courses") % {"n": len(rows)}])
    return [first, words.joined([counted, issued or _("Draft, not issued")])]


def _mark(by: str) -> str:
    day = date_format(clock.today(), "DATE_FORMAT")
    return _("Printed by %(name)s, %(at)s.") % {"name": by, "at": day}


def _none(_rows: object) -> Cells:
    return []
