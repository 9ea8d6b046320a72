"""The conditions of the three classes as expressions on columns, each with its sentence and article. No Django.

Who works already shows that it can be done: work outside the county meets what going far asks for, work near home what
going out asks for. What binds somebody to the home is written once: it fails for class B exactly where it is met for
class C.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from gangqiao.kernel.policy import Condition, Numbers
from gangqiao.kernel.words import Say

# What the rules read of a person; null where the register does not know it.
#   works_*   the work that goes on: how far away, for how long, which proof; is_on_post: it is a public post
#   reason_*  given for not working away; asks_home: asks for work that leaves time for the family; null: the wish
#             was never asked, or has expired
#   small_children, infants, elders, dependants   members of the household who need somebody; carers: other members who
#             can care and do not work away; home_unknown: members of whom it is not known
#   home_works  other members who are in work; home_industry: a business or cooperative of the household; land_mu: land
FACTS: Mapping[str, Any] = {
    "age": pl.Int32, "sex": pl.String, "capacity": pl.String, "health": pl.String, "school": pl.String,
    "population": pl.String, "works_level": pl.String, "works_days": pl.Int32, "works_grade": pl.String,
    "is_on_post": pl.Boolean, "has_business": pl.Boolean, "wants": pl.String, "work_kind": pl.String,
    "wished_level": pl.String, "asks_home": pl.Boolean, "reason_family": pl.Boolean, "reason_health": pl.Boolean,
    "reason_age": pl.Boolean, "small_children": pl.Int32, "infants": pl.Int32, "elders": pl.Int32,
    "dependants": pl.Int32, "carers": pl.Int32, "home_unknown": pl.Int32, "home_works": pl.Int32,
    "home_industry": pl.Boolean, "land_mu": pl.Float64,
}  # fmt: skip
NOT_HERE = ("04", "05", "06", "10")  # in prison, in service, settled abroad, missing
WILLING = ("yes", "later")
LOST = ("lost", "none")


def conditions(p: Numbers) -> dict[str, Sequence[Condition]]:
    """The conditions of each class on a day."""
    return {"far": _far(p), "near": _near(p), "net": _net(p)}


def _far(p: Numbers) -> list[Condition]:
    far = _works_in(p.far_levels)
    goes, is_fit = pl.col("capacity").is_in(p.going_capacities), pl.col("health").is_in(p.far_health)
    wished = pl.col("wants").is_in(WILLING) & pl.col("wished_level").is_in(p.far_levels)
    # Who works near home and never said more is not kept waiting for an answer.
    wished = pl.when(_works() & wished.is_null()).then(pl.lit(value=False)).otherwise(wished)
    says = _nothing_said(p) & ~pl.col("asks_home") & ~pl.col("reason_family")
    says = pl.when(_works() & says.is_null()).then(pl.lit(value=True)).otherwise(says)
    return [
        Condition("goes_far", goes | far, Say("Able to do ordinary work, or works outside the county."),
                  "R090"),
        Condition("fit_far", is_fit | far, Say("The health allows to go far."), "R090"),
        Condition("home_far", _cared("small_children", "elders", "dependants") | far,
                  Say("No small child, old or sick person at home is left without somebody who cares."), "R090"),
        Condition("free_far", says | far, Say("Gave no reason against going far."), "R090"),
        Condition("wants_far", wished | far, Say("Wants to work outside the county, or does already."), "R090, R091"),
    ]  # fmt: skip


def _near(p: Numbers) -> list[Condition]:
    goes, is_fit = pl.col("capacity").is_in(p.going_capacities), pl.col("health").is_in(p.near_health)
    return [
        Condition("goes_near", goes | _works(), Say("Able to do ordinary work, or is in work already."), "R092"),
        Condition("fit_near", is_fit | _works(), Say("The health allows to go out."), "R092"),
        Condition("home_near", _cared("infants", "dependants") | _works(),
                  Say("Nobody at home needs this person all day."), "R092"),
        Condition("free_near", _nothing_said(p) | _works(), Say("Gave no reason against any work outside."), "R092"),
        Condition("wants_near", pl.col("wants").is_in(WILLING) | _works(), Say("Wants to work, or works."),
                  "R092, R095-R098"),
    ]  # fmt: skip


def _net(p: Numbers) -> list[Condition]:
    return [
        Condition("cannot_leave", bound(p), Say("Cannot go out to work: capacity, health, care or age."), "R099 (1)"),
        Condition("no_industry", ~_industry(p), Say("No business, cooperative or land supports the household."),
                  "R099 (2)"),
        Condition("no_own_effort", (pl.col("home_works") == 0) & ~_works(),
                  Say("Nobody of the household is in work, so it cannot leave poverty by itself."), "R099 (3)"),
        Condition("can_do_post", _can_do_post(p), Say("Able to do the work of a public post."), "R099 (4)"),
    ]  # fmt: skip


def bound(p: Numbers) -> pl.Expr:
    """True for who cannot go out to work, false for who can, null while it is not known."""
    goes = pl.col("capacity").is_in(p.going_capacities) & pl.col("health").is_in(p.near_health)
    free = goes & _cared("infants", "dependants") & _nothing_said(p)
    return ~(free | _works())


def settled_out(p: Numbers) -> pl.Expr:
    """Why none of the classes fits (R104), "" when none of the reasons is known to hold."""
    oldest = pl.when(pl.col("sex") == "2").then(pl.lit(int(p.oldest_women))).otherwise(pl.lit(int(p.oldest_men)))
    is_near = _works() & ~_works_in(p.far_levels) & ~pl.col("is_on_post")
    is_steady = (pl.col("works_days") >= int(p.settled_days)) & pl.col("works_grade").is_in(["A", "B"])
    is_bound = bound(p)
    named = {
        "not_here": pl.col("population").is_in(NOT_HERE),
        "in_school": (pl.col("school") == "in_school") | (pl.col("population") == "02"),
        "age": (pl.col("age") > oldest) & ~_works(),
        "cannot_work": (pl.col("capacity").is_in(LOST) | (pl.col("population") == "08")) & ~_works(),
        "has_business": pl.col("has_business") | (is_bound & _industry(p)),
        "settled_work": is_near & is_steady,
        "home_earns": is_bound & (pl.col("home_works") > 0),
        "cannot_do_post": is_bound & ~_can_do_post(p),
        "not_wanted": ~is_bound & (pl.col("wants") == "no") & ~_works(),
    }
    reason: Any = pl.when(pl.lit(value=False)).then(pl.lit(""))
    for code, holds in named.items():
        reason = reason.when(holds.fill_null(value=False)).then(pl.lit(code))
    chosen: pl.Expr = reason.otherwise(pl.lit(""))
    return chosen


def _works() -> pl.Expr:
    """In work that is no public post; never null, since the register is the record of work."""
    return pl.col("works_level").is_not_null() & ~pl.col("is_on_post").fill_null(value=False)


def _works_in(levels: Sequence[str]) -> pl.Expr:
    return _works() & pl.col("works_level").is_in(levels).fill_null(value=False)


def _cared(*needs: str) -> pl.Expr:
    """Nobody needs care, or somebody else is there; null while members are unknown and nobody is known to be there."""
    needed = pl.sum_horizontal(*needs)
    known = pl.when(pl.col("home_unknown") == 0).then(needed == 0)
    return (pl.col("carers") > 0) | known


def _nothing_said(p: Numbers) -> pl.Expr:
    """Neither health, nor age, nor a family that nobody else cares for was given as a reason; null: never asked."""
    is_old = pl.col("reason_age") & (pl.col("age") >= int(p.age_is_reason_from))
    return ~(pl.col("reason_health") | is_old | (pl.col("reason_family") & (pl.col("carers") == 0)))


def _industry(p: Numbers) -> pl.Expr:
    return pl.col("home_industry") | (pl.col("land_mu") >= float(p.land_supports_mu))


def _can_do_post(p: Numbers) -> pl.Expr:
    return pl.col("capacity").is_in(p.post_capacities) & pl.col("health").is_in(p.post_health)
