"""Wall 1: the compiler adds the scope clause to every statement on a scoped table, and refuses joins that leave it.

Done here, and not in a manager, because Django builds statements that no manager sees (the collector's deletes,
`_raw_delete`, updates of an instance, inner queries of `exclude`). Measured on django-scopes 2.1: those ran unscoped.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.apps import apps
from django.db.models.sql.where import AND, WhereNode

from gangqiao.kernel.actor import path_of_unit
from gangqiao.kernel.scope import (
    InScope,
    OutOfScope,
    ScopedModel,
    UnscopedJoin,
    Within,
    get_scope,
    in_scope,
    keepers_of,
)


@cache
def scoped_models() -> dict[str, type[ScopedModel]]:
    """Every scoped model by the name of its table."""
    return {
        model._meta.db_table: model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, ScopedModel) and model._meta.managed
    }


def scoped_tables() -> frozenset[str]:
    """The tables of all scoped models."""
    return frozenset(scoped_models())


def is_scoped(query: Any) -> bool:
    model = getattr(query, "model", None)
    return model is not None and issubclass(model, ScopedModel)


def guard(query: Any) -> None:
    """Put the clause on the table the statement begins with. Doing it twice changes nothing."""
    if is_scoped(query):
        get_scope()  # a statement without a scope fails here, before any SQL
    if query.combinator:
        return  # the parts of a union are statements of their own
    alias = _first_alias(query)
    model = scoped_models().get(query.alias_map[alias].table_name) if alias else None
    if model is None:
        return
    get_scope()
    root = query.where
    if root.connector != AND or root.negated:
        # Beside an OR, or inside a NOT, the clause would let more through instead of less.
        query.where = root = WhereNode([root], AND)
    elif any(isinstance(c, InScope) and c.area.alias == alias for c in root.children):
        return
    root.children.append(in_scope(str(alias), model))


def _first_alias(query: Any) -> str | None:
    """The table the FROM clause begins with; None when there is no such clause.

    Not always that of `query.model`: the inner query of an `exclude` has lost its first tables.
    """
    for alias, uses in query.alias_refcount.items():
        if uses:
            return str(alias)
    return query.get_initial_alias()  # type: ignore[no-any-return]


def check_joins(query: Any) -> None:
    """Refuse a scoped table that is reached over anything but keys inside one area."""
    tables = scoped_models()
    if strangers := tables.keys() & set(query.extra_tables):
        raise UnscopedJoin(f"{', '.join(sorted(strangers))} is added by extra()")
    for alias, join in query.alias_map.items():
        # The first table has its clause, see `guard`.
        if join.table_name not in tables or not query.alias_refcount.get(alias) or join.parent_alias is None:
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
            model = self.query.model
            new = {field.name: value for field, _model, value in self.query.values}
            keepers = [new[name] for name in keepers_of(model) if name in new]
            if "area" in new:
                _refuse_outside(new["area"], keepers)
            elif keepers and not _reaches_an_area():
                # Who sees the row only because a unit keeps it may not give it to another.
                _refuse_outside("", keepers)
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
                _refuse_outside(row.area_id, [getattr(row, name) for name in keepers_of(type(row))])
        return super().as_sql()  # type: ignore[misc]


def _reaches_an_area() -> bool:
    scope = get_scope()
    return bool(scope.reason) or len(scope.areas) > len(scope.units)


def _refuse_outside(area: Any, keepers: Iterable[Any] = ()) -> None:
    # A path that only the database can compute cannot be checked here: it is refused unless the whole county is open.
    if get_scope().reason:
        return
    path = getattr(area, "pk", area)
    units = [path_of_unit(code) for code in keepers if isinstance(code, str)]
    if not isinstance(path, str) or not get_scope().holds_row((path, *units)):
        raise OutOfScope
