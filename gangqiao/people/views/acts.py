"""The acts a reader may do now with a person or household, as buttons."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.verbs import get_verb
from gangqiao.people.models import Household, Person
from gangqiao.people.models.registry import DEAD, MERGED, MOVED_OUT


@dataclass(frozen=True, slots=True)
class Act:
    """One button: its words, where it leads, and how it looks."""

    label: Any
    href: str
    icon: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class _Offer:
    verb: str
    url_name: str
    icon: str
    when: Callable[[Any], bool]
    label: Any = ""
    tone: str = "plain"


def _live(person: Person) -> bool:
    return person.is_live


def _can_come_back(person: Person) -> bool:
    return person.record == MOVED_OUT and person.life != DEAD


def _not_merged(person: Person) -> bool:
    return person.record != MERGED


def _stands(household: Household) -> bool:
    return household.dissolved_on is None


ON_PERSON = (
    _Offer("people.correct", "people:correct", "file-text", _not_merged, tone="primary"),
    _Offer("people.record_spell", "people:record_spell", "plus", _live),
    _Offer("people.record_intention", "people:record_intention", "plus", _live),
    _Offer("people.record_skill", "people:record_skill", "plus", _live),
    _Offer("people.record_business", "people:record_business", "plus", _live),
    _Offer("people.record_category", "people:record_category", "plus", _live),
    _Offer("people.record_contact", "people:record_contact", "phone", _live),
    _Offer("people.correct_id", "people:correct_id", "id-badge", _not_merged),
    _Offer("people.move", "people:move_in", "home", _live, label=_("Move to another household")),
    _Offer("people.move", "people:move_in", "home", _can_come_back, label=_("Move back in")),
    _Offer("people.transfer_record", "people:transfer", "arrow-right", _live),
    _Offer("people.move", "people:move_out", "logout", _live, label=_("Move out of the county")),
    _Offer("people.merge", "people:merge", "users", _not_merged),
    _Offer("people.record_death", "people:record_death", "file-text", _live, tone="danger-quiet"),
)
ON_HOUSEHOLD = (
    _Offer("people.correct", "people:correct_household", "file-text", _stands, tone="primary"),
    _Offer("people.register", "people:register_person", "plus", _stands, label=_("Register another member")),
    _Offer("people.change_head", "people:change_head", "user", _stands),
    _Offer("people.split_household", "people:split", "users", _stands),
    _Offer(
        "people.transfer_record",
        "people:transfer_household",
        "arrow-right",
        _stands,
        label=_("Transfer the whole household to another village or township"),
    ),
)


def acts_on_person(actor: Actor, person: Person) -> list[Act]:
    """What the actor may do with the person in the state in which the record is."""
    return _acts(ON_PERSON, actor, person)


def acts_on_household(actor: Actor, household: Household) -> list[Act]:
    """What the actor may do with the household."""
    return _acts(ON_HOUSEHOLD, actor, household)


def _acts(offers: tuple[_Offer, ...], actor: Actor, row: Any) -> list[Act]:
    return [
        Act(o.label or get_verb(o.verb).label, reverse(o.url_name, args=[row.uuid]), o.icon, o.tone)
        for o in offers
        if actor.may(o.verb, row.area_id) and o.when(row)
    ]
