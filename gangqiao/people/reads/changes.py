"""Questions to the governed changes: which were made in an area, and who is touched by one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.verbs import all_verbs
from gangqiao.people.models import GovernedChange, Person
from gangqiao.people.reads.masking import name_for, place_name

PAGE = 50
GOVERNED = (
    "people.split_household",
    "people.change_head",
    "people.move",
    "people.transfer_record",
    "people.record_death",
    "people.correct_id",
    "people.merge",
)


@dataclass(frozen=True, slots=True)
class Touched:
    """A person a change touched, where the reader may see them."""

    person: Person
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """A governed change in words. `hidden` counts touched persons outside the reader's area."""

    change: GovernedChange
    what: Any
    place: str
    touched: list[Touched]
    hidden: int
    may_undo: bool


def changes_page(*, before: int | None = None) -> tuple[list[GovernedChange], int | None]:
    """The changes made within the scope, newest first, and the number from which the next page goes on."""
    found = GovernedChange.objects.order_by("-pk")
    rows = list((found.filter(pk__lt=before) if before else found)[: PAGE + 1])
    return rows[:PAGE], rows[PAGE - 1].pk if len(rows) > PAGE else None


def show_changes(changes: list[GovernedChange], actor: Actor) -> list[ChangeShown]:
    """The changes in words, with the persons the reader may see."""
    wanted = {uuid for change in changes for uuid in change.persons}
    people = {str(p.uuid): p for p in Person.objects.filter(uuid__in=wanted)}
    return [_shown(change, people, actor) for change in changes]


def _shown(change: GovernedChange, people: dict[str, Person], actor: Actor) -> ChangeShown:
    touched = [people[uuid] for uuid in change.persons if uuid in people]
    verb = all_verbs().get(change.verb)
    areas = {change.area_id, *(p.area_id for p in touched)}
    return ChangeShown(
        change=change,
        what=verb.label if verb else change.verb,
        place=place_name(change.area_id),
        touched=[Touched(p, name_for(p, actor), place_name(p.area_id)) for p in touched],
        hidden=len(change.persons) - len(touched),
        may_undo=change.undone_at is None and any(actor.may("people.undo", area) for area in areas),
    )
