"""Days on duty: the plan of a month, and the marks of the days, from the desk, paper, a workbook or a phone.

A mark is of the holder: there is no way to mark a day for somebody who stood in. No day is lost for lack of signal:
what comes after the sheet of its month was submitted is kept with its reason, and paid with the next sheet.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models import DutyDay, DutyLine, DutyPlan, Holder
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty as reads
from gangqiao.assistance.reads.holders import covered
from gangqiao.assistance.refusals import AnswerOfList
from gangqiao.assistance.refusals_duty import (
    DayAhead,
    DayNotCovered,
    DayTooOld,
    LateNeedsReason,
    MarkedOtherwise,
)
from gangqiao.assistance.states import SheetStatus
from gangqiao.audit.events import record
from gangqiao.audit.steps import require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor

PLAN, MARK = "assistance.plan_duty", "assistance.mark_duty"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a day. mark: code of the list, "" takes the mark back; half: half a day of duty."""

    mark: str = policy.PRESENT
    half: bool = False

    @classmethod
    def of(cls, row: DutyDay | None) -> Said:
        """What stands for a day; nothing is said where no mark stands."""
        return cls(row.mark, row.half) if row is not None else NOTHING


NOTHING = Said("")


@dataclass(frozen=True, slots=True)
class By:
    """How marks came.

    way  "screen", "paper", "file" or "phone"; op: number of the phone's operation; reason: why they come late
    """

    way: str = "screen"
    op: str = ""
    reason: str = ""


def mark(
    holder_id: int,
    said: Mapping[date, Said],
    *,
    actor: Actor,
    by: By = By(),
    seen: Mapping[date, Said] | None = None,
) -> list[DutyDay]:
    """Mark days of a holder; returns the marks that are new. What stands so already changes nothing.

    seen  what whoever says it saw before, by day; None: nothing was compared
    Raises DoesNotExist, NotYourVerb, AnswerOfList, DayAhead, DayTooOld, DayNotCovered, LateNeedsReason,
    MarkedOtherwise.
    """
    with transaction.atomic():
        holder = Holder.objects.select_for_update(of=("self",)).get(pk=holder_id)
        require(actor, MARK, holder)
        made, changed = [], []
        for month in sorted({policy.month_of(day) for day in said}):
            days = {day: one for day, one in said.items() if policy.month_of(day) == month}
            new = _differing(holder, month, days, seen)
            if not new:
                continue
            is_late = _is_out_of_hand(holder, month)
            if is_late and by.way != "phone" and not by.reason.strip():
                raise LateNeedsReason
            made += [_put(holder, day, one, by, actor, is_late=is_late) for day, one in new.items() if one.mark]
            changed += [day.isoformat() for day in new]
        if changed:
            record(MARK, actor=actor, subject=holder, fields=changed, source=by.way)
    return made


def _differing(
    holder: Holder, month: date, said: Mapping[date, Said], seen: Mapping[date, Said] | None
) -> dict[date, Said]:
    """What is said otherwise than it stands, checked; what is replaced is struck."""
    found = reads.month_of(holder, month)
    inside, today = set(found.covered), clock.today()
    new = {day: one for day, one in said.items() if Said.of(found.marks.get(day)) != one}
    for day, one in new.items():
        _check(day, one, today)
        if one.mark and day not in inside:
            raise DayNotCovered(day)
        if seen is not None and Said.of(found.marks.get(day)) != seen.get(day, NOTHING):
            raise MarkedOtherwise(day)
    old = [found.marks[day].pk for day in new if day in found.marks]
    DutyDay.objects.filter(pk__in=old).update(struck_at=clock.now())
    return new


def _check(day: date, said: Said, today: date) -> None:
    if said.mark and said.mark not in LISTS["duty_mark"]:
        raise AnswerOfList("mark")
    if said.half and said.mark != policy.PRESENT:
        raise AnswerOfList("half")
    if day > today:
        raise DayAhead("on")
    if day < (since := policy.earliest_month(today)):
        raise DayTooOld(since)


def _put(holder: Holder, day: date, said: Said, by: By, actor: Actor, *, is_late: bool) -> DutyDay:
    made: DutyDay = DutyDay.objects.create(
        area_id=holder.area_id, unit=holder.unit, holder=holder, person_uuid=holder.person_uuid, on=day,
        mark=said.mark, half=said.half, way=by.way, by=actor.name[:100], op=by.op[:40], is_late=is_late,
        reason=(by.reason.strip()[:200] or None) if is_late else None,
    )  # fmt: skip
    return made


def _is_out_of_hand(holder: Holder, month: date) -> bool:
    """True when the month of the holder stands on a sheet that is no draft any more."""
    lines = DutyLine.objects.filter(holder=holder, month=month)
    return bool(lines.exclude(sheet__status=SheetStatus.DRAFT).exists())


def plan(
    holder_id: int, month: date, days: Collection[int], *, actor: Actor, hours: str = "", place: str = ""
) -> DutyPlan:
    """Plan the duty of a month; a second plan replaces the first. Days no agreement covers are left out.

    Raises DoesNotExist, NotYourVerb.
    """
    with transaction.atomic():
        holder = Holder.objects.select_for_update(of=("self",)).get(pk=holder_id)
        require(actor, PLAN, holder)
        inside = {day.day for day in covered(holder, month)}
        values = {
            "days": sorted(set(days) & inside), "hours": hours.strip()[:100], "place": place.strip()[:100],
            "planned_by": actor.name[:100], "planned_on": clock.today(), "area_id": holder.area_id,
            "unit": holder.unit, "person_uuid": holder.person_uuid,
        }  # fmt: skip
        made, _new = DutyPlan.objects.update_or_create(holder=holder, month=month, defaults=values)
        record(PLAN, actor=actor, subject=made, fields=["days"])
    return made


def plan_like_last(area: str, month: date, *, actor: Actor) -> int:
    """Plan a month as the last one was, for every holder of an area without a plan; all days where there was none.

    Returns how many plans were made. Raises NotYourVerb.
    """
    require(actor, PLAN, area=area)
    before = policy.months_before(month, 1)
    months = [one for one in reads.months_of(reads.holders_in(area, month), month) if one.plan is None]
    last = reads.plans_of([one.holder for one in months], before)
    for one in months:
        old, post = last.get(one.holder.pk), one.holder.post
        days = policy.carried(old.days, covered(one.holder, before), month) if old else [day.day for day in one.covered]
        hours, place = (old.hours, old.place) if old else (post.hours, post.place)
        plan(one.holder.pk, month, days, actor=actor, hours=hours, place=place)
    return len(months)
