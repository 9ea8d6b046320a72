"""The filter of a declared attribute, by its kind. A kind without a filter here cannot be declared filterable."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any

from django.db.models import F, Model, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from gangqiao.kernel.attributes import Attribute, Choice, Date, Integer, Money, MultiChoice, Text, WrongValue
from gangqiao.ledgers.reads.filters import CodeFilter, Filter
from gangqiao.ledgers.reads.finding import LAST_CHARACTER
from gangqiao.people import attributes, attributes_dated
from gangqiao.people.models import Business, EmploymentSpell, Intention, Skill

DATED = (
    (attributes_dated.SPELL, EmploymentSpell),
    (attributes_dated.INTENTION, Intention),
    (attributes_dated.SKILL, Skill),
    (attributes_dated.BUSINESS, Business),
)


def of_person() -> list[Filter]:
    """One filter for each attribute of a person, of running spells, wishes, skills and businesses that says so."""
    own = [filter_of(a, a.key, None) for a in attributes.PERSON.filterable]
    return own + [filter_of(a, f"{s.about}-{a.key}", model) for s, model in DATED for a in s.filterable]


def of_household() -> list[Filter]:
    return [filter_of(a, a.key, None) for a in attributes.HOUSEHOLD.filterable]


@singledispatch
def filter_of(attribute: Attribute, key: str, model: type[Model] | None) -> Filter:
    """The filter of an attribute; `key` names it in addresses."""
    raise TypeError(f"{attribute.key}: there is no filter for attributes of the kind {attribute.kind}")


@filter_of.register
def _choice(attribute: Choice, key: str, model: type[Model] | None) -> Filter:
    if attribute.is_encrypted:
        raise TypeError(f"{attribute.key} is encrypted and cannot be filtered")
    return CodeFilter(
        key=key,
        label=attribute.label,
        level=attribute.level,
        model=model,
        codes=attribute.codes,
        column=attribute.key,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class OneOfSeveral(CodeFilter):
    """A code among several of a JSON list. As text: SQLite has no operator that looks into the list."""

    def q(self, value: str) -> Q:
        return Q(Contains(Cast(F(self.column), TextField()), f'"{value}"'))


@filter_of.register
def _several(attribute: MultiChoice, key: str, model: type[Model] | None) -> Filter:
    return OneOfSeveral(
        key=key,
        label=attribute.label,
        level=attribute.level,
        model=model,
        codes=attribute.codes,
        column=attribute.key,
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Typed(Filter):
    """A value as the attribute itself reads it: equal, or for a text its beginning."""

    attribute: Attribute
    widget: str = "text"

    def read(self, raw: str) -> Any:
        try:
            return self.attribute.parse(raw)
        except WrongValue as wrong:
            raise self.refuse(raw) from wrong

    def q(self, value: Any) -> Q:
        if isinstance(value, str):
            return Q(**{f"{self.attribute.key}__gte": value, f"{self.attribute.key}__lt": value + LAST_CHARACTER})
        return Q(**{self.attribute.key: value})

    def words(self, value: Any) -> str:
        return self.attribute.show(value)


def _typed(attribute: Attribute, key: str, model: type[Model] | None) -> Filter:
    if attribute.is_encrypted:
        raise TypeError(f"{attribute.key} is encrypted and cannot be filtered")
    return Typed(key=key, label=attribute.label, level=attribute.level, model=model, attribute=attribute)


for kind in (Integer, Money, Date, Text):
    filter_of.register(kind, _typed)
