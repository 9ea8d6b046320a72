"""SQLite as we ship it: WAL, synchronous=FULL, IMMEDIATE, foreign keys on, writers through the gate.

FULL because WAL with NORMAL lost 23,169 of 23,171 acknowledged commits in simulated power cuts (security.md, A.1).
"""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations as SQLiteOperations
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as SQLiteSchemaEditor
from django.db.utils import OperationalError

from gangqiao.kernel.db.gate import WAIT_SECONDS, WriteGate, gate_for

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA cache_size = -65536",  # 64 MB: the indexes of a county stay in memory
    "PRAGMA temp_store = MEMORY",
)


class DatabaseOperations(SQLiteOperations):
    compiler_module = "gangqiao.kernel.db.sqlite3.compiler"

    def execute_sql_flush(self, sql_list: Any) -> None:
        """Empty a test database. The tables that only grow forbid it, so their triggers step aside meanwhile."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            super().execute_sql_flush(sql_list)
            for _name, sql in triggers:
                cursor.execute(sql, None)


class DatabaseSchemaEditor(SQLiteSchemaEditor):
    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        """Build the table anew. SQLite drops its triggers with the old one, so they are put on the new one again."""
        ours = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        with self.connection.cursor() as cursor:
            cursor.execute(ours, [model._meta.db_table])
            triggers = [sql for (sql,) in cursor.fetchall()]
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]
        for sql in triggers:
            self.execute(sql, params=None)


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    SchemaEditorClass = DatabaseSchemaEditor
    _gate: WriteGate | None = None

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        self.transaction_mode = "IMMEDIATE"
        params.setdefault("timeout", WAIT_SECONDS)
        return params

    def init_connection_state(self) -> None:
        super().init_connection_state()
        with self.cursor() as cursor:
            for pragma in PRAGMAS:
                cursor.execute(pragma)

    def _start_transaction_under_autocommit(self) -> None:
        gate = gate_for(str(self.settings_dict["NAME"]))
        try:
            gate.enter(float(self.settings_dict["OPTIONS"].get("timeout", WAIT_SECONDS)))
        except TimeoutError as reason:
            raise OperationalError(f"database is locked: {reason}") from reason
        self._gate = gate
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._leave_gate()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]  # when it fails Django rolls back, and that leaves the gate
        self._leave_gate()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_gate()

    def _leave_gate(self) -> None:
        gate, self._gate = self._gate, None
        if gate is not None:
            gate.leave()
