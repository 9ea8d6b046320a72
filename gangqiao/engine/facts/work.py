"""What the spells say about a person: counted work in the period and before it, the main spell, retention, overlaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ibis
import ibis.expr.types as ir

from gangqiao.engine.facts.moments import At
from gangqiao.engine.facts.tables import SPELLS
from gangqiao.engine.parameters import Rules

OWN_TOWNSHIP = "own_township"
RETENTION_DAYS = (30, 90, 180)
# Room for the number of a spell behind its first day, so that one whole number orders spells by both.
_SPELL_ROOM = 10_000_000_000


def counted_spells(at: At, rules: Rules) -> ir.Table:
    """The spells that count and have begun by the day, each with `order` (later is greater) and whether it still runs.

    What is unknown does not count: no first day, no word on farm work, no level where levels are asked for.
    """
    spells = at.with_days(
        SPELLS.filter(
            SPELLS.status.isin(rules.counted_statuses),
            ~SPELLS.is_farm_work,
            SPELLS.area_level.isin(rules.counted_levels) if "all" not in rules.counted_levels else ibis.literal(True),
        )
    )
    d = at.days_of(spells)
    begun = spells.filter(spells.started_on <= d.day)
    d = at.days_of(begun)
    first = begun.started_on
    return begun.mutate(
        order=(first.year() * 10_000 + first.month() * 100 + first.day()).cast("int64") * _SPELL_ROOM + begun.spell_id,
        in_period=begun.ended_on.isnull() | (begun.ended_on >= d.start),
        runs=begun.ended_on.isnull() | (begun.ended_on >= d.day),
    )


def work_by_person(spells: ir.Table, at: At, rules: Rules) -> ir.Table:
    """Per person (and day) with a counted spell: what the period holds. Counts are whole, truths never null."""
    d = at.days_of(spells)
    organised = (spells.organised == "yes") | spells["mode"].isin(rules.organised_modes)
    enough = _long_enough(spells, rules)
    return spells.group_by([spells[key] for key in at.keys]).agg(
        worked=enough(d.start, d.day),
        worked_before=enough(d.before_start, d.before_end),
        worked_same_period=enough(d.before_start, d.same_day_before),
        worked_ever_before=(spells.started_on < d.start).any(),
        runs=spells.runs.any(),
        in_work_before=((spells.started_on <= d.before_end) & _lasts_to(spells, d.before_end)).any(),
        last_ended_on=spells.ended_on.max(),
        spells_ytd=spells.in_period.ifelse(1, 0).sum().cast("int64"),
        departures_ytd=(spells.started_on >= d.start).ifelse(1, 0).sum().cast("int64"),
        days_ytd=_days_within(spells, d.start, d.day).sum(),
        first_departure_on=spells.started_on.min(where=spells.started_on >= d.start),
        main=spells.order.max(where=spells.in_period),
        evidence=spells.evidence.min(where=spells.in_period),
        organised=(spells.in_period & organised).fill_null(False).any(),
        had_post=((spells.started_on <= d.festival_reference) & _lasts_to(spells, d.festival_reference))
        .fill_null(False)
        .any(),
        departed_since_festival=(spells.started_on >= d.festival).fill_null(False).any(),
        spells_complete=(spells.in_period & spells.is_complete.fill_null(False)).ifelse(1, 0).sum().cast("int64"),
    )


def main_spell(spells: ir.Table, at: At) -> ir.Table:
    """The words of every counted spell under its `order`, to be joined to the one that is main."""
    words = ("area_level", "mode", "sector", "province", "monthly_income")
    return spells.select(*at.keys, "order", *words)


def retention(spells: ir.Table, work: ir.Table, at: At) -> ir.Table:
    """Per person who departed in the period: whether counted work covers the day 30, 90, 180 days after that."""
    first = work.filter(work.first_departure_on.notnull()).select(*at.keys, "first_departure_on")
    both = spells.inner_join(first, list(at.keys))

    def covers(days: int) -> ir.BooleanScalar:
        on = both.first_departure_on + ibis.interval(days=days)
        return ((both.started_on <= on) & _lasts_to(both, on)).any()

    return both.group_by([both[key] for key in at.keys]).agg(
        **{f"held_{days}": covers(days) for days in RETENTION_DAYS}
    )


def overlaps(at: At, rules: Rules) -> ir.Table:
    """Persons (and days) with two full-time spells on one same day: one of the two is wrong."""
    whole = SPELLS.filter(SPELLS.status.isin(rules.counted_statuses), SPELLS.is_full_time, SPELLS.started_on.notnull())
    one = whole.select("person_id", "spell_id", "started_on", "ended_on")
    other = one.view()
    met = one.inner_join(
        other,
        [
            one.person_id == other.person_id,
            one.spell_id < other.spell_id,
            other.ended_on.isnull() | (one.started_on <= other.ended_on),
            one.ended_on.isnull() | (other.started_on <= one.ended_on),
        ],
        rname="{name}_2",
    ).select("person_id", met_on=ibis.greatest(one.started_on, other.started_on))
    met = at.with_days(met)
    d = at.days_of(met)
    return met.filter(met.met_on <= d.day).select(*at.keys).distinct().mutate(has_overlap=True)


def planned_departures(at: At) -> ir.Table:
    """Persons (and days) with a spell that is only planned, its first day not yet past."""
    planned = at.with_days(SPELLS.filter(SPELLS.status == "planned"))
    d = at.days_of(planned)
    return planned.filter(planned.started_on >= d.day).select(*at.keys).distinct().mutate(has_plan=True)


def _lasts_to(spells: ir.Table, day: Any) -> ir.BooleanValue:
    return spells.ended_on.isnull() | (spells.ended_on >= day)


def _days_within(spells: ir.Table, first: Any, last: Any) -> ir.IntegerValue:
    """Days of the spell between two days, both included; 0 when it lies outside."""
    begins = ibis.greatest(spells.started_on, first)
    ends = ibis.least(ibis.coalesce(spells.ended_on, last), last)
    return ibis.greatest(ends.delta(begins, unit="day").cast("int64") + 1, 0)


def _long_enough(spells: ir.Table, rules: Rules) -> Callable[[Any, Any], ir.BooleanScalar]:
    """Whether the work between two days is long enough for the preset: any day, or so many away or at home."""
    if max(rules.min_days_away, rules.min_days_local) <= 1:
        return lambda first, last: ((spells.started_on <= last) & _lasts_to(spells, first)).any()
    local = (spells.area_level == OWN_TOWNSHIP).fill_null(False)

    def enough(first: Any, last: Any) -> ir.BooleanScalar:
        days = _days_within(spells, first, last)
        away = days.sum(where=~local).fill_null(0) >= rules.min_days_away
        return away | (days.sum(where=local).fill_null(0) >= rules.min_days_local)

    return enough
