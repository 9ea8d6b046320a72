"""The duty sheet of a village: to be signed day by day, in the order of the screen; and the same as a workbook.

What stands marked already is printed; what does not is left empty, to be filled by hand and keyed afterwards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from gangqiao.assistance.actions.duty import Said
from gangqiao.assistance.papers.duty_setting import mark_of, workbook
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads.duty import Month
from gangqiao.assistance.showing.duty import SIGNS, sign_of
from gangqiao.assistance.showing.sheets import month_words
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.people.reads.masking import name_for, place_name

LAYOUT = Path(__file__).with_name("duty.typ")
OUTSIDE = "—"  # the agreement does not cover the day


def duty_pdf(area: str, month: date, months: Sequence[Month], actor: Actor) -> bytes:
    """The duty sheet on A4, lying. Raises NotSet."""
    with override(settings.LANGUAGE_CODE):
        days = policy.days_of(month)
        wish = {
            "title": _("Duty sheet of public posts"),
            "sub": f"{place_name(area)} {month_words(month)}",
            "columns": [pgettext("monthly sheet", "No."), pgettext("monthly sheet", "Name"),
                        *[str(day.day) for day in days], pgettext("duty", "Days"), pgettext("paper", "Signature")],
            "weekends": [n for n, day in enumerate(days) if day.weekday() >= 5],
            "days": len(days),
            "rows": [[str(n), name_for(one.holder.person, actor), *cells_of(one, days), "", ""]
                     for n, one in enumerate(months, start=1)],
            "planned": [[day.day in (one.plan.days if one.plan else ()) for day in days] for one in months],
            "notes": [legend_words(), _("Grey days are planned. Marked is the holder alone: nobody can stand in.")],
            "foot": [_("Village officer (signature):"), _("Head of the village (signature):"), _("Day:")],
            "mark": mark_of(actor),
        }  # fmt: skip
        return set_pdf(LAYOUT, wish)


def duty_xlsx(area: str, month: date, months: Sequence[Month], actor: Actor) -> bytes:
    """The same as a workbook, to be filled in and brought back; the last column says whose line it is."""
    with override(settings.LANGUAGE_CODE):
        days = policy.days_of(month)
        headings = [pgettext("monthly sheet", "No."), pgettext("monthly sheet", "Name"),
                    *[str(day.day) for day in days], CODE_HEADING]  # fmt: skip
        rows = [
            [str(n), name_for(one.holder.person, actor), *cells_of(one, days), str(one.holder.uuid)]
            for n, one in enumerate(months, start=1)
        ]  # fmt: skip
        above = [f"{place_name(area)} {month:%Y-%m}", legend_words()]
        return workbook(_("Duty sheet of public posts"), above, headings, rows, [], mark_of(actor))


CODE_HEADING = "code"


def cells_of(found: Month, days: Sequence[date]) -> list[str]:
    """A sign for each day that stands marked, a line where no agreement covers it, else nothing."""
    covered = set(found.covered)
    return [sign_of(Said.of(found.marks.get(day))) if day in covered else OUTSIDE for day in days]


def legend_words() -> str:
    """What each sign means."""
    words = (
        ("1", pgettext("duty", "on duty")), ("5", pgettext("duty", "half a day")), ("0", pgettext("duty", "absent")),
        ("2", pgettext("duty", "ill")), ("3", pgettext("duty", "on leave")),
    )  # fmt: skip
    return "  ".join(f"{sign_of(SIGNS[digit])} {said}" for digit, said in words)
