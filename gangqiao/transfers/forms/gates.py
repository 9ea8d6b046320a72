"""The forms of the health office: one check, a whole list of them, a disinfection."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm
from gangqiao.transfers.models import Passenger
from gangqiao.transfers.policy import health

_MOMENT: dict[str, Any] = {"format": "%Y-%m-%dT%H:%M", "attrs": {"type": "datetime-local"}}
_DEGREES = re.compile(r"(\d{2})(?:[.,](\d))?|(\d{3})")


def tenths_of(text: str) -> int | None:
    """Tenths of a degree of what was typed: "36.5", "36,5", "365", also full-width; null when it is no temperature."""
    found = _DEGREES.fullmatch(unicodedata.normalize("NFKC", text).strip().rstrip("\u00b0Cc "))
    if found is None:
        return None
    return int(found[3]) if found[3] else int(found[1]) * 10 + int(found[2] or 0)


def questions() -> list[tuple[str, str]]:
    """The questions of today in the reader's language."""
    language = "zh" if (get_language() or "").startswith("zh") else "en"
    return [(one.key, one.words[language]) for one in health.asked_on(clock.today()).questions]


class _Checking(ActForm):
    """What a single check and a list of them have in common."""

    asked = forms.BooleanField(
        label=_("I asked all questions; those not ticked were answered “no”"),
        error_messages={"required": _("Ask every question about the last 14 days, then confirm it.")},
    )
    clinic = forms.CharField(label=_("Clinic"), max_length=80, help_text=_("The township clinic or the hospital."))
    at = forms.DateTimeField(label=_("Checked at"), widget=forms.DateTimeInput(**_MOMENT))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["at"].initial = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
        self.fields["asked"].error_messages["required"] = _("Ask every question, then confirm it.")


class CheckForm(_Checking):
    """One check. Each question of the day is a tick for "yes"."""

    field_order = ["temperature"]

    temperature = forms.CharField(
        label=_("Temperature"),
        max_length=8,
        widget=forms.TextInput(
            attrs={"inputmode": "decimal", "autocomplete": "off", "autofocus": True, "placeholder": "36.5"}
        ),
    )
    hold = forms.BooleanField(label=_("Let the person wait, although the rule says “passed”"), required=False)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.keys = [key for key, _words in questions()]
        for key, words in questions():
            self.fields[f"yes_{key}"] = forms.BooleanField(label=words, required=False)

    def clean_temperature(self) -> int:
        found = tenths_of(self.cleaned_data["temperature"])
        if found is None:
            raise forms.ValidationError(_("Type the temperature in degrees, for example 36.5."))
        return found

    @property
    def answers(self) -> list[Any]:
        """The questions as bound fields."""
        return [self[f"yes_{key}"] for key in self.keys]

    def said(self) -> dict[str, bool]:
        """The answers of a valid form, true for "yes"."""
        return {key: self.cleaned_data[f"yes_{key}"] for key in self.keys}


@dataclass
class Line:
    """One passenger in the table. typed: as it was typed; yes: keys ticked; fault: why it was not taken, in words."""

    passenger: Passenger
    typed: str = ""
    yes: set[str] = field(default_factory=set)
    fault: str = ""

    @property
    def is_filled(self) -> bool:
        return bool(self.typed or self.yes)


class TableForm(_Checking):
    """Many checks at once: the same place and time; each line has a temperature and its "yes"."""

    def lines(self, passengers: Iterable[Passenger]) -> list[Line]:
        """The lines with what was typed."""
        keys = [key for key, _words in questions()]
        found = []
        for passenger in passengers:
            name = passenger.uuid.hex
            ticked = {key for key in keys if f"y_{name}_{key}" in self.data}
            found.append(Line(passenger, str(self.data.get(f"t_{name}", "")).strip()[:8], ticked))
        return found


class DisinfectForm(ActForm):
    """With what and when a vehicle was disinfected."""

    agent = forms.CharField(label=pgettext_lazy("disinfection", "Agent"), max_length=40)
    at = forms.DateTimeField(label=_("Disinfected at"), widget=forms.DateTimeInput(**_MOMENT))

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["at"].initial = timezone.localtime(clock.now()).replace(second=0, microsecond=0)
