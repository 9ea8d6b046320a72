"""The households of a village as a phone carries them: about a dozen queries, however many they are."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.models import Household, Person
from gangqiao.places.models import Division
from gangqiao.surveys.models import Campaign, Remark, Task
from gangqiao.surveys.phone.campaigns import carried
from gangqiao.surveys.phone.facts import Known, Sheets, dated_of, known_of, masked_id
from gangqiao.sync import parcels

Json = dict[str, Any]


def section(village: Division, actor: Actor) -> tuple[list[Json], str]:
    """Every household of the village, and a digest of them. Who sends them on writes who looked at whom (sync)."""
    found = households_of(village, actor)
    return found, digest_of(found)


def digest_of(found: Any) -> str:
    """A short text that is another one whenever the content is."""
    return hashlib.sha256(json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()[:20]


def households_of(village: Division, actor: Actor, only: Iterable[int] | None = None) -> list[Json]:
    """The households of a village in walking order, or those of them that are named."""
    area = str(village.key)
    keys = None if only is None else list(only)
    homes = Household.objects.filter(area__gte=area, area__lt=upper_bound(area), dissolved_on=None)
    living = Person.objects.filter(area__gte=area, area__lt=upper_bound(area), record="live").exclude(life="dead")
    if keys is not None:
        homes, living = homes.filter(pk__in=keys), living.filter(household__in=keys)
    members: dict[int, list[Person]] = defaultdict(list)
    for person in living.order_by("pk"):
        members[person.household_id or 0].append(person)
    due = parcels.due_at(village, actor)
    shelf = _Shelf(village, actor, keys, [p.pk for people in members.values() for p in people])
    return [_home(home, members[home.pk], shelf, due) for home in homes.order_by("area", "household_no", "pk")]


class _Shelf:
    """Everything beside households and persons, read once for all of them."""

    def __init__(self, village: Division, actor: Actor, homes: list[int] | None, persons: list[int]) -> None:
        area = str(village.key)
        self.level = min(Level.PERSONAL, actor.level_in(area))
        self.campaigns = {c.pk: c for c in carried(village)}
        newest = max((c.questions for c in self.campaigns.values() if c.questions), key=lambda v: v.pk, default=None)
        self.sheets = Sheets(area, homes, newest)
        self.dated = dated_of(area, None if homes is None else persons, self.level)
        self.tasks: dict[int, list[Task]] = defaultdict(list)
        own = Task.objects.filter(area__gte=area, area__lt=upper_bound(area), campaign__in=list(self.campaigns))
        for task in own if homes is None else own.filter(household__in=homes):
            self.tasks[task.household_id].append(task)
        self.remarks: dict[int, list[Remark]] = defaultdict(list)
        keys = [t.pk for tasks in self.tasks.values() for t in tasks if t.status == "returned"]
        for remark in Remark.objects.filter(task__in=keys, answered_at=None).select_related("person").order_by("pk"):
            self.remarks[remark.task_id].append(remark)

    def survey(self, campaign: int) -> Campaign:
        return self.campaigns[campaign]


def _home(home: Household, people: list[Person], shelf: _Shelf, due: Mapping[UUID, list[Json]]) -> Json:
    known = known_of("household", home, shelf.level)
    # The head first, then in the order of registration, as on the page.
    people = sorted(people, key=lambda p: (p.relation != "02", p.pk))
    head = next((str(p.uuid) for p in people if p.pk == home.head_id), None)
    return _lean(
        {
            "uuid": str(home.uuid),
            "no": home.household_no,
            "group": home.area_id,
            "head": head,
            "values": known.values,
            "tasks": [_task(task, shelf) for task in shelf.tasks[home.pk]],
            "persons": [_person(person, shelf) for person in people],
            "due": due.get(home.uuid, []),
        },
        answers=shelf.sheets.answers(shelf.sheets.by_household[home.pk]),
        hidden=known.hidden,
    )


def _task(task: Task, shelf: _Shelf) -> Json:
    return {
        "task": str(task.uuid),
        "survey": str(shelf.survey(task.campaign_id).uuid),
        "status": task.status,
        "outcome": task.outcome,
        "visits": task.visits,
        "notice_version": task.notice_version,
        "note": task.note or "",
        "household_done": task.household_done,
        "remarks": [
            {"person": str(r.person.uuid) if r.person else None, "key": r.key, "words": r.words}
            for r in shelf.remarks[task.pk]
        ],
    }


def _person(person: Person, shelf: _Shelf) -> Json:
    known, dated = known_of("person", person, shelf.level), shelf.dated.get(person.pk, Known())
    surveys = (shelf.campaigns.get(c) for c in sorted(shelf.sheets.asked.get(person.pk, ())))
    return _lean(
        {
            "uuid": str(person.uuid),
            "name": known.values.get("person.name", ""),
            "relation": person.relation,
            "values": known.values | {"given.works": "no"} | dated.values,
            "answers": shelf.sheets.answers(shelf.sheets.by_person.get(person.pk, [])),
            "asked": [str(survey.uuid) for survey in surveys if survey],
        },
        id_masked=masked_id(person),
        hidden=known.hidden + dated.hidden,
    )


def _lean(always: Json, **sometimes: Any) -> Json:
    """What is empty and may be left out, is."""
    return always | {key: value for key, value in sometimes.items() if value}
