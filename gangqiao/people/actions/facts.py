"""Remembers what an attribute of a person was, before it changes."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from gangqiao.people import attributes
from gangqiao.people.models import RECORD_FACTS, Fact, Person


def fact_keys() -> frozenset[str]:
    """The keys whose earlier values are kept: attributes that say so, and the facts of the record itself."""
    return RECORD_FACTS | {a.key for a in attributes.PERSON if a.remembered}


def remember(person: Person, values: dict[str, Any], *, on: date, at: datetime) -> list[dict[str, Any]]:
    """Write the history of the columns about to change: each new value holds from `on` and is known from `at`.

    Called before the columns are set. Returns images of the facts written, for undo.
    """
    images: list[dict[str, Any]] = []
    for name, value in values.items():
        old = getattr(person, name)
        if name in fact_keys() and _json(old) != _json(value):
            images += _remember_one(person, name, old, value, on, at)
    return images


def _remember_one(person: Person, key: str, old: Any, new: Any, on: date, at: datetime) -> list[dict[str, Any]]:
    believed = list(Fact.objects.filter(person=person, key=key, recorded_to=None))
    if not believed:
        believed = [_write(person, key, _json(old), person.registered_on, None, person.recorded_at)]
    closed = [f for f in believed if f.valid_to is None or f.valid_to > on]
    images = []
    for fact in closed:
        fact.recorded_to = at
        fact.save(update_fields=["recorded_to"])
        images.append({"model": "people.Fact", "pk": fact.pk, "how": "supersede"})
        if fact.valid_from < on:
            kept = _write(person, key, fact.value, fact.valid_from, on, at)
            images.append({"model": "people.Fact", "pk": kept.pk, "how": "believe"})
    added = _write(person, key, _json(new), on, None, at)
    images.append({"model": "people.Fact", "pk": added.pk, "how": "believe"})
    return images


def _write(person: Person, key: str, value: str, begin: date, end: date | None, at: datetime) -> Fact:
    return Fact.objects.create(
        area_id=person.area_id, person=person, key=key, value=value, valid_from=begin, valid_to=end, recorded_from=at
    )


def _json(value: Any) -> str:
    return json.dumps(getattr(value, "pk", value), cls=DjangoJSONEncoder, ensure_ascii=False)
