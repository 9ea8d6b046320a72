"""The monthly sheet as the county's form has it (domain notes 3.2), word for word: PDF and workbook.

Whole ID numbers stand on it only when the maker is told so, by `views.sheets_papers`, which asked for the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.models import DutyLine, DutySheet
from gangqiao.assistance.papers.duty_setting import mark_of, workbook
from gangqiao.assistance.reads.sheets import code_of, digest_of
from gangqiao.assistance.showing.duty import days_words
from gangqiao.assistance.showing.sheets import agreement_words, block_words, department_words, month_words, remark_of
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.identifiers import mask_id
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import place_name

LAYOUT = Path(__file__).with_name("sheet.typ")


def sheet_pdf(sheet: DutySheet, lines: Sequence[DutyLine], actor: Actor, *, in_full: bool = False) -> bytes:
    """The sheet on A4. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        wish = {
            "title": title(),
            "sub": month_words(sheet.month),
            "head": head_of(sheet),
            "columns": headings(),
            "rows": [row_of(n, line, in_full=in_full) for n, line in enumerate(lines, start=1)],
            "total": [_("In all"), _total(lines)],
            "foot": foot_of(sheet),
            "notes": notes_of(lines),
            "code": _("Code of what it says: %(code)s") % {"code": code_of(digest_of(sheet, lines))},
            "mark": mark_of(actor),
        }
        return set_pdf(LAYOUT, wish)


def sheet_xlsx(sheet: DutySheet, lines: Sequence[DutyLine], actor: Actor, *, in_full: bool = False) -> bytes:
    """The same as a workbook."""
    with override(settings.LANGUAGE_CODE):
        rows: list[list[Any]] = [row_of(n, line, in_full=in_full) for n, line in enumerate(lines, start=1)]
        rows.append(["", _("In all"), "", "", "", _total(lines), ""])
        code = _("Code of what it says: %(code)s") % {"code": code_of(digest_of(sheet, lines))}
        below = ["   ".join(foot_of(sheet)), *notes_of(lines), code]
        above = [month_words(sheet.month), "   ".join(head_of(sheet))]
        return workbook(title(), above, headings(), rows, below, mark_of(actor))


def title() -> str:
    """The name of the form."""
    return _("Days on duty on rural public posts and pay to be allocated")


def headings() -> list[str]:
    """The seven columns of the form, in its order."""
    return [
        pgettext("monthly sheet", "No."), pgettext("monthly sheet", "Name"), pgettext("monthly sheet", "ID number"),
        pgettext("monthly sheet", "Required days"), pgettext("monthly sheet", "Days this month"),
        pgettext("monthly sheet", "Pay"), pgettext("monthly sheet", "Agreement from and until"),
    ]  # fmt: skip


def head_of(sheet: DutySheet) -> list[str]:
    """What stands above the table: who fills it, when, and for which department."""
    day = date_format(sheet.filled_on) if sheet.filled_on else ""
    return [
        _("Filled by the unit (seal): %(unit)s") % {"unit": place_name(str(sheet.area_id))},
        _("Filled on: %(day)s") % {"day": day},
        _("Department of the posts: %(department)s") % {"department": department_words(sheet.department)},
    ]


def foot_of(sheet: DutySheet) -> list[str]:
    """What stands below it."""
    return [
        _("Filled by: %(name)s") % {"name": sheet.filled_by},
        _("Telephone: %(phone)s") % {"phone": sheet.phone},
        _("Checked by (signature):"),
    ]


def row_of(number: int, line: DutyLine, *, in_full: bool) -> list[str]:
    """One line of the table. in_full: with the whole ID number."""
    person = line.holder.person
    text = person.id_number or ""
    days = days_words(line.days)
    return [
        str(number), person.name, text if in_full else mask_id(text, birthday_shown=False), str(line.required_days),
        pgettext("monthly sheet", "%(days)s (for %(month)s)") % {"days": days, "month": month_words(line.month)}
        if line.remarks else days,
        format_yuan(0 if line.blocked else line.amount), agreement_words(line),
    ]  # fmt: skip


def notes_of(lines: Sequence[DutyLine]) -> list[str]:
    """What is to be said of single lines: why something comes late, and why nothing is paid."""
    found = []
    for number, line in enumerate(lines, start=1):
        said = [remark_of(line)] if line.remarks else []
        said += [_("no pay: %(why)s") % {"why": block_words(line.blocked)}] if line.blocked else []
        if said:
            found.append(_("No. %(n)d: %(words)s") % {"n": number, "words": "; ".join(said)})
    return found


def _total(lines: Sequence[DutyLine]) -> str:
    return format_yuan(sum(line.amount for line in lines if not line.blocked))
