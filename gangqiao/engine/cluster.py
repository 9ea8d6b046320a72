"""The figures on another engine: a Spark Connect cluster (extra `gangqiao[cluster]`), or PostgreSQL.

Person-aligned parts (`partition_of`) are counted apart and their sums added: only medians, and one person in two parts,
need a whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import ibis.expr.types as ir
import pyarrow as pa
import pyarrow.compute as pc

from gangqiao.engine.backends import Prepared

_POSTGRESQL = {
    "int64": "bigint",
    "int32": "integer",
    "string": 'text COLLATE "C"',
    "bool": "boolean",
    "date32[day]": "date",
}


class SparkConnect:
    """A cluster that speaks Spark Connect: a province's own Spark, or Sail. The session is made by the caller."""

    def __init__(self, session: Any) -> None:
        import ibis

        self._session = session
        self._ibis: Any = ibis.pyspark.connect(session)

    def run(self, expression: ir.Table | Prepared, tables: Mapping[str, pa.Table]) -> pa.Table:
        """The rows of the expression over these columns, which are sent to the cluster as temporary views."""
        ready = expression if isinstance(expression, Prepared) else self.prepare(expression)
        for name, table in tables.items():
            self._view_of(_plain(table)).createOrReplaceTempView(name)
        rows: pa.Table = self._session.sql(ready.sql).toArrow()
        return rows.cast(ready.schema)

    def _view_of(self, table: pa.Table) -> Any:
        if table.num_rows:
            return self._session.createDataFrame(table)
        # The client cannot read types off no rows at all.
        from pyspark.sql.pandas.types import from_arrow_schema

        return self._session.createDataFrame([], from_arrow_schema(table.schema))

    def prepare(self, expression: ir.Table) -> Prepared:
        """The expression as the cluster's SQL."""
        return Prepared(self.sql_of(expression), expression.schema().to_pyarrow())

    def sql_of(self, expression: ir.Table) -> str:
        """The SQL text of the expression in Spark's words."""
        return str(self._ibis.compile(expression))


class PostgreSQL:
    """A connection of Ibis to PostgreSQL: slower than columns in memory, and just as right."""

    def __init__(self, connection: Any) -> None:
        self._ibis = connection

    def run(self, expression: ir.Table, tables: Mapping[str, pa.Table]) -> pa.Table:
        """The rows of the expression. The tables are written as temporary ones: they go with the connection."""
        with self._ibis.con.cursor() as cursor:
            for name, table in tables.items():
                # By hand: what Ibis 12 makes of a table that exists is not SQL.
                _write(cursor, name, _plain(table))
            self._ibis.con.commit()
        rows: pa.Table = self._ibis.to_pyarrow(expression)
        return rows.cast(expression.schema().to_pyarrow())


def _write(cursor: Any, name: str, table: pa.Table) -> None:
    columns = ", ".join(f'"{field.name}" {_POSTGRESQL[str(field.type)]}' for field in table.schema)
    cursor.execute(f'DROP TABLE IF EXISTS pg_temp."{name}"')
    cursor.execute(f'CREATE TEMPORARY TABLE "{name}" ({columns})')
    with cursor.copy(f'COPY pg_temp."{name}" FROM STDIN') as copy:
        for row in table.to_pylist():
            copy.write_row(list(row.values()))


def _plain(table: pa.Table) -> pa.Table:
    """Codes as plain text: not every engine takes dictionaries."""
    columns = [
        pc.cast(c, pa.string()) if pa.types.is_dictionary(c.type) or pa.types.is_large_string(c.type) else c
        for c in table.columns
    ]
    return pa.table(dict(zip(table.column_names, columns, strict=True)))


def digest_of(table: pa.Table) -> str:
    """A digest of a result: equal for equal rows, whatever their order and whichever engine made them.

    Null is not 0 and not "". Columns count by name, so that their order does not matter either.
    """
    names = sorted(table.column_names)
    rows = sorted(repr(tuple(row[name] for name in names)) for row in table.to_pylist())
    return hashlib.sha256("\n".join([repr(names), *rows]).encode()).hexdigest()


def partition_of(tables: Mapping[str, pa.Table], number: int, of: int) -> dict[str, pa.Table]:
    """The rows of the persons of one part, by remainder of their number: no person is in two parts."""
    return {
        name: table.filter(pc.equal(_remainder(table["person_id"], of), number))
        if "person_id" in table.schema.names
        else table
        for name, table in tables.items()
    }


def merged(sums: Iterable[pa.Table]) -> dict[str, dict[str, int]]:
    """Sums by area of person-aligned parts, added up: as the sums of the whole."""
    together: dict[str, dict[str, int]] = {}
    for table in sums:
        for row in table.to_pylist():
            area = together.setdefault(row.pop("area_id"), dict.fromkeys(row, 0))
            for key, value in row.items():
                area[key] += value
    return together


def _remainder(ids: pa.ChunkedArray, of: int) -> pa.ChunkedArray:
    return pc.subtract(ids, pc.multiply(pc.divide(ids, of), of))
