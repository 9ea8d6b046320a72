"""What is written on the pages of collecting."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm, day_field
from gangqiao.vacancies.states import RoundKind


class RoundForm(ActForm):
    """A survey of employers, or the returns of a month."""

    kind = forms.ChoiceField(label=_("Kind"), choices=RoundKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(
        label=pgettext_lazy("round", "Name"),
        max_length=60,
        required=False,
        help_text=_("Left empty it is named after its month."),
    )
    begins_on = day_field("begins_on", _("Begins on"), past=False)
    due_on = day_field("due_on", _("Due on"), past=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].initial = RoundKind.SURVEY
        self.fields["begins_on"].initial = clock.today
        self.fields["due_on"].initial = _in_two_weeks


def _in_two_weeks() -> date:
    return clock.today() + timedelta(days=14)


class HandInForm(ActForm):
    """A return as it is handed in."""

    nothing_new = forms.BooleanField(label=_("Nothing new this month"), required=False)
    note = forms.CharField(label=_("Remark"), required=False, max_length=300)

    def __init__(self, *args: Any, is_month: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not is_month:
            del self.fields["nothing_new"]
