"""What every kind of attribute has: its words, who may read it, and the five things made from it.

A new kind is one subclass with `columns`, `form_field`, `schema`, `parse` and `show`; nothing else branches on kinds.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models

from gangqiao.kernel.actor import Level
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

Json = dict[str, Any]


class WrongValue(Refusal):
    """A value cannot be what the attribute asks for."""


class NotAnswered(Refusal):
    """A required attribute has no value."""

    def __init__(self, attribute: Attribute) -> None:
        super().__init__(Say("“%(label)s” has no answer. Fill it in.", label=attribute.label), field=attribute.key)


@dataclass(frozen=True, kw_only=True)
class Attribute(ABC):
    """One declared fact.

    key         for ever: it lives in the database, on phones and in spreadsheets
    label       lazy msgid; heading: the Excel heading, word for word, with its synonyms for imports
    level       who may read it; SENSITIVE is encrypted at rest and masked until revealed
    required    asked for by the survey ("no item missed", R028)
    asked_if    condition on other attributes as a syntax tree (kernel.conditions), or null: always
    filterable  offered as a filter of the ledger; in_ledger: a column of the ledger by default
    remembered  earlier values are kept with the day they held (facts)
    alias       the MOHRSS code of the item, for exchange; source: where the item comes from
    """

    key: str
    label: Any
    heading: str
    source: str
    synonyms: tuple[str, ...] = ()
    level: Level = Level.PERSONAL
    required: bool = False
    asked_if: Json | None = None
    filterable: bool = False
    in_ledger: bool = False
    remembered: bool = True
    alias: str = ""
    help: Any = ""
    group: str = "basic"
    kind: str = field(init=False, default="")

    @property
    def is_encrypted(self) -> bool:
        return self.level is Level.SENSITIVE

    @abstractmethod
    def columns(self) -> dict[str, models.Field[Any, Any]]:
        """The database columns, by name. The first holds the value."""

    @abstractmethod
    def form_field(self) -> forms.Field:
        """The field of a screen form; it cleans through `parse`."""

    @abstractmethod
    def schema(self) -> Json:
        """The JSON schema of a value, for the API and the offline client."""

    @abstractmethod
    def parse(self, raw: Any) -> Any:
        """The value meant by what was typed, sent or found in a cell; None when empty.

        Raises a Refusal that says what is wrong and how to mend it. The same door for screen, API, import and sync.
        """

    @abstractmethod
    def show(self, value: Any) -> str:
        """The value in words of the reader's language; "" when null."""

    def mask(self, value: Any) -> str:
        """The value for a reader who may not see it."""
        return "***" if value not in (None, "") else ""

    def question(self) -> Json:
        """The attribute as a question of the survey definition."""
        return {
            "key": self.key,
            "kind": self.kind,
            "label": str(self.label),
            "help": str(self.help),
            "required": self.required,
            "asked_if": self.asked_if,
            "schema": self.schema(),
        }

    def require(self, raw: Any) -> Any:
        """Like `parse`, and refuse an empty value when the attribute is required."""
        value = self.parse(raw)
        if value in (None, "", []) and self.required:
            raise NotAnswered(self)
        return value


class AttributeFormField(forms.Field):
    """A form field that lets the attribute itself read the value, so that every door refuses with the same words."""

    def __init__(self, attribute: Attribute, widget: forms.Widget, **kwargs: Any) -> None:
        self.attribute = attribute
        super().__init__(
            label=attribute.label, help_text=attribute.help, required=attribute.required, widget=widget, **kwargs
        )

    def clean(self, value: Any) -> Any:
        read = self.attribute.require if self.required else self.attribute.parse
        try:
            return read(value)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence, code=refusal.code) from refusal
