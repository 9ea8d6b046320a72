"""Reads statements from an SQLite file into Arrow columns, in a process of its own.

The ADBC driver brings its own SQLite. Two SQLite libraries in one process destroy each other's file locks: when either
closes the file, the system drops the locks of both (sqlite.org/howtocorrupt.html, 2.2.1). So the driver never runs in
the process that writes.

Standard input: JSON {"file": path, "statements": [[SQL, [columns to be handed over as codes]], ...]}. Standard output:
an Arrow stream for each statement. Imports nothing of Django, and of the driver not the part that brings pandas with
it: it starts in a fraction of a second.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import adbc_driver_sqlite
import pyarrow as pa
from adbc_driver_manager import AdbcConnection, AdbcDatabase, AdbcStatement

BATCH_ROWS = 65536
BUSY_MILLISECONDS = 20_000


def read(file: str, sql: str, coded: Collection[str]) -> pa.Table:
    """The rows of one statement; the columns named as numbers into their distinct values."""
    address = f"file:{quote(file)}?mode=ro"
    with (
        AdbcDatabase(driver=adbc_driver_sqlite._driver_path(), uri=address) as database,
        AdbcConnection(database) as connection,
    ):
        _rows(connection, f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        table = _rows(connection, sql)
    columns = {
        name: column.dictionary_encode() if name in coded else column
        for name, column in zip(table.column_names, table.columns, strict=True)
    }
    return pa.table(columns)


def _rows(connection: AdbcConnection, sql: str) -> pa.Table:
    with AdbcStatement(connection) as statement:
        statement.set_options(**{"adbc.sqlite.query.batch_rows": str(BATCH_ROWS)})
        statement.set_sql_query(sql)
        stream, _count = statement.execute_query()
        return pa.RecordBatchReader._import_from_c(stream.address).read_all()


def main() -> None:
    asked = json.load(sys.stdin)
    # The driver lets go of the interpreter while it reads, so two cores read at once.
    with ThreadPoolExecutor(len(asked["statements"])) as pool:
        for table in pool.map(lambda one: read(asked["file"], *one), asked["statements"]):
            with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
                stream.write_table(table)


if __name__ == "__main__":
    main()
