"""Seeing is closed by default: a row that leads to a person is read only inside a scope (architecture.md, decision 2).

The clause itself is added by the compiler of our database backends (`kernel.db.scoping`) to every statement on a
scoped table, however the statement came about. This module holds what the clause reads: the scope of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models
from django.db.models.expressions import Col, Expression
from django.db.models.sql.where import AND, WhereNode
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import covers, widest
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.paths import upper_bound


class NoScope(RuntimeError):
    """A scoped table was asked without a scope: a fault of the program, never of the user."""


class UnscopedJoin(RuntimeError):
    """A query reached a scoped table over a key that does not keep to one area."""


class OutOfScope(Refusal):
    """A row would be written outside the actor's areas."""

    def __init__(self) -> None:
        super().__init__(_("This place is outside your area. Choose a place in your own area, or ask its office."))


@dataclass(frozen=True, slots=True)
class Scope:
    """The areas that may be seen and written now, as paths of divisions; none means nothing can be seen.

    reason  why the whole county is open (`everywhere`), "" for a reader's own scope
    """

    areas: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_whole(self) -> bool:
        """True when the clause would always hold, so that it need not be sent (stack.md, "Scope and codes")."""
        if self.reason:
            return True
        county = _county_path()
        return bool(county) and any(covers(area, county) for area in self.areas)

    def holds(self, path: str | None) -> bool:
        """True when a row of this path may be seen or written."""
        return bool(self.reason) or any(covers(area, path or "") for area in self.areas)

    @property
    def setting(self) -> str:
        """The scope as row-level security reads it: "*" or the paths with commas (wall 2)."""
        return "*" if self.is_whole else ",".join(self.areas)


_scope: ContextVar[Scope | None] = ContextVar("gangqiao_scope", default=None)
_county_path: Callable[[], str] = lambda: ""  # noqa: E731  set by places: the path all rows of the installation lie in


def set_county_path(find: Callable[[], str]) -> None:
    """Tell where the installation's county is found. Called once, by `places`."""
    global _county_path
    _county_path = find


@contextmanager
def scope_of(areas: Iterable[str] | Any) -> Iterator[Scope]:
    """See and write only these areas: paths, a division, or an actor. An inner scope replaces the outer one."""
    with _entered(Scope(widest(_paths_of(areas)))) as scope:
        yield scope


@contextmanager
def everywhere(*, reason: str) -> Iterator[Scope]:
    """See the whole county for a named reason. Only the modules listed in tests/test_architecture.py may."""
    if not reason:
        raise ValueError("everywhere() needs a reason")
    with _entered(Scope(reason=reason)) as scope:
        yield scope


@contextmanager
def _entered(scope: Scope) -> Iterator[Scope]:
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        _scope.reset(token)


def _paths_of(areas: Any) -> list[str]:
    if isinstance(areas, str):
        return [areas]
    if isinstance(areas, models.Model):
        return [str(areas.pk)]
    if callable(getattr(areas, "areas", None)):
        return list(areas.areas())
    return [str(a.pk) if isinstance(a, models.Model) else a for a in areas]


def find_scope() -> Scope | None:
    """The scope of the moment, or None."""
    return _scope.get()


def get_scope() -> Scope:
    """The scope of the moment. Raises NoScope."""
    scope = _scope.get()
    if scope is None:
        raise NoScope("a scoped table was asked without scope_of() or everywhere()")
    return scope


class InScope(Expression):
    """The clause: the row's area lies in the scope of the moment. Read when the SQL is compiled, not before."""

    conditional = True

    def __init__(self, area: Col) -> None:
        super().__init__(output_field=models.BooleanField())
        self.area = area

    def get_source_expressions(self) -> list[Any]:
        return [self.area]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.area,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        scope = get_scope()
        if scope.is_whole:
            return "1 = 1", []
        if not scope.areas:
            return "1 = 0", []
        column, _params = compiler.compile(self.area)
        ranges = [f"({column} >= %s AND {column} < %s)" for _area in scope.areas]
        params = [bound for area in scope.areas for bound in (area, upper_bound(area))]
        return f"({' OR '.join(ranges)})", params


def in_scope(table: str, model: Any) -> InScope:
    """The clause on a table of a statement, by its alias there."""
    return InScope(Col(table, model._meta.get_field("area")))


M = TypeVar("M", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[M]):
    """Rows of a scoped model. Raw SQL is not offered: it would go round the clause."""

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        raise NoScope("raw SQL is not offered on scoped models")


ScopedManager = models.Manager.from_queryset(ScopedQuerySet)


class Within(models.ForeignKey):  # type: ignore[type-arg]
    """A key to a row of the same area: a join along it stays inside the scope.

    Stated again in every join: a row that was carried to another area alone is not shown through its old household.
    """

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> Any:
        ends = ((alias, self.remote_field.model), (related_alias, self.model))
        restriction = WhereNode(connector=AND)
        for table, model in ends:
            if table is not None:
                restriction.add(in_scope(table, model), AND)
        return restriction


class ScopedModel(models.Model):
    """A row that leads to a person. `area` is the division that keeps the record; its path decides who sees it."""

    area = models.ForeignKey(
        "places.Division", on_delete=models.PROTECT, related_name="+", db_index=False, verbose_name=_("Area")
    )

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"
