"""Runs statements of our own over whole tables and gives columns: what `as_known` asks of the database.

The ways are those of `columns`: by ADBC over connections of its own, on SQLite in a process of its own, and by Django's
cursor where only that sees the rows.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import polars as pl
import pyarrow as pa
from django.db import connection

from gangqiao.indicators import columns
from gangqiao.indicators.sqlite_columns import Asked, NotRead, never_null, read

log = logging.getLogger(__name__)


def fetch(statements: Mapping[str, Asked], *, few: bool = False) -> dict[str, pa.Table]:
    """The rows of each statement. `few`: by the cursor, without the start of another process."""
    if few or columns.is_isolated():
        return {name: _by_cursor(one.sql) for name, one in statements.items()}
    if connection.vendor == "sqlite":
        return _by_child(statements)
    with ThreadPoolExecutor(len(statements)) as pool:
        read = pool.map(columns.fetch_postgresql, (one.sql for one in statements.values()))
        return dict(zip(statements, read, strict=True))


def instant(at: datetime) -> str:
    """An instant as the engine compares it: SQLite keeps them as text in UTC, without a fraction when there is none."""
    moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    return f"'{moment}'" if connection.vendor == "sqlite" else f"TIMESTAMPTZ '{moment}+00'"


def text_of_uuid(column: str) -> str:
    """A uuid as 32 digits."""
    return column if connection.vendor == "sqlite" else f"REPLACE(CAST({column} AS text), '-', '')"


def unlike_null(column: str, kind: str) -> str:
    """The column, never null for SQLite's driver: it reads a type off the first rows and fails at the first text."""
    return never_null(column, kind) if connection.vendor == "sqlite" else column


def _by_cursor(sql: str) -> pa.Table:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = [tuple(_plain(value) for value in row) for row in cursor.fetchall()]
    columns_of = list(zip(*rows, strict=True)) or [()] * len(names)
    frame = pl.DataFrame([pl.Series(n, list(v), strict=False) for n, v in zip(names, columns_of, strict=True)])
    return frame.to_arrow()


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _by_child(statements: Mapping[str, Asked]) -> dict[str, pa.Table]:
    try:
        return dict(zip(statements, read(columns._sqlite_file(), list(statements.values())), strict=True))
    except NotRead as error:
        # Slower and just as right. The statements hold no personal value, so their error may be logged.
        log.warning("reading columns in a child process failed: %s", error)
        return {name: _by_cursor(one.sql) for name, one in statements.items()}
