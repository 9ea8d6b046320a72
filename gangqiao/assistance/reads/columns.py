"""Pulls what the rules of the classes read: the whole county at once, or some persons with those they live with.

Health is opened here in memory for the registered poor who are old enough, compared, and forgotten: a frame holds its
code, no table does. Read for the county as a whole, since a village's proposals do not depend on who asks.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl

from gangqiao.assistance.policy import classes_columns
from gangqiao.assistance.policy.classes import NUMBERS
from gangqiao.kernel.crypto.sealing import BrokenSeal, open_sealed
from gangqiao.kernel.pulling.statements import fetch
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.features.tables import CODE, DAY, INT, TEXT, Table
from gangqiao.people.models import Business, Category, EmploymentSpell, Household, Intention, Person

POOR, RELOCATED = "registered_poor", "relocated"
RUNNING = ("departed", "working", "verified")
_PERSON = Person._meta.db_table
_OPEN_AT_ONCE = 4000
_WISHES_SAID = {"reason_family": "family", "reason_health": "health", "reason_age": "age"}
_HOME = ('"children"', '"elders"')


@dataclass(frozen=True, slots=True)
class Columns:
    """facts: `person household area is_relocated` and the facts of the rules; uuids: of these persons, by key."""

    facts: pl.DataFrame
    uuids: Mapping[int, UUID]


def read_columns(day: date, persons: Collection[int] | None = None) -> Columns:
    """The registered poor who are old enough, one row each; with `persons` (keys) only those of their households."""
    with everywhere(reason="the rules of the classes read whole households, whoever asks"):
        which = _households_sql(day, persons)
        asked = _tables(day, which)
        rows = fetch({name: table.asked() for name, table in asked.items()}, few=persons is not None)
        read = {name: asked[name].read(rows[name]) for name in asked}
        people = _persons(read, day)
        health, uuids = _health(people, day)
        people = people.join(health, on="person", how="left", maintain_order="left")
    facts = classes_columns.facts_of(
        NUMBERS.on(day), people, _spells(read["spells"], day), _wishes(read["wishes"]),
        read["owners"].ints("person_id"), _land(read["homes"]),
    )  # fmt: skip
    if persons is not None:
        facts = facts.filter(pl.col("person").is_in(list(persons)))
    return Columns(facts.sort("area", "person"), uuids)


def _households_sql(day: date, persons: Collection[int] | None) -> str:
    """SQL of the households that are looked at: whole numbers and days of our own, never text from outside."""
    if persons is not None:
        keys = ", ".join(str(int(pk)) for pk in persons) or "0"
        return f"SELECT household_id FROM {_PERSON} WHERE id IN ({keys})"  # noqa: S608  numbers
    held = f"kind = '{POOR}' AND {_held(day)}"
    poor = f"SELECT person_id FROM {Category._meta.db_table} WHERE {held}"  # noqa: S608  our own names
    return f"SELECT household_id FROM {_PERSON} WHERE record = 'live' AND id IN ({poor})"  # noqa: S608


def _held(day: date) -> str:
    return f"recorded_to IS NULL AND valid_from <= '{day}' AND (valid_to IS NULL OR valid_to > '{day}')"


def _tables(day: date, households: str) -> Mapping[str, Table]:
    live = f"record = 'live' AND life = 'alive' AND household_id IN ({households})"
    theirs = f"person_id IN (SELECT id FROM {_PERSON} WHERE {live})"  # noqa: S608  our own names
    person = {"person_id": ("person_id", INT)}
    return {
        "persons": Table(_PERSON, {
            "id": ("id", INT), "home_id": ("household_id", INT), "area": ("area_id", TEXT), "born": ("birth_date", DAY),
            "sex": ("sex", CODE), "capacity": ("labour_capacity", CODE), "school": ("school_status", CODE),
            "population": ("population_category", CODE),
        }, live),
        "categories": Table(Category._meta.db_table, {**person, "kind": ("kind", CODE)},
                            f"kind IN ('{POOR}', '{RELOCATED}') AND {_held(day)} AND {theirs}"),
        "spells": Table(EmploymentSpell._meta.db_table, {
            **person, "since": ("started_on", DAY), "level": ("area_level", CODE), "kind": ("spell_kind", CODE),
            "mode": ("mode", CODE), "grade": ("evidence", CODE),
        }, f"recorded_to IS NULL AND status IN {RUNNING!r} AND started_on <= '{day}' AND {theirs}"),
        "wishes": Table(Intention._meta.db_table, {
            **person, "wants": ("wants_work", CODE), "work_kind": ("work_kind", CODE), "level": ("wished_level", CODE),
            "asks": ("CAST(conditions AS text)", CODE), "reasons": ("CAST(not_out_reasons AS text)", CODE),
        }, f"{_held(day)} AND expires_on >= '{day}' AND {theirs}"),
        "owners": Table(Business._meta.db_table, person, f"{_held(day)} AND {theirs}"),
        "homes": Table(Household._meta.db_table, {
            "id": ("id", INT), "tenths": ("CAST(ROUND(land_mu * 10) AS bigint)", INT),
        }, f"id IN ({households})"),
    }  # fmt: skip


def _persons(read: Mapping[str, Any], day: date) -> pl.DataFrame:
    one, categories = read["persons"], read["categories"]
    held = pl.DataFrame({"person": categories.ints("person_id"), "kind": _texts(categories, "kind")})
    frame = pl.DataFrame({
        "person": one.ints("id"), "household": one.ints("home_id"), "area": one.texts("area").cast(pl.String),
        "born": one.days("born"), "sex": _texts(one, "sex"), "capacity": _texts(one, "capacity"),
        "school": _texts(one, "school"), "population": _texts(one, "population"),
    })  # fmt: skip
    of_kind = {kind: held.filter(pl.col("kind") == kind)["person"] for kind in (POOR, RELOCATED)}
    return frame.with_columns(
        age=_age(day),
        is_poor=pl.col("person").is_in(of_kind[POOR].implode()),
        is_relocated=pl.col("person").is_in(of_kind[RELOCATED].implode()),
    ).drop("born")


def _age(day: date) -> pl.Expr:
    born = pl.col("born")
    # A month is eight bits wide and would not bear to be multiplied.
    reached = born.dt.month().cast(pl.Int32) * 100 + born.dt.day().cast(pl.Int32) <= day.month * 100 + day.day
    return (pl.lit(day.year) - born.dt.year() - (~reached).cast(pl.Int32)).cast(pl.Int32)


def _spells(read: Any, day: date) -> pl.DataFrame:
    kind, mode = _texts(read, "kind"), _texts(read, "mode")
    days = pl.DataFrame({"since": read.days("since")}).select((pl.lit(day) - pl.col("since")).dt.total_days())
    return pl.DataFrame({
        "person": read.ints("person_id"), "works_level": _texts(read, "level").fill_null("own_township"),
        "works_days": days.to_series().cast(pl.Int32), "works_grade": _texts(read, "grade"),
        "is_on_post": mode.eq_missing("public_post"), "is_own": kind.eq_missing("business"),
        "is_cooperative": kind.eq_missing("cooperative"),
    })  # fmt: skip


def _wishes(read: Any) -> pl.DataFrame:
    said = {name: read.of("reasons", partial(_names, f'"{code}"')) for name, code in _WISHES_SAID.items()}
    asks = [read.of("asks", partial(_names, code)) for code in _HOME]
    frame = pl.DataFrame({
        "person": read.ints("person_id"), "wants": _texts(read, "wants"), "work_kind": _texts(read, "work_kind"),
        "wished_level": _texts(read, "level"), "asks_home": asks[0] | asks[1], **said,
    })  # fmt: skip
    return frame.unique("person", keep="last")


def _names(code: str, words: pl.Series) -> pl.Series:
    return words.fill_null("").str.contains(code, literal=True)


def _land(read: Any) -> pl.DataFrame:
    return pl.DataFrame({"household": read.ints("id"), "land_mu": read.ints("tenths").cast(pl.Float64) / 10})


def _texts(read: Any, alias: str) -> pl.Series:
    series: pl.Series = read.of(alias, lambda words: words.replace("", None).cast(pl.Categorical)).cast(pl.String)
    return series


def _health(people: pl.DataFrame, day: date) -> tuple[pl.DataFrame, dict[int, UUID]]:
    """`person`, `health` of the registered poor who are old enough, and their uuids; a broken seal is not known."""
    youngest = int(NUMBERS.on(day).youngest)
    keys = people.filter(pl.col("is_poor") & (pl.col("age").is_null() | (pl.col("age") >= youngest)))["person"]
    found: dict[int, str | None] = {}
    uuids: dict[int, UUID] = {}
    for start in range(0, len(keys), _OPEN_AT_ONCE):
        block = keys[start : start + _OPEN_AT_ONCE].to_list()
        for pk, uuid, sealed in Person.objects.filter(pk__in=block).values_list("pk", "uuid", "health_status"):
            found[pk], uuids[pk] = _opened(uuid, sealed), uuid
    schema = {"person": pl.Int64, "health": pl.String}
    return pl.DataFrame({"person": list(found), "health": list(found.values())}, schema=schema), uuids


def _opened(uuid: Any, sealed: Any) -> str | None:
    if sealed is None:
        return None
    try:
        return open_sealed(_PERSON, "health_status", uuid, sealed) or None
    except BrokenSeal:
        return None
