"""Django's compilers for this engine, with the scope clause (see `kernel.db.scoping`)."""

from django.db.backends.postgresql import compiler as engine
from django.db.models.sql import compiler as base

from gangqiao.kernel.db.scoping import Guarded, GuardedDelete, GuardedInsert, GuardedUpdate


class SQLCompiler(Guarded, engine.SQLCompiler):
    pass


class SQLAggregateCompiler(base.SQLAggregateCompiler, SQLCompiler):
    pass


class SQLUpdateCompiler(GuardedUpdate, base.SQLUpdateCompiler, SQLCompiler):  # type: ignore[misc]
    pass


class SQLDeleteCompiler(GuardedDelete, base.SQLDeleteCompiler, SQLCompiler):  # type: ignore[misc]
    pass


class SQLInsertCompiler(GuardedInsert, engine.SQLInsertCompiler, SQLCompiler):  # type: ignore[misc]
    pass
