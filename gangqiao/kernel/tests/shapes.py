"""Every way Django knows to ask or change rows, each as one function of a query set.

A reading shape returns the keys it saw (a set), or how many rows it found (an int). It is given the rows of the test
through `q`, so that what an oracle finds and what the shape finds can be compared.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

from asgiref.sync import async_to_sync
from django.db import connection, models, transaction
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    When,
    Window,
)
from django.db.models.functions import RowNumber

Shape = Callable[[Any], Any]


def keys(rows: Any) -> set[Any]:
    return {row.pk for row in rows}


def _sliced(q: Any) -> set[Any]:
    return keys(q.order_by("pk")[:1]) | keys(q.order_by("pk")[1:1000])


def _paged(q: Any) -> set[Any]:
    seen: set[Any] = set()
    last = 0
    while page := list(q.filter(pk__gt=last).order_by("pk")[:2]):
        seen |= keys(page)
        last = page[-1].pk
    return seen


def _one_by_one(q: Any) -> set[Any]:
    return {q.get(pk=pk).pk for pk in q.values_list("pk", flat=True)}


def _ends(q: Any) -> set[Any]:
    first, last = q.first(), q.last()
    earliest, latest = q.earliest("pk"), q.latest("pk")
    assert (first, last) == (earliest, latest)
    return {first.pk, last.pk} | keys(q)


def _subquery(q: Any) -> set[Any]:
    return keys(q.filter(pk__in=Subquery(q.model.objects.values("pk"))))


def _outer(q: Any) -> set[Any]:
    same = q.model.objects.filter(pk=OuterRef("pk"))
    found = q.annotate(there=Exists(same), area_again=Subquery(same.values("area")[:1]))
    return {row.pk for row in found if row.there and row.area_again == row.area_id}


def _locked(q: Any) -> set[Any]:
    with connection.cursor():  # opens the connection, so that features are known
        pass

    with transaction.atomic():
        return keys(q.select_for_update())


def _deferred(q: Any) -> set[Any]:
    # The deferred column is loaded by a second query, which is scoped, too.
    return {row.pk for row in q.only("pk") if row.area_id}


def _pickled(q: Any) -> set[Any]:
    again = q.model.objects.all()
    again.query = pickle.loads(pickle.dumps(q.query))
    return keys(again)


def _explained(q: Any) -> int:
    assert q.explain()
    return int(q.count())


def _asynchronous(q: Any) -> set[Any]:
    async def ask() -> set[Any]:
        seen = {row.pk async for row in q}
        assert await q.acount() == len(seen)
        assert await q.aexists() == bool(seen)
        return seen | {row.pk async for row in q.aiterator(chunk_size=10)}

    return async_to_sync(ask)()


def _fresh(q: Any) -> set[Any]:
    rows = list(q)
    for row in rows:
        row.refresh_from_db()
    return keys(rows)


def _dates(q: Any) -> int:
    field = next((f.name for f in q.model._meta.fields if isinstance(f, models.DateField)), None)
    if field is None:  # a table without days
        return len(q)
    dated = q.exclude(**{f"{field}__isnull": True})
    kinds = dated.datetimes if isinstance(q.model._meta.get_field(field), models.DateTimeField) else dated.dates
    assert len(list(kinds(field, "year"))) == len({getattr(r, field).year for r in dated})
    return len(q)


READS: dict[str, Shape] = {
    "list": keys,
    "len": len,
    "bool": lambda q: q.count() if q else 0,
    "count": lambda q: q.count(),
    "exists": lambda q: q.count() if q.exists() else 0,
    "contains": lambda q: {row.pk for row in q if q.contains(row)},
    "get": _one_by_one,
    "first, last, earliest, latest": _ends,
    "slice": _sliced,
    "keyset pages": _paged,
    "in_bulk": lambda q: set(q.in_bulk()),
    "iterator": lambda q: keys(q.iterator(chunk_size=10)),
    "aggregate": lambda q: q.aggregate(n=Count("pk"))["n"],
    "aggregate of a slice": lambda q: q.order_by("pk")[:1000].aggregate(n=Count("pk"), last=Max("pk"))["n"],
    "annotate": lambda q: sum(row["n"] for row in q.values("area").annotate(n=Count("pk"))),
    "values": lambda q: {row["pk"] for row in q.values("pk")},
    "values_list": lambda q: set(q.values_list("pk", flat=True)),
    "distinct": lambda q: keys(q.distinct()),
    "dates": _dates,
    "subquery": _subquery,
    "exists and outer reference": _outer,
    "or": lambda q: keys(q.filter(Q(pk__gt=0) | Q(pk__lt=0))),
    "or of two query sets": lambda q: keys(q.filter(pk__gt=0) | q.filter(pk__lt=0)),
    "and of two query sets": lambda q: keys(q.filter(pk__gt=0) & q.filter(pk__gt=-1)),
    "exclusive or": lambda q: keys(q.filter(Q(pk__gt=0) ^ Q(pk__lt=0))),
    "not": lambda q: keys(q.exclude(pk=0)),
    "not not": lambda q: keys(q.filter(~~Q(pk__gt=0))),
    "union": lambda q: keys(q.filter(pk__gt=0).union(q.filter(pk__gt=-1))),
    "union all": lambda q: len(q.filter(pk__gt=0).union(q.filter(pk__lt=0), all=True)),
    "intersection": lambda q: keys(q.filter(pk__gt=0).intersection(q.model.objects.all())),
    "difference": lambda q: keys(q.difference(q.model.objects.filter(pk=0))),
    "count of a union": lambda q: q.union(q.model.objects.all()).count(),
    "select_for_update": _locked,
    "only": _deferred,
    "defer": lambda q: {row.pk for row in q.defer("area") if row.area_id},
    "order by another table": lambda q: keys(q.order_by("area__name", "pk")),
    "filter by another table": lambda q: keys(q.filter(area__level__gt="")),
    "select_related": lambda q: {row.pk for row in q.select_related("area") if row.area.name},
    "prefetch_related": lambda q: {row.pk for row in q.prefetch_related("area") if row.area.name},
    "window": lambda q: len({row.nth for row in q.annotate(nth=Window(RowNumber(), order_by=F("pk").asc()))}),
    "case": lambda q: q.annotate(c=Case(When(pk__gt=0, then=1), default=0)).filter(c=1).count(),
    "alias": lambda q: keys(q.alias(twice=F("pk") * 2).filter(twice__gt=0)),
    "explain": _explained,
    "pickled": _pickled,
    "asynchronous": _asynchronous,
    "refresh_from_db": _fresh,
    "base manager": lambda q: keys(q.model._base_manager.all()),
    "default manager": lambda q: keys(q.model._default_manager.all()),
}

# Over keys between scoped tables; asked of persons.
JOINS: dict[str, Shape] = {
    "select_related within": lambda q: {p.pk for p in q.select_related("household") if p.household.address},
    "filter forward": lambda q: keys(q.filter(household__address__gt="")),
    "filter backward": lambda q: keys(q.filter(skill_rows__level="junior")),
    "filter backward and on": lambda q: keys(q.filter(membership_rows__household__address__gt="")),
    "exclude backward": lambda q: keys(q.exclude(skill_rows__level="senior")),
    "exclude backward and on": lambda q: keys(q.exclude(membership_rows__household__address="")),
    "exclude forward and backward": lambda q: keys(q.exclude(household__persons__name="")),
    "count backward": lambda q: q.aggregate(n=Count("skill_rows"))["n"],
    "annotate backward": lambda q: sum(p.n for p in q.annotate(n=Count("skill_rows", distinct=True))),
    "prefetch backward": lambda q: {p.pk for p in q.prefetch_related("skill_rows") if len(p.skill_rows.all()) == 1},
    "prefetch with a query": lambda q: {
        p.pk
        for p in q.prefetch_related(Prefetch("facts", q.model.facts.rel.related_model.objects.all(), to_attr="known"))
        if len(p.known) == 1
    },
    "prefetch on instances": lambda q: _prefetched(q),
    "related manager": lambda q: {p.pk for p in q if p.skill_rows.count() == 1 and p.household.persons.exists()},
    "filtered relation": lambda q: keys(
        q.annotate(young=FilteredRelation("skill_rows", condition=Q(skill_rows__level="junior"))).filter(
            young__isnull=False
        )
    ),
    "order by joined": lambda q: keys(q.order_by("household__address")),
    "values of joined": lambda q: len(set(q.values_list("household__household_no", flat=True))),
}


def _prefetched(q: Any) -> set[Any]:
    rows = list(q)
    models.prefetch_related_objects(rows, "skill_rows", "household__persons")
    return {p.pk for p in rows if p.skill_rows.all() and p.household.persons.all()}


def _changed_copy(row: Any) -> Any:
    row.area_id = row.area_id
    return row


# Given a row the caller holds in memory; each must be stopped without a scope.
WRITES: dict[str, Callable[[Any], Any]] = {
    "update": lambda row: type(row).objects.update(area=row.area_id),
    "update filtered": lambda row: type(row).objects.filter(pk=row.pk).update(area=row.area_id),
    "delete all": lambda row: type(row).objects.all().delete(),
    "delete instance": lambda row: row.delete(),
    "raw delete": lambda row: type(row).objects.all()._raw_delete("default"),
    "save": lambda row: _changed_copy(row).save(),
    "save some": lambda row: _changed_copy(row).save(update_fields=["area"]),
    "insert": lambda row: type(row)(area_id=row.area_id).save(force_insert=True),
    "create": lambda row: type(row).objects.create(area_id=row.area_id),
    "bulk_create": lambda row: type(row).objects.bulk_create([type(row)(area_id=row.area_id)]),
    "bulk_create, ignoring": lambda row: type(row).objects.bulk_create(
        [type(row)(area_id=row.area_id)], ignore_conflicts=True
    ),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["area"]),
    "get_or_create": lambda row: type(row).objects.get_or_create(pk=row.pk),
    "update_or_create": lambda row: type(row).objects.update_or_create(pk=row.pk, defaults={"area": row.area_id}),
    "refresh": lambda row: row.refresh_from_db(),
    "validate": lambda row: row.validate_unique() or row.validate_constraints() or type(row).objects.count(),
    "raw": lambda row: list(type(row).objects.raw(f'SELECT * FROM "{row._meta.db_table}"')),
    "async delete": lambda row: async_to_sync(row.adelete)(),
    "async save": lambda row: async_to_sync(row.asave)(),
}
