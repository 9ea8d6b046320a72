"""What the register and earlier answers know, by the keys of the questions: for prefilling, judging and comparing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet

from gangqiao.kernel.attributes import Attribute, AttributeSet
from gangqiao.kernel.errors import Refusal
from gangqiao.people.models import Business, EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.people.sets import SETS
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import AnswerSheet, QuestionVersion, Task
from gangqiao.surveys.questions import upgrade

Json = dict[str, Any]
Steps = Callable[[int, int], list[Json]]
KEPT_HERE = ("survey.", "own.")  # facts of the survey itself; all others live on the register


def household_values(household: Household) -> Json:
    """The values of a household as its columns hold them."""
    return _values(SETS["household"], "household", household)


def person_values(person: Person) -> Json:
    """The values of a person and of what is dated about the person and holds now."""
    return values_with(person, dated_rows(person))


def dated_rows(person: Person) -> dict[str, Any]:
    """What is dated about a person and holds now, by the name of its set."""
    now = {"person": person, "recorded_to": None, "valid_to": None}
    rows = {
        "intention": Intention.objects.filter(**now).first(),
        "skill": Skill.objects.filter(**now).order_by("pk").last(),
        "business": Business.objects.filter(**now).order_by("pk").last(),
        "spell": running_spell(person),
    }
    return {about: row for about, row in rows.items() if row is not None}


def values_with(person: Person, rows: Mapping[str, Any]) -> Json:
    """The same when the dated rows are read already, by the name of their set."""
    found = _values(SETS["person"], "person", person)
    for about, row in rows.items():
        found |= _values(SETS[about], about, row)
    found["given.works"] = "yes" if "spell" in rows else "no"
    return found


def running_spell(person: Person) -> EmploymentSpell | None:
    """The work that runs, the newest of several; null when there is none."""
    running = EmploymentSpell.objects.filter(person=person, recorded_to=None, ended_on=None, status="working")
    return running.order_by("started_on", "pk").last()


def survey_values(household: Household, person: Person | None, version: QuestionVersion) -> Json:
    """Answers kept here (own items, leading questions), as this version reads them. A later sheet goes over an earlier
    one; what it does not answer, or what was held back in it, stays."""
    return kept_here(AnswerSheet.objects.filter(_about(household.pk, person)).order_by("pk"), version)


def sheets_for(task: Task, person: Person | None) -> tuple[list[AnswerSheet], list[AnswerSheet]]:
    """In one question: all sheets about the person (null: the household), the oldest first; and the newest about each
    of the household in the survey of the task, which count for it."""
    about = _about(task.household_id, person)
    counted = Q(task=task, latest=True)
    # Over the household where that is asked for anyhow: "or" over two tables would use no index.
    wanted = Q(task__household=task.household_id) & (Q(person=None) | counted) if person is None else about | counted
    found = list(AnswerSheet.objects.filter(wanted).order_by("pk"))
    key = person.pk if person is not None else None
    newest = [s for s in found if s.task_id == task.pk and s.latest]
    return [s for s in found if s.person_id == key], newest


def _about(household_id: int, person: Person | None) -> Q:
    return Q(person=person) if person is not None else Q(task__household=household_id, person=None)


def kept_here(sheets: Iterable[AnswerSheet], version: QuestionVersion, led: Steps | None = None) -> Json:
    """The same of sheets that are read already, oldest first. led: `steps_between`, when somebody remembers them."""
    found: Json = {}
    for sheet in sheets:
        held_back = sheet.held_back
        kept = {k: v for k, v in sheet.given.items() if k.startswith(KEPT_HERE) and k not in held_back}
        if kept:
            steps = (led or steps_between)(sheet.questions_id, version.pk)
            found |= _read(upgrade(kept, steps, version.sheet.keys)[0], version)
    return found


def _read(answers: Json, version: QuestionVersion) -> Json:
    """Answers as their attributes read them, so that "5" and "5.0" are one answer; as they are when no longer read."""
    values = dict(answers)
    for question in version.sheet:
        attribute = attribute_of(question) if question.key in answers else None
        if attribute is not None:
            with suppress(Refusal):
                values[question.key] = attribute.parse(answers[question.key])
    return values


def left_apart(sheet: AnswerSheet, version: QuestionVersion) -> Json:
    """Answers of a sheet that this version no longer asks for: kept, and shown under their old key."""
    _moved, apart = upgrade(sheet.given, steps_between(sheet.questions_id, version.pk), version.sheet.keys)
    return apart


def steps_between(old: int, new: int) -> list[Json]:
    """The upgrade maps from one version to a newer one, oldest first."""
    if old >= new:
        return []
    return list(
        QuestionVersion.objects.filter(pk__gt=old, pk__lte=new).order_by("pk").values_list("upgrade", flat=True)
    )


def plain(values: Json) -> Json:
    """Values as JSON holds them: days as text, places as their keys."""
    return {key: as_plain(value) for key, value in values.items()}


def as_plain(value: Any) -> Any:
    """One value as JSON holds it."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    value = getattr(value, "pk", value)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def as_typed(attribute: Attribute, value: Any) -> Any:
    """A value as its attribute reads it again, which is also how it is sent to a phone: money in yuan, days as text."""
    if attribute.kind == "money" and value is not None:
        return f"{value // 100}" if value % 100 == 0 else f"{value // 100}.{value % 100:02d}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return getattr(value, "pk", value)


def seen(value: Any) -> str:
    """A short digest of a value somebody saw, by which it is told whether it changed meanwhile. Empty is "" always."""
    if value in (None, "", []):
        return ""
    text = json.dumps(as_plain(value), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def base_of(values: Json, keys: Iterable[str]) -> dict[str, str]:
    """The digests of what somebody is shown, to be sent back with the answers."""
    return {key: seen(values.get(key)) for key in keys if not key.startswith(KEPT_HERE)}


def members(household: Household) -> list[Person]:
    """The living members, the head first."""
    return sorted(living_in(household.pk), key=lambda p: (p.relation != "02", p.pk))


def living_in(household_id: int) -> QuerySet[Person]:
    """The living members, by key."""
    found: QuerySet[Person] = Person.objects.filter(household=household_id, record="live").exclude(life="dead")
    return found.order_by("pk")


def _values(attributes: AttributeSet, about: str, row: Any) -> Json:
    return {f"{about}.{a.key}": getattr(row, a.key) for a in attributes if a.kind != "attachment"}
