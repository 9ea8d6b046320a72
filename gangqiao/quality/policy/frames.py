"""The columns the checks read, and what is derived from them once for all checks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

Schema = dict[str, Any]

PERSONS: Schema = {
    "person_id": pl.Int64,
    "area_id": pl.String,
    "household_id": pl.Int64,
    "relation": pl.String,
    "sex": pl.String,
    "birth_date": pl.Date,
    "id_type": pl.String,
    "id_key": pl.Binary,  # keyed hash of the number: equal numbers, equal keys
    "id_length": pl.Int64,  # null: no number
    "is_id_valid": pl.Boolean,  # as a citizen ID number; null: no number
    "id_birth_date": pl.Date,  # what a valid number says
    "id_sex": pl.String,
    "is_id_placeholder": pl.Boolean,
    "education": pl.String,
    "school_status": pl.String,
    "health_status": pl.String,
    "labour_capacity": pl.String,
    "population_category": pl.String,
    "phone_key": pl.Binary,
    "phone_owner": pl.String,
    "life": pl.String,
    "died_on": pl.Date,
    "record": pl.String,
}
SPELLS: Schema = {
    "spell_id": pl.Int64,
    "person_id": pl.Int64,
    "status": pl.String,
    "is_full_time": pl.Boolean,
    "started_on": pl.Date,
    "ended_on": pl.Date,
    "spell_kind": pl.String,
    "area_level": pl.String,
    "destination_id": pl.String,
    "is_destination_coarse": pl.Boolean,  # it has counties below it; null: no destination
    "employer_name": pl.String,
    "sector": pl.String,
    "mode": pl.String,
    "organised": pl.String,
    "is_farm_work": pl.String,
    "monthly_income": pl.Int64,
}
CATEGORIES: Schema = {"person_id": pl.Int64, "kind": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}
INTENTIONS: Schema = {
    "person_id": pl.Int64,
    "expires_on": pl.Date,
    "planned_departure_on": pl.Date,
    "has_wished_trades": pl.Boolean,
    "wished_level": pl.String,
    "training_wish": pl.String,
}
HOUSEHOLDS: Schema = {
    "household_id": pl.Int64,
    "area_id": pl.String,
    "head_id": pl.Int64,
    "dissolved_on": pl.Date,
}
RUNNING = ("departed", "working", "verified")
AWAY = ("other_township", "other_county", "other_prefecture", "other_province", "abroad")
HEAD, SPOUSE = "02", "10"
FOREVER = date(9999, 12, 31)
NAMED_AT_MOST = 20  # other holders of a phone that a finding names


@dataclass(frozen=True, slots=True)
class Frames:
    """The register as columns, present beliefs only. Empty texts are null: not known.

    Of a part of the register the frames must hold whole households, and everybody with the same phone number.
    """

    persons: pl.DataFrame
    spells: pl.DataFrame
    categories: pl.DataFrame
    intentions: pl.DataFrame
    households: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a check is asked of: one row per person, per spell, per household, with everything it may read."""

    person: pl.DataFrame
    spell: pl.DataFrame
    household: pl.DataFrame


def subjects(frames: Frames, day: date) -> Subjects:
    """The three tables as of a day. Only records that are on the register; planned spells are no work."""
    live = frames.persons.filter(pl.col("record") == "live").with_columns(age=age_on(pl.col("birth_date"), day))
    work = frames.spells.filter(pl.col("status") != "planned").with_columns(
        is_running=pl.col("status").is_in(RUNNING) & pl.col("ended_on").is_null(),
        days_from_today=(pl.col("started_on") - pl.lit(day)).dt.total_days(),
    )
    people = (
        live.join(_work_of(work), on="person_id", how="left")
        .join(_supported(frames.categories, day), on="person_id", how="left")
        .join(_planning(frames, day), on="person_id", how="left")
        .join(_phones(live), on="person_id", how="left")
        .with_columns(
            pl.col("works", "works_away", "farms", "is_supported", "plans_out").fill_null(False),
            pl.col("working_spells").fill_null(""),
        )
    )
    return Subjects(people, _spells(work, live, day), _households(frames.households, live))


def age_on(birth_date: pl.Expr, day: date) -> pl.Expr:
    """Full years on the day; null without a date of birth, and before birth."""
    not_yet = birth_date.dt.month().cast(pl.Int32) * 100 + birth_date.dt.day() > day.month * 100 + day.day
    age = day.year - birth_date.dt.year() - not_yet.cast(pl.Int32)
    return pl.when(age >= 0).then(age)


def _work_of(work: pl.DataFrame) -> pl.DataFrame:
    """By person with work that runs: that there is some, whether away from the own township, whether on a farm."""
    running = work.filter("is_running").sort("person_id", "spell_id")
    return running.group_by("person_id").agg(
        works=pl.lit(True),
        works_away=pl.col("area_level").is_in(AWAY).any(),
        farms=((pl.col("is_farm_work") == "yes") | (pl.col("sector") == "A")).any(),
        working_spells=pl.concat_str("spell_id", "area_level", separator=":", ignore_nulls=True).str.join(","),
    )


def _supported(categories: pl.DataFrame, day: date) -> pl.DataFrame:
    """Who holds extreme-poverty support on the day. `valid_to` is the first day it no longer holds."""
    held = categories.filter(
        pl.col("kind") == "extreme_poverty_support",
        pl.col("valid_from") <= day,
        pl.col("valid_to").is_null() | (pl.col("valid_to") > day),
    )
    return held.select("person_id", is_supported=pl.lit(True)).unique()


def _planning(frames: Frames, day: date) -> pl.DataFrame:
    """Who plans to leave, and whether it is recorded what for. A wish that has expired is no wish."""
    wishes = frames.intentions.filter(pl.col("expires_on").is_null() | (pl.col("expires_on") >= day))
    said = pl.col("has_wished_trades") | pl.col("wished_level").is_not_null() | (pl.col("training_wish") == "yes")
    named = wishes.select(
        "person_id", dated=pl.col("planned_departure_on") >= day, says_what=said.fill_null(False)
    ).unique("person_id")
    planned = frames.spells.filter(pl.col("status") == "planned").select("person_id", planned=pl.lit(True)).unique()
    both = named.join(planned, on="person_id", how="full", coalesce=True)
    return both.select(
        "person_id",
        plans_out=pl.col("dated").fill_null(False) | pl.col("planned").fill_null(False),
        says_what=pl.col("says_what").fill_null(False),
    )


def _phones(live: pl.DataFrame) -> pl.DataFrame:
    """By person who holds a number as their own: in how many households it is held so, and by whom elsewhere.

    A number noted as a neighbour's, a child's or a parent's is explained and not counted; one without a note is.
    """
    own = live.filter(
        pl.col("phone_key").is_not_null(),
        pl.col("life") == "alive",
        pl.col("phone_owner").is_null() | (pl.col("phone_owner") == "self"),
    ).select("person_id", "household_id", "phone_key")
    shared = own.group_by("phone_key").agg(
        phone_households=pl.col("household_id").n_unique(),
        holders=pl.col("person_id").sort().head(NAMED_AT_MOST),
    )
    shared = shared.filter(pl.col("phone_households") > 1)
    return own.join(shared, on="phone_key").select("person_id", "phone_households", "holders")


def _spells(work: pl.DataFrame, live: pl.DataFrame, day: date) -> pl.DataFrame:
    of = live.select(
        "person_id", "area_id", "household_id", "age", "life", "died_on", "birth_date", "labour_capacity",
        "population_category",
    )  # fmt: skip
    full_time = pl.when("is_full_time").then(pl.col("ended_on").fill_null(FOREVER))
    before = full_time.cum_max().shift(1).over("person_id", order_by=["started_on", "spell_id"])
    year = date(day.year, 1, 1)
    return work.join(of, on="person_id", how="inner").with_columns(
        overlaps=pl.col("is_full_time")
        & (pl.col("started_on") <= before.forward_fill().over("person_id", order_by=["started_on", "spell_id"])),
        ended_this_year=(pl.col("ended_on") >= year).fill_null(False),
    )


def _households(households: pl.DataFrame, live: pl.DataFrame) -> pl.DataFrame:
    """Every household that is not dissolved, with its living members counted and described."""
    here = live.filter(pl.col("life") != "dead").sort("household_id", "person_id")
    sexes = {
        role: pl.col("sex").filter(pl.col("relation") == code) for role, code in (("head", HEAD), ("spouse", SPOUSE))
    }
    members = here.group_by("household_id").agg(
        members=pl.len(),
        heads=(pl.col("relation") == HEAD).sum(),
        head_sex=sexes["head"].first(),
        same_sex=(sexes["spouse"] == sexes["head"].first()).any(),
        member_ids=pl.col("person_id"),
        described=pl.concat_str("person_id", "relation", "sex", separator=":", ignore_nulls=True).str.join(","),
    )
    open_ones = households.filter(pl.col("dissolved_on").is_null())
    joined = open_ones.join(members, on="household_id", how="left")
    return joined.with_columns(
        pl.col("members", "heads").fill_null(0),
        head_lives_here=pl.col("member_ids").list.contains(pl.col("head_id")).fill_null(False),
        person_id=pl.col("head_id"),
    )
