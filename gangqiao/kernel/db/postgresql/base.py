"""PostgreSQL with wall 2: row-level security reads the scope of the moment from a setting of the session.

The setting is sent before a statement only when the scope has changed since the last one. The web process works as
`settings.DATABASE_WEB_ROLE`, which owns no table, so that the policies hold for it (see `rowsecurity`).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations as PostgreSQLOperations


class DatabaseOperations(PostgreSQLOperations):
    compiler_module = "gangqiao.kernel.db.postgresql.compiler"


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    _sent: str | None = None
    _asking = False

    def init_connection_state(self) -> None:
        super().init_connection_state()
        self._sent = None
        role = settings.DATABASE_WEB_ROLE
        if role:
            with self.connection.cursor() as cursor:
                cursor.execute(f"SET ROLE {self.ops.quote_name(role)}")
            self.connection.commit()
        if self._send_scope not in self.execute_wrappers:
            self.execute_wrappers.append(self._send_scope)

    def _send_scope(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        # Imported here: models ask for the connection while this module is still being loaded.
        from gangqiao.kernel.scope import find_scope

        if self._asking:
            return execute(sql, params, many, context)
        scope = find_scope()
        # The setting of a scope may look the county up, which is a statement of its own: it must not ask again.
        self._asking = True
        try:
            wanted = scope.setting if scope is not None else ""
        finally:
            self._asking = False
        # A failed transaction takes nothing but its rollback.
        if wanted != self._sent and not sql.startswith(("ROLLBACK", "SAVEPOINT", "RELEASE")):
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT set_config('gangqiao.areas', %s, false)", [wanted])
            self._sent = wanted
        return execute(sql, params, many, context)

    # A setting made inside a transaction goes back with it: send it again afterwards.
    def _rollback(self) -> None:
        self._sent = None
        super()._rollback()  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        self._sent = None
        super()._savepoint_rollback(sid)  # type: ignore[misc]

    def _close(self) -> None:
        self._sent = None
        super()._close()  # type: ignore[misc]
