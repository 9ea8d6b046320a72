"""Who may be recommended something, as the columns of the engine: facts, wishes, priority, and who works where.

The column of health is sealed and never read: what a person can do is told by the capacity to work. A wish that has
expired is none. Whoever named no distance is taken as in the packs: near for the older and for those who cannot do hard
work, anywhere at home for the others, abroad for nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from gangqiao.kernel.pulling.statements import fetch
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.features import codes
from gangqiao.matching.features.areas import area_code, village_code, village_path
from gangqiao.matching.features.people_tables import TABLES, tables
from gangqiao.matching.features.tables import Read
from gangqiao.matching.policy.points import Policy
from gangqiao.people.models import Person
from gangqiao.places.reads import county_path

# Why somebody is among the workers: nobody asked, said yes or later, said no.
UNASKED, SEEKS, DECLINED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class People:
    """Workers, one row each, and how many of each village work where.

    workers  the columns of `engine.columns.Workers`, and `area` (village), `asked` (above), `works` (in work now),
             `wish` (bits of WISHES that were not said), `household`, and the grounds of priority `is_poor` and
             `in_idle_home`
    ties     the columns of `engine.columns.Ties`
    """

    workers: pl.DataFrame
    ties: pl.DataFrame


# What can be asked at the next visit beside the facts: a wish that was not said limits nothing.
WISHES = ("trades", "wished_level", "pay_floor", "earliest", "no_night")


def read_people(day: date, policy: Policy, *, persons: Collection[int] | None = None) -> People:
    """Everybody whom the policy recommends something, or those of some persons (primary keys); ties then are empty."""
    with everywhere(reason="recommendations are made for the county as a whole"):
        asked = tables(day, None if persons is None else _with_their_homes(persons), policy.youngest)
        rows = fetch({name: table.asked() for name, table in asked.items()}, few=persons is not None)
    read = {name: asked[name].read(rows[name]) for name in TABLES}
    spells = _spells(read["spells"], read["employers"])
    workers = _persons(read["persons"], day, county_path())
    for part in (_wishes(read["wishes"]), _skills(read["skills"]), _past(spells), _poor(read["categories"])):
        workers = workers.join(part, on="worker", how="left", maintain_order="left")
    working = spells.filter(pl.col("runs"))
    workers = workers.with_columns(works=pl.col("worker").is_in(working["worker"].unique().implode()))
    workers = _completed(workers, policy)
    chosen = _chosen(workers, policy)
    if persons is not None:
        return People(chosen.filter(pl.col("worker").is_in(list(persons))), _NO_TIES)
    return People(chosen, _ties(working, workers))


_NO_TIES = pl.DataFrame(schema={"village": pl.Int32, "employer": pl.Int32, "count": pl.Int32})


def _with_their_homes(persons: Collection[int]) -> set[int]:
    """The persons and those they live with: whether nobody of a household works needs all of it."""
    homes = Person.objects.filter(pk__in=list(persons)).values("household_id")
    return set(persons) | set(Person.objects.filter(household_id__in=homes).values_list("pk", flat=True))


def _persons(read: Read, day: date, home: str) -> pl.DataFrame:
    areas = read.of("area", lambda words: pl.Series(words.map_elements(village_path, return_dtype=pl.String)))
    born = read.days("born")
    frame = pl.DataFrame(
        {
            "worker": read.ints("id"),
            "household": read.ints("home_id"),
            "area": areas.cast(pl.Categorical),
            "home": read.of("area", _each(lambda path: area_code(path, home), pl.Int32)),
            "village": read.of("area", _each(lambda path: village_code(village_path(path)), pl.Int32)),
            "age": born,
            "sex": read.coded("sex", codes.SEX),
            "ethnicity": read.coded("ethnicity", codes.ETHNICITY),
            "education": read.coded("education", codes.EDUCATION),
            "fitness": read.coded("capacity", codes.FITNESS),
            "mandarin": read.coded("speaks", codes.MANDARIN),
            "is_skilled": read.of("capacity", lambda words: words == "skilled"),
        }
    )
    # A month is eight bits wide and would not bear to be multiplied.
    month, days = pl.col("age").dt.month().cast(pl.Int32), pl.col("age").dt.day().cast(pl.Int32)
    not_yet = month * 100 + days > day.month * 100 + day.day
    age = pl.lit(day.year) - pl.col("age").dt.year() - not_yet.cast(pl.Int32)
    return frame.with_columns(age=age.clip(0, 120).cast(pl.Int8))


def _each(function: Callable[[str], int], kind: Any) -> Callable[[pl.Series], pl.Series]:
    return lambda words: words.map_elements(function, return_dtype=kind, skip_nulls=True)


def _wishes(read: Read) -> pl.DataFrame:
    conditions = read.masks("conditions", codes.conditions)
    frame = pl.DataFrame(
        {
            "worker": read.ints("person_id"),
            "wants": read.coded("wants_work", codes.WANTS),
            "trades": read.masks("wished_trades", codes.wished_trades),
            "wished_level": read.coded("wished_level", codes.LEVELS),
            # In yuan, upwards: 3,000.50 asked is not reached by 3,000.
            "pay_floor": ((read.ints("pay_floor") + 99) // 100).cast(pl.Int32),
            "earliest": read.days("earliest_on"),
            "conditions": conditions,
            "family": read.masks("not_out_reasons", codes.cares_for_family),
        }
    )
    said = {name: (pl.col("conditions") & (1 << bit)) > 0 for name, bit in codes.CONDITIONS.items()}
    return frame.with_columns(
        no_night=said["no_night"],
        couple=said["spouse"],
        dormitory=said["dormitory"],
        cares=pl.when(pl.col("family") > 0).then(pl.lit(True)).otherwise(said["children"] | said["elders"]),
    ).drop("conditions", "family")


def _skills(read: Read) -> pl.DataFrame:
    pairs = pl.DataFrame({"code": read.texts("code").cast(pl.String), "name": read.texts("name").cast(pl.String)})
    known = pairs.unique()
    masks = [codes.skilled_in(code or "", name or "") for code, name in known.iter_rows()]
    trades = pairs.join(known.with_columns(mask=pl.Series(masks, dtype=pl.UInt64)), on=["code", "name"], how="left",
                        nulls_equal=True, maintain_order="left")["mask"]  # fmt: skip
    frame = pl.DataFrame(
        {
            "worker": read.ints("person_id"),
            "skills": trades,
            "certificates": pl.select(pl.when(read.ints("certified") == 1).then(trades).otherwise(0)).to_series(),
            "skill_level": read.coded("level", codes.SKILL_LEVEL).fill_null(0),
        },
        schema_overrides={"certificates": pl.UInt64},
    )
    return frame.group_by("worker").agg(
        pl.col("skills").bitwise_or(), pl.col("certificates").bitwise_or(), pl.col("skill_level").max()
    )


def _spells(read: Read, employers: Read) -> pl.DataFrame:
    """Spells of work: of whom, with which listed employer (null: none), since when, still running."""
    listed = employers.ints("id").to_list()
    names = employers.texts("name").cast(pl.String).to_list()
    numbers = employers.texts("credit_code").cast(pl.String).to_list()
    by_name = dict(zip(names, listed, strict=True))
    by_number = {code: pk for code, pk in zip(numbers, listed, strict=True) if code}
    by_name.pop(None, None)
    return pl.DataFrame(
        {
            "worker": read.ints("person_id"),
            "employer": read.coded("credit_code", by_number, pl.Int32).fill_null(
                read.coded("employer_name", by_name, pl.Int32)
            ),
            "since": read.days("started_on"),
            "runs": read.ints("runs") == 1,
        }
    )


def _past(spells: pl.DataFrame) -> pl.DataFrame:
    """The listed employer somebody worked for last."""
    found = spells.filter(pl.col("employer").is_not_null()).sort("worker", "since", "employer")
    return found.group_by("worker", maintain_order=True).agg(past_employer=pl.col("employer").last())


def _poor(read: Read) -> pl.DataFrame:
    return pl.DataFrame({"worker": read.ints("person_id").unique()}).with_columns(is_poor=True)


def _ties(working: pl.DataFrame, workers: pl.DataFrame) -> pl.DataFrame:
    there = working.filter(pl.col("employer").is_not_null()).join(workers.select("worker", "village"), on="worker")
    counted = there.group_by("village", "employer").agg(count=pl.col("worker").n_unique().cast(pl.Int32))
    return counted.sort("village", "employer")


def _completed(workers: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """With what follows from several facts: how far somebody goes, whether no skill is known to be none, the tier."""
    light = pl.col("fitness").fill_null(codes.FULL) < codes.FULL
    stays = light | pl.col("age").is_null() | (pl.col("age") >= policy.far_until_age)
    unsaid = pl.when(stays).then(codes.levels_up_to(codes.COUNTY)).otherwise(codes.levels_up_to(codes.OTHER_PROVINCE))
    said = pl.col("wished_level").replace_strict(
        {level: codes.levels_up_to(level) for level in range(codes.ABROAD + 1)}, default=None, return_dtype=pl.UInt8
    )
    # Who was asked for wishes was asked for skills: none recorded is none. Of others, and of who counts as skilled, it
    # is not known.
    has_none = pl.col("skills").is_null() & pl.col("wants").is_not_null() & ~pl.col("is_skilled")
    none_known = {
        name: pl.when(has_none).then(0).otherwise(pl.col(name)).cast(kind)
        for name, kind in (("skills", pl.UInt64), ("certificates", pl.UInt64), ("skill_level", pl.Int8))
    }
    unsaid_wishes = pl.sum_horizontal(pl.col(name).is_null().cast(pl.Int16) * (1 << n) for n, name in enumerate(WISHES))
    return workers.with_columns(
        wish=unsaid_wishes.cast(pl.Int16),
        levels=pl.coalesce(said, unsaid.cast(pl.UInt8)),
        asked=pl.col("wants").fill_null(UNASKED).cast(pl.Int8),
        priority=pl.col("is_poor").fill_null(False).cast(pl.Int8) + _in_idle_home().cast(pl.Int8),
        is_poor=pl.col("is_poor").fill_null(False),
        in_idle_home=_in_idle_home(),
        **none_known,
    ).drop("wants", "is_skilled")


def _in_idle_home() -> pl.Expr:
    """True in a household in which somebody could work and nobody does."""
    could = (pl.col("fitness").fill_null(0) > 0).any().over("household")
    return pl.col("household").is_not_null() & could & ~pl.col("works").any().over("household")


def _chosen(workers: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Those whom the policy recommends something, by village."""
    able = pl.col("age").is_null() | (pl.col("age") >= policy.youngest)
    working_age = pl.col("age").is_null() | (pl.col("age") <= policy.unasked_until)
    idle = (pl.col("asked") == UNASKED) & ~pl.col("works") & working_age
    who: Mapping[str, pl.Expr] = {
        "seekers": pl.col("asked") == SEEKS,
        "seekers_and_unasked": (pl.col("asked") == SEEKS) | (idle & (pl.col("fitness").fill_null(1) > 0)),
        "everybody": pl.lit(value=True),
    }
    return workers.filter(able & who[policy.for_whom]).sort("area", "worker")
