"""Kinds that are always encrypted, found only by their whole value (keyed blind index), and shown masked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models

from gangqiao.kernel import identifiers
from gangqiao.kernel.attributes.base import Attribute, AttributeFormField, Json
from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField


@dataclass(frozen=True, kw_only=True)
class PersonId(Attribute):
    """A citizen's ID number (GB 11643). The index column is unique: one person, one record (D01)."""

    index: str
    kind: str = field(init=False, default="person_id")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {
            self.key: EncryptedTextField(self.label, null=True, blank=True),
            self.index: BlindIndexField(self.label, of=self.key, unique=True, null=True, editable=False),
        }

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput(attrs={"maxlength": 40, "autocomplete": "off"}))

    def schema(self) -> Json:
        return {"type": "string", "pattern": r"^(\d{17}[\dX])?$"}

    def parse(self, raw: Any) -> str | None:
        if raw is None or raw == "":
            return None
        return identifiers.parse_id_number(raw).text

    def show(self, value: Any) -> str:
        return value or ""

    def mask(self, value: Any) -> str:
        """With a birthday on the same page one digit is the most that may be shown (security.md, A.2)."""
        return identifiers.mask_id(value, birthday_shown=True) if value else ""


@dataclass(frozen=True, kw_only=True)
class Phone(Attribute):
    """A phone number. The index is not unique: families share phones."""

    index: str
    kind: str = field(init=False, default="phone")

    @property
    def is_encrypted(self) -> bool:
        return True

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {
            self.key: EncryptedTextField(self.label, null=True, blank=True),
            self.index: BlindIndexField(self.label, of=self.key, null=True, editable=False, db_index=True),
        }

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput(attrs={"inputmode": "tel", "maxlength": 30}))

    def schema(self) -> Json:
        return {"type": "string", "maxLength": 20}

    def parse(self, raw: Any) -> str | None:
        if raw is None or raw == "":
            return None
        return identifiers.parse_phone(raw)

    def show(self, value: Any) -> str:
        return value or ""

    def mask(self, value: Any) -> str:
        return identifiers.mask_phone(value) if value else ""
