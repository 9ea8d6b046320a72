"""Random histories of people, and the figures counted in plain Python: the oracle the definitions are held against."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

import polars as pl
from hypothesis import strategies as st

from gangqiao.engine.facts import TABLES
from gangqiao.engine.parameters import Rules

TYPES = {"int64": pl.Int64, "string": pl.String, "date": pl.Date, "boolean": pl.Boolean}
GROUPS = ["001001001001001001001", "001001001001001001002", "001001001001001002001", "001001001001002001001"]

# Days close to the edges of years and to each other, so that random histories meet the edges often.
EDGES = [date(y, m, d) for y in (2018, 2019, 2020) for m, d in ((1, 1), (3, 16), (12, 31))]
days = st.one_of(st.sampled_from(EDGES), st.dates(date(2018, 6, 1), date(2020, 12, 31)))
births = st.one_of(
    st.sampled_from([date(2004, 2, 29), date(2004, 3, 16), date(2004, 3, 17), date(1960, 3, 16), date(1965, 3, 17)]),
    st.dates(date(1940, 1, 1), date(2015, 1, 1)),
)
often = {"hukou_kind": "agricultural", "population_category": "03", "labour_capacity": "ordinary", "life": "alive"}


def _mostly(usual: str, *others: str | None) -> st.SearchStrategy[str | None]:
    return st.sampled_from([usual] * 4 + list(others))


people = st.fixed_dictionaries(
    {
        "area_id": st.sampled_from(GROUPS),
        "household_id": st.integers(1, 3),
        "sex": st.sampled_from(["1", "2", None]),
        "birth_date": st.one_of(births, st.none()),
        "hukou_kind": _mostly("agricultural", "resident", None),
        "population_category": _mostly("03", "01", "09", None),
        "labour_capacity": st.sampled_from(["skilled", "ordinary", "weak", "lost", None]),
        "life": _mostly("alive", "dead", "missing"),
        "record": _mostly("live", "merged", "moved_out"),
    }
)
spells = st.fixed_dictionaries(
    {
        "status": st.sampled_from(["planned", "departed", "working", "verified", "ended"]),
        "started_on": st.one_of(days, st.none()),
        "ended_on": st.one_of(days, st.none()),
        "is_farm_work": st.sampled_from([False, False, True, None]),
    }
)
categories = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["registered_poor", "registered_poor", "low_income"]),
        "valid_from": days,
        "valid_to": st.one_of(days, st.none()),
    }
)
histories = st.lists(st.tuples(people, st.lists(spells, max_size=4), st.lists(categories, max_size=2)), max_size=12)


def tables_of(history: list[Any]) -> dict[str, Any]:
    """The history as the three tables `engine.facts` reads."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    number_of_spell = count(1)
    for number, (person, its_spells, its_categories, *its_wishes) in enumerate(history, start=1):
        rows["persons"].append({"person_id": number, **person})
        rows["spells"] += [{"spell_id": next(number_of_spell), "person_id": number, **s} for s in its_spells]
        rows["categories"] += [{"person_id": number, **c} for c in its_categories]
        rows["intentions"] += [{"person_id": number, **w} for w in (its_wishes[0] if its_wishes else [])]
    return {
        name: pl.DataFrame(
            rows[name], schema={c: TYPES[str(t)] for c, t in table.schema().items()}, orient="row"
        ).to_arrow()
        for name, table in TABLES.items()
    }


def counted_by_hand(history: list[Any], day: date, rules: Rules) -> dict[str, dict[str, int]]:
    """Every measure by area, written as a clerk would count with a pencil."""
    sums: dict[str, dict[str, int]] = {}
    for person, its_spells, its_categories in history:
        area = sums.setdefault(person["area_id"], dict.fromkeys(_NAMES, 0))
        worker = is_worker(person, day, rules)
        this_year = any(_touches(s, date(day.year, 1, 1), day, day, rules) for s in its_spells)
        year_before = any(
            _touches(s, date(day.year - 1, 1, 1), date(day.year - 1, 12, 31), day, rules) for s in its_spells
        )
        poor = any(
            c["kind"] in rules.poor_categories
            and c["valid_from"] <= day
            and (c["valid_to"] is None or day < c["valid_to"])
            for c in its_categories
        )
        area["rural_workers"] += worker
        area["poor_workers"] += worker and poor
        area["transferred"] += worker and this_year
        area["new_transferred"] += worker and this_year and not year_before
        area["poor_transferred"] += worker and this_year and poor
        area["poor_new_transferred"] += worker and this_year and not year_before and poor
    return sums


_NAMES = (
    "rural_workers",
    "poor_workers",
    "transferred",
    "new_transferred",
    "poor_transferred",
    "poor_new_transferred",
)


def is_worker(person: dict[str, Any], day: date, rules: Rules) -> bool:
    born, sex = person["birth_date"], person["sex"]
    if born is None or sex is None or person["life"] != "alive" or person["record"] != "live":
        return False
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    oldest = rules.working_age_to_men if sex == "1" else rules.working_age_to_women
    return (
        rules.working_age_from <= age <= oldest
        and person["hukou_kind"] in rules.hukou_kinds
        and person["population_category"] in rules.population_categories
        and person["labour_capacity"] in rules.labour_capacities
    )


def _touches(spell: dict[str, Any], first: date, last: date, day: date, rules: Rules) -> bool:
    if spell["status"] not in rules.counted_statuses or spell["is_farm_work"] is not False:
        return False
    started, ended = spell["started_on"], spell["ended_on"]
    if started is None or started > min(last, day):
        return False
    return ended is None or ended >= first
