"""What the rules read, made of the register's columns: who of a household needs care, is there, works. No Django.

A member of whom age or capacity is not known may need care and may give it: the household is then not known.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from gangqiao.assistance.policy.classes_conditions import FACTS, LOST, NOT_HERE
from gangqiao.kernel.policy import Numbers

GROWN_UP = 25
# Columns of `persons`: everybody of the households of the poor. `is_poor`: of the registered poor on the day.
PERSONS = {
    "person": pl.Int64, "household": pl.Int64, "area": pl.String, "age": pl.Int32, "sex": pl.String,
    "capacity": pl.String, "school": pl.String, "population": pl.String, "is_poor": pl.Boolean,
    "is_relocated": pl.Boolean, "health": pl.String,
}  # fmt: skip
SPELLS = {
    "person": pl.Int64, "works_level": pl.String, "works_days": pl.Int32, "works_grade": pl.String,
    "is_on_post": pl.Boolean, "is_own": pl.Boolean, "is_cooperative": pl.Boolean,
}  # fmt: skip
WISHES = {
    "person": pl.Int64, "wants": pl.String, "work_kind": pl.String, "wished_level": pl.String, "asks_home": pl.Boolean,
    "reason_family": pl.Boolean, "reason_health": pl.Boolean, "reason_age": pl.Boolean,
}  # fmt: skip


def facts_of(
    p: Numbers, persons: pl.DataFrame, spells: pl.DataFrame, wishes: pl.DataFrame, owners: pl.Series, land: pl.DataFrame
) -> pl.DataFrame:
    """The columns of FACTS beside `person`, `household`, `area`, `is_relocated`: the poor who are old enough.

    owners  persons with an own business; land: `household`, `land_mu`
    """
    one_spell = spells.sort("is_on_post", "works_days", descending=[False, True]).unique("person", keep="first")
    people = persons.join(one_spell, on="person", how="left").join(wishes, on="person", how="left")
    people = people.with_columns(
        is_on_post=pl.col("is_on_post").fill_null(value=False),
        has_business=pl.col("person").is_in(owners.implode()) | pl.col("is_own").fill_null(value=False),
        is_cooperative=pl.col("is_cooperative").fill_null(value=False),
    ).with_columns(_roles(p))
    people = people.join(_homes(people), on="household", how="left").join(land, on="household", how="left")
    people = people.with_columns(_without_self())
    # Ages are asked for of everybody: who has none is looked at, and is told to be asked.
    old_enough = pl.col("age").is_null() | (pl.col("age") >= int(p.youngest))
    chosen = people.filter(pl.col("is_poor") & old_enough)
    return chosen.select("person", "household", "area", "is_relocated", *(_typed(name) for name in FACTS))


def workless(p: Numbers, facts: pl.DataFrame) -> pl.DataFrame:
    """Households of the registered poor with people able to work and nobody in work.

    Columns `household area able is_relocated`. facts: what `facts_of` gives.
    """
    able = is_able(p)
    works = pl.col("works_level").is_not_null() | pl.col("has_business")
    homes = facts.group_by("household", maintain_order=True).agg(
        area=pl.col("area").first(), able=able.fill_null(value=False).sum().cast(pl.Int32),
        is_relocated=pl.col("is_relocated").any(), works=works.any() | (pl.col("home_works") > 0).any(),
        industry=pl.col("home_industry").any(),
    )  # fmt: skip
    return homes.filter((pl.col("able") > 0) & ~pl.col("works") & ~pl.col("industry")).drop("works", "industry")


def is_able(p: Numbers) -> pl.Expr:
    """True for who could be in work: of working age, able, not in school, not away for good."""
    return (
        is_of_age(p)
        & pl.col("capacity").is_in(p.post_capacities)
        & (pl.col("school") != "in_school")
        & ~pl.col("population").is_in(NOT_HERE)
    )


def is_of_age(p: Numbers) -> pl.Expr:
    """True from the youngest to the oldest age of a worker; null without an age."""
    oldest = pl.when(pl.col("sex") == "2").then(pl.lit(int(p.oldest_women))).otherwise(pl.lit(int(p.oldest_men)))
    return (pl.col("age") >= int(p.youngest)) & (pl.col("age") <= oldest)


def _roles(p: Numbers) -> Sequence[pl.Expr]:
    """For each member 1 where it is one who needs care, can give it, works, or is not known."""
    age, capacity = pl.col("age"), pl.col("capacity")
    is_here = ~pl.col("population").is_in(NOT_HERE).fill_null(value=False)
    works = pl.col("works_level").is_not_null() & ~pl.col("is_on_post")
    # Who works outside the own township is not at home for anybody.
    away = works & ~pl.col("works_level").is_in(["own_township"])
    lost = capacity.is_in(LOST)
    adult = (age >= int(p.youngest)) & (age < int(p.elder_from))
    # Nobody needs to have been asked whether a man of fifty is at school.
    no_pupil = (age >= GROWN_UP) | (pl.col("school") != "in_school")
    cares = adult & (age <= int(p.carer_until)) & ~lost & ~away & no_pupil
    named = {
        "n_small": age < int(p.small_child_under),
        "n_infant": age < int(p.infant_under),
        "n_elder": age >= int(p.elder_from),
        "n_dependant": adult & lost,
        "n_carer": cares,
        "n_unknown": age.is_null() | (adult & capacity.is_null()),
    }
    counted = [(holds.fill_null(value=False) & is_here).cast(pl.Int32).alias(name) for name, holds in named.items()]
    industry = (pl.col("has_business") | pl.col("is_cooperative")).cast(pl.Int32).alias("n_industry")
    return [*counted, works.cast(pl.Int32).alias("n_works"), industry]


_COUNTED = ("n_small", "n_infant", "n_elder", "n_dependant", "n_carer", "n_unknown", "n_works", "n_industry")


def _homes(people: pl.DataFrame) -> pl.DataFrame:
    return people.group_by("household").agg([pl.col(name).sum().alias(f"home_{name}") for name in _COUNTED])


def _without_self() -> list[pl.Expr]:
    """What the others of the household are. An industry is the household's, also one's own."""
    others = {
        "small_children": "n_small", "infants": "n_infant", "elders": "n_elder", "dependants": "n_dependant",
        "carers": "n_carer", "home_unknown": "n_unknown", "home_works": "n_works",
    }  # fmt: skip
    found = [(pl.col(f"home_{name}") - pl.col(name)).alias(fact) for fact, name in others.items()]
    return [*found, (pl.col("home_n_industry") > 0).alias("home_industry")]


def _typed(name: str) -> pl.Expr:
    return pl.col(name).cast(FACTS[name])
