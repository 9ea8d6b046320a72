"""Plain kinds: text, integer, date, money, division, attachment."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django import forms
from django.db import models
from django.utils import formats
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.attributes.base import Attribute, AttributeFormField, Json, WrongValue
from gangqiao.kernel.columns import BytewiseField
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.identifiers import parse_credit_code
from gangqiao.kernel.words import Say


def plain_text(raw: Any) -> str:
    """What was typed, in normal form (NFC), without control characters and outer spaces; "" when null."""
    if raw is None:
        return ""
    text = raw if isinstance(raw, str) else str(raw)
    # Nearly every text is in order already; a workbook has millions of cells.
    if text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text)):
        return text.strip()
    text = unicodedata.normalize("NFC", text)
    return "".join(c for c in text if unicodedata.category(c) not in ("Cc", "Cs")).strip()


@dataclass(frozen=True, kw_only=True)
class Text(Attribute):
    """A short text. `longest` counts characters; `sorted` columns are searched by prefix and paged by keyset."""

    longest: int = 100
    sorted: bool = False
    kind: str = field(init=False, default="text")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        if self.is_encrypted:
            return {self.key: EncryptedTextField(self.label, null=True, blank=True)}
        column = BytewiseField if self.sorted else models.CharField
        return {self.key: column(self.label, max_length=self.longest, blank=True, db_default="", default="")}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput(attrs={"maxlength": self.longest}))

    def schema(self) -> Json:
        return {"type": "string", "maxLength": self.longest}

    def parse(self, raw: Any) -> str | None:
        text = plain_text(raw)
        if len(text) > self.longest:
            sentence = Say(
                "“%(label)s” is %(n)s characters long; at most %(longest)s fit. Shorten it.",
                label=self.label,
                n=len(text),
                longest=self.longest,
            )
            raise WrongValue(sentence, field=self.key)
        return text or (None if self.is_encrypted else "")  # an empty text is not sealed

    def show(self, value: Any) -> str:
        return value or ""


@dataclass(frozen=True, kw_only=True)
class CreditCode(Text):
    """A unified social credit code (GB 32100-2015) of an employer or business."""

    longest: int = 18
    kind: str = field(init=False, default="credit_code")

    def parse(self, raw: Any) -> str:
        return parse_credit_code(raw) if plain_text(raw) else ""


@dataclass(frozen=True, kw_only=True)
class Date(Attribute):
    """A day of the calendar, from `earliest` to `latest` (null: today when `past`, else ten years from now)."""

    earliest: date = date(1880, 1, 1)
    past: bool = True
    kind: str = field(init=False, default="date")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {self.key: models.DateField(self.label, null=True, blank=True)}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))

    def schema(self) -> Json:
        return {"type": ["string", "null"], "format": "date"}

    def parse(self, raw: Any) -> date | None:
        if isinstance(raw, datetime):
            return self._within(raw.date(), raw)
        if isinstance(raw, date):
            return self._within(raw, raw)
        text = unicodedata.normalize("NFKC", plain_text(raw))
        if not text:
            return None
        parts = re.fullmatch(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))", text)
        try:
            year, *rest = (int(p) for p in parts.groups() if p) if parts else (0,)
            return self._within(date(year, *rest), text)
        except (ValueError, TypeError):
            sentence = Say(
                "“%(label)s”: “%(raw)s” is not a day of the calendar. Write it like 2020-03-16.",
                label=self.label,
                raw=text[:30],
            )
            raise WrongValue(sentence, field=self.key) from None

    def _within(self, day: date, raw: Any) -> date:
        latest = clock.today() if self.past else date(clock.today().year + 10, 12, 31)
        if not self.earliest <= day <= latest:
            sentence = Say(
                "“%(label)s”: %(day)s lies outside %(earliest)s to %(latest)s. Check the year.",
                label=self.label,
                day=day,
                earliest=self.earliest,
                latest=latest,
            )
            raise WrongValue(sentence, field=self.key)
        return day

    def show(self, value: Any) -> str:
        return "" if value is None else formats.date_format(value, "DATE_FORMAT")


@dataclass(frozen=True, kw_only=True)
class DivisionRef(Attribute):
    """A division, stored as its key, typed as key or official code. `division_level` it must have; "" is any."""

    division_level: str = ""
    kind: str = field(init=False, default="division")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        key = models.ForeignKey(
            "places.Division",
            models.PROTECT,
            related_name="+",
            null=True,
            blank=True,
            verbose_name=self.label,
            db_index=False,
        )
        return {self.key: key}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput(attrs={"data-picker": "division"}))

    def schema(self) -> Json:
        return {"type": ["string", "null"], "pattern": "^[0-9a-z]{3,21}$"}

    def parse(self, raw: Any) -> Any:
        key = str(getattr(raw, "pk", plain_text(raw)))
        if not key:
            return None
        # Who brings the division itself has looked it up: a load of many rows asks once for all.
        division = raw if isinstance(raw, _division_model()) else _division_model().objects.filter(pk=key).first()
        # Digits that named another place before do not count: the code must be in force.
        division = division or _division_model().objects.filter(codes__code=key, codes__valid_to=None).first()
        if division is None or (self.division_level and division.level != self.division_level):
            sentence = Say(
                "“%(label)s”: there is no such division as “%(raw)s”. Choose one from the list.",
                label=self.label,
                raw=key[:30],
            )
            raise WrongValue(sentence, field=self.key)
        return division

    def show(self, value: Any) -> str:
        return "" if value is None else str(value)


def _division_model() -> Any:
    from django.apps import apps

    return apps.get_model("places", "Division")


@dataclass(frozen=True, kw_only=True)
class Attachment(Attribute):
    """A picture or scan, stored by the digest of its content (64 hex digits)."""

    kind: str = field(init=False, default="attachment")

    def columns(self) -> dict[str, models.Field[Any, Any]]:
        return {self.key: models.CharField(self.label, max_length=64, blank=True, db_default="", default="")}

    def form_field(self) -> forms.Field:
        return AttributeFormField(self, forms.TextInput())

    def schema(self) -> Json:
        return {"type": "string", "pattern": "^([0-9a-f]{64})?$"}

    def parse(self, raw: Any) -> str:
        text = plain_text(raw).lower()
        if text and not re.fullmatch(r"[0-9a-f]{64}", text):
            sentence = Say("“%(label)s” names no stored picture. Take or choose the picture again.", label=self.label)
            raise WrongValue(sentence, field=self.key)
        return text

    def show(self, value: Any) -> str:
        return _("kept") if value else ""
