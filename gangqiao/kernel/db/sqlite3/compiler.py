"""Django's compilers for this engine, with the scope clause (see `kernel.db.scoping`)."""

from django.db.models.sql import compiler as base

from gangqiao.kernel.db.scoping import Guarded, GuardedDelete, GuardedInsert, GuardedUpdate


class SQLCompiler(Guarded, base.SQLCompiler):
    pass


class SQLAggregateCompiler(base.SQLAggregateCompiler, SQLCompiler):
    pass


class SQLUpdateCompiler(GuardedUpdate, base.SQLUpdateCompiler, SQLCompiler):  # type: ignore[misc]
    pass


class SQLDeleteCompiler(GuardedDelete, base.SQLDeleteCompiler, SQLCompiler):  # type: ignore[misc]
    pass


class SQLInsertCompiler(GuardedInsert, base.SQLInsertCompiler, SQLCompiler):  # type: ignore[misc]
    pass
