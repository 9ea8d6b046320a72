"""Rounds of collecting: planned and opened by the bureau, the monthly one also by itself on the first of the month."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from gangqiao.places.reads import county
from gangqiao.vacancies.actions import rounds_roster
from gangqiao.vacancies.models import Return, Round
from gangqiao.vacancies.policy.collecting import due_when_asked, month_of
from gangqiao.vacancies.reads.rounds import collecting_units, units_that_keep
from gangqiao.vacancies.refusals.rounds import DueBeforeBegin, OpenAlready
from gangqiao.vacancies.states import RoundKind, RoundStatus

PLAN, OPEN, CLOSE = "vacancies.plan_round", "vacancies.open_round", "vacancies.close_round"
SURVEY_LASTS = timedelta(days=14)


def plan_round(
    kind: str,
    *,
    name: str = "",
    period: date | None = None,
    begins_on: date | None = None,
    due_on: date | None = None,
    actor: Actor,
    source: str = "screen",
) -> Round:
    """Plan a survey of employers, or the returns of a month. It asks nobody before it is opened.

    Without days: a month begins on its first and is due by the policy, or in a few days when it is asked for late; a
    survey lasts two weeks from today. Raises NotYourVerb, DueBeforeBegin, OpenAlready.
    """
    home: Division = county()
    require(actor, PLAN, area=home.key)
    month = month_of(period or clock.today())
    begins = begins_on or (month if kind == RoundKind.MONTHLY else clock.today())
    due = due_on or (due_when_asked(month, clock.today()) if kind == RoundKind.MONTHLY else begins + SURVEY_LASTS)
    if due < begins:
        raise DueBeforeBegin
    if kind == RoundKind.MONTHLY and Round.objects.filter(kind=kind, area=home, period=month).exists():
        raise OpenAlready(month)
    planned = Round(
        kind=kind,
        name=name.strip()[:60],
        area=home,
        period=month,
        begins_on=begins,
        due_on=due,
        made_by=actor.name[:100],
    )
    try:
        with transaction.atomic():
            planned.save()
            record(PLAN, actor=actor, subject=planned, source=source)
    except IntegrityError:
        raise OpenAlready(month) from None
    return planned


def open_round(round_id: int, *, actor: Actor, source: str = "screen") -> Round:
    """Ask: every collecting unit owes its return from now on; a survey's has its roster of employers.

    A month is asked of the townships and the sector departments; a survey of the townships, and of the departments
    that keep employers. Raises NotYourVerb, NotAllowedNow.
    """
    with step(Round, round_id, OPEN, actor=actor, source=source) as opened:
        asked = units_that_keep() if opened.kind == RoundKind.SURVEY else collecting_units()
        for unit in asked:
            owed, _made = Return.objects.get_or_create(round=opened, area_id=unit.area, unit=unit.unit)
            if opened.kind == RoundKind.SURVEY:
                rounds_roster.fill(owed)
    return opened


def close_round(round_id: int, *, actor: Actor) -> Round:
    """No more is handed in. What is missing stays visible as missing."""
    with step(Round, round_id, CLOSE, actor=actor) as closed:
        pass
    return closed


def ask_for_the_month(*, actor: Actor) -> Round | None:
    """Plan and open the returns of this month, unless that was done. Null when there was nothing to do."""
    month = month_of(clock.today())
    if Round.objects.filter(kind=RoundKind.MONTHLY, area=county(), period=month).exists():
        return None
    with transaction.atomic():
        planned = plan_round(RoundKind.MONTHLY, period=month, actor=actor, source="job")
        return open_round(planned.pk, actor=actor, source="job")


def close_old_months(*, actor: Actor) -> int:
    """Close the months that nobody hands in any more; how many. The month before may still be handed in late."""
    last = month_of(month_of(clock.today()) - timedelta(days=1))
    old = Round.objects.filter(kind=RoundKind.MONTHLY, status=RoundStatus.OPEN, period__lt=last)
    keys = list(old.values_list("pk", flat=True))
    for key in keys:
        close_round(key, actor=actor)
    return len(keys)
