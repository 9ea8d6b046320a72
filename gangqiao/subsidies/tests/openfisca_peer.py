"""The example country by OpenFisca itself, for people drawn at random: the other side of the comparison."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

STATUSES = ("owner", "tenant", "free_lodger", "homeless")
OF_PERSON = ("basic_income", "pension", "income_tax", "social_security_contribution")
OF_HOUSEHOLD = (
    "housing_allowance", "parenting_allowance", "meal_price", "swimming_pool_access", "housing_tax",
    "disposable_income", "total_benefits", "total_taxes",
)  # fmt: skip
# What a rule reads that is not defined before this day.
FIRST = {
    "meal_price": date(2017, 1, 1),
    "swimming_pool_access": date(2017, 1, 1),
    "parenting_allowance": date(2015, 12, 1),
    "disposable_income": date(2015, 12, 1),
}


@dataclass(frozen=True)
class People:
    """People drawn at random. frame: facts of the book, one row a person, households together and in order."""

    frame: pl.DataFrame
    homes: Any  # numpy: the household of each person, from 0, ascending


def draw(many: int, seed: int) -> People:
    """So many people born before 2013 in households of one to five, with amounts around every threshold."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(1, 6, many)
    homes = np.repeat(np.arange(many), sizes)[:many]
    edges = np.array([0, 249, 250, 251, 499, 500, 501, 999, 1000, 2000, 6000, 12000, 12100, 12300, 12400, 40000])
    salary = np.where(rng.random(many) < 0.5, rng.choice(edges, many), rng.integers(0, 20000, many)).astype(float)
    count = int(homes.max()) + 1
    first = np.concatenate([[True], homes[1:] != homes[:-1]])
    frame = pl.DataFrame(
        {
            "household": homes,
            "birth_date": (np.datetime64("1935-01-01") + rng.integers(0, 28000, many)).astype("datetime64[D]"),
            "age_given": pl.Series([None] * many, dtype=pl.Int64),
            "is_adult": first | (rng.random(many) < 0.5),
            "salary": salary,
            "capital_returns": rng.integers(0, 3000, many).astype(float),
            "rent": rng.integers(0, 2000, count).astype(float)[homes],
            "accommodation_size": rng.integers(0, 200, count).astype(float)[homes],
            "housing_occupancy_status": np.array(STATUSES)[rng.integers(0, 4, count)][homes],
            "has_car": rng.random(many) < 0.5,
        }
    )
    return People(frame, homes)


def calculated(people: People, day: date, names: tuple[str, ...]) -> dict[str, Any]:
    """By name, OpenFisca's value for every person; of a household's value, that of the person's household."""
    from openfisca_core.simulations import SimulationBuilder
    from openfisca_country_template import CountryTaxBenefitSystem

    builder, system = SimulationBuilder(), CountryTaxBenefitSystem()
    builder.create_entities(system)
    many, count = len(people.homes), int(people.homes.max()) + 1
    builder.declare_person_entity("person", range(many))
    household = builder.declare_entity("household", range(count))
    roles = np.where(people.frame["is_adult"].to_numpy(), "adult", "child")
    builder.join_with_persons(household, people.homes, roles)
    simulation, month = builder.build(system), f"{day:%Y-%m}"
    first = np.searchsorted(people.homes, np.arange(count))
    column = {name: people.frame[name].to_numpy() for name in people.frame.columns}
    simulation.set_input("birth", "ETERNITY", column["birth_date"].astype("datetime64[D]"))
    for name in ("salary", "capital_returns"):
        simulation.set_input(name, month, column[name])
    for name in ("rent", "accommodation_size"):
        simulation.set_input(name, month, column[name][first])
    status = np.array([STATUSES.index(value) for value in column["housing_occupancy_status"][first]])
    variable = system.get_variable("housing_occupancy_status")
    simulation.set_input("housing_occupancy_status", month, variable.possible_values.encode(
        np.array(list(variable.possible_values))[status]))  # fmt: skip
    found = {}
    for name in names:
        value = simulation.calculate(name, str(day.year) if name == "housing_tax" else month)
        found[name] = value if name in OF_PERSON else value[people.homes]
    return found
