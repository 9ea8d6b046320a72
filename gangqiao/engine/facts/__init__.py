"""The person-period fact: one row per person with what every figure of one day needs.

Written as Ibis expressions, which belong to no engine: `engine.backends` runs them. Person columns are those believed
now; categories, intentions and spells are dated, so the day may be moved.
"""

from gangqiao.engine.facts.moments import dates_of, days_table, spring_festivals
from gangqiao.engine.facts.person import AGE_BANDS, age_on, columns_read, facts_of_a_day, facts_on_days, person_period
from gangqiao.engine.facts.tables import ASKED, CATEGORIES, DAYS, FACT, INTENTIONS, PERSONS, SPELLS, TABLES

__all__ = [
    "AGE_BANDS",
    "ASKED",
    "CATEGORIES",
    "DAYS",
    "FACT",
    "INTENTIONS",
    "PERSONS",
    "SPELLS",
    "TABLES",
    "age_on",
    "columns_read",
    "dates_of",
    "days_table",
    "facts_of_a_day",
    "facts_on_days",
    "person_period",
    "spring_festivals",
]
