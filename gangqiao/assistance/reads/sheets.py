"""Monthly sheets: which there are, their lines, the code of what they say, and what is to be paid."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from gangqiao.assistance.models import DutyDay, DutyLine, DutySheet, Objection
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty
from gangqiao.assistance.reads.sheets_blocking import held_back, objections_to, stops_of
from gangqiao.assistance.states import SheetStatus
from gangqiao.kernel.actor import Actor, covers, is_of_unit, path_of_unit
from gangqiao.kernel.paths import ancestors_of, upper_bound

VIEW = "assistance.view_holders"
PER_PAGE = 30
LOOKS: dict[str, Q] = {
    "": ~Q(status=SheetStatus.FINAL),
    SheetStatus.SUBMITTED: Q(status=SheetStatus.SUBMITTED),
    SheetStatus.CHECKED: Q(status=SheetStatus.CHECKED),
    SheetStatus.PUBLICITY: Q(status=SheetStatus.PUBLICITY),
    SheetStatus.FINAL: Q(status=SheetStatus.FINAL),
}


def visible(actor: Actor) -> QuerySet[DutySheet]:
    """The sheets of the reader's areas, and those above on which people of the own area may stand."""
    seen = Q(pk__in=[])
    for area in actor.areas(VIEW):
        if is_of_unit(area):
            seen |= Q(unit=area[1:-1])
        else:
            seen |= Q(area__gte=area, area__lt=upper_bound(area)) | Q(area__in=list(ancestors_of(area)))
    return DutySheet.objects.filter(seen).select_related("area")


def page_of(look: str, actor: Actor, start: int = 0) -> tuple[list[DutySheet], dict[str, int], int | None]:
    """A page of the sheets, the newest month first; how many stand behind each tab; where the next page begins."""
    found = visible(actor)
    counts = found.aggregate(**{f"n_{key}": Count("pk", filter=clause) for key, clause in LOOKS.items()})
    rows = list(found.filter(LOOKS[look])[start : start + PER_PAGE + 1])
    more = start + PER_PAGE if len(rows) > PER_PAGE else None
    return rows[:PER_PAGE], {key: counts[f"n_{key}"] for key in LOOKS}, more


def find(uuid: UUID, actor: Actor) -> DutySheet | None:
    """One sheet the reader may see."""
    found: DutySheet | None = visible(actor).filter(uuid=uuid).first()
    return found


def is_whole(sheet: DutySheet, actor: Actor) -> bool:
    """True when the reader sees every line of the sheet, not only those of a part of its area."""
    areas = actor.areas(VIEW)
    return any(covers(area, str(sheet.area_id)) for area in areas) or path_of_unit(sheet.unit) in areas


def lines_of(sheet: DutySheet) -> list[DutyLine]:
    """The lines of a sheet in the order of the paper; of the scope."""
    rows = DutyLine.objects.filter(sheet=sheet).select_related(
        "holder", "holder__person", "holder__person__household", "holder__post", "holder__post__quota"
    )
    return list(rows.order_by("holder__post__area_id", "holder__post__number", "holder_id", "-month", "number"))


def sums_of(sheets: Iterable[DutySheet]) -> dict[int, tuple[int, int]]:
    """Lines, and fen that are not held back, of each sheet as far as the scope goes."""
    rows = DutyLine.objects.filter(sheet__in=[one.pk for one in sheets]).values("sheet_id").order_by("sheet_id")
    found = rows.annotate(many=Count("pk"), fen=Sum("amount", filter=Q(blocked="")))
    return {row["sheet_id"]: (row["many"], row["fen"] or 0) for row in found}


def digest_of(sheet: DutySheet, lines: Iterable[DutyLine]) -> str:
    """What a sheet says as one number: whoever changes a line changes it, and the order does not matter."""
    said = sorted(
        f"{line.holder.uuid}|{line.month}|{line.number}|{line.required_days}|{line.days:.1f}|{line.covered_days}"
        f"|{line.standard}|{line.amount}|{line.blocked}"
        for line in lines
    )
    head = f"{sheet.area_id}|{sheet.department}|{sheet.month}"
    return hashlib.sha256("\n".join([head, *said]).encode()).hexdigest()


def code_of(digest: str) -> str:
    """The beginning of it, as it is printed and can be typed."""
    return "-".join(digest[at : at + 4] for at in (0, 4, 8)).upper()


def is_sealed_true(sheet: DutySheet, lines: Iterable[DutyLine]) -> bool:
    """False when a final sheet does not say any more what it said when it became final."""
    return sheet.status != SheetStatus.FINAL or digest_of(sheet, lines) == sheet.seal


def payable_lines(month: date) -> list[DutyLine]:
    """What is to be paid by the final sheets of a month, and nothing that stands against it today: the one source of
    payments. Lines of a sheet that is not what it was when it became final are not among them."""
    sheets = DutySheet.objects.filter(month=month, status=SheetStatus.FINAL).order_by("area_id", "department")
    found = []
    for sheet in sheets:
        lines = lines_of(sheet)
        if is_sealed_true(sheet, lines):
            against = against_of(lines)
            found += [line for line in lines if not line.blocked and line.amount and not against[line.pk]]
    return found


def against_of(lines: Iterable[DutyLine]) -> dict[int, str]:
    """Why each line is not paid by what is known now: a death or a doubt found after the sheet; "" nothing."""
    by_month: dict[date, list[DutyLine]] = {}
    for line in lines:
        by_month.setdefault(line.month, []).append(line)
    found = {}
    for month, rows in by_month.items():
        holders = [row.holder for row in rows]
        stops, less = stops_of(holders, month), _less_days(rows, month)
        found |= {
            row.pk: stops[row.holder_id] or held_back(row.holder, month) or ("less_days" if row.pk in less else "")
            for row in rows
        }
    return found


def _less_days(lines: list[DutyLine], month: date) -> set[int]:
    """The month's own lines that say more days than stand marked and covered now."""
    days = {one.holder.pk: one.days for one in duty.months_of([line.holder for line in lines], month)}
    return {line.pk for line in lines if line.number == 0 and line.days > days[line.holder_id]}


def late_marks(sheet: DutySheet) -> QuerySet[DutyDay]:
    """Days that came after a sheet was submitted, of the holders on it."""
    holders = DutyLine.objects.filter(sheet=sheet, month=sheet.month).values_list("holder_id", flat=True)
    rows = DutyDay.objects.filter(
        holder__in=list(holders), on__gte=sheet.month, on__lte=policy.last_day(sheet.month), is_late=True,
        struck_at=None,
    )  # fmt: skip
    return rows.select_related("holder", "holder__person").order_by("holder_id", "on")


def overpaid(sheet: DutySheet) -> list[tuple[DutyLine, int]]:
    """Lines of a final sheet that paid more than the marks of today come to, with the fen too much."""
    if sheet.status != SheetStatus.FINAL:
        return []
    found = []
    lines = [one for one in lines_of(sheet) if one.number == 0 and not one.blocked]
    months = {one.holder.pk: one for one in duty.months_of([line.holder for line in lines], sheet.month)}
    for line in lines:
        if line.month != sheet.month:
            continue
        owed = policy.amount(line.standard, line.required_days, months[line.holder_id].days)
        if owed < line.amount:
            found.append((line, line.amount - owed))
    return found


def objections_of(lines: Iterable[DutyLine]) -> dict[int, list[Objection]]:
    """The objections to each line."""
    found: dict[int, list[Objection]] = {}
    for row in objections_to([line.pk for line in lines]).order_by("pk"):
        found.setdefault(row.line, []).append(row)
    return found


def uuids_of(lines: Iterable[DutyLine]) -> list[UUID]:
    """The persons, for the log of who looked."""
    return list(dict.fromkeys(line.person_uuid for line in lines))
