"""What the register and earlier answers know, by the keys of the questions: for prefilling, judging and comparing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from gangqiao.kernel.attributes import AttributeSet
from gangqiao.people.attributes_dated import BUSINESS, INTENTION, SKILL, SPELL
from gangqiao.people.models import Business, EmploymentSpell, Household, Intention, Person, Skill
from gangqiao.people.sets import SETS
from gangqiao.surveys.models import AnswerSheet, QuestionVersion
from gangqiao.surveys.questions import upgrade

Json = dict[str, Any]
KEPT_HERE = ("survey.", "own.")  # facts of the survey itself; all others live on the register


def household_values(household: Household) -> Json:
    """The values of a household as its columns hold them."""
    return _values(SETS["household"], "household", household)


def person_values(person: Person) -> Json:
    """The values of a person and of what is dated about the person and holds now."""
    found = _values(SETS["person"], "person", person)
    intention = Intention.objects.filter(person=person, recorded_to=None, valid_to=None).first()
    skill = Skill.objects.filter(person=person, recorded_to=None, valid_to=None).order_by("pk").last()
    business = Business.objects.filter(person=person, recorded_to=None, valid_to=None).order_by("pk").last()
    spell = running_spell(person)
    rows = ((INTENTION, "intention", intention), (SKILL, "skill", skill), (BUSINESS, "business", business))
    for attributes, about, row in (*rows, (SPELL, "spell", spell)):
        if row is not None:
            found |= _values(attributes, about, row)
    found["given.works"] = "yes" if spell is not None else "no"
    return found


def running_spell(person: Person) -> EmploymentSpell | None:
    """The work that runs, the newest of several; null when there is none."""
    running = EmploymentSpell.objects.filter(person=person, recorded_to=None, ended_on=None, status="working")
    return running.order_by("started_on", "pk").last()


def survey_values(household: Household, person: Person | None, version: QuestionVersion) -> Json:
    """Answers kept here (own items, leading questions) from the newest sheet, as this version reads them."""
    sheets = AnswerSheet.objects.filter(task__household=household, person=person)
    if person is not None:
        sheets = AnswerSheet.objects.filter(person=person)
    newest = sheets.order_by("pk").last()
    if newest is None:
        return {}
    kept = {key: value for key, value in newest.given.items() if key.startswith(KEPT_HERE)}
    moved, _apart = upgrade(kept, steps_between(newest.questions_id, version.pk), version.sheet.keys)
    return moved


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
    value = getattr(value, "pk", value)
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


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
    found = Person.objects.filter(household=household, record="live").exclude(life="dead").order_by("pk")
    return sorted(found, key=lambda p: (p.relation != "02", p.pk))


def _values(attributes: AttributeSet, about: str, row: Any) -> Json:
    return {f"{about}.{a.key}": getattr(row, a.key) for a in attributes if a.kind != "attachment"}
