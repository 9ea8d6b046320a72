"""Keeps how each unit stands with each target at the end of a day, so that the history of lights can be read."""

from __future__ import annotations

from datetime import date, timedelta

from gangqiao.accounts.models import Unit
from gangqiao.imports.rows import pack_say
from gangqiao.kernel import clock
from gangqiao.plans.reads import current_plan
from gangqiao.warnings.models import Backtest, StandingOn
from gangqiao.warnings.reads.backtest import Tested, backtest
from gangqiao.warnings.reads.standings import Outlook, Standing, standings
from gangqiao.warnings.reads.units import units_with_targets

ONE = ["plan_key", "target", "unit", "day"]
MAY_CHANGE = ["light", "reason", "persons", "base", "needed", "low", "expected", "high"]
MAY_CHANGE += ["is_reference", "is_afterwards"]
CARRIED_BACK = 14  # days an installation that has no history yet works out afterwards


def keep_standings(day: date | None = None) -> int:
    """Keep the standings of the day (today when none is named); how many rows. Today's rows are renewed, older stay.

    An installation without any row works out the two weeks before as well, marked as worked out afterwards.
    """
    today = day or clock.today()
    days = [today]
    if not StandingOn.objects.exists():
        days = [today - timedelta(days=n) for n in range(CARRIED_BACK, 0, -1)] + days
    outlook = Outlook(until=today)
    return sum(_keep(one, outlook, is_afterwards=one < clock.today()) for one in days)


def _keep(day: date, outlook: Outlook, *, is_afterwards: bool) -> int:
    units = units_with_targets()
    found = standings(day, [str(unit.area_id) for unit in units], outlook)
    plan = current_plan().key
    rows = [_row(plan, unit, standing, day, is_afterwards) for unit in units for standing in found[str(unit.area_id)]]
    if is_afterwards:
        StandingOn.objects.bulk_create(rows, batch_size=200, ignore_conflicts=True)
    else:
        StandingOn.objects.bulk_create(
            rows, batch_size=200, update_conflicts=True, unique_fields=ONE, update_fields=MAY_CHANGE
        )
    return len(rows)


def _row(plan: str, unit: Unit, standing: Standing, day: date, is_afterwards: bool) -> StandingOn:
    progress, interval = standing.progress, standing.forecast
    return StandingOn(
        plan_key=plan,
        target=progress.target.id,
        unit=unit,
        day=day,
        light=standing.light,
        reason=pack_say(standing.reason),
        persons=progress.result.persons,
        base=progress.result.base,
        needed=progress.persons_needed,
        low=interval.low if interval else None,
        expected=interval.expected if interval else None,
        high=interval.high if interval else None,
        is_reference=progress.is_reference,
        is_afterwards=is_afterwards,
    )


def keep_backtest() -> list[Tested]:
    """Work out the backtest anew and keep it as of today."""
    today = clock.today()
    tested = backtest(today)
    Backtest.objects.update_or_create(made_on=today, defaults={"rows": [one.as_json() for one in tested]})
    return tested
