"""Record many wishes and categories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gangqiao.kernel.db import many
from gangqiao.people import attributes_dated
from gangqiao.people.actions.dated import intention_of
from gangqiao.people.actions.many.acts import NewCategory, NewIntention
from gangqiao.people.actions.many.batch import Batch, Fault, check_live, each
from gangqiao.people.actions.tracking import short_source, version_of
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category, Intention, Person
from gangqiao.people.refusals import CategoryHeldAlready, DayNotPossible


def record_intentions(batch: Batch, acts: Sequence[NewIntention]) -> list[Intention | Fault]:
    """`record_intention` for many: each ends the person's last wish."""
    persons = {act.person_id for act in acts}
    batch.lock(persons=persons)
    raws = batch.with_places(attributes_dated.INTENTION, [act.values for act in acts])
    open_now = Intention.objects.filter(person__in=persons, recorded_to=None, valid_to=None)
    last = {row.person_id: row for row in open_now}
    stored = list(last.values())
    ended: list[Intention] = []
    versions: list[Intention] = []
    keys = iter(many.next_keys(Intention, len(acts)))

    def record(pair: tuple[NewIntention, dict[str, Any]]) -> Intention:
        act, raw = pair
        person = batch.person(act.person_id)
        batch.require("people.record_intention", person.area_id)
        read = attributes_dated.INTENTION.read(raw, needed=("wants_work",))
        check_live(person)
        if (before := last.get(person.pk)) is not None:
            versions.append(version_of(before, batch.at))
            before.valid_to = max(batch.today, before.valid_from or batch.today)
            before.recorded_from = batch.at
            ended.append(before)
        row = intention_of(read, batch.today)
        row.pk = next(keys)
        _belongs(row, person, act.source)
        last[person.pk] = row
        batch.log("people.record_intention", row, act.source, person=person.uuid)
        return row

    made = each(list(zip(acts, raws, strict=True)), record)
    # Ended first: a person has one current wish, and the database says so.
    many.update(Intention, [row for row in stored if row in ended], ["valid_to", "recorded_from"])
    many.insert(Intention, [row for row in made if isinstance(row, Intention)])
    many.insert(Intention, versions)
    return made


def record_categories(batch: Batch, acts: Sequence[NewCategory]) -> list[Category | Fault]:
    """`record_category` for many. KeyError for a kind that does not exist: then nothing is written."""
    persons = {act.person_id for act in acts}
    batch.lock(persons=persons)
    if unknown := {act.kind for act in acts} - set(LISTS["category"]):
        raise KeyError(*unknown)
    open_now = Category.objects.filter(person__in=persons, recorded_to=None, valid_to=None)
    held = set(open_now.values_list("person", "kind"))
    keys = iter(many.next_keys(Category, len(acts)))

    def record(act: NewCategory) -> Category:
        person = batch.person(act.person_id)
        batch.require("people.record_category", person.area_id)
        if act.valid_from > batch.today:
            raise DayNotPossible(act.valid_from)
        check_live(person)
        if (person.pk, act.kind) in held:
            raise CategoryHeldAlready(LISTS["category"].word(act.kind))
        held.add((person.pk, act.kind))
        row = Category(pk=next(keys), kind=act.kind, basis=act.basis, valid_from=act.valid_from)
        _belongs(row, person, act.source)
        batch.log("people.record_category", row, act.source, person=person.uuid)
        return row

    made = each(acts, record)
    many.insert(Category, [row for row in made if isinstance(row, Category)])
    return made


def _belongs(row: Intention | Category, person: Person, source: str) -> None:
    row.person, row.area_id, row.source = person, person.area_id, short_source(source)
