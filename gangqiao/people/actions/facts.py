"""Remembers what an attribute of a person was, before it changes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder

from gangqiao.kernel.clock import day_of
from gangqiao.kernel.db import many
from gangqiao.people import attributes
from gangqiao.people.models import RECORD_FACTS, Fact, Person


@dataclass(eq=False)
class Belief:
    """A fact about to be stored. A plain object: thousands are made at once, and a model takes ten times as long."""

    area_id: str
    person_id: int
    key: str
    value: str
    valid_from: date
    valid_to: date | None
    recorded_from: datetime
    recorded_to: datetime | None = None
    pk: int | None = None
    uuid: UUID = field(default_factory=uuid4)

    @property
    def id(self) -> int | None:
        """The key, by the name of its column."""
        return self.pk


CONFIRMED_ON = "last_confirmed_on"
Step = tuple[Fact | Belief, str]  # a fact, and what was done to it: superseded, or believed


@cache
def fact_keys() -> frozenset[str]:
    """The keys whose earlier values are kept: attributes that say so, and the facts of the record itself."""
    return RECORD_FACTS | {a.key for a in attributes.PERSON if a.remembered}


def remember(person: Person, values: dict[str, Any], *, on: date, at: datetime) -> list[dict[str, Any]]:
    """Write the history of the columns about to change: each new value holds from `on` and is known from `at`.

    Called before the columns are set. Returns images of the facts written, for undo.
    """
    kept = fact_keys() & values.keys()
    if not kept:
        return []
    history = History([person.pk], kept, at)
    steps = history.change(person, values, on)
    history.write()
    return [{"model": "people.Fact", "pk": fact.pk, "how": how} for fact, how in steps]


def keep_first_confirmation(person: Person, *, at: datetime) -> None:
    """Keep the day of the confirmation the record came with, before the first one of the log takes its place.

    Later ones are events of the log. A record confirmed on the day it was registered needs nothing kept.
    """
    if person.last_confirmed_on == person.registered_on:
        return
    if not Fact.objects.filter(person=person, key=CONFIRMED_ON).exists():
        begun = min(person.registered_on, day_of(at))
        kept = as_json(person.last_confirmed_on)
        first = Belief(person.area_id, person.pk, CONFIRMED_ON, kept, begun, None, person.recorded_at, at)
        (first.pk,) = many.next_keys(Fact, 1)
        many.insert(Fact, [first])


class History:
    """What is believed of some attributes of some persons, read once; what changes in it is written at once."""

    def __init__(self, persons: Iterable[int], keys: Collection[str], at: datetime) -> None:
        self.at = at
        self._believed: dict[tuple[int, str], list[Fact | Belief]] = defaultdict(list)
        self._new: list[Belief] = []
        self._closed: list[Fact] = []
        kept = sorted(fact_keys() & set(keys))
        if kept:
            for fact in Fact.objects.filter(person__in=list(persons), key__in=kept, recorded_to=None).order_by("pk"):
                self._believed[fact.person_id, fact.key].append(fact)

    def change(self, person: Person, values: dict[str, Any], on: date) -> list[Step]:
        """Let each new value hold from a day on. Called before the columns of the person are set."""
        steps: list[Step] = []
        for name, value in values.items():
            if name in fact_keys():
                old, new = as_json(held(person, name)), as_json(value)
                if old != new:
                    steps += self._change(person, name, old, new, on)
        return steps

    def write(self) -> None:
        """Store what has changed, in the order in which it came about."""
        many.update(Fact, self._closed, ["recorded_to"])
        for fact, key in zip(self._new, many.next_keys(Fact, len(self._new)), strict=True):
            fact.pk = key
        many.insert(Fact, self._new)
        self._new, self._closed = [], []

    def _change(self, person: Person, key: str, old: str, new: str, on: date) -> list[Step]:
        believed = self._believed[person.pk, key]
        if not believed:
            believed.append(self._add(person, key, old, person.registered_on, None, person.recorded_at))
        steps: list[Step] = []
        for fact in [f for f in believed if f.valid_to is None or f.valid_to > on]:
            fact.recorded_to = self.at
            if isinstance(fact, Fact):
                self._closed.append(fact)
            believed.remove(fact)
            steps.append((fact, "supersede"))
            if fact.valid_from < on:
                steps.append((self._believe(person, key, fact.value, fact.valid_from, on), "believe"))
        steps.append((self._believe(person, key, new, on, None), "believe"))
        return steps

    def _believe(self, person: Person, key: str, value: str, begin: date, end: date | None) -> Belief:
        fact = self._add(person, key, value, begin, end, self.at)
        self._believed[person.pk, key].append(fact)
        return fact

    def _add(self, person: Person, key: str, value: str, begin: date, end: date | None, at: datetime) -> Belief:
        fact = Belief(person.area_id, person.pk, key, value, begin, end, at)
        self._new.append(fact)
        return fact


def held(row: Any, name: str) -> Any:
    """What a column holds now; of a key to another row the key itself, without asking for the row."""
    return getattr(row, row._meta.get_field(name).attname)


def differing(row: Any, values: dict[str, Any]) -> dict[str, Any]:
    """The values that are not what the row holds."""
    return {name: value for name, value in values.items() if held(row, name) != getattr(value, "pk", value)}


def as_json(value: Any) -> str:
    """A value of a column as it is kept in a fact."""
    return json.dumps(getattr(value, "pk", value), cls=DjangoJSONEncoder, ensure_ascii=False)
