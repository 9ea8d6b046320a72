"""Bulk loads: rows straight into a table, past forms and managers. For loads that make their own checks.

executemany on SQLite and COPY on PostgreSQL: 7 and 9 times cheaper than `bulk_create` (stack.md, "Load"). Constraints
and triggers of the database hold all the same. The caller opens the transaction and writes the audit event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connections, models

Row = Sequence[Any]


def insert_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], using: str = "default") -> None:
    """Insert rows of plain values, in the order of `columns` (database names).

    Days and instants are ISO texts (instants in UTC), uuids 32 hexadecimal digits, JSON is text, sealed values bytes.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(column) for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))


def update_rows(model: type[models.Model], columns: Sequence[str], rows: Iterable[Row], using: str = "default") -> None:
    """Set the columns of rows named by their key, which stands last in each row; values as `insert_rows` takes them."""
    connection = connections[using]
    quote = connection.ops.quote_name
    sets = ", ".join(f"{quote(column)} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(model._meta.db_table)} SET {sets} WHERE id = %s", list(rows))


def columns_of(model: type[models.Model]) -> list[str]:
    """The database columns of a model, in its own order."""
    return [str(field.column) for field in model._meta.local_concrete_fields]


@contextmanager
def keys_checked_later(using: str = "default") -> Iterator[None]:
    """Let rows that point to each other come in any order. Open it outside the transaction, and call `check_keys`.

    SQLite looks through every table that points to a new row as long as one key waits for its target; where such a
    key has no index that takes hours. PostgreSQL checks at the end of each transaction anyhow.
    """
    connection = connections[using]
    off = connection.vendor == "sqlite" and connection.disable_constraint_checking()
    try:
        yield
    finally:
        if off:
            connection.enable_constraint_checking()


def check_keys(tables: Sequence[type[models.Model]], using: str = "default") -> None:
    """Raise IntegrityError when a row of the tables points to one that is not there."""
    connections[using].check_constraints(table_names=[table._meta.db_table for table in tables])


def delete_all(tables: Sequence[type[models.Model]], using: str = "default") -> None:
    """Empty the tables, given in any order. Open `keys_checked_later` around it.

    PostgreSQL refuses while tables that are not named point to them; on SQLite the caller asks `check_keys`.
    """
    connection = connections[using]
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # What waits for the end of the transaction is checked now: TRUNCATE does not go past it.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"TRUNCATE {', '.join(quote(t._meta.db_table) for t in tables)} RESTART IDENTITY")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return
        for table in tables:
            cursor.execute(f"DELETE FROM {quote(table._meta.db_table)}")


def after_load(
    tables: Sequence[type[models.Model]], kept: Mapping[type[models.Model], int] | None = None, using: str = "default"
) -> None:
    """Let the next key follow the loaded ones, and tell the planner what the tables hold now.

    kept  of a table, up to which key none is given out: rows with those come later
    """
    connection = connections[using]
    with connection.cursor() as cursor:
        for table in tables:
            _next_key(cursor, connection.vendor, table._meta.db_table, (kept or {}).get(table, 0))
        for table in tables:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


def _next_key(cursor: Any, vendor: str, name: str, kept: int) -> None:
    if vendor == "postgresql":
        last = f'(SELECT GREATEST(COALESCE(MAX(id), 0), {int(kept)}) + 1 FROM "{name}")'
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last}, false)")
    else:
        # Anew also where an earlier load had got further: the next key follows the rows, as on the other engine.
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
        last = f'(SELECT MAX(COALESCE(MAX(id), 0), {int(kept)}) FROM "{name}")'
        cursor.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES (%s, {last})", [name])
