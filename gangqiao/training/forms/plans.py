"""The forms of a plan of courses and of one of its lines."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.fields import AreaForm, day_field, place_field, trade_field, words_field
from gangqiao.training.models import CoursePlan, PlanLine
from gangqiao.training.policy.demand import months_between


class PlanForm(AreaForm):
    """For which area and time a plan is made."""

    title = words_field(_("Title"), 100, required=True)
    begins_on = day_field(_("From"))
    ends_on = day_field(pgettext_lazy("plan of courses", "Until"))


class LineForm(ActForm):
    """One course of a plan."""

    trade = trade_field()
    form = forms.ChoiceField(label=_("Form"), choices=LISTS["course_form"].choices())
    place = place_field("place", _("Place"), required=True)
    month = forms.ChoiceField(label=_("Month"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=2000)

    def __init__(self, *args: Any, plan: CoursePlan, **options: Any) -> None:
        super().__init__(*args, **options)
        months = months_between(plan.begins_on, plan.ends_on)
        self.months = {f"{one:%Y-%m}": one for one in months}
        field: Any = self.fields["month"]
        field.choices = [(key, key) for key in self.months]

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table."""
        return self.cleaned_data | {"month": self.months[self.cleaned_data["month"]]}


def initial_of_line(line: PlanLine) -> dict[str, Any]:
    """What the form of a line that is there begins with."""
    kept = {name: getattr(line, name) for name in ("trade", "form", "place", "places")}
    return kept | {"month": f"{line.month:%Y-%m}"}
