"""What is typed about learners: the way they were seen, a file of minutes, points, a word to draw by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.training.actions.attending import BY_HAND
from gangqiao.training.codes import LISTS


def _choices(name: str) -> list[tuple[str, Any]]:
    return list(LISTS[name].choices())


class SignInForm(ActForm):
    """How learners were seen at a session."""

    way = forms.ChoiceField(
        label=pgettext_lazy("training", "How they were seen"),
        choices=[(code, words) for code, words in _choices("sign_in_way") if code in BY_HAND],
        widget=forms.RadioSelect, initial="list",
    )  # fmt: skip
    place = forms.CharField(label=_("Where"), required=False, max_length=60)


class MinutesForm(ActForm):
    """The list of a platform."""

    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("A column of days, one of minutes, and ID numbers, phones or names. Twice changes nothing."),
    )


class DrawForm(ActForm):
    """A draw of learners."""

    seed = forms.CharField(
        label=_("Word to draw by"), max_length=40,
        help_text=_("Anybody who draws by the same word gets the same learners: nobody chooses whom to ask."),
    )  # fmt: skip


class PointsForm(ActForm):
    """The result of the assessment."""

    score = forms.DecimalField(
        label=_("Score"), required=False, min_value=0, max_value=100, max_digits=4, decimal_places=1
    )


class CorrectForm(ActForm):
    """Attendance put right."""

    session = forms.UUIDField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(label=_("Minutes attended"), min_value=0, max_value=600)
    reason = forms.CharField(label=_("Reason"), max_length=200)
