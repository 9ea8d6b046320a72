"""Shows a value as deep as the reader may see: in words, or masked with the way to ask for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.attributes import Attribute, AttributeSet
from gangqiao.kernel.identifiers import mask_name, mask_phone
from gangqiao.kernel.paths import SEGMENT_WIDTH
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Category, Person
from gangqiao.people.reads import as_of
from gangqiao.places.reads import county_path, path_names, path_names_of

SENSITIVE_CATEGORIES = "sensitive_categories"  # the key under which they are revealed
GROUPS = {"basic": _("Basic facts"), "status": _("Status"), "contact": _("Contact and residence")}


@dataclass(frozen=True, slots=True)
class Shown:
    """One fact as one reader sees it.

    text       the value in words, or its mask; "" when not recorded
    is_masked  true when the value itself is withheld
    """

    key: str
    label: Any
    text: str
    is_masked: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that belong together, under one heading."""

    label: Any
    facts: list[Shown]

    @property
    def missing(self) -> list[Shown]:
        """The facts nobody has recorded yet."""
        return [fact for fact in self.facts if not fact.text]


def show(attribute: Attribute, value: Any, level: Level) -> Shown:
    """One value for a reader of a level."""
    if value in (None, "", []):
        return Shown(attribute.key, attribute.label, "")
    if attribute.level <= level:
        return Shown(attribute.key, attribute.label, words_of(attribute, value))
    masked = mask_name(value) if attribute.key == "name" else attribute.mask(value)
    return Shown(attribute.key, attribute.label, masked, is_masked=True)


def words_of(attribute: Attribute, value: Any) -> str:
    """The value in words; a division with the names above it, because one village name stands for many."""
    if attribute.kind == "division":
        return place_name(value.pk)
    return attribute.show(value)


def place_name(key: str) -> str:
    """A place as one writes it here: from the own county down, elsewhere from the province down."""
    return _written_here(key, path_names(key))


def place_names(keys: Iterable[str]) -> dict[str, str]:
    """`place_name` of many keys, with one question for all of them."""
    return {key: _written_here(key, names) for key, names in path_names_of(set(keys)).items()}


def _written_here(key: str, names: list[str]) -> str:
    own = county_path()
    if own and key.startswith(own):
        names = names[-((len(key) - len(own)) // SEGMENT_WIDTH + 1) :]
    return "".join(names)


def show_all(attributes: AttributeSet, values: dict[str, Any], level: Level) -> list[Shown]:
    """Every attribute of a set, in its order."""
    return [show(a, values.get(a.key), level) for a in attributes]


def in_groups(
    attributes: AttributeSet,
    values: dict[str, Any],
    level: Level,
    *,
    leave_out: set[str],
    more: Mapping[str, list[Shown]] = MappingProxyType({}),
) -> list[Group]:
    """The attributes by their groups, in the order in which the groups are first named; `more` facts by group."""
    groups: dict[str, list[Shown]] = {}
    for attribute in attributes:
        if attribute.key not in leave_out:
            groups.setdefault(attribute.group, []).append(show(attribute, values.get(attribute.key), level))
    return [Group(GROUPS.get(key, key), [*facts, *more.get(key, ())]) for key, facts in groups.items()]


def sensitive_categories(level: Level) -> list[Shown]:
    """The categories the reader may not see, as one masked fact; the same mask for those who hold none."""
    if not LISTS["category"].above(level):
        return []
    return [Shown(SENSITIVE_CATEGORIES, _("Sensitive categories"), "***", is_masked=True)]


def held_sensitive(person: Person) -> str:
    """The sensitive categories the person holds today, in words."""
    held = as_of.rows(Category, on=clock.today()).filter(
        person=person, kind__in=LISTS["category"].above(Level.PERSONAL)
    )
    return "、".join(LISTS["category"].word(row.kind) for row in held)


def values_of(attributes: AttributeSet, row: Any) -> dict[str, Any]:
    """The present values of a row by attribute key."""
    return {a.key: getattr(row, a.key) for a in attributes}


def from_plain(attribute: Attribute, plain: Any) -> Any:
    """The value meant by the JSON value of a fact."""
    if isinstance(plain, str) and attribute.kind == "date":
        return date.fromisoformat(plain)
    return attribute.parse(plain) if attribute.kind == "division" else plain


def name_for(person: Person, actor: Actor) -> str:
    """The person's name, masked for a reader who sees figures only."""
    name: str = person.name
    return name if actor.level_in(person.area_id) >= Level.PERSONAL else mask_name(name)


def phone_for(phone: str, level: Level) -> str:
    """A phone number, masked for a reader who sees figures only."""
    return phone if level >= Level.PERSONAL else mask_phone(phone)


def may_reveal(actor: Actor, area: str) -> bool:
    """True when one post over the area gives the verb and allows to see behind the mask."""
    return actor.may("people.reveal", area) and actor.may_reveal_in(area)
