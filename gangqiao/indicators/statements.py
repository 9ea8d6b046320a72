"""Runs statements of our own over whole tables and gives columns: what `as_known` asks of the database.

The ways are those of `columns`: by ADBC over connections of its own, on SQLite in a process of its own, and by Django's
cursor where only that sees the rows.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pyarrow as pa
from django.db import connection

from gangqiao.indicators import columns

log = logging.getLogger(__name__)


def fetch(statements: Mapping[str, str], *, few: bool = False) -> dict[str, pl.DataFrame]:
    """The rows of each statement. `few`: by the cursor, without the start of another process."""
    if few or columns.is_isolated():
        return {name: _by_cursor(sql) for name, sql in statements.items()}
    if connection.vendor == "sqlite":
        return _by_child(statements)
    with ThreadPoolExecutor(len(statements)) as pool:
        return dict(zip(statements, pool.map(columns._fetch_postgresql, statements.values()), strict=True))


def instant(at: datetime) -> str:
    """An instant as the engine compares it: SQLite keeps them as text in UTC, without a fraction when there is none."""
    moment = at.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
    return f"'{moment}'" if connection.vendor == "sqlite" else f"TIMESTAMPTZ '{moment}+00'"


def text_of_uuid(column: str) -> str:
    """A uuid as 32 digits."""
    return column if connection.vendor == "sqlite" else f"REPLACE(CAST({column} AS text), '-', '')"


def unlike_null(column: str, kind: str) -> str:
    """The column, never null for SQLite's driver: it reads a type off the first rows and fails at the first text."""
    if connection.vendor != "sqlite":
        return column
    return f"COALESCE({column}, {0 if kind == 'int64' else repr('')})"


def _by_cursor(sql: str) -> pl.DataFrame:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        names = [column[0] for column in cursor.description]
        rows = [tuple(_plain(value) for value in row) for row in cursor.fetchall()]
    columns_of = list(zip(*rows, strict=True)) or [()] * len(names)
    return pl.DataFrame([pl.Series(n, list(v), strict=False) for n, v in zip(names, columns_of, strict=True)])


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def _by_child(statements: Mapping[str, str]) -> dict[str, pl.DataFrame]:
    asked = json.dumps({"file": columns._sqlite_file(), "statements": list(statements.values())})
    # No environment: the keys of the installation may stand there, and reading needs none. -P: our folder is no path.
    command = [sys.executable, "-P", str(Path(columns.__file__).with_name("sqlite_child.py"))]
    done = subprocess.run(command, input=asked.encode(), capture_output=True, env={}, check=False)  # noqa: S603
    if done.returncode:
        # Slower and just as right. The statements hold no personal value, so their error may be logged.
        log.warning("reading columns in a child process failed: %s", done.stderr.decode(errors="replace")[-500:])
        return {name: _by_cursor(sql) for name, sql in statements.items()}
    frames, rest = {}, memoryview(done.stdout)
    for name in statements:
        end = 8 + int.from_bytes(rest[:8], "big")
        frames[name] = pl.DataFrame(pl.from_arrow(pa.ipc.open_stream(rest[8:end]).read_all()))
        rest = rest[end:]
    return frames
