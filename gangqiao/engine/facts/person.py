"""The fact put together: persons with their categories, wishes and work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from gangqiao.engine.facts.moments import At, at_asked, at_day, at_the_day
from gangqiao.engine.facts.tables import ASKED, CATEGORIES, FACT, INTENTIONS, PERSONS
from gangqiao.engine.facts.work import (
    RETENTION_DAYS,
    counted_spells,
    main_spell,
    overlaps,
    planned_departures,
    retention,
    work_by_person,
)
from gangqiao.engine.parameters import Rules

_RETENTION = {f"retained_{days}" for days in RETENTION_DAYS}
_MAIN = {"level", "mode", "sector", "province", "income_monthly"}
AGE_BANDS = {"16-24": (16, 24), "25-34": (25, 34), "35-44": (35, 44), "45-54": (45, 54), "55-": (55, 200)}


def person_period(day: date, rules: Rules) -> ir.Table:
    """The fact of `day`, with the columns of FACT and as many rows as `persons`.

    No truth column is null (but retention before its day): what is unknown does not count. A person who is not a rural
    worker on the day is never transferred, so the figures nest by construction.
    """
    return _fact(at_day(day, rules), rules, frozenset(FACT.columns)).select(*FACT.columns)


def facts_of_a_day(rules: Rules, wanted: frozenset[str] = frozenset(FACT.columns)) -> ir.Table:
    """The same fact, its day being the only row of DAYS: compiled once, it serves every day of these rules.

    wanted  columns beside person and area; the others are left out and not worked out
    """
    columns = (name for name in FACT.columns if name in wanted | {"person_id", "area_id"})
    return _fact(at_the_day(), rules, wanted).select(*columns)


def facts_on_days(rules: Rules, wanted: frozenset[str]) -> ir.Table:
    """The facts of the (person, day) rows of ASKED, with the dates of DAYS: `person_id`, `day` and what is wanted."""
    columns = dict.fromkeys(["person_id", "day", *sorted(wanted)])
    return _fact(at_asked(ASKED), rules, wanted).select(*columns)


def columns_read(holds: Callable[[ir.Table], ir.Value]) -> frozenset[str]:
    """The columns of the fact a condition looks at."""
    return frozenset(found.name for found in holds(FACT).op().find(ops.Field))


def age_on(birth_date: ir.DateValue, day: date) -> ir.IntegerValue:
    """Full years on the day. One born on 29 February grows older on 1 March of a common year."""
    return _age(birth_date, day.year, day.month * 100 + day.day)


def _age(birth_date: ir.DateValue, year: Any, month_day: Any) -> ir.IntegerValue:
    not_yet = (birth_date.month() * 100 + birth_date.day()) > month_day
    return ((year - birth_date.year()) - not_yet.cast("int32")).cast("int32")


def _fact(at: At, rules: Rules, wanted: frozenset[str]) -> ir.Table:
    people = at.with_days(PERSONS)
    d = at.days_of(people)
    people = people.mutate(age=_age(people.birth_date, d.age_year, d.age_month_day))
    spells = counted_spells(at, rules)
    work = work_by_person(spells, at, rules)
    people = _beside(people, _categories_on(at, rules), at.keys)
    people = _beside(people, work, at.keys)
    # What nobody asks for is not worked out: a series of one measure would pay for it on every day.
    for part, columns in (
        (retention(spells, work, at), _RETENTION),
        (overlaps(at, rules), {"has_overlap"}),
        (planned_departures(at), {"planned_out"}),
        (_wishes_on(at), {"planned_out", "wants_work"}),
    ):
        people = _beside(people, part, at.keys) if wanted & columns else _without(people, part)
    main = main_spell(spells, at)
    is_main_read = wanted & _MAIN
    people = _beside(people, main, at.keys, on={"main": "order"}) if is_main_read else _without(people, main)
    return _columns(people, at, rules)


def _without(people: ir.Table, part: ir.Table) -> ir.Table:
    """The part's columns, unknown for everybody."""
    missing = {name: ibis.null(kind) for name, kind in part.schema().items() if name not in people.columns}
    return people.mutate(**missing)


def _beside(people: ir.Table, part: ir.Table, keys: tuple[str, ...], on: dict[str, str] | None = None) -> ir.Table:
    """The part's columns beside the people's, null for whom it does not name."""
    same = [people[key] == part[key] for key in keys]
    same += [people[left] == part[right] for left, right in (on or {}).items()]
    joined = people.left_join(part, same, rname="{name}__part")
    return joined.drop(*(c for c in joined.columns if c.endswith("__part")))


def _columns(p: ir.Table, at: At, rules: Rules) -> ir.Table:
    d = at.days_of(p)

    def true(column: str) -> ir.BooleanValue:
        return p[column].fill_null(False)

    rural = _is_rural_worker(p, rules)
    transferred = rural & true("worked")
    runs = rural & true("runs")
    back = rural & (p.last_ended_on <= d.returned_before).fill_null(False) & ~true("runs")
    plans = true("has_plan") | true("wishes_to_leave")
    return p.mutate(
        age_band=ibis.cases(*((p.age.between(low, high), band) for band, (low, high) in AGE_BANDS.items())),
        is_registered=((p.life == "alive") & (p.record == "live")).fill_null(False),
        is_rural_worker=rural,
        **{name: true(name) for name in kinds_of(rules)},
        transferred_ytd=transferred,
        new_transferred=transferred & ~true("worked_before"),
        new_ever=transferred & ~true("worked_ever_before"),
        new_same_period=transferred & ~true("worked_same_period"),
        in_work_now=runs,
        in_work_before=rural & true("in_work_before"),
        **{name: p[name].fill_null(0) for name in ("spells_ytd", "departures_ytd", "days_ytd", "spells_complete")},
        started_on=p.first_departure_on,
        started_month=_month(p.first_departure_on),
        organised=true("organised"),
        level=p.area_level,
        income_monthly=p.monthly_income,
        returned_not_working=back,
        wants_work=true("wants_work"),
        planned_out=rural & ~runs & plans,
        **{f"retained_{n}": _retained(p, rural, getattr(d, f"due_{n}"), n) for n in RETENTION_DAYS},
        had_post=rural & true("had_post"),
        departed_since_festival=rural & true("departed_since_festival"),
        has_overlap=true("has_overlap"),
        is_complete=true("is_complete"),
        is_fresh=p.confirmed_on.between(d.fresh_from, d.day).fill_null(False),
    )


def _month(day: ir.DateValue) -> ir.StringValue:
    """The month as two digits. Written out: engines do not agree on how a number becomes padded text."""
    return ibis.cases(*((day.month() == n, f"{n:02}") for n in range(1, 13)))


def _retained(p: ir.Table, rural: ir.BooleanValue, due: Any, days: int) -> ir.BooleanValue:
    is_due = (rural & (p.first_departure_on <= due)).fill_null(False)
    return ibis.cases((is_due, p[f"held_{days}"].fill_null(False)))


def kinds_of(rules: Rules) -> dict[str, tuple[str, ...]]:
    """Each category column of the fact with the kinds that make it true."""
    return {
        "is_poor": rules.poor_categories,
        "is_relocated": rules.relocated_categories,
        "is_out_of_poverty": rules.out_of_poverty_categories,
        "is_monitored": rules.monitored_categories,
        "is_low_income": rules.low_income_categories,
        "is_hard_to_employ": rules.hard_to_employ_categories,
    }


def _categories_on(at: At, rules: Rules) -> ir.Table:
    """Which categories a person holds on the day. `valid_to` is the first day it no longer holds."""
    rows = at.with_days(CATEGORIES)
    d = at.days_of(rows)
    held = rows.filter(rows.valid_from <= d.day, rows.valid_to.isnull() | (rows.valid_to > d.day))
    kinds = {**kinds_of(rules), "in_base": rules.base_categories}
    return held.group_by([held[key] for key in at.keys]).agg(
        **{name: held.kind.isin(wanted).any() for name, wanted in kinds.items()}
    )


def _wishes_on(at: At) -> ir.Table:
    """What a person wishes on the day. A wish that has expired is none."""
    rows = at.with_days(INTENTIONS)
    d = at.days_of(rows)
    held = rows.filter(
        rows.valid_from <= d.day,
        rows.valid_to.isnull() | (rows.valid_to > d.day),
        rows.expires_on.isnull() | (rows.expires_on >= d.day),
    )
    d = at.days_of(held)
    return held.group_by([held[key] for key in at.keys]).agg(
        wants_work=(held.wants_work == "yes").fill_null(False).any(),
        wishes_to_leave=(held.planned_departure_on >= d.day).fill_null(False).any(),
    )


def _is_rural_worker(people: ir.Table, rules: Rules) -> ir.BooleanValue:
    oldest = ibis.cases((people.sex == "1", rules.working_age_to_men), (people.sex == "2", rules.working_age_to_women))
    is_worker = (
        people.hukou_kind.isin(rules.hukou_kinds)
        & (people.age >= rules.working_age_from)
        & (people.age <= oldest)
        & people.labour_capacity.isin(rules.labour_capacities)
        & people.population_category.isin(rules.population_categories)
        & (people.life == "alive")
        & (people.record == "live")
    )
    if "all" not in rules.base_categories:
        is_worker &= people.in_base.fill_null(False)
    return is_worker.fill_null(False)
