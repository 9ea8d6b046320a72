"""Kinds whose value is a code of a list: one, several, or yes/no/unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models

from gangqiao.kernel.attributes.base import Attribute, AttributeFormField, Json, WrongValue
from gangqiao.kernel.attributes.codes import Codes
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.words import Say

YES_NO_UNKNOWN = Codes(
    "yes_no_unknown",
    {
        "yes": {"zh": "是", "en": "yes", "also": ["1", "有", "y", "true", "√"]},
        "no": {"zh": "否", "en": "no", "also": ["0", "无", "n", "false", "×", "没有"]},
        "unknown": {"zh": "不清楚", "en": "not known", "also": ["未知", "不详"]},
    },
)


@dataclass(frozen=True, kw_only=True)
class Choice(Attribute):
    """One code of a short list."""

    codes: Codes
    kind: str = field(init=False, default="choice")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        if self.is_encrypted:
            return {self.key: EncryptedTextField(self.label, null=True, blank=True)}
        longest = max(20, *(len(c) for c in self.codes))
        return {self.key: models.CharField(self.label, max_length=longest, blank=True, db_default="", default="")}

    def form_field(self) -> forms.Field:
        widget = forms.Select(choices=[("", "—"), *self.codes.choices()])
        return AttributeFormField(self, widget)

    def schema(self) -> Json:
        return {"type": "string", "enum": ["", *self.codes]}

    def parse(self, raw: Any) -> Any:
        text = plain_text(raw)
        if not text:
            return None if self.is_encrypted else ""
        code = self.codes.find(text)
        if code is None:
            words = [self.codes.word(c) for c in self.codes]
            offered = "、".join(words[:8]) + ("…" if len(words) > 8 else "")
            sentence = Say(
                "“%(label)s”: “%(raw)s” is not in the list. Choose one of: %(offered)s.",
                label=self.label,
                raw=text[:30],
                offered=offered,
            )
            raise WrongValue(sentence, field=self.key)
        return code

    def show(self, value: Any) -> str:
        return self.codes.word(value)


@dataclass(frozen=True, kw_only=True)
class CodeList(Choice):
    """One code of a long official list (ethnic groups, education): searched by typing, not unrolled."""

    kind: str = field(init=False, default="code_list")


@dataclass(frozen=True, kw_only=True)
class YesNoUnknown(Choice):
    """Yes, no, or asked and not known; empty means not asked."""

    codes: Codes = YES_NO_UNKNOWN
    kind: str = field(init=False, default="yes_no_unknown")


@dataclass(frozen=True, kw_only=True)
class MultiChoice(Choice):
    """Several codes of a list. `exclusive` is the code that stands alone ("none of them")."""

    exclusive: str = ""
    kind: str = field(init=False, default="multi_choice")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {self.key: models.JSONField(self.label, default=list, blank=True)}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.CheckboxSelectMultiple(choices=self.codes.choices()))

    def schema(self) -> Json:
        return {"type": "array", "items": {"type": "string", "enum": list(self.codes)}, "uniqueItems": True}

    def parse(self, raw: Any) -> Any:
        parts = raw if isinstance(raw, (list, tuple)) else re.split(r"[、,,;;/\s]+", plain_text(raw))
        chosen = list(dict.fromkeys(Choice.parse(self, part) for part in parts if plain_text(part)))
        if self.exclusive in chosen and len(chosen) > 1:
            sentence = Say(
                "“%(label)s”: “%(alone)s” cannot stand beside other answers. Take one of them out.",
                label=self.label,
                alone=self.codes.word(self.exclusive),
            )
            raise WrongValue(sentence, field=self.key)
        return chosen

    def show(self, value: Any) -> str:
        return "、".join(self.codes.word(code) for code in value or ())
