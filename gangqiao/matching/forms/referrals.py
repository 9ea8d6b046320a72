"""The forms of what becomes of a referral."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.matching.codes import LISTS
from gangqiao.people.codes import LISTS as PEOPLE_LISTS
from gangqiao.people.forms.base import ActForm

_DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}


class HireForm(ActForm):
    """The employer takes the person."""

    starts_on = forms.DateField(
        label=_("First day of work"),
        required=False,
        widget=forms.DateInput(**_DAY),
        help_text=_("Leave it empty when it is the day the vacancy says, or today."),
    )


class ReportForm(ActForm):
    """The person has started work."""

    started_on = forms.DateField(label=_("Started on"), widget=forms.DateInput(**_DAY))
    heard_from = forms.ChoiceField(
        label=_("From whom is it known"),
        choices=LISTS["heard_from"].choices(),
        widget=forms.RadioSelect,
        help_text=_("It decides how sure the figures are of it: a contract seen counts most."),
    )
    area_level = forms.ChoiceField(
        label=_("How far from home"),
        choices=[("", _("as the place of work says")), *PEOPLE_LISTS["area_level"].choices()],
        required=False,
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["started_on"].initial = clock.today


class LeaveForm(ActForm):
    """The person has left."""

    other_names = {"reason": "reason_code"}

    ended_on = forms.DateField(label=_("Last day of work"), widget=forms.DateInput(**_DAY))
    reason_code = forms.ChoiceField(
        label=_("Why"),
        choices=[(code, words) for code, words in PEOPLE_LISTS["end_reason"].choices() if code != "died"],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("In words"), required=False, max_length=200)

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["ended_on"].initial = clock.today
