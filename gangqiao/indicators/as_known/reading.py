"""Reads the county's columns as they were known at an instant, for the figures of a day.

Dated rows keep every earlier belief, and facts keep what a column of a person was (docs/apps/people.md). So the whole
county comes as columns in one reading, the rows believed at the instant, and what has changed since is undone:

* dated rows (spells, categories): the belief of the instant; rows a later merge has moved go back to their person
* columns of a person with facts: the value believed at the instant for the day
* `last_confirmed_on`: the last confirmation in the log
* other columns of a person never change (`NEVER_CHANGE`), or are unknown here: null, never today's belief
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl
import pyarrow as pa

from gangqiao.audit.models import Event
from gangqiao.indicators import columns
from gangqiao.indicators.as_known import persons as of_persons
from gangqiao.indicators.as_known.merges import Moved, moved_since, others, put_back
from gangqiao.kernel import clock
from gangqiao.kernel.pulling.sqlite_columns import Asked
from gangqiao.kernel.pulling.statements import fetch, instant, text_of_uuid, unlike_null
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Fact, Person, Remembered
from gangqiao.people.reads.as_of import end_of

REASON = "figures as they were known"
_BESIDE = {"uuid": pl.String, "row_id": pl.Int64}
# What is asked of the persons alone of whom something may have to be undone.
_ALONE = ("facts", "marks", "confirmed", "confirmed_since")


@dataclass(frozen=True, slots=True)
class Known:
    """The county as it was known.

    tables  by name, with the columns `engine.facts` asks for and, beside them, `uuid` of a person; of a dated row too
            where it was asked for
    """

    day: date
    cut: datetime
    tables: Mapping[str, pl.DataFrame]

    def of(self, name: str) -> pl.DataFrame:
        """One table exactly as the engine asks for it."""
        return self.tables[name].select(list(columns._SCHEMAS[name]))

    def only(self, person_ids: Collection[int]) -> Known:
        """The same for some persons."""
        wanted = pl.Series(list(person_ids), dtype=pl.Int64).implode()
        return Known(
            self.day, self.cut, {n: t.filter(pl.col("person_id").is_in(wanted)) for n, t in self.tables.items()}
        )


def cut_of(known_on: date) -> datetime:
    """The instant up to which something was known on a day: its end, or now while the day is not over."""
    # A microsecond more: what was recorded at this very instant is known.
    return min(end_of(known_on), clock.now() + timedelta(microseconds=1))


def pull_as_known(day: date, cut: datetime, *, persons: Collection[int] | None = None, rows: bool = False) -> Known:
    """The columns for the figures of `day` as known before `cut`; with `persons` only theirs, by number.

    rows  whether the uuids of dated rows are asked for: two states of the county are compared by them
    """
    with everywhere(reason=REASON):
        moved = moved_since(cut)
        also = None if persons is None else {*persons, *others(moved)}
        statements = {name: _statement(name, cut, also, moved, rows) for name in columns._COLUMNS}
        statements["facts"] = Asked(_facts_statement(cut, also))
        statements["marks"] = Asked(_marks_statement(cut, also))
        statements["confirmed"] = Asked(_confirmed_statement(min(cut, end_of(day))))
        statements["confirmed_since"] = Asked(_confirmed_statement(None, since=min(cut, end_of(day))))
        raw = fetch(statements, few=persons is not None)
    facts, marks, seen, since = (pl.DataFrame(pl.from_arrow(raw.pop(name))) for name in _ALONE)
    tables = {name: _typed(name, read, moved) for name, read in raw.items()}
    tables["persons"] = of_persons.believed(_with_marks(tables["persons"], marks), facts, day)
    if of_persons.CONFIRMED in of_persons.ALIAS_OF:
        tables["persons"] = of_persons.confirmed(tables["persons"], facts, seen, since)
    found = Known(day, cut, tables)
    return found if persons is None else found.only(persons)


def _is_dated(table: str) -> bool:
    return any(model._meta.db_table == table for model in Remembered.__subclasses__())


def _statement(name: str, cut: datetime, persons: Iterable[int] | None, moved: Moved, rows: bool) -> Asked:
    """Every cell of a county costs: the number of a row is asked for where one was moved, its uuid where it is used."""
    table, _where = columns._tables()[name]
    also = {"uuid": text_of_uuid("uuid")} if rows or not _is_dated(table) else {}
    if not _is_dated(table):
        return columns.statement(name, f"recorded_at < {instant(cut)}{_among('id', persons)}", also=also)
    # An earlier belief has a number of its own; what orders rows is the number of the row it is a version of.
    own = {a: "COALESCE(version_of_id, id)" for a, column in columns._COLUMNS[name].items() if column == "id"}
    where = _believed_at(cut) + _among("person_id", persons)
    return columns.statement(name, where, own=own, also=also | ({"row_id": "id"} if moved.get(table) else {}))


def _kind(alias: str) -> str:
    return "int64" if alias == "filled" else "string"


def _believed_at(cut: datetime) -> str:
    return f"recorded_from < {instant(cut)} AND (recorded_to IS NULL OR recorded_to >= {instant(cut)})"


def _among(owner: str, persons: Iterable[int] | None) -> str:
    # Whole numbers from our own tables, never text from outside: they may stand in the statement.
    return "" if persons is None else f" AND {owner} IN ({', '.join(str(int(p)) for p in sorted(persons)) or '0'})"


def _facts_of(cut: datetime, persons: Iterable[int] | None) -> str:
    keys = ", ".join(f"'{key}'" for key in sorted(of_persons.wanted_facts()))
    # What a record came with is asked for a day, also when it was confirmed again before the instant.
    known = f"(key = '{of_persons.CONFIRMED}' OR {_believed_at(cut)})"
    return f"FROM {Fact._meta.db_table} WHERE key IN ({keys}){_among('person_id', persons)} AND {known}"


def _facts_statement(cut: datetime, persons: Iterable[int] | None) -> str:
    return (
        f"SELECT id AS row_id, person_id, key AS fact, {text_of_uuid('uuid')} AS uuid, value AS sealed, valid_from, "
        f"{unlike_null('valid_to', 'date')} AS valid_to, "
        "CASE WHEN recorded_to IS NULL AND valid_to IS NULL THEN 1 ELSE 0 END AS is_now "
        f"{_facts_of(cut, persons)}"
    )


def _marks_statement(cut: datetime, persons: Iterable[int] | None) -> str:
    """Which items have a value today, of those who have a fact."""
    marks = (f"{unlike_null(sql, _kind(alias))} AS {alias}" for alias, sql in of_persons.beside_persons().items())
    return (
        f"SELECT id AS person_id, {', '.join(marks)} FROM {Person._meta.db_table} "  # noqa: S608  of our own models
        f"WHERE id IN (SELECT person_id {_facts_of(cut, persons)})"
    )


def _confirmed_statement(before: datetime | None, since: datetime | None = None) -> str:
    """Who was confirmed then: the day of the last time and the one they were registered on."""
    when = f"at < {instant(before)}" if before else f"at >= {instant(since)}" if since else "1 = 1"
    return (
        f"SELECT {text_of_uuid('person')} AS uuid, MAX(at) AS at, "  # noqa: S608  of our own models
        f"{unlike_null('MIN(registered_on)', 'date')} AS known_from "
        f"FROM {Event._meta.db_table} LEFT JOIN {Person._meta.db_table} AS who ON who.uuid = person "
        f"WHERE verb = 'people.confirm' AND person IS NOT NULL AND {when} GROUP BY person"
    )


def _typed(name: str, read: pa.Table, moved: Moved) -> pl.DataFrame:
    typed = columns.typed(name, read)
    beside = [c for c in _BESIDE if c in read.column_names]
    typed = typed.with_columns(pl.Series(pl.from_arrow(read[c])).cast(_BESIDE[c]).alias(c) for c in beside)
    table = columns._tables()[name][0]
    return put_back(typed, moved.get(table, {})).drop("row_id", strict=False) if _is_dated(table) else typed


def _with_marks(persons: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Null for those of whom nothing was asked: what stands on their records is what was known."""
    kinds = {"person_id": "int64", **{alias: _kind(alias) for alias in of_persons.beside_persons()}}
    typed = pl.DataFrame([columns._column(marks[alias], kind).alias(alias) for alias, kind in kinds.items()])
    return persons.join(typed, on="person_id", how="left", maintain_order="left")
