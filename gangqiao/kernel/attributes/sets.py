"""The declared attributes of one thing: a person, a household, a spell. Everything asks the set, no list of its own."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, TypeVar

from django.db import models

from gangqiao.kernel import conditions
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes.base import Attribute, Json, NotAnswered
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.words import Say

M = TypeVar("M", bound=type[models.Model])


class AttributeSet:
    """Attributes in the order in which they are asked and shown.

    about  "person", "household", ...; label: lazy name of the thing
    """

    def __init__(self, about: str, label: Any, *attributes: Attribute) -> None:
        self.about = about
        self.label = label
        self._by_key: dict[str, Attribute] = {}
        for attribute in attributes:
            if attribute.key in self._by_key:
                raise ValueError(f"{about}: {attribute.key} is declared twice")
            self._by_key[attribute.key] = attribute
        for attribute in attributes:
            if attribute.asked_if is not None:
                conditions.check(attribute.asked_if, set(self._by_key))

    def __iter__(self) -> Iterator[Attribute]:
        return iter(self._by_key.values())

    def __getitem__(self, key: str) -> Attribute:
        return self._by_key[key]

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __len__(self) -> int:
        return len(self._by_key)

    def readable(self, level: Level) -> list[Attribute]:
        """The attributes a reader of this level may see unmasked."""
        return [a for a in self if a.level <= level]

    @property
    def filterable(self) -> list[Attribute]:
        return [a for a in self if a.filterable]

    def contribute(self, model: M) -> M:
        """Class decorator: give a model the columns of every attribute."""
        for attribute in self:
            for name, column in attribute.columns().items():
                model.add_to_class(name, column)
        return model

    def schema(self) -> Json:
        """The JSON schema of one such thing."""
        return {
            "type": "object",
            "title": self.about,
            "properties": {a.key: {**a.schema(), "title": str(a.label)} for a in self},
            "required": [a.key for a in self if a.required and a.asked_if is None],
            "additionalProperties": False,
        }

    def questions(self) -> list[Json]:
        """The survey definition: every attribute as a question, in order."""
        return [a.question() for a in self]

    def read(self, raw: dict[str, Any], *, partial: bool = False, needed: Collection[str] = ()) -> Json:
        """Values from what was typed or sent. Raises Refusals with every fault, or on a key that is not declared.

        partial  only the given keys are read, and none is missed: for corrections
        needed   keys without which nothing can be stored; other required items may be missing and count as gaps (R028)
        """
        faults: list[Refusal] = [UnknownAttribute(key) for key in raw if key not in self]
        values: Json = {}
        for attribute in self:
            if partial and attribute.key not in raw:
                continue
            try:
                value = attribute.parse(raw.get(attribute.key))
                if attribute.key in needed and value in (None, "", []):
                    raise NotAnswered(attribute)
                values[attribute.key] = value
            except Refusal as refusal:
                refusal.field = refusal.field or attribute.key
                faults.append(refusal)
        if faults:
            raise Refusals(faults)
        return values


class UnknownAttribute(Refusal):
    """A key that is not declared was sent; nothing of it is kept (security.md, control 19)."""

    def __init__(self, key: str) -> None:
        super().__init__(Say("“%(key)s” is not an item of the register. Take the column out.", key=key[:50]), field=key)
