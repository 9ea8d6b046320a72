"""The person-period fact: one row per person with what every figure of one day needs.

Written as Ibis expressions, which belong to no engine: `engine.backends` runs them. Person columns are those believed
now; categories and spells are dated, so the day may be moved.
"""

from __future__ import annotations

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from gangqiao.engine.parameters import Rules

PERSONS = ibis.table(
    {
        "person_id": "int64",
        "area_id": "string",
        "household_id": "int64",
        "sex": "string",
        "birth_date": "date",
        "hukou_kind": "string",
        "population_category": "string",
        "labour_capacity": "string",
        "life": "string",
        "record": "string",
    },
    name="persons",
)
SPELLS = ibis.table(
    {
        "person_id": "int64",
        "status": "string",
        "started_on": "date",
        "ended_on": "date",
        "is_farm_work": "boolean",
    },
    name="spells",
)
CATEGORIES = ibis.table(
    {"person_id": "int64", "kind": "string", "valid_from": "date", "valid_to": "date"},
    name="categories",
)
FACT = ibis.table(
    {
        "person_id": "int64",
        "area_id": "string",
        "household_id": "int64",
        "sex": "string",
        "age": "int32",
        "is_rural_worker": "boolean",
        "is_poor": "boolean",
        "transferred_ytd": "boolean",
        "new_transferred": "boolean",
    },
    name="fact",
)


def person_period(day: date, rules: Rules) -> ir.Table:
    """The fact of `day`, with the columns of FACT and as many rows as `persons`.

    No truth column is null: what is unknown does not count. A person who is not a rural worker on the day is never
    transferred, so the figures nest by construction.
    """
    spells = _spells_by_person(day, rules)
    poor = _poor_on(day, rules)
    people = PERSONS.mutate(age=age_on(PERSONS.birth_date, day))
    joined = people.left_join(spells, people.person_id == spells.worker_id)
    joined = joined.left_join(poor, people.person_id == poor.poor_id)
    rural = _is_rural_worker(joined, rules)
    transferred = rural & joined.this_year.fill_null(False)
    return joined.select(
        person_id=joined.person_id,
        area_id=joined.area_id,
        household_id=joined.household_id,
        sex=joined.sex,
        age=joined.age,
        is_rural_worker=rural,
        is_poor=joined.is_poor.fill_null(False),
        transferred_ytd=transferred,
        new_transferred=transferred & ~joined.year_before.fill_null(False),
    )


def age_on(birth_date: ir.DateValue, day: date) -> ir.IntegerValue:
    """Full years on the day. One born on 29 February grows older on 1 March of a common year."""
    not_yet = (birth_date.month() * 100 + birth_date.day()) > (day.month * 100 + day.day)
    return ((day.year - birth_date.year()) - not_yet.cast("int32")).cast("int32")


def _spells_by_person(day: date, rules: Rules) -> ir.Table:
    """Per person with a counted spell: worked in the year up to the day, worked in the calendar year before."""
    year, year_before = date(day.year, 1, 1), date(day.year - 1, 1, 1)
    counted = SPELLS.filter(
        SPELLS.status.isin(rules.counted_statuses),
        ~SPELLS.is_farm_work,
        SPELLS.started_on <= day,
        # The last day is inside the spell, so a spell ended on 1 January still touches the year.
        SPELLS.ended_on.isnull() | (SPELLS.ended_on >= year_before),
    )
    return counted.group_by(worker_id=counted.person_id).agg(
        this_year=(counted.ended_on.isnull() | (counted.ended_on >= year)).any(),
        year_before=(counted.started_on <= year - timedelta(days=1)).any(),
    )


def _poor_on(day: date, rules: Rules) -> ir.Table:
    """The persons registered as poor on the day, once each. `valid_to` is the first day it no longer holds."""
    held = CATEGORIES.filter(
        CATEGORIES.kind.isin(rules.poor_categories),
        CATEGORIES.valid_from <= day,
        CATEGORIES.valid_to.isnull() | (CATEGORIES.valid_to > day),
    )
    return held.select(poor_id=held.person_id).distinct().mutate(is_poor=True)


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
    return is_worker.fill_null(False)
