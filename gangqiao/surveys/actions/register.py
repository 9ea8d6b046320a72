"""Carries answers into the register by the register's own verbs. What is already so is not written again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gangqiao.kernel.actor import Actor
from gangqiao.people import actions as people
from gangqiao.people.models import Household, Person
from gangqiao.people.sets import SETS
from gangqiao.surveys.reads import facts

SOURCE = "survey"
HOW = "visit"
FOLLOWS_THE_ID = frozenset({"sex", "birth_date"})
SETS_OF_ROWS = {"skill": people.record_skill, "business": people.record_business}
Json = dict[str, Any]


def to_household(household: Household, given: Mapping[str, Json], before: Json, *, actor: Actor) -> None:
    """Correct what is answered otherwise than recorded."""
    changed = _changed("household", given, before)
    if changed:
        people.correct_household(household.pk, values=changed, actor=actor, source=SOURCE)


def register_newcomer(household_id: int, newcomer: Mapping[str, str], answers: Json, *, actor: Actor) -> Person:
    """Put somebody on the register who was found at the door. Raises what the register refuses."""
    values = {k.partition(".")[2]: v for k, v in answers.items() if k.startswith("person.")}
    return people.register_person(
        household_id=household_id,
        relation=newcomer.get("relation", ""),
        values={"id_type": "01", **values},
        actor=actor,
        source=SOURCE,
        id_exception=newcomer.get("id_exception", ""),
    )


def to_person(person: Person, given: Mapping[str, Json], before: Json, *, actor: Actor) -> None:
    """Correct the person, record the wish, the work, skills and the business, and confirm the record."""
    changed = _changed("person", given, before)
    if person.id_index:  # type: ignore[attr-defined]
        changed = {k: v for k, v in changed.items() if k not in FOLLOWS_THE_ID}
    if changed:
        people.correct_person(person.pk, values=changed, actor=actor, source=SOURCE)
    wish = given.get("intention", {})
    if wish.get("wants_work"):
        people.record_intention(person.pk, values=wish, actor=actor, source=SOURCE)
    _work(person, given, before, actor)
    for about, act in SETS_OF_ROWS.items():
        if given.get(about, {}).get("name") and _changed(about, given, before):
            act(person.pk, values=given[about], actor=actor, source=SOURCE)
    people.confirm(person.pk, how=HOW, actor=actor, source=SOURCE)


def _work(person: Person, given: Mapping[str, Json], before: Json, actor: Actor) -> None:
    """Begin, correct or end the work that runs."""
    values = _changed("spell", given, before)
    running = facts.running_spell(person)
    if running is not None and values:
        people.correct_spell(running.pk, values=values, actor=actor, source=SOURCE)
    elif running is None and given.get("survey", {}).get("works_now") == "yes" and values.get("started_on"):
        people.record_spell(person.pk, values=values, actor=actor, source=SOURCE)


def _changed(about: str, given: Mapping[str, Json], before: Json) -> Json:
    """The answers of a set that differ from what is recorded, under the keys of the set."""
    attributes = SETS[about]
    return {
        key: value
        for key, value in given.get(about, {}).items()
        if facts.seen(attributes[key].parse(value)) != facts.seen(before.get(f"{about}.{key}"))
    }
