"""What a monthly sheet has to say today: the lines that follow from marks, agreements and what was paid before.

Nothing here is typed by hand: no line, no amount, and nothing below zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from gangqiao.assistance.models import DutyLine, DutySheet, Holder
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty
from gangqiao.assistance.reads.duty import Month
from gangqiao.assistance.reads.sheets_blocking import held_back, stops_of
from gangqiao.assistance.states import SheetStatus

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it has to be. month: the days are of; number: 0 the month's own line, above it a correction."""

    holder: Holder
    month: date
    number: int
    days: Decimal
    covered_days: int
    standard: int
    required_days: int
    amount: int
    blocked: str = ""
    remarks: str = ""


def lines_for(sheet: DutySheet) -> list[Drawn]:
    """Every line of a sheet in its order: of each holder the month's own line, and after it what came late.

    A holder who stands on another sheet of the month already (of the village, or the township above) is left out.
    """
    holders = list(duty.holders_in(str(sheet.area_id), sheet.month, sheet.department))
    found = [_own(one) for one in duty.months_of(holders, sheet.month) if one.covered or one.outside]
    late = late_lines(sheet)
    elsewhere = _elsewhere(sheet, [one.holder for one in (*found, *late)])
    against = _against([one.holder for one in found], sheet.month)
    own = [_blocked(one, against) for one in found if (one.holder.pk, one.month) not in elsewhere]
    more = [one for one in late if (one.holder.pk, one.month) not in elsewhere]
    return sorted([*own, *more], key=_order)


def _order(one: Drawn) -> tuple[str, str, int, int]:
    return str(one.holder.post.area_id), one.holder.post.number, one.holder.pk, -one.month.toordinal()


def _own(found: Month) -> Drawn:
    holder, days = found.holder, found.days
    return Drawn(
        holder=holder,
        month=found.covered[0].replace(day=1) if found.covered else min(found.marks).replace(day=1),
        number=0,
        days=days,
        covered_days=len(found.covered),
        standard=holder.standard,
        required_days=holder.required_days,
        amount=policy.amount(holder.standard, holder.required_days, days),
    )


def _blocked(one: Drawn, against: dict[int, str]) -> Drawn:
    """The line with what forbids its pay, whatever was marked: nothing is paid of it then."""
    why = against.get(one.holder.pk, "")
    return replace(one, amount=0, blocked=why) if why else one


def _against(holders: Sequence[Holder], month: date) -> dict[int, str]:
    """Why nothing may be paid to each of them: the rules of the post, or marks on two posts on one day."""
    both = _on_two_posts(holders, month)
    return {pk: why or ("two_posts" if pk in both else "") for pk, why in stops_of(holders, month).items()}


def _on_two_posts(holders: Iterable[Holder], month: date) -> set[int]:
    """Holders whose person was marked on another post on the same day, of whatever department."""
    persons = {one.person_uuid for one in holders}
    all_of = list(Holder.objects.filter(person_uuid__in=persons).select_related("person", "post"))
    marks = duty.marks_of(all_of, month)
    days: dict[object, dict[date, set[int]]] = defaultdict(lambda: defaultdict(set))
    for one in all_of:
        for day, row in marks.get(one.pk, {}).items():
            if policy.worth(row.mark, row.half, day):
                days[one.person_uuid][day].add(one.pk)
    return {pk for by_day in days.values() for pks in by_day.values() if len(pks) > 1 for pk in pks}


def _elsewhere(sheet: DutySheet, holders: Sequence[Holder]) -> set[tuple[int, date]]:
    """What stands on another sheet that is not final: its month, or a correction that is on its way there.

    And the own line of a month wherever it stands: a month is paid once.
    """
    rows = DutyLine.objects.filter(holder__in=[one.pk for one in holders]).exclude(sheet=sheet)
    found = rows.exclude(sheet__status=SheetStatus.FINAL).values_list("holder_id", "month")
    own = rows.filter(month=sheet.month, number=0).values_list("holder_id", "month")
    return {*found, *own}


def late_lines(sheet: DutySheet) -> list[Drawn]:
    """What earlier months still owe after their final sheets: marks that came late, and lines that were held back."""
    found: list[Drawn] = []
    month, first = policy.months_before(sheet.month, 1), policy.earliest_month(sheet.month)
    while month >= first:
        found += _late_of(sheet, month)
        month = policy.months_before(month, 1)
    return found


def _late_of(sheet: DutySheet, month: date) -> list[Drawn]:
    holders = list(duty.holders_in(str(sheet.area_id), month, sheet.department))
    paid = _paid(sheet, holders, month)
    missed = _missed(sheet, [one for one in holders if one.pk not in paid], month)
    owed = []
    for one in duty.months_of([one for one in holders if one.pk in paid or one.pk in missed], month):
        more = _more(one, month, paid[one.holder.pk]) if one.holder.pk in paid else _wholly_late(one)
        owed += [more] if more is not None else []
    against = _against([one.holder for one in owed], month)
    return [one for one in owed if not against[one.holder.pk] and not held_back(one.holder, month)]


def _missed(sheet: DutySheet, holders: Sequence[Holder], month: date) -> set[int]:
    """Holders whose agreement became known after the final sheet of the month: they stand on no sheet of it."""
    areas = DutySheet.objects.filter(month=month, department=sheet.department, status=SheetStatus.FINAL)
    keys = [str(key) for key in areas.values_list("area_id", flat=True)]
    within = [one.pk for one in holders if any(str(one.post.area_id).startswith(key) for key in keys)]
    known = DutyLine.objects.filter(holder__in=within, month=month).values_list("holder_id", flat=True)
    return set(within) - set(known)


def _wholly_late(found: Month) -> Drawn | None:
    line = _own(found) if found.days else None
    return replace(line, remarks="missed") if line is not None and line.amount else None


def _more(found: Month, month: date, lines: list[DutyLine]) -> Drawn | None:
    holder, first = found.holder, lines[0]
    paid = [one for one in lines if not one.blocked]
    paid_days, fen = sum((one.days for one in paid), ZERO), sum(one.amount for one in paid)
    days, owed = policy.more(first.standard, first.required_days, found.days, paid_days, fen)
    if not owed:
        return None
    why = "held" if len(paid) < len(lines) else "late"
    return Drawn(holder, month, 1 + max(one.number for one in lines), days, len(found.covered), first.standard,
                 first.required_days, owed, "", why)  # fmt: skip


def _paid(sheet: DutySheet, holders: Sequence[Holder], month: date) -> dict[int, list[DutyLine]]:
    """Lines of a month on final sheets by holder, the month's own first; none for who has no own line there."""
    rows = DutyLine.objects.filter(holder__in=[one.pk for one in holders], month=month).exclude(sheet=sheet)
    found: dict[int, list[DutyLine]] = defaultdict(list)
    for row in rows.filter(sheet__status=SheetStatus.FINAL).order_by("number"):
        found[row.holder_id].append(row)
    return {pk: lines for pk, lines in found.items() if lines[0].number == 0}
