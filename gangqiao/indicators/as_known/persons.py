"""What was believed of persons: columns with facts go back to their earlier values, the rest is unknown or constant."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import polars as pl

from gangqiao.indicators import columns
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.sealing import open_sealed
from gangqiao.people.actions.facts import CONFIRMED_ON, fact_keys
from gangqiao.people.attributes import PERSON
from gangqiao.people.models import Fact
from gangqiao.people.models.registry import MERGED

WHOLE_LIFE = ["birth_date", "sex"]  # a correction of these says what was always so
NEVER_CHANGE = frozenset({"id", "person_no", "registered_on", "recorded_at", "source", "made"})
CONFIRMED, COMPLETE = CONFIRMED_ON, "is_complete"

# Alias of each column of a person, as `engine.facts` calls it, by the column of the database.
ALIAS_OF = {column: alias for alias, column in columns._COLUMNS["persons"].items()}
_REQUIRED = [a for a in PERSON if a.required]
_ASKED_BY = sorted({a.asked_if["eq"][0] for a in _REQUIRED if "eq" in (a.asked_if or {})})


def wanted_facts() -> set[str]:
    """The keys whose earlier values the figures need."""
    return ((ALIAS_OF.keys() | {a.key for a in _REQUIRED} | set(_ASKED_BY)) & fact_keys()) | {CONFIRMED}


def beside_persons() -> dict[str, str]:
    """SQL of what is read of those who have facts, by name: which items have a value, and what decides who is asked."""
    filled = " + ".join(f"(CASE WHEN {_filled(a)} THEN {1 << n} ELSE 0 END)" for n, a in enumerate(_REQUIRED))
    return {"filled": filled, **{f"asked_{key}": key for key in _ASKED_BY}}


def _filled(attribute: Any) -> str:
    column = getattr(attribute, "index", "") or next(iter(attribute.columns()))
    is_text = attribute.columns()[column].get_internal_type() == "CharField"
    return f"{column} IS NOT NULL" + (f" AND {column} <> ''" if is_text else "")


def believed(persons: pl.DataFrame, facts: pl.DataFrame, day: date) -> pl.DataFrame:
    """The persons with what was believed of them for the day. What nothing is known of is null, never today's value."""
    dated = _dated(facts).filter(pl.col("fact") != CONFIRMED)
    opened = {str(key): _opened(rows) for (key,), rows in _chosen(dated, day).group_by("fact", maintain_order=True)}
    merged = _merged(persons, dated)
    for key, values in opened.items():
        if key in _ASKED_BY:
            persons = _with_values(persons, f"asked_{key}", values)
        if key in ALIAS_OF:
            persons = _with_values(persons, ALIAS_OF[key], values)
    if "record" in persons.columns:
        known_merged = pl.col("person_id").is_in(merged.implode())
        persons = persons.with_columns(
            record=pl.when(known_merged).then(pl.lit(MERGED).cast(persons.schema["record"])).otherwise(pl.col("record"))
        )
    if COMPLETE in persons.columns:
        persons = _completeness(persons, opened)
    known = {alias for column, alias in ALIAS_OF.items() if column in fact_keys() | NEVER_CHANGE}
    known |= {COMPLETE, ALIAS_OF.get(CONFIRMED, "")}
    unknown = [alias for alias in columns._SCHEMAS["persons"] if alias not in known]
    return persons.with_columns(pl.lit(None).cast(persons.schema[name]).alias(name) for name in unknown)


def _dated(facts: pl.DataFrame) -> pl.DataFrame:
    days = [columns._column(facts[name], "date").alias(name) for name in ("valid_from", "valid_to")]
    return facts.with_columns(days).with_columns(pl.col("row_id", "person_id", "is_now").cast(pl.Int64))


def _chosen(facts: pl.DataFrame, day: date) -> pl.DataFrame:
    """One fact per person and key: the one that held on the day, else the first one; without those still in force.

    Of what is the same for a whole life the last belief counts for every day.
    """
    holds = (pl.col("valid_from") <= day) & (pl.col("valid_to").is_null() | (pl.col("valid_to") > day))
    whole_life = pl.col("fact").is_in(WHOLE_LIFE)
    begun = pl.col("valid_from").to_physical()
    rank = pl.when(whole_life).then(-begun).when("holds").then(-pl.col("row_id")).otherwise(begun)
    ordered = facts.with_columns(holds=whole_life | holds).with_columns(rank=rank)
    first = ordered.sort(["person_id", "fact", "holds", "rank"], descending=[False, False, True, False])
    # A belief still in force is what the column says: nothing has to be opened for it.
    return first.unique(["person_id", "fact"], keep="first", maintain_order=True).filter(pl.col("is_now") != 1)


def _merged(persons: pl.DataFrame, facts: pl.DataFrame) -> pl.Series:
    """Who was known to be a second record of somebody: that record counts on no day, also before it was known."""
    of_record = facts.filter(pl.col("fact") == "record").sort("valid_from", descending=True)
    last = of_record.unique("person_id", keep="first", maintain_order=True)
    now = last.filter(pl.col("is_now") == 1)["person_id"]
    by_column = persons.filter(pl.col("person_id").is_in(now.implode()) & (pl.col("record").cast(pl.String) == MERGED))
    opened = _opened(last.filter(pl.col("is_now") != 1)).filter(pl.col("value") == MERGED)
    return pl.concat([by_column["person_id"], opened["person_id"]])


def _opened(rows: pl.DataFrame) -> pl.DataFrame:
    """The values of facts of one key, as text: `person_id value`."""
    place = Fact._meta.db_table, "value"
    values = [json.loads(open_sealed(*place, *row)) for row in rows.select("uuid", "sealed").iter_rows()]
    texts = pl.Series("value", [None if value is None else str(value) for value in values], dtype=pl.String)
    return pl.DataFrame([rows["person_id"].cast(pl.Int64), texts])


def _with_values(persons: pl.DataFrame, alias: str, values: pl.DataFrame) -> pl.DataFrame:
    schema = columns._SCHEMAS["persons"]
    typed = columns._column(values["value"], str(schema[alias])).alias("value") if alias in schema else values["value"]
    joined = _beside(persons, pl.DataFrame([values["person_id"], typed]).with_columns(is_known=True), "person_id")
    value = pl.when(pl.col("is_known")).then(pl.col("value")).otherwise(pl.col(alias))
    return joined.with_columns(value.alias(alias)).drop("value", "is_known")


def _beside(persons: pl.DataFrame, other: pl.DataFrame, on: str) -> pl.DataFrame:
    return persons.join(other, on=on, how="left", maintain_order="left")


def _completeness(persons: pl.DataFrame, opened: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Whether every item asked of the person had a value then: today's marks, put right by the facts."""
    tests = []
    for n, attribute in enumerate(_REQUIRED):
        is_filled = (pl.col("filled") & (1 << n)) != 0
        if attribute.key in opened:
            values = opened[attribute.key]
            then = values.select("person_id", (pl.col("value").fill_null("") != "").alias(f"then_{n}"))
            persons = _beside(persons, then, "person_id")
            is_filled = pl.coalesce(f"then_{n}", is_filled)
        if "eq" in (attribute.asked_if or {}):
            key, value = attribute.asked_if["eq"]
            asked = pl.col(f"asked_{key}").cast(pl.String)
            is_filled = is_filled | asked.is_null() | (asked != str(value))
        tests.append(is_filled)
    # Without a fact the record is as it was, and so is what the database says of it.
    then = pl.when(pl.col("filled").is_null()).then(pl.col(COMPLETE)).otherwise(pl.all_horizontal(tests))
    return persons.with_columns(then.alias(COMPLETE))


def confirmed(persons: pl.DataFrame, facts: pl.DataFrame, seen: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    """The day of the last confirmation up to then, by the log: `seen` up to then, `since` after it.

    Who was confirmed since, and never before by the log, was last confirmed as the record came: the fact says when,
    or it was on the day of registration. Who was not confirmed since keeps what the column says.
    """
    alias = ALIAS_OF[CONFIRMED]
    kept = _opened(_dated(facts).filter(pl.col("fact") == CONFIRMED))
    before = pl.DataFrame({"uuid": seen["uuid"].cast(pl.String), "logged": [_day(at) for at in seen["at"]]})
    registered = columns._column(since["known_from"], "date").cast(pl.Date)
    later = pl.DataFrame([since["uuid"].cast(pl.String), registered.alias("first")]).with_columns(is_later=True)
    joined = _beside(persons, before.cast({"logged": pl.Date}), "uuid")
    joined = _beside(joined, later, "uuid")
    joined = _with_values(joined, "first", kept.with_columns(pl.col("value").str.to_date(strict=False)))
    otherwise = pl.when(pl.col("is_later")).then(pl.col("first")).otherwise(pl.col(alias))
    return joined.with_columns(pl.coalesce("logged", otherwise).alias(alias)).drop("logged", "is_later", "first")


def _day(at: Any) -> date:
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return clock.day_of(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
