"""Wall 1: the compiler adds the scope clause to every statement on a scoped table, and refuses joins that leave it.

Done here, and not in a manager, because Django builds statements that no manager sees (the collector's deletes,
`_raw_delete`, updates of an instance, inner queries of `exclude`). Measured on django-scopes 2.1: those ran unscoped.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.apps import apps
from django.db.models.expressions import Col
from django.db.models.sql.where import AND

from gangqiao.kernel.scope import InScope, OutOfScope, ScopedModel, UnscopedJoin, Within, get_scope


@cache
def scoped_tables() -> frozenset[str]:
    """The tables of all scoped models."""
    return frozenset(
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, ScopedModel) and model._meta.managed
    )


def is_scoped(query: Any) -> bool:
    model = getattr(query, "model", None)
    return model is not None and issubclass(model, ScopedModel)


def guard(query: Any) -> None:
    """Put the clause on the statement's own table. Doing it twice changes nothing."""
    if not is_scoped(query):
        return
    get_scope()  # a statement without a scope fails here, before any SQL
    alias = query.get_initial_alias()
    already = query.where.connector == AND and not query.where.negated
    if already and any(isinstance(c, InScope) and c.area.alias == alias for c in query.where.children):
        return
    area = query.model._meta.get_field("area")
    query.where.add(InScope(Col(alias, area)), AND)


def check_joins(query: Any) -> None:
    """Refuse a scoped table that is reached over anything but keys inside one area."""
    tables = scoped_tables()
    for alias, join in query.alias_map.items():
        if join.table_name not in tables or not query.alias_refcount.get(alias):
            continue
        if join.parent_alias is None:
            if not is_scoped(query):
                raise UnscopedJoin(f"{join.table_name} is read from an unscoped query")
            continue
        key = getattr(join.join_field, "field", join.join_field)
        parent = query.alias_map[join.parent_alias]
        if not isinstance(key, Within) or parent.table_name not in tables:
            raise UnscopedJoin(f"{join.table_name} is joined to {parent.table_name} over {key}")


class Guarded:
    """Mixin of the SELECT, UPDATE and aggregate compilers."""

    query: Any

    def pre_sql_setup(self, *args: Any, **kwargs: Any) -> Any:
        guard(self.query)
        prepared = super().pre_sql_setup(*args, **kwargs)  # type: ignore[misc]
        check_joins(self.query)
        return prepared


class GuardedUpdate(Guarded):
    """An update may not carry a row out of the actor's areas."""

    def as_sql(self) -> Any:
        guard(self.query)
        if is_scoped(self.query):
            for field, _model, value in self.query.values:
                if field.name == "area":
                    _refuse_outside(value)
        return super().as_sql()  # type: ignore[misc]


class GuardedDelete:
    query: Any

    def as_sql(self) -> Any:
        guard(self.query)
        return super().as_sql()  # type: ignore[misc]


class GuardedInsert:
    """A new row must lie in the actor's areas; an upsert could touch a row that cannot be seen, so it is refused."""

    query: Any

    def as_sql(self) -> Any:
        if is_scoped(self.query):
            scope = get_scope()
            if getattr(self.query.on_conflict, "name", "") == "UPDATE" and not scope.reason:
                raise UnscopedJoin("an upsert on a scoped table may change rows outside the scope")
            for row in self.query.objs:
                _refuse_outside(row.area_id)
        return super().as_sql()  # type: ignore[misc]


def _refuse_outside(area: Any) -> None:
    path = getattr(area, "pk", area)
    if not isinstance(path, str) or not get_scope().holds(path):
        raise OutOfScope
