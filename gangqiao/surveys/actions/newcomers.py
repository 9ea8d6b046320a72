"""Somebody found at the door who is not on the register: put there, or recognised when somebody else was quicker."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_id_number
from gangqiao.people import actions as people
from gangqiao.people.models import Person
from gangqiao.surveys.actions.change import Change
from gangqiao.surveys.actions.register import SOURCE
from gangqiao.surveys.models import Alias, Task

ID_NUMBER = "person.id_number"


def find_double(task: Task, change: Change) -> Person | None:
    """The member whose ID number the newcomer bears, locked: two officers at one door found the same child.

    The number the sender gave leads to the member from now on. In another household the register refuses.
    """
    number = ""
    with suppress(Refusal):
        number = parse_id_number(change.answers.get(ID_NUMBER) or "").text
    if not number:
        return None
    home = Person.objects.select_for_update(no_key=True).filter(household=task.household_id)
    person: Person | None = home.filter(id_index=number).first()
    if person is None or not person.is_live:
        return None
    if change.person is not None and change.person != person.uuid:
        Alias.objects.get_or_create(uuid=change.person, defaults={"area_id": task.area_id, "person": person})
    return person


def put_on_register(household_id: int, change: Change, *, actor: Actor) -> Person:
    """Register somebody under the number the sender gave, if any. Raises what the register refuses."""
    newcomer: Any = change.newcomer or {}
    values = {k.partition(".")[2]: v for k, v in change.answers.items() if k.startswith("person.")}
    return people.register_person(
        household_id=household_id,
        relation=newcomer.get("relation") or "",
        values={"id_type": "01", **values},
        actor=actor,
        source=SOURCE,
        id_exception=newcomer.get("id_exception") or "",
        uuid=change.person,
    )
