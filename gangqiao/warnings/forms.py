"""What is written when a unit is urged."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.warnings.actions.urging import WORDS_AT_MOST
from gangqiao.warnings.states import Level


class UrgeForm(forms.Form):
    """Words, level and the day for the answer."""

    words = forms.CharField(
        label=_("Words asked"),
        max_length=WORDS_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Numbers, days and places. Names of persons belong into the ledger, not here."),
    )
    level = forms.TypedChoiceField(
        label=_("Level"), coerce=int, choices=[(level.value, level.label) for level in (Level.URGE, Level.SUPERVISE)]
    )
    due_on = forms.DateField(
        label=_("Answer by"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class AnswerForm(forms.Form):
    """What the unit did."""

    words = forms.CharField(
        label=_("What your unit did"),
        max_length=WORDS_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Numbers, days and places. Names of persons belong into the ledger, not here."),
    )
