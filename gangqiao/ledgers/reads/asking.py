"""What is asked of a ledger by its filters: the values read, and the rows that pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from gangqiao.kernel import clock
from gangqiao.ledgers.reads.filters import Filter, Works
from gangqiao.ledgers.refusals import WrongFilter
from gangqiao.people.models import Category, EmploymentSpell, Intention
from gangqiao.people.reads import as_of


def read_all(filters: Iterable[Filter], asked: Mapping[str, str]) -> tuple[dict[Filter, Any], list[WrongFilter]]:
    """The values of the filters in force, and what was wrong with the others."""
    values: dict[Filter, Any] = {}
    faults: list[WrongFilter] = []
    for one in filters:
        raw = asked.get(one.key, "").strip()
        if not raw:
            continue
        try:
            values[one] = one.read(raw)
        except WrongFilter as fault:
            faults.append(fault)
    return values, faults


def restrict(rows: QuerySet[Any], values: Mapping[Filter, Any]) -> QuerySet[Any]:
    """The rows that pass every filter. Filters on one kind of dated row must hold of the same row."""
    dated: dict[type[Model], Q] = {}
    for one, value in values.items():
        if one.model is None:
            rows = rows.filter(one.q(value))
        elif isinstance(one, Works) and value is False:
            rows = rows.filter(~Exists(_held_today(EmploymentSpell).filter(person_id=OuterRef("pk"))))
        else:
            dated[one.model] = dated.get(one.model, Q()) & one.q(value)
    for model, condition in dated.items():
        rows = rows.filter(_holders(model, condition))
    return rows


FEW = 3_000


def _holders(model: type[Any], condition: Q) -> Q:
    """The people with such a row today.

    A category few hold is listed first: the walk through everybody in search of fifty of them would take longer. Only
    categories are found by an index of their own; of other rows the list itself would be a walk.
    """
    held = _held_today(model).filter(condition)
    if model is Category and connection.vendor == "sqlite":  # PostgreSQL's planner knows how many hold it
        few = list(held.order_by().values_list("person_id", flat=True)[: FEW + 1])
        if len(few) <= FEW:
            return Q(pk__in=few)
    return Q(Exists(held.filter(person_id=OuterRef("pk"))))


def _held_today(model: type[Any]) -> QuerySet[Any]:
    held = as_of.rows(model, on=clock.today())
    # A wish that has expired is no wish (R034, R035).
    return held.filter(expires_on__gte=clock.today()) if model is Intention else held
