"""Runs statements of our own over whole tables and gives columns.

By ADBC, which takes a fraction of the time of Django's cursor: on PostgreSQL over connections of its own, on SQLite in
a process of its own (`sqlite_child` says why). Those cannot see into an open transaction or a database in memory; there
the rows come through Django's cursor. What is asked is asked over the whole county: `everywhere` must be open.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

import polars as pl
import pyarrow as pa
from django.conf import settings
from django.db import connection

from gangqiao.kernel.pulling.sqlite_columns import Asked, NotRead, never_null, read

log = logging.getLogger(__name__)


def fetch(statements: Mapping[str, Asked], *, few: bool = False) -> dict[str, pa.Table]:
    """The rows of each statement. `few`: by the cursor, without the start of another process."""
    if few or is_isolated():
        return {name: _by_cursor(one.sql) for name, one in statements.items()}
    if connection.vendor == "sqlite":
        return _by_child(statements)
    with ThreadPoolExecutor(len(statements)) as pool:
        read = pool.map(fetch_postgresql, (one.sql for one in statements.values()))
        return dict(zip(statements, read, strict=True))


def is_isolated() -> bool:
    """True when only Django's own connection sees the rows: in a transaction, or in a database in memory."""
    return connection.in_atomic_block or (connection.vendor == "sqlite" and not sqlite_file())


def fetch_postgresql(sql: str) -> pa.Table:
    """The rows of a statement, over a connection of its own. `everywhere` must be open."""
    from adbc_driver_postgresql import dbapi

    with dbapi.connect(_postgresql_address(), autocommit=True) as adbc, adbc.cursor() as cursor:
        if settings.DATABASE_WEB_ROLE:
            cursor.execute(f"SET ROLE {connection.ops.quote_name(settings.DATABASE_WEB_ROLE)}")
        # Wall 2 asks for the scope. `everywhere` is open around us, but not in this thread.
        cursor.execute("SELECT set_config('gangqiao.areas', '*', false)")
        cursor.fetchall()
        cursor.execute(sql)
        return cursor.fetch_arrow_table()


def _postgresql_address() -> str:
    named = connection.settings_dict
    keys = {"USER": "user", "PASSWORD": "password", "HOST": "host", "PORT": "port", "NAME": "dbname"}
    return "postgresql://?" + urlencode({key: named[k] for k, key in keys.items() if named.get(k)}, quote_via=quote)


def sqlite_file() -> str:
    """The file of the database; "" for one in memory, as tests use."""
    name = str(connection.settings_dict["NAME"])
    return "" if ":memory:" in name or "mode=memory" in name else name


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
        return dict(zip(statements, read(sqlite_file(), list(statements.values())), strict=True))
    except NotRead as error:
        # Slower and just as right. The statements hold no personal value, so their error may be logged.
        log.warning("reading columns in a child process failed: %s", error)
        return {name: _by_cursor(one.sql) for name, one in statements.items()}
