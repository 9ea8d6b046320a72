"""The same as `reads.facts` about many, in as many queries for a thousand as for one: packages, paper, lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from gangqiao.people.models import Business, EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.people.sets import SETS
from gangqiao.places.models import Division
from gangqiao.surveys.models import AnswerSheet, QuestionVersion
from gangqiao.surveys.reads import facts

Json = dict[str, Any]
AT_ONCE = 500  # keys of one question
# What is dated about a person and holds now: of several rows the last one in this order counts.
DATED: tuple[tuple[str, Any, dict[str, Any], tuple[str, ...]], ...] = (
    ("intention", Intention, {"valid_to": None}, ("pk",)),
    ("skill", Skill, {"valid_to": None}, ("pk",)),
    ("business", Business, {"valid_to": None}, ("pk",)),
    ("spell", EmploymentSpell, {"ended_on": None, "status": "working"}, ("started_on", "pk")),
)


def newest_rows(within: Q) -> dict[int, dict[str, Any]]:
    """The dated rows that hold now, by person and by the set they belong to. within: of whom, or of which area."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for about, model, now, order in DATED:
        for row in model.objects.filter(within, recorded_to=None, **now).order_by(*order):
            found[row.person_id][about] = row
    return found


def rows_of(persons: Sequence[int]) -> dict[int, dict[str, Any]]:
    """`newest_rows` of these persons, however many they are."""
    found: dict[int, dict[str, Any]] = {}
    for some in parts(persons):
        found |= newest_rows(Q(person__in=some))
    return found


def kept_of_persons(persons: Sequence[int], version: QuestionVersion) -> dict[int, Json]:
    """Answers kept here (own items, leading questions) of each person, as a version reads them."""
    return _kept([Q(person__in=some) for some in parts(persons)], version)


def kept_of_homes(households: Sequence[int], version: QuestionVersion) -> dict[int, Json]:
    """The same of households themselves."""
    return _kept([Q(person=None, task__household__in=some) for some in parts(households)], version)


def _kept(asked: Iterable[Q], version: QuestionVersion) -> dict[int, Json]:
    sheets: dict[int, list[AnswerSheet]] = defaultdict(list)
    for within in asked:
        for sheet in AnswerSheet.objects.filter(within).select_related("task").order_by("pk"):
            sheets[sheet.person_id or sheet.task.household_id].append(sheet)
    led = Steps()
    return defaultdict(dict, {key: facts.kept_here(several, version, led) for key, several in sheets.items()})


class Steps:
    """`facts.steps_between`, each asked once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], list[Json]] = {}

    def __call__(self, old: int, new: int) -> list[Json]:
        if (old, new) not in self._known:
            self._known[old, new] = facts.steps_between(old, new)
        return self._known[old, new]


@dataclass(slots=True)
class Home:
    """What is known of a household: its values, and its living members, the head first, each with theirs."""

    values: Json = field(default_factory=dict)
    members: list[tuple[Person, Json]] = field(default_factory=list)


def homes_of(households: Sequence[Household], version: QuestionVersion) -> dict[int, Home]:
    """What is known of households and their members, by household."""
    persons: list[Person] = []
    for some in parts([home.pk for home in households]):
        living = Person.objects.filter(household__in=some, record="live").exclude(life="dead")
        persons += living.order_by("pk")
    persons.sort(key=lambda p: (p.relation != "02", p.pk))
    found = {key: Home(values) for key, values in values_of_homes(households, version).items()}
    values = values_of_persons(persons, version)
    for person in persons:
        found[person.household_id].members.append((person, values[person.pk]))
    return found


def values_of_persons(persons: Sequence[Person], version: QuestionVersion) -> dict[int, Json]:
    """What is recorded of persons now, over the answers kept here, by person."""
    keys = [p.pk for p in persons]
    rows = rows_of(keys)
    dated = [(about, row) for own in rows.values() for about, row in own.items()]
    _give_places([("person", person) for person in persons] + dated)
    kept = kept_of_persons(keys, version)
    return {p.pk: kept[p.pk] | facts.values_with(p, rows.get(p.pk, {})) for p in persons}


def values_of_homes(households: Sequence[Household], version: QuestionVersion) -> dict[int, Json]:
    """The same of households themselves."""
    _give_places([("household", home) for home in households])
    kept = kept_of_homes([home.pk for home in households], version)
    return {home.pk: facts.household_values(home) | kept[home.pk] for home in households}


def _give_places(rows: list[tuple[str, Any]]) -> None:
    """Give rows the places they name, fetched together."""
    named: list[tuple[Any, str]] = [(row, key) for about, row in rows for key in _places_in(about)]
    wanted = {getattr(row, f"{key}_id") for row, key in named} - {None}
    places: dict[Any, Division] = {}
    for some in parts(sorted(wanted)):
        places |= Division.objects.in_bulk(some)
    for row, key in named:
        if (place := places.get(getattr(row, f"{key}_id"))) is not None:
            setattr(row, key, place)


def _places_in(about: str) -> list[str]:
    return [a.key for a in SETS[about] if a.kind == "division"]


def parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Keys in portions that one question can hold."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]
