"""Kinds that count or measure: whole numbers, measured numbers, money."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from gangqiao.kernel import money
from gangqiao.kernel.attributes.base import Attribute, AttributeFormField, Json, WrongValue
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.words import Say


@dataclass(frozen=True, kw_only=True)
class Integer(Attribute):
    """A whole number between `least` and `most`, in `unit`."""

    least: int = 0
    most: int = 1_000_000
    unit: Any = ""
    kind: str = field(init=False, default="integer")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {self.key: models.IntegerField(self.label, null=True, blank=True)}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.NumberInput(attrs={"min": self.least, "max": self.most}))

    def schema(self) -> Json:
        return {"type": ["integer", "null"], "minimum": self.least, "maximum": self.most}

    def parse(self, raw: Any) -> int | None:
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        text = unicodedata.normalize("NFKC", plain_text(raw)).replace(",", "")
        if not text:
            return None
        if not re.fullmatch(r"-?\d{1,15}", text) or not self.least <= int(text) <= self.most:
            sentence = Say(
                "“%(label)s” must be a whole number from %(least)s to %(most)s, not “%(raw)s”.",
                label=self.label,
                least=self.least,
                most=self.most,
                raw=text[:30],
            )
            raise WrongValue(sentence, field=self.key)
        return int(text)

    def show(self, value: Any) -> str:
        return "" if value is None else f"{value:,}{self.unit}"


@dataclass(frozen=True, kw_only=True)
class Number(Attribute):
    """A measured number with `decimals` places after the point, in `unit`: 5.7 mu. Kept exactly, never as a float."""

    decimals: int = 1
    most: int = 1_000_000
    unit: Any = ""
    kind: str = field(init=False, default="number")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        digits = len(str(self.most)) + self.decimals
        column = models.DecimalField(self.label, max_digits=digits, decimal_places=self.decimals, null=True, blank=True)
        return {self.key: column}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput(attrs={"inputmode": "decimal"}))

    def schema(self) -> Json:
        return {"type": ["number", "null"], "minimum": 0, "maximum": self.most}

    def parse(self, raw: Any) -> Decimal | None:
        text = unicodedata.normalize("NFKC", plain_text(raw)).replace(",", "")
        if not text:
            return None
        if not re.fullmatch(rf"\d{{1,12}}(\.\d{{1,{self.decimals}}}0*)?", text) or Decimal(text) > self.most:
            sentence = Say(
                "“%(label)s” must be a number from 0 to %(most)s with at most %(decimals)s decimals, not “%(raw)s”.",
                label=self.label,
                most=self.most,
                decimals=self.decimals,
                raw=text[:30],
            )
            raise WrongValue(sentence, field=self.key)
        return Decimal(text).quantize(Decimal(1).scaleb(-self.decimals))

    def show(self, value: Any) -> str:
        return "" if value is None else f"{Decimal(value).normalize():,f} {self.unit}".strip()


@dataclass(frozen=True, kw_only=True)
class Money(Attribute):
    """An amount, stored in whole fen, typed and shown in yuan."""

    kind: str = field(init=False, default="money")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {self.key: models.BigIntegerField(self.label, null=True, blank=True)}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput(attrs={"inputmode": "decimal"}))

    def schema(self) -> Json:
        return {"type": ["integer", "null"], "minimum": 0, "description": "fen"}

    def parse(self, raw: Any) -> int | None:
        text = plain_text(raw)
        return money.parse_yuan(text) if text else None

    def show(self, value: Any) -> str:
        return "" if value is None else money.format_yuan(value)
