"""Reads statements from an SQLite file into Arrow columns, in a process of its own.

The ADBC driver brings its own SQLite. Two SQLite libraries in one process destroy each other's file locks: when either
closes the file, the system drops the locks of both (sqlite.org/howtocorrupt.html, 2.2.1). So the driver never runs in
the process that writes.

Standard input: JSON {"file": path, "statements": [SQL, ...]}. Standard output: for each statement the length of an
Arrow stream in 8 bytes, then the stream. Imports nothing of Django: it starts in a fraction of a second.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pyarrow as pa
from adbc_driver_sqlite import dbapi

BATCH_ROWS = 65536
BUSY_MILLISECONDS = 20_000


def read(file: str, sql: str) -> pa.Buffer:
    """The rows of one statement as an Arrow stream."""
    with dbapi.connect(f"file:{quote(file)}?mode=ro") as connection, connection.cursor() as cursor:
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        cursor.fetchall()
        cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": BATCH_ROWS})
        cursor.execute(sql)
        table = cursor.fetch_arrow_table()
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def main() -> None:
    asked = json.load(sys.stdin)
    # The driver lets go of the interpreter while it reads, so two cores read at once.
    with ThreadPoolExecutor(len(asked["statements"])) as pool:
        for buffer in pool.map(lambda sql: read(asked["file"], sql), asked["statements"]):
            sys.stdout.buffer.write(len(buffer).to_bytes(8, "big"))
            sys.stdout.buffer.write(buffer)


if __name__ == "__main__":
    main()
