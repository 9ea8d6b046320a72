"""Questions that several forms of training ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.attributes import DivisionRef
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.people.forms.base import ActForm, DivisionField
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import townships

DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}
TIME: dict[str, Any] = {"format": "%H:%M", "attrs": {"type": "time"}}


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    """A day of the calendar."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput(**DAY))


def time_field(label: Any) -> forms.TimeField:
    """A time of the day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(**TIME))


def words_field(
    label: Any, most: int, *, help_text: Any = "", rows: int = 0, required: bool = False
) -> forms.CharField:
    """A text."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text, widget=widget)


def place_field(key: str, label: Any, *, required: bool = False, help_text: Any = "") -> forms.Field:
    """A place, typed by its names."""
    field = DivisionField(DivisionRef(key=key, label=label, heading="", source=""))
    field.required, field.help_text = required, help_text
    return field


def trade_field(*, required: bool = True) -> forms.ChoiceField:
    """A trade of the register's list."""
    choices = [("", "—"), *PEOPLE["trade"].choices()]
    return forms.ChoiceField(label=_("Trade"), choices=choices, required=required)


class AreaForm(ActForm):
    """A form about something that belongs to an area of the reader's."""

    area = forms.ChoiceField(label=_("Area"))

    def offer_areas(self, areas: tuple[str, ...]) -> None:
        """Whoever has one area is not asked."""
        choices = areas_to_choose(areas)
        self.fields["area"].choices = choices
        if len(choices) == 1:
            self.fields["area"].widget = forms.HiddenInput()
        self.fields["area"].initial = choices[0][0] if choices else ""

    def clean_area(self) -> Division:
        found: Division = Division.objects.get(pk=self.cleaned_data["area"])
        return found


def areas_to_choose(areas: tuple[str, ...]) -> list[tuple[str, str]]:
    """The areas for which somebody may plan: the own ones, and the townships of a county."""
    own = [key for key in areas if not key.startswith("@")]
    found = [(one.key, str(one.name)) for one in Division.objects.filter(pk__in=own).order_by("key")]
    if any(len(key) < KEY_LENGTH[Level.TOWNSHIP] for key in own):
        found += [(one.key, str(one.name)) for one in townships().order_by("key")]
    return found
