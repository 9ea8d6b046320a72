"""Carries answers into the register by the register's own verbs. What is already so is not written again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gangqiao.kernel.actor import Actor
from gangqiao.people import actions as people
from gangqiao.people.models import EmploymentSpell, Household, Person
from gangqiao.people.sets import SETS
from gangqiao.surveys.reads import facts

SOURCE = "survey"
HOW = "visit"
FOLLOWS_THE_ID = frozenset({"sex", "birth_date"})
SETS_OF_ROWS = {"skill": people.record_skill, "business": people.record_business}
Json = dict[str, Any]


def to_household(household: Household, given: Mapping[str, Json], before: Json, *, actor: Actor) -> bool:
    """Correct what is answered otherwise than recorded. False when nothing is."""
    changed = _changed("household", given, before)
    if changed:
        people.correct_household(household.pk, values=changed, actor=actor, source=SOURCE)
    return bool(changed)


def typed(raw: Json) -> dict[str, Json]:
    """Raw answers by the set they belong to, under the keys of that set."""
    found: dict[str, Json] = {}
    for key, value in raw.items():
        about, _dot, name = key.partition(".")
        found.setdefault(about, {})[name] = value
    return found


def to_person(
    person: Person,
    given: Mapping[str, Json],
    before: Json,
    *,
    running: EmploymentSpell | None,
    works_now: Any = None,
    is_visit: bool = True,
    actor: Actor,
) -> bool:
    """Correct the person, record the wish, the work, skills and the business, and after a visit confirm the record.

    running    the work that runs (`facts.running_spell`)
    works_now  the answer to the leading question, also when it was given earlier
    False when the answers say what is recorded already.
    """
    changed = _changed("person", given, before)
    if person.id_index:
        changed = {k: v for k, v in changed.items() if k not in FOLLOWS_THE_ID}
    if changed:
        people.correct_person(person.pk, values=changed, actor=actor, source=SOURCE)
    wish = _whole("intention", given, before)
    if wish.get("wants_work"):
        people.record_intention(person.pk, values=wish, actor=actor, source=SOURCE)
    is_changed = bool(changed or wish.get("wants_work"))
    is_changed |= _work(person, given, before, running, works_now, actor)
    for about, act in SETS_OF_ROWS.items():
        row = _whole(about, given, before)
        if row.get("name") and _changed(about, given, before):
            act(person.pk, values=row, actor=actor, source=SOURCE)
            is_changed = True
    if is_visit:
        people.confirm(person.pk, how=HOW, actor=actor, source=SOURCE)
    return is_changed


def _whole(about: str, given: Mapping[str, Json], before: Json) -> Json:
    """A row as it is to be: the answers, and beside them what is recorded. A new row takes the place of the old one.

    {} when nothing of it was answered. Recorded values are turned into what their attribute reads.
    """
    if about not in given:
        return {}
    recorded = {a.key: facts.as_typed(a, before.get(f"{about}.{a.key}")) for a in SETS[about]}
    return {key: value for key, value in recorded.items() if value not in (None, "", [])} | given[about]


def _work(
    person: Person,
    given: Mapping[str, Json],
    before: Json,
    running: EmploymentSpell | None,
    works_now: Any,
    actor: Actor,
) -> bool:
    """Begin, correct or end the work that runs. False when there is nothing to write."""
    values = _changed("spell", given, before)
    if running is not None and values:
        people.correct_spell(running.pk, values=values, actor=actor, source=SOURCE)
    elif running is None and works_now == "yes" and values.get("started_on"):
        people.record_spell(person.pk, values=values, actor=actor, source=SOURCE)
    else:
        return False
    return True


def _changed(about: str, given: Mapping[str, Json], before: Json) -> Json:
    """The answers of a set that differ from what is recorded, under the keys of the set."""
    attributes = SETS[about]
    return {
        key: value
        for key, value in given.get(about, {}).items()
        if facts.seen(attributes[key].parse(value)) != facts.seen(before.get(f"{about}.{key}"))
    }
