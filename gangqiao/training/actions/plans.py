"""Plans of courses: made from the demand in one click, changed by hand, issued by another person, carried out.

An issued plan stays as it was issued; what changes is written in a new plan that begins as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step_of
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.training.actions.classes import plan_class
from gangqiao.training.models import Class, CoursePlan, PlanLine
from gangqiao.training.policy import demand as policy
from gangqiao.training.reads.demand import Proposal, demand, proposals, town_of
from gangqiao.training.reads.providers import may_teach, offered
from gangqiao.training.refusals_classes import (
    AnotherPersonDecides,
    ClassThereAlready,
    EndsBeforeItBegins,
    MonthOutside,
    NoCourseOfTrade,
    NoLines,
    NoProviderOfTrade,
    NothingWished,
    PlanIsFixed,
)
from gangqiao.training.states import PlanStatus, Status

PLAN, ISSUE, DROP = "training.plan_courses", "training.issue_plan", "training.drop_plan"
LINE = ("trade", "form", "place", "month", "places")
# Where each kind of group is taught.
FORM_OF = {policy.AT_THE_DOOR: "at_the_door", policy.IN_TOWN: "on_site", policy.CENTRAL: "on_site"}
USUAL_FUND = "skills"
HOURS_A_DAY = 6  # of a class made in one click: its last day is counted by it, weekends left out


def draft_plan(
    area: str, begins_on: date, ends_on: date, title: str, *, actor: Actor, source: str = "screen", made: bool = False
) -> CoursePlan:
    """Make a draft from the demand of an area today: every open wish stands in one line.

    Raises NotYourVerb, EndsBeforeItBegins, NothingWished.
    """
    require(actor, PLAN, area=area)
    if ends_on < begins_on:
        raise EndsBeforeItBegins
    found = proposals(demand(area))
    if not found:
        raise NothingWished
    plan = _new(area, begins_on, ends_on, title, actor, made)
    with transaction.atomic():
        plan.save(force_insert=True)
        PlanLine.objects.bulk_create(_lines(plan, found))
        record(PLAN, actor=actor, subject=plan, source=source)
    return plan


def copy_plan(uuid: UUID, *, actor: Actor) -> CoursePlan:
    """A new draft that begins as a plan is; lines that became classes are left out. Raises NotYourVerb."""
    former = _own(uuid, PLAN, actor)
    plan = _new(str(former.area_id), former.begins_on, former.ends_on, former.title, actor, former.made)
    plan.counted_on = former.counted_on
    with transaction.atomic():
        plan.save(force_insert=True)
        lines = [one for one in former.lines.prefetch_related("classes") if not _class_of(one)]
        for line in lines:
            line.pk, line.plan = None, plan
            line.uuid = PlanLine._meta.get_field("uuid").get_default()
        PlanLine.objects.bulk_create(lines)
        record(PLAN, actor=actor, subject=plan)
    return plan


def add_line(uuid: UUID, values: dict[str, Any], *, actor: Actor) -> PlanLine:
    """Add a course to a draft by hand: `values` by name of the column (LINE). Raises PlanIsFixed, MonthOutside."""
    with transaction.atomic():
        plan = _draft(uuid, actor)
        line = PlanLine(plan=plan, order=plan.lines.count() + 1)
        _write(line, plan, values)
        record(PLAN, actor=actor, subject=plan, fields=["lines"])
    return line


def change_line(line_uuid: UUID, values: dict[str, Any], *, actor: Actor) -> PlanLine:
    """Change a line of a draft. Raises NotYourVerb, PlanIsFixed, MonthOutside."""
    line = PlanLine.objects.select_related("plan").get(uuid=line_uuid)
    with transaction.atomic():
        plan = _draft(line.plan.uuid, actor)
        _write(line, plan, values)
        record(PLAN, actor=actor, subject=plan, fields=["lines"])
    return line


def drop_line(line_uuid: UUID, *, actor: Actor) -> CoursePlan:
    """Take a line out of a draft. Raises NotYourVerb, PlanIsFixed."""
    line = PlanLine.objects.select_related("plan").get(uuid=line_uuid)
    with transaction.atomic():
        plan = _draft(line.plan.uuid, actor)
        line.delete()
        record(PLAN, actor=actor, subject=plan, fields=["lines"])
    return plan


def issue_plan(uuid: UUID, *, actor: Actor, source: str = "screen") -> CoursePlan:
    """Put a plan in force; it stays as it is. Raises AnotherPersonDecides, NoLines, NotAllowedNow."""
    found = _own(uuid, ISSUE, actor)
    with transaction.atomic():
        plan = _locked(found)
        if plan.made_by == actor.name[:100] or (plan.maker is not None and plan.maker == actor.user_id):
            raise AnotherPersonDecides
        if not plan.lines.exists():
            raise NoLines
        with step_of(plan, ISSUE, actor=actor, source=source):
            plan.issued_by, plan.issued_at = actor.name[:100], clock.now()
    return plan


def drop_plan(uuid: UUID, *, actor: Actor) -> CoursePlan:
    """Give a draft up. Raises NotYourVerb, NotAllowedNow."""
    found = _own(uuid, DROP, actor)
    with transaction.atomic():
        plan = _locked(found)
        with step_of(plan, DROP, actor=actor):
            pass
    return plan


def class_from_line(line_uuid: UUID, *, actor: Actor, source: str = "screen") -> Class:
    """Plan a class as a line of an issued plan says, with the nearest provider that may teach it.

    Raises NotYourVerb, PlanIsFixed (not issued), ClassThereAlready, NoCourseOfTrade, NoProviderOfTrade.
    """
    line = PlanLine.objects.select_related("plan", "place").get(uuid=line_uuid)
    with transaction.atomic():
        plan = _locked(line.plan)
        if plan.status != PlanStatus.ISSUED:
            raise PlanIsFixed
        if (held := _class_of(line)) is not None:
            raise ClassThereAlready(held.number)
        return plan_class(_of_line(line), actor=actor, source=source, made=plan.made)


def _of_line(line: PlanLine) -> dict[str, Any]:
    course = offered(line.trade).order_by("hours", "pk").first()
    if course is None:
        raise NoCourseOfTrade(line.get_trade_display())
    begins_on = _first_day(line.month)
    ends_on = _last_day(begins_on, course.hours)
    providers = may_teach(line.trade, ends_on, str(line.place_id))
    if not providers:
        raise NoProviderOfTrade(line.get_trade_display())
    return {
        "area": _area_of(line), "line": line, "course": course, "provider": providers[0], "form": line.form,
        "place_kind": "hukou" if line.form == "at_the_door" else "training", "place": line.place,
        "fund_line": USUAL_FUND, "begins_on": begins_on, "ends_on": ends_on, "hours": course.hours,
        "places": line.places,
    }  # fmt: skip


def _area_of(line: PlanLine) -> str:
    """Whose affair the class is: the township in which all its villages lie, else the area of the plan."""
    towns = {town_of(village) for village in line.villages}
    return towns.pop() if len(towns) == 1 else str(line.plan.area_id)


def _class_of(line: PlanLine) -> Class | None:
    return next((one for one in line.classes.all() if one.status != Status.CANCELLED), None)


def _first_day(month: date) -> date:
    """The first Monday of a month, or of the weeks left of it."""
    day = max(month, clock.today())
    return day + timedelta(days=-day.weekday() % 7)


def _last_day(begins_on: date, hours: int) -> date:
    """The day by which the hours are given, on working days."""
    days, day = -(-hours // HOURS_A_DAY), begins_on
    while (days := days - (day.weekday() < 5)) > 0:
        day += timedelta(days=1)
    return day


def _new(area: str, begins_on: date, ends_on: date, title: str, actor: Actor, made: bool) -> CoursePlan:
    return CoursePlan(
        area_id=area, title=title[:100], begins_on=begins_on, ends_on=ends_on, made_by=actor.name[:100],
        maker=actor.user_id, made=made,
    )  # fmt: skip


def _lines(plan: CoursePlan, found: Iterable[Proposal]) -> list[PlanLine]:
    """One line a class, those that most people wish in the first months."""
    parts = [(one, many) for one in found for many in one.classes]
    months = policy.months_between(plan.begins_on, plan.ends_on)
    spread = policy.spread(len(parts), months)
    return [
        PlanLine(
            plan=plan, trade=one.trade, form=FORM_OF[one.kind], place_id=_place(plan, one), villages=list(one.villages),
            month=month, wishes=many, posts=one.seats, places=many, order=n,
        )
        for n, ((one, many), month) in enumerate(zip(parts, spread, strict=True), start=1)
    ]  # fmt: skip


def _place(plan: CoursePlan, one: Proposal) -> str:
    if one.kind == policy.AT_THE_DOOR:
        return one.villages[0]
    return town_of(one.villages[0]) if one.kind == policy.IN_TOWN else str(plan.area_id)


def _own(uuid: UUID, verb: str, actor: Actor) -> CoursePlan:
    found: CoursePlan = CoursePlan.objects.get(uuid=uuid)
    require(actor, verb, found)
    return found


def _locked(found: CoursePlan) -> CoursePlan:
    return CoursePlan.objects.select_for_update(of=("self",)).get(pk=found.pk)


def _draft(uuid: UUID, actor: Actor) -> CoursePlan:
    plan = _locked(_own(uuid, PLAN, actor))
    if plan.status != PlanStatus.DRAFT:
        raise PlanIsFixed
    return plan


def _write(line: PlanLine, plan: CoursePlan, values: dict[str, Any]) -> None:
    for name in LINE:
        if name in values:
            setattr(line, name, values[name])
    line.month = line.month.replace(day=1)
    if not plan.begins_on.replace(day=1) <= line.month <= plan.ends_on:
        raise MonthOutside
    line.save()
