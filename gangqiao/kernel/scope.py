"""Seeing is closed by default: a row that leads to a person is read only inside a scope (architecture.md, decision 2).

The clause itself is added by the compiler of our database backends (`kernel.db.scoping`) to every statement on a
scoped table, however the statement came about. This module holds what the clause reads: the scope of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models.expressions import Col, Expression
from django.db.models.sql.where import AND, WhereNode
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import covers, is_of_unit, path_of_unit, widest
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

    Among them may be paths of units (`path_of_unit`): they open what those units keep.

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

    def holds_row(self, paths: Iterable[str]) -> bool:
        """True when a row that lies in, or is kept by, any of these may be seen or written."""
        return bool(self.reason) or any(self.holds(path) for path in paths if path)

    @property
    def units(self) -> tuple[str, ...]:
        """The codes of the units whose records are open."""
        return tuple(code for path in self.areas if is_of_unit(path) and (code := path[1:-1]))

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

    def __init__(self, area: Col, *keepers: Col) -> None:
        super().__init__(output_field=models.BooleanField())
        self.area, self.keepers = area, keepers

    def get_source_expressions(self) -> list[Any]:
        return [self.area, *self.keepers]

    def set_source_expressions(self, exprs: Any) -> None:
        self.area, *keepers = exprs
        self.keepers = tuple(keepers)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        scope = get_scope()
        if scope.is_whole:
            return "1 = 1", []
        if not scope.areas:
            return "1 = 0", []
        divisions, units = [a for a in scope.areas if not is_of_unit(a)], scope.units
        column, _params = compiler.compile(self.area)
        clauses = [f"({column} >= %s AND {column} < %s)" for _area in divisions]
        params = [bound for area in divisions for bound in (area, upper_bound(area))]
        for keeper in self.keepers if units else ():
            clauses.append(f"{compiler.compile(keeper)[0]} IN ({', '.join(['%s'] * len(units))})")
            params += units
        return (f"({' OR '.join(clauses)})", params) if clauses else ("1 = 0", [])


def in_scope(table: str, model: Any) -> InScope:
    """The clause on a table of a statement, by its alias there."""
    keepers = (Col(table, model._meta.get_field(name)) for name in keepers_of(model))
    return InScope(Col(table, model._meta.get_field("area")), *keepers)


def keepers_of(model: Any) -> tuple[str, ...]:
    """The columns of a scoped model that name the units which see a row wherever it lies; none for most."""
    return KeptModel.KEEPERS if issubclass(model, KeptModel) else ()


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

    if TYPE_CHECKING:
        area_id: str  # the checker does not see the key of an abstract model

    class Meta:
        abstract = True
        base_manager_name = "objects"
        default_manager_name = "objects"


class KeptModel(ScopedModel):
    """A scoped row that certain units see wherever it lies: a department its own list, an employer its own posts.

    unit   code of the unit that keeps the record, "" when the area alone decides
    party  code of the unit whose own affair it is (an employer, an agency), "" when it has no users here
    """

    KEEPERS = ("unit", "party")

    unit = models.CharField(_("Kept by"), max_length=32, blank=True, default="", db_index=True)
    party = models.CharField(max_length=32, blank=True, default="", editable=False, db_index=True)

    class Meta(ScopedModel.Meta):
        abstract = True

    @property
    def paths(self) -> tuple[str, ...]:
        """Where the row lies and who keeps it, as a post is asked whether it reaches it (`audit.steps.require`)."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit), path_of_unit(self.party)) if p)
