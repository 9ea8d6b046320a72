"""What is typed about an assessment and a measure."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.policy.measures import first_day, kinds_for
from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm

_DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


def choices(name: str, *, none: Any = None) -> list[tuple[str, Any]]:
    """The codes of a list with their words; `none`: the words of no answer."""
    found = list(LISTS[name].choices())
    return found if none is None else [("", none), *found]


class AssessForm(ActForm):
    """The decision about a class."""

    kind = forms.ChoiceField(label=pgettext_lazy("assistance", "Class"), choices=[], widget=forms.RadioSelect)
    none_reason = forms.ChoiceField(
        label=_("Why none of the three"), choices=[], required=False,
        help_text=_("Only when none of the three classes fits."),
    )  # fmt: skip
    overrules = forms.BooleanField(
        label=_("Class C although not all four conditions are met: the township decides so"), required=False
    )
    words = forms.CharField(
        label=_("In your own words"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed when you decide otherwise than the rules propose."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._offer("kind", choices("class"))
        self._offer("none_reason", choices("none_reason", none=_("\u2014")))

    def _offer(self, name: str, offered: list[tuple[str, Any]]) -> None:
        field: Any = self.fields[name]
        field.choices = offered


class MeasureForm(ActForm):
    """A measure of a plan."""

    kind = forms.ChoiceField(label=pgettext_lazy("assistance", "Measure"), choices=[], widget=forms.RadioSelect)
    owner = forms.ChoiceField(label=pgettext_lazy("assistance", "Owner"), choices=[], required=False)
    owner_name = forms.CharField(label=_("Name"), max_length=50, required=False)
    due_on = forms.DateField(label=_("Next day"), required=False, widget=forms.DateInput(**_DAY))
    words = forms.CharField(
        label=_("What is agreed"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, of_class: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        own, today = kinds_for(of_class), clock.today()
        fields["kind"].choices = [(key, LISTS["measure"].word(key)) for key in own]
        fields["owner"].choices = choices("owner", none=_("as usual for this measure"))
        fields["due_on"].help_text = _("Empty: from %(first)s on, as usual for the measure.") % {
            "first": min(first_day(key, today) for key in own) if own else today
        }


class ChangeForm(ActForm):
    """Another day or owner of a measure."""

    due_on = forms.DateField(label=_("Next day"), widget=forms.DateInput(**_DAY))
    owner = forms.ChoiceField(label=pgettext_lazy("assistance", "Owner"), choices=[])
    owner_name = forms.CharField(label=_("Name"), max_length=50, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.choices = choices("owner")
