"""Where expressions run. DuckDB, in the process, is the default; another engine has the same one method."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Protocol

import ibis
import ibis.expr.types as ir
import pyarrow as pa


class Backend(Protocol):
    """An engine: takes an expression over named tables, gives columns."""

    def run(self, expression: ir.Table, tables: Mapping[str, pa.Table]) -> pa.Table: ...


@dataclass(frozen=True, slots=True)
class Prepared:
    """An expression as SQL of one engine, with the types its reader was promised."""

    sql: str
    schema: pa.Schema


class DuckDB:
    """DuckDB inside the process. It reads Arrow columns where they lie; nothing is copied in or written out.

    A Parquet file in place of a table is read by the engine itself, and of it only the columns that are asked for.
    """

    def __init__(self) -> None:
        self._ibis = ibis.duckdb.connect(
            autoinstall_known_extensions=False,  # extensions are downloads, and nothing leaves this machine
            autoload_known_extensions=False,
        )
        self._lock = Lock()

    def run(self, expression: ir.Table | Prepared, tables: Mapping[str, pa.Table | Path]) -> pa.Table:
        """The rows of the expression. One run at a time: a connection of DuckDB is not for two threads."""
        ready = expression if isinstance(expression, Prepared) else self.prepare(expression)
        with self._lock:
            connection = self._ibis.con
            # Not `create_table`: Ibis 12 sends DuckDB 2.0 a statement it cannot parse (docs/decisions).
            for name, table in tables.items():
                connection.register(name, connection.read_parquet(str(table)) if isinstance(table, Path) else table)
            try:
                rows = connection.sql(ready.sql).to_arrow_table()
            finally:
                for name in tables:
                    connection.unregister(name)
        # DuckDB sums whole numbers as decimals; the expression says which type its reader was promised.
        return rows.cast(ready.schema)

    def prepare(self, expression: ir.Table) -> Prepared:
        """The expression compiled, to be run more than once: to compile a wide one costs more than to run it."""
        return Prepared(self.sql_of(expression), expression.schema().to_pyarrow())

    def sql_of(self, expression: ir.Table) -> str:
        """The SQL text of the expression, as the definition's page shows it."""
        return str(self._ibis.compile(expression))
