"""The steps from what one snapshot knew to what another knew, and the words of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum

import polars as pl

from gangqiao.indicators import columns
from gangqiao.indicators.as_known import Known


class Reason(StrEnum):
    """Why a person entered a count or left it."""

    TIME = "time"  # the day moved on: an age, a new year, days known before that have come
    DEFINITION = "definition"  # the definitions or their parameters changed
    REGISTERED = "registered"
    RECORD = "record"  # record closed, moved out or taken back in
    MERGED = "merged"
    DIED = "died"
    MOVED = "moved"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    HUKOU = "hukou"
    WORKER = "worker"  # population category or capacity for work
    FACT = "fact"  # another fact of the person
    CATEGORY = "category"
    WISH = "wish"
    SPELL_NEW = "spell_new"
    SPELL_LATE = "spell_late"  # a time of work that had begun before the first day was recorded only afterwards
    SPELL_ENDED = "spell_ended"
    SPELL_ENDED_LATE = "spell_ended_late"
    SPELL_CORRECTED = "spell_corrected"
    SPELL_GONE = "spell_gone"
    UNKNOWN = "unknown"


# Columns of a person in the order in which they become as the second snapshot knew them.
PERSON_STEPS = {
    "record": Reason.RECORD,
    "life": Reason.DIED,
    "area_id": Reason.MOVED,
    "birth_date": Reason.BIRTH_DATE,
    "sex": Reason.SEX,
    "hukou_kind": Reason.HUKOU,
    "population_category": Reason.WORKER,
    "labour_capacity": Reason.WORKER,
}
TABLE_STEPS = {"categories": Reason.CATEGORY, "intentions": Reason.WISH}


def steps_between(old: Known, new: Known) -> Iterator[tuple[Reason, Known]]:
    """What is known after each step; the last one knows what `new` does."""
    now = dict(old.tables)
    registered = new.tables["persons"].filter(~_is_in(old.tables["persons"], "person_id"))
    if registered.height:
        # With all they brought: nothing of them was known.
        for name, table in new.tables.items():
            now[name] = pl.concat([now[name], table.filter(_is_in(registered, "person_id"))], how="vertical_relaxed")
        yield Reason.REGISTERED, replace(new, tables=dict(now))
    if now["persons"].height != new.tables["persons"].height:
        # Asked backwards: who was not on the register yet.
        now = {name: table.filter(_is_in(new.tables["persons"], "person_id")) for name, table in now.items()}
        yield Reason.REGISTERED, replace(new, tables=dict(now))
    for reason, persons in _person_steps(now["persons"], new.tables["persons"]):
        now["persons"] = persons
        yield reason, replace(new, tables=dict(now))
    for name, table in new.tables.items():
        if name not in ("persons", "spells") and not _same(name, now[name], table):
            now[name] = table
            yield TABLE_STEPS.get(name, Reason.FACT), replace(new, tables=dict(now))
    for reason, spells in _spell_steps(now["spells"], new.tables["spells"]):
        now["spells"] = spells
        yield reason, replace(new, tables=dict(now))


def _is_in(other: pl.DataFrame, column: str) -> pl.Expr:
    return pl.col(column).is_in(other[column].implode())


def _same(name: str, left: pl.DataFrame, right: pl.DataFrame) -> bool:
    order = ["person_id", "uuid"]
    compared = [*columns._SCHEMAS[name], "uuid"]
    return left.select(compared).sort(order).equals(right.select(compared).sort(order))


def _person_steps(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[Reason, pl.DataFrame]]:
    fresh = new.sort("person_id")
    persons = old.sort("person_id")
    others = [c for c in columns._SCHEMAS["persons"] if c not in PERSON_STEPS and c != "person_id"]
    for name in [*PERSON_STEPS, *others]:
        if not persons[name].equals(fresh[name]):
            persons = persons.with_columns(fresh[name])
            yield PERSON_STEPS.get(name, Reason.FACT), persons


def _spell_steps(old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[Reason, pl.DataFrame]]:
    """Gone, then ended, then otherwise corrected, then new. A row of the same uuid is the same time of work."""
    own = ["person_id", "uuid"]
    spells = old.select(new.columns)
    still = spells.join(new, on=own, how="semi")
    if still.height != spells.height:
        spells = still
        yield Reason.SPELL_GONE, spells
    fresh = new.join(spells, on=own, how="semi").sort(own)
    spells = spells.sort(own)
    ended = fresh["ended_on"].is_not_null() & spells["ended_on"].is_null()
    if ended.any():
        spells = spells.with_columns(
            pl.when(ended).then(fresh[name]).otherwise(pl.col(name)).alias(name) for name in ("ended_on", "status")
        )
        yield Reason.SPELL_ENDED, spells
    compared = [c for c in columns._SCHEMAS["spells"] if c != "spell_id"]
    if not spells.select(compared).equals(fresh.select(compared)):
        spells = fresh
        yield Reason.SPELL_CORRECTED, spells
    if new.height != fresh.height:
        yield Reason.SPELL_NEW, new


def refine(reasons: Mapping[int, Reason], old: Known, new: Known) -> dict[int, Reason]:
    """More exactly: whether a time of work, or its end, was learned late, and whether it came with another record."""
    day = old.day
    before, after = old.tables["spells"], new.tables["spells"]
    fresh = after.join(before, on=["person_id", "uuid"], how="anti")
    brought = set(fresh.filter(_is_in(before, "uuid"))["person_id"])
    late = set(fresh.filter(pl.col("started_on") <= day)["person_id"])
    ended = after.join(before.filter(pl.col("ended_on").is_null()), on=["person_id", "uuid"], how="semi")
    ended_late = set(ended.filter(pl.col("ended_on") <= day)["person_id"])
    persons = new.tables["persons"]
    merged = set(persons.filter(pl.col("record").cast(pl.String) == "merged")["person_id"])
    found = dict(reasons)
    for person, reason in reasons.items():
        if (reason is Reason.SPELL_NEW and person in brought) or (reason is Reason.RECORD and person in merged):
            found[person] = Reason.MERGED
        elif reason is Reason.SPELL_NEW and person in late:
            found[person] = Reason.SPELL_LATE
        elif reason is Reason.SPELL_ENDED and person in ended_late:
            found[person] = Reason.SPELL_ENDED_LATE
    return found
