"""Monthly sheets as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import DutyDay, DutyLine, DutySheet, Objection
from gangqiao.assistance.reads.holders_found import SAYS
from gangqiao.assistance.showing.duty import days_words
from gangqiao.assistance.states import SHEET, SheetStatus
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.money import format_yuan
from gangqiao.people.reads.masking import name_for, place_name, place_names

TONES = {
    SheetStatus.DRAFT: "busy", SheetStatus.SUBMITTED: "warn", SheetStatus.CHECKED: "warn",
    SheetStatus.PUBLICITY: "busy", SheetStatus.FINAL: "good",
}  # fmt: skip


def month_words(month: Any) -> str:
    """A month as it is said, "2020年2月"."""
    return date_format(month, "YEAR_MONTH_FORMAT")


def remark_of(line: DutyLine) -> str:
    """What a correction is, in words; "" for the month's own line."""
    words = {
        "late": pgettext("monthly sheet", "days of %(month)s that came late"),
        "held": pgettext("monthly sheet", "%(month)s, held back until it was cleared up"),
        "missed": pgettext("monthly sheet", "%(month)s, for who stood on no sheet of it"),
    }
    said = words.get(line.remarks, "")
    return said % {"month": month_words(line.month)} if said else line.remarks


def block_words(code: str) -> str:
    """Why no pay follows, in words."""
    if code in LISTS["sheet_block"]:
        return LISTS["sheet_block"].word(code)
    return str(SAYS.get(code, code))


def department_words(code: str) -> str:
    """The department whose posts stand on a sheet."""
    return LISTS["post_department"].word(code) if code in LISTS["post_department"] else code


def rows(sheets: Iterable[DutySheet], sums: dict[int, tuple[int, int]]) -> list[dict[str, Any]]:
    """The rows of the list of sheets."""
    found = list(sheets)
    places = place_names({str(one.area_id) for one in found})
    return [
        {
            "sheet": one,
            "month": month_words(one.month),
            "place": places.get(str(one.area_id), ""),
            "department": department_words(one.department),
            "status": SheetStatus(one.status).label,
            "tone": TONES[SheetStatus(one.status)],
            "lines": sums.get(one.pk, (0, 0))[0],
            "amount": format_yuan(sums.get(one.pk, (0, 0))[1]),
        }
        for one in found
    ]


def line_rows(
    lines: Iterable[DutyLine], objections: dict[int, list[Objection]], against: dict[int, str], actor: Actor
) -> list[dict[str, Any]]:
    """The lines of a sheet. against: what stands against each now; it is told while the sheet is not final."""
    return [_line(n, line, objections.get(line.pk, []), against, actor) for n, line in enumerate(lines, start=1)]


def _line(
    number: int, line: DutyLine, objections: list[Objection], against: dict[int, str], actor: Actor
) -> dict[str, Any]:
    blocked = line.blocked or against.get(line.pk, "")
    holder = line.holder
    return {
        "n": number,
        "line": line,
        "name": name_for(holder.person, actor),
        "place": place_name(str(holder.post.area_id)),
        "post": holder.post.title,
        "required": line.required_days,
        "days": days_words(line.days),
        "covered": line.covered_days,
        "amount": format_yuan(line.amount),
        "standard": format_yuan(line.standard),
        "agreement": agreement_words(line),
        "remark": remark_of(line),
        "blocked": block_words(blocked) if blocked else "",
        "objections": [_objection(one) for one in objections],
        "may_see": actor.may("people.view", str(line.area_id)),
    }


def _objection(one: Objection) -> dict[str, Any]:
    said = LISTS["objection_outcome"].word(one.outcome) if one.outcome else _("open until %(day)s") % {
        "day": date_format(one.due_on)
    }  # fmt: skip
    return {"uuid": one.uuid, "said": said, "tone": "calm" if one.outcome else "warn"}


def late_rows(marks: Iterable[DutyDay], actor: Actor) -> list[dict[str, Any]]:
    """Days that came after the sheet was submitted; why is told to readers of names alone."""
    return [
        {
            "name": name_for(one.holder.person, actor),
            "on": one.on,
            "mark": one.get_mark_display(),
            "by": one.by,
            "reason": (one.reason or "") if actor.level_in(str(one.area_id)) >= Level.PERSONAL else "",
        }
        for one in marks
    ]


def agreement_words(line: DutyLine) -> str:
    """From when to when the agreement holds."""
    begins, ends = line.holder.begins_on, line.holder.ends_on
    return f"{date_format(begins)} – {date_format(ends)}" if begins and ends else ""


def life_of(sheet: DutySheet) -> list[dict[str, Any]]:
    """The states of a sheet, with where it is."""
    at = list(SheetStatus).index(SheetStatus(sheet.status))
    return [
        {"label": state.label, "is_past": n < at, "is_now": n == at} for n, state in enumerate(SheetStatus)
    ]  # fmt: skip


def acts_of(sheet: DutySheet, actor: Actor) -> list[str]:
    """The steps the reader may take now, by the last part of their verb."""
    may = [step.verb for step in SHEET.steps_from(sheet.status)]
    return [verb.partition(".")[2] for verb in may if any(actor.may(verb, path) for path in sheet.paths)]
