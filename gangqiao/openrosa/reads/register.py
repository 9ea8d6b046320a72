"""The register as properties of entities: every answer as the text a form would hold it as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db.models.query import QuerySet

from gangqiao.kernel.paths import upper_bound
from gangqiao.openrosa.forms_compiled.names import household_properties, key_of, person_properties, shown
from gangqiao.openrosa.names import HOUSEHOLDS, PERSONS
from gangqiao.people.models import Household, Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.surveys.models import Alias, Campaign, QuestionVersion, Task
from gangqiao.surveys.questions import Question
from gangqiao.surveys.reads import many

ABOUT = {PERSONS: "person", HOUSEHOLDS: "household"}
Rows = Sequence[Any]
Reader = Callable[[str], Any]  # the value of one question by its key


def village_of(area: str) -> str:
    """The village an area lies in; the area itself when it is wider."""
    return area[: KEY_LENGTH[Level.VILLAGE]]


def listed(list_name: str, area: str) -> QuerySet[Any]:
    """The rows of a list that lie in an area: the living persons, or the households that are not dissolved."""
    within = {"area__gte": area, "area__lt": upper_bound(area)}
    if list_name == HOUSEHOLDS:
        return Household.objects.filter(**within, dissolved_on=None).order_by("area", "household_no", "pk")
    found = Person.objects.filter(**within, record="live").exclude(life="dead")
    return found.select_related("household").order_by("area", "household__household_no", "relation", "pk")


def find_row(list_name: str, key: UUID) -> Any:
    """The person or household of an entity, as far as it is in scope and listed; null otherwise.

    A number a phone gave to somebody who was on the register already finds that person.
    """
    if list_name == HOUSEHOLDS:
        return Household.objects.filter(uuid=key, dissolved_on=None).first()
    living = Person.objects.filter(record="live").exclude(life="dead").select_related("household")
    row = living.filter(uuid=key).first()
    if row is None and (alias := Alias.objects.filter(uuid=key).values_list("person", flat=True).first()):
        row = living.filter(pk=alias).first()
    return row


def names_of(list_name: str, version: QuestionVersion) -> tuple[str, ...]:
    """The properties of a list, in the order of its columns. Nothing deeper than personal is among them."""
    return (household_properties if list_name == HOUSEHOLDS else person_properties)(version.sheet)


def properties_of(list_name: str, rows: Rows, campaign: Campaign) -> dict[UUID, dict[str, str]]:
    """The properties of rows by their uuid. As many questions to the database for a thousand rows as for one."""
    version: Any = campaign.questions
    names = names_of(list_name, version)
    questions: dict[str, Question] = {q.key: q for q in version.sheet.section(ABOUT[list_name]).questions}
    asked = [(name, questions[key_of(name)]) for name in names if key_of(name) in questions]
    read = _persons(rows, version) if list_name == PERSONS else _households(rows, version)
    tasks = _tasks(campaign, [r.household_id if list_name == PERSONS else r.pk for r in rows])
    found = {}
    for row in rows:
        value = read[row.uuid]
        own = {name: shown(question, value(question.key)) for name, question in asked}
        found[row.uuid] = {**_beside(list_name, row, value, tasks), **own}
    return found


def label_of(list_name: str, row: Any) -> str:
    """How an entity is called in a list: the name and the number of the household, by which one walks."""
    if list_name == HOUSEHOLDS:
        return f"{row.household_no} {row.address or ''}".strip()
    return f"{row.name} {row.household.household_no}"


def _beside(list_name: str, row: Any, value: Reader, tasks: dict[int, Task]) -> dict[str, str]:
    task = tasks.get(row.pk if list_name == HOUSEHOLDS else row.household_id)
    common = {"task": str(task.uuid) if task else "", "notice_version": str(task.notice_version if task else 0)}
    if list_name == HOUSEHOLDS:
        return {"area": str(row.area_id), "household_no": row.household_no, **common}
    return {
        "household": str(row.household.uuid),
        **common,
        "given_works": value("given.works"),
        "given_has_id": "yes" if row.id_index else "no",
    }


def _tasks(campaign: Campaign, households: list[int]) -> dict[int, Task]:
    found: dict[int, Task] = {}
    for some in many.parts(list(dict.fromkeys(households))):
        found |= {t.household_id: t for t in Task.objects.filter(campaign=campaign, household__in=some)}
    return found


def _column(row: Any, name: str) -> Any:
    """The column itself: a division is named by its key, and not fetched. Null for what is no column any more."""
    return getattr(row, f"{name}_id", None) if hasattr(type(row), f"{name}_id") else getattr(row, name, None)


def _households(rows: Rows, version: QuestionVersion) -> dict[UUID, Reader]:
    kept = many.kept_of_homes([r.pk for r in rows], version)
    return {row.uuid: _reader({"household": row}, kept[row.pk]) for row in rows}


def _persons(rows: Rows, version: QuestionVersion) -> dict[UUID, Reader]:
    keys = [r.pk for r in rows]
    dated, kept = many.rows_of(keys), many.kept_of_persons(keys, version)
    found = {}
    for row in rows:
        own = dated.get(row.pk, {})
        given = {"given.works": "yes" if "spell" in own else "no"}
        found[row.uuid] = _reader({"person": row, **own}, {**kept[row.pk], **given})
    return found


def _reader(rows: dict[str, Any], kept: dict[str, Any]) -> Reader:
    def value(key: str) -> Any:
        if key in kept:
            return kept[key]
        about, _dot, name = key.partition(".")
        row = rows.get(about)
        return None if row is None else _column(row, name)

    return value
