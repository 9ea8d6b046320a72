"""How a visit ended."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.people.forms.base import ActForm
from gangqiao.surveys.states import Outcome


class SubmitForm(ActForm):
    """The outcome, and what it needs."""

    outcome = forms.ChoiceField(
        label=_("How the visit ended"), choices=Outcome.choices, widget=forms.RadioSelect, initial=Outcome.SURVEYED
    )
    visits = forms.IntegerField(label=_("Visits on different days"), min_value=0, max_value=99, required=False)
    note = forms.CharField(
        label=_("In words: where to, since when, who said so"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed unless the household was surveyed."),
    )
    double_of = forms.CharField(label=_("Number of the other household"), required=False, max_length=24)
