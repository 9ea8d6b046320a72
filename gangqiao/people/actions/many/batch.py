"""What the acts of one transaction share: the records they are about, read and locked once, and the events to write."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import models

from gangqiao.audit.events import Entry, record_each
from gangqiao.audit.steps import NotYourVerb, require
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import AttributeSet, DivisionRef
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.models import Household, Person
from gangqiao.people.refusals import NotLive, RecordNotFound
from gangqiao.places.models import Division

Fault = Refusal | Refusals
A = TypeVar("A")
T = TypeVar("T")


class Batch:
    """Opened by `together`. One actor, one instant; a record read here once is what every later act of it sees."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.at = clock.now()
        self.today = clock.today()
        self.persons: dict[int, Person] = {}
        self.households: dict[int, Household] = {}
        self._looked_for: set[tuple[type[models.Model], int]] = set()
        self._allowed: dict[tuple[str, str], bool] = {}
        self._divisions: dict[str, Division | None] = {}
        self._entries: list[Entry] = []

    def lock(self, *, households: Iterable[int] = (), persons: Iterable[int] = ()) -> None:
        """Read and lock records: households before persons, each in the order of their keys, like every other act.

        Who needs both, or both in several verbs, names them all before the first verb: then two batches cannot wait for
        each other. What is absent or out of scope is not found later.
        """
        self._read(Household, self.households, households)
        self._read(Person, self.persons, persons)

    def _read(self, model: type[Any], found: dict[int, Any], keys: Iterable[int]) -> None:
        wanted = sorted({key for key in keys if (model, key) not in self._looked_for})
        if wanted:
            self._looked_for.update((model, key) for key in wanted)
            found |= {row.pk: row for row in model.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}

    def person(self, key: int) -> Person:
        """A person locked before. Raises RecordNotFound."""
        if (found := self.persons.get(key)) is None:
            raise RecordNotFound
        return found

    def household(self, key: int) -> Household:
        """A household locked before. Raises RecordNotFound."""
        if (found := self.households.get(key)) is None:
            raise RecordNotFound
        return found

    def require(self, verb: str, area: str) -> None:
        """Refuse when no post of the actor gives the verb over the area; asked once for each area."""
        allowed = self._allowed.get((verb, area))
        if allowed is None:
            allowed = self._allowed[verb, area] = _is_allowed(self.actor, verb, area)
        if not allowed:
            raise NotYourVerb

    def with_places(self, about: AttributeSet, raws: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The same values with divisions in place of their keys, all looked up in one question."""
        keys = [a.key for a in about if isinstance(a, DivisionRef)]
        named = {plain_text(raw[key]) for raw in raws for key in keys if isinstance(raw.get(key), str)}
        if new := sorted(named - self._divisions.keys() - {""}):
            self._divisions |= dict.fromkeys(new) | Division.objects.in_bulk(new)
        if not named:
            return list(raws)
        return [{**raw, **{k: self._division(raw[k]) for k in keys if isinstance(raw.get(k), str)}} for raw in raws]

    def _division(self, raw: str) -> Any:
        # What is no key may be a code, or nothing at all: the attribute itself knows, and says so.
        return self._divisions.get(plain_text(raw)) or raw

    def log(
        self, verb: str, subject: models.Model, source: str, *, person: Any = None, fields: Collection[str] = ()
    ) -> None:
        """Have the event of an act written when the batch ends."""
        self._entries.append(Entry(verb, subject, source, person=person, fields=sorted(fields)))

    def close(self) -> None:
        """Write the events."""
        entries, self._entries = self._entries, []
        record_each(entries, actor=self.actor)


@contextmanager
def together(actor: Actor) -> Iterator[Batch]:
    """A batch in the caller's transaction and scope. Its events are written when the block ends, none when it fails."""
    batch = Batch(actor)
    yield batch
    batch.close()


def each(acts: Sequence[A], do: Callable[[A], T]) -> list[T | Fault]:
    """What comes of each act, or its refusal."""
    results: list[T | Fault] = []
    for act in acts:
        try:
            results.append(do(act))
        except (Refusal, Refusals) as fault:
            results.append(fault)
    return results


def check_live(person: Person) -> None:
    """Raises NotLive for a closed record."""
    if not person.is_live:
        raise NotLive(person.name)


def _is_allowed(actor: Actor, verb: str, area: str) -> bool:
    try:
        require(actor, verb, area=area)
    except NotYourVerb:
        return False
    return True
