"""The publicity of a monthly sheet, to be put up: only what `publicity_masking` lets out."""

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
from gangqiao.assistance.papers.publicity_masking import public_lines
from gangqiao.assistance.showing.sheets import month_words
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import place_name

LAYOUT = Path(__file__).with_name("publicity_sheet.typ")


def publicity_pdf(sheet: DutySheet, lines: Sequence[DutyLine], actor: Actor) -> bytes:
    """The sheet to be put up, on A4. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        said = publicity_of(sheet, lines)
        return set_pdf(LAYOUT, {**said, "mark": mark_of(actor)})


def publicity_xlsx(sheet: DutySheet, lines: Sequence[DutyLine], actor: Actor) -> bytes:
    """The same as a workbook."""
    with override(settings.LANGUAGE_CODE):
        said = publicity_of(sheet, lines)
        return workbook(
            said["title"], [said["sub"], said["words"]], said["columns"], said["rows"], said["foot"], mark_of(actor)
        )


def publicity_of(sheet: DutySheet, lines: Sequence[DutyLine]) -> dict[str, Any]:
    """What the publicity says, in the language of the moment: on the page and on paper alike."""
    place, month = place_name(str(sheet.area_id)), month_words(sheet.month)
    rows = [
        [str(n), one.name, one.number, one.post, one.days, one.amount]
        for n, one in enumerate(public_lines(lines), start=1)
    ]  # fmt: skip
    return {
        "title": _("Publicity of pay on rural public posts"),
        "sub": f"{place} {month}",
        "words": _("Whoever knows that somebody did not work, or was not paid, says so: also without a name."),
        "columns": [
            pgettext("monthly sheet", "No."), pgettext("monthly sheet", "Name"), pgettext("monthly sheet", "ID number"),
            pgettext("monthly sheet", "Post"), pgettext("monthly sheet", "Days this month"),
            pgettext("monthly sheet", "Pay"),
        ],
        "rows": rows,
        "foot": [_period(sheet), _("Telephone for objections: %(phone)s") % {"phone": phone_of(lines)}],
    }  # fmt: skip


def _period(sheet: DutySheet) -> str:
    first, last = sheet.publicity_from, sheet.publicity_until
    if first is None or last is None:
        return _("Published from ____ to ____, ____ days in all.")
    days = (last - first).days + 1
    said = {"first": date_format(first), "last": date_format(last), "n": days}
    return _("Published from %(first)s to %(last)s, %(n)d days in all.") % said


def phone_of(lines: Sequence[DutyLine]) -> str:
    """The telephones for objections of the posts on the sheet; a line to write on where none is known."""
    found = dict.fromkeys(line.holder.post.objection_phone for line in lines if line.holder.post.objection_phone)
    return ", ".join(found) or "____________"
