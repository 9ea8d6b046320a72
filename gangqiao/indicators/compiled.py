"""The SQL text that runs for a definition, for those who want to check it."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import ibis

from gangqiao.engine.facts import FACT, person_period
from gangqiao.engine.figures import MEASURES, Figure, Statistic
from gangqiao.engine.parameters import load_preset


@lru_cache(maxsize=64)
def sql_of_count(definition: Figure | Statistic) -> str:
    """What is asked of the fact: one whole number, or two that are divided."""
    if isinstance(definition, Statistic):
        asked = definition.over(FACT.filter(MEASURES[definition.people].holds(FACT)))
    else:
        keys = dict.fromkeys((definition.numerator, definition.denominator or definition.base))
        asked = FACT.agg(**{key: MEASURES[key].holds(FACT).cast("int64").sum() for key in keys})
    return str(ibis.to_sql(asked, dialect="duckdb"))


@lru_cache(maxsize=8)
def sql_of_fact(preset: str, day: date) -> str:
    """How the fact of a day is made from the register's persons, spells, categories and intentions."""
    return str(ibis.to_sql(person_period(day, load_preset(preset).rules_on(day)), dialect="duckdb"))
