"""Pulls the county's persons, spells and categories out of the database into columns.

The one place outside the kernel that writes SQL. It reads the whole county on purpose, under `everywhere`: an answer
must not depend on who asks. What is shown and opened afterwards goes through the reader's scope (`reads.py`).

The whole county comes as columns by ADBC, which takes a fraction of the time of Django's cursor: on PostgreSQL over
connections of its own, on SQLite in a process of its own (`sqlite_child` says why). Those cannot see into an open
transaction or a database in memory; there, and for a few persons, the rows come through Django's cursor.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

import polars as pl
import pyarrow as pa
from django.db import connection

from gangqiao.engine.facts import TABLES
from gangqiao.kernel.paths import SEGMENT_WIDTH
from gangqiao.kernel.pulling import sqlite_columns
from gangqiao.kernel.pulling.statements import fetch_postgresql, is_isolated, sqlite_file
from gangqiao.kernel.scope import everywhere
from gangqiao.people.attributes import PERSON
from gangqiao.people.attributes_dated import SPELL
from gangqiao.people.models import Category, EmploymentSpell, Intention, Person

log = logging.getLogger(__name__)
_TRUE, _FALSE = ("yes", "true", "t", "1"), ("no", "false", "f", "0")
_CURRENT = "recorded_to IS NULL"
_SCHEMAS = {name: table.schema() for name, table in TABLES.items()}
_PROVINCE_WIDTH = 2 * SEGMENT_WIDTH


def _is_complete(attributes: Iterable[Any]) -> str:
    """SQL that is 1 when every required item has a value, or is not asked of this row; else 0.

    A sealed value is looked at through its index where it has one: sealed and empty is not null.
    """
    tests = []
    for attribute in attributes:
        if not attribute.required:
            continue
        column = getattr(attribute, "index", "") or next(iter(attribute.columns()))
        is_text = attribute.columns()[column].get_internal_type() == "CharField"
        filled = f"{column} IS NOT NULL" + (f" AND {column} <> ''" if is_text else "")
        if "eq" in (attribute.asked_if or {}):
            on, value = attribute.asked_if["eq"]
            filled = f"{filled} OR {on} IS NULL OR {on} <> '{value}'"
        tests.append(f"({filled})")
    return f"CASE WHEN {' AND '.join(tests)} THEN 1 ELSE 0 END"


# Columns whose name in the database is another one, or that are worked out there.
_OTHERWISE = {
    "persons": {"person_id": "id", "confirmed_on": "last_confirmed_on", "is_complete": _is_complete(PERSON)},
    "spells": {
        "spell_id": "id",
        "province": f"SUBSTR(destination_id, 1, {_PROVINCE_WIDTH})",
        "is_complete": _is_complete(SPELL),
    },
}
# Codes of a row that come in one text from SQLite. Areas are too many to be put together with others.
_CODES = "codes"
_TOGETHER = {
    name: [c for c, kind in table.schema().items() if str(kind) in ("string", "boolean") and c != "area_id"]
    for name, table in TABLES.items()
}
_COLUMNS = {name: {c: _OTHERWISE.get(name, {}).get(c, c) for c in table.columns} for name, table in TABLES.items()}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the figures are computed from, typed as `engine.facts` asks for it."""

    persons: pl.DataFrame
    spells: pl.DataFrame
    categories: pl.DataFrame
    intentions: pl.DataFrame

    def arrow(self) -> dict[str, pa.Table]:
        """The columns as the tables `engine.facts` names; nothing is copied."""
        return {name: getattr(self, name).to_arrow() for name in TABLES}

    def of_persons(self, person_ids: Collection[int]) -> Columns:
        """The rows of these persons alone."""
        asked = pl.Series("person_id", list(person_ids), dtype=pl.Int64).implode()
        return Columns(**{name: getattr(self, name).filter(pl.col("person_id").is_in(asked)) for name in TABLES})

    def with_changed(self, changed: Columns, person_ids: Collection[int]) -> Columns:
        """The columns with these persons' rows replaced by the changed ones."""
        gone = pl.Series("person_id", list(person_ids), dtype=pl.Int64)

        def replaced(old: pl.DataFrame, new: pl.DataFrame) -> pl.DataFrame:
            kept = old.filter(~pl.col("person_id").is_in(gone.implode()))
            return pl.concat([kept, new.select(old.columns)])

        return Columns(**{name: replaced(getattr(self, name), getattr(changed, name)) for name in TABLES})


def pull() -> Columns:
    """The whole county."""
    with everywhere(reason="figures"):
        return _pull_where({name: where for name, (_table, where) in _tables().items()})


def pull_persons(uuids: Collection[UUID]) -> tuple[Columns, set[int]]:
    """The rows of these persons, and their numbers. A person who no longer exists has no rows."""
    with everywhere(reason="figures"):
        ids = set(Person.objects.filter(uuid__in=list(uuids)).values_list("pk", flat=True))
        # Whole numbers from our own table, never text from outside: they may stand in the statement.
        listed = ", ".join(str(int(i)) for i in sorted(ids)) or "0"
        dated = f"{_CURRENT} AND person_id IN ({listed})"
        conditions = {name: f"id IN ({listed})" if name == "persons" else dated for name in TABLES}
        return _pull_where(conditions, few=True), ids


def _tables() -> dict[str, tuple[str, str]]:
    return {
        "persons": (Person._meta.db_table, "1 = 1"),
        "spells": (EmploymentSpell._meta.db_table, _CURRENT),
        "categories": (Category._meta.db_table, _CURRENT),
        "intentions": (Intention._meta.db_table, _CURRENT),
    }


def _pull_where(conditions: Mapping[str, str], *, few: bool = False) -> Columns:
    if few or is_isolated():
        return Columns(**{name: _by_cursor(name, where) for name, where in conditions.items()})
    return _by_child(conditions) if connection.vendor == "sqlite" else _by_adbc(conditions)


def _select(table: str, asked: Iterable[str], where: str) -> str:
    return f"SELECT {', '.join(asked)} FROM {table} WHERE {where}"  # noqa: S608  names of our own models


def _by_cursor(name: str, where: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(_select(_tables()[name][0], (f"{sql} AS {a}" for a, sql in _COLUMNS[name].items()), where))
        rows = cursor.fetchall()
    columns = list(zip(*rows, strict=True)) or [()] * len(_COLUMNS[name])
    series = [pl.Series(a, list(values), strict=False) for a, values in zip(_COLUMNS[name], columns, strict=True)]
    return _typed(name, pl.DataFrame(series))


def _by_child(conditions: Mapping[str, str]) -> Columns:
    asked = [statement(name, where) for name, where in conditions.items()]
    try:
        read = sqlite_columns.read(sqlite_file(), asked)
        return Columns(**{name: typed(name, table) for name, table in zip(conditions, read, strict=True)})
    except sqlite_columns.NotRead as error:
        # Slower and just as right. The statement itself holds no personal value, so its error may be logged.
        log.warning("reading columns in a child process failed: %s", error)
        return Columns(**{name: _by_cursor(name, where) for name, where in conditions.items()})


def statement(
    name: str, where: str, own: Mapping[str, str] | None = None, also: Mapping[str, str] | None = None
) -> sqlite_columns.Asked:
    """What asks for the columns of a table; `typed` reads the answer. On SQLite the codes of a row come in one text.

    own   SQL in place of that of a column
    also  SQL of more columns, which `typed` leaves alone
    """
    sources = {**_COLUMNS[name], **(own or {})}
    more = [f"{sql} AS {alias}" for alias, sql in (also or {}).items()]
    table = _tables()[name][0]
    if connection.vendor != "sqlite":
        asked = [f"{sql} AS {alias}" for alias, sql in sources.items()]
        return sqlite_columns.Asked(_select(table, [*asked, *more], where))
    alone = {alias: str(_SCHEMAS[name][alias]) for alias in sources if alias not in _TOGETHER[name]}
    asked = [f"{sqlite_columns.never_null(sources[alias], kind)} AS {alias}" for alias, kind in alone.items()]
    codes = sqlite_columns.together([sources[alias] for alias in _TOGETHER[name]])
    coded = [alias for alias, kind in alone.items() if kind != "int64"]
    return sqlite_columns.Asked(_select(table, [*asked, f"{codes} AS {_CODES}", *more], where), [*coded, _CODES])


def typed(name: str, table: pa.Table) -> pl.DataFrame:
    """The columns of the table as `engine.facts` asks for them, out of the answer to `statement`."""
    if _CODES not in table.column_names:
        return _typed(name, pl.DataFrame(pl.from_arrow(table)))
    found = sqlite_columns.apart(table[_CODES], _TOGETHER[name])
    series = {}
    for alias, kind in _SCHEMAS[name].items():
        if str(kind) == "int64":
            series[alias] = _column(pl.Series(pl.from_arrow(table[alias])), "int64")
        else:
            values = found[alias] if alias in found else sqlite_columns.looked_up(table[alias])
            series[alias] = values(partial(_column, kind=str(kind)))
    return pl.DataFrame(series)


def _by_adbc(conditions: Mapping[str, str]) -> Columns:
    # A connection each: the driver lets go of the interpreter while it reads, so two cores read at once.
    statements = [statement(name, where).sql for name, where in conditions.items()]
    with ThreadPoolExecutor(len(statements)) as pool:
        read = pool.map(fetch_postgresql, statements)
        return Columns(**{name: typed(name, table) for name, table in zip(conditions, read, strict=True)})


def _typed(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(_column(frame[alias], str(kind)).alias(alias) for alias, kind in _SCHEMAS[name].items())


def _column(series: pl.Series, kind: str) -> Any:
    """The series in the type `engine.facts` names. What is empty or cannot be read is null: unknown, not "no"."""
    if kind == "int64":
        return sqlite_columns.numbers(series)
    if kind == "date":
        if series.dtype == pl.Date:
            return series
        return series.cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
    text = series.cast(pl.String)
    if kind == "boolean":
        lower = text.str.to_lowercase()
        return pl.select(
            pl.when(lower.is_in(_TRUE)).then(True).when(lower.is_in(_FALSE)).then(False).otherwise(None)
        ).to_series()
    # Codes repeat: as categories they take a tenth of the room and compare as numbers.
    return text.replace("", None).cast(pl.Categorical)
