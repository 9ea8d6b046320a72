"""What is chosen and typed about monthly sheets and spot-checks."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance.actions.sheets import SUBMIT
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.policy import duty as policy
from gangqiao.assistance.reads import duty_areas
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.forms.base import ActForm
from gangqiao.places.models import Division


class MonthField(forms.CharField):
    """A month as a browser gives it, "2020-02", as its first day."""

    widget = forms.TextInput(attrs={"type": "month"})

    def clean(self, value: Any) -> date:
        """The first day of the month. Refuses what is no month."""
        text = super().clean(value)
        try:
            return date.fromisoformat(f"{text[:7]}-01")
        except ValueError as fault:
            raise forms.ValidationError(_("Choose a month.")) from fault


class DrawUpForm(ActForm):
    """Which sheet is drawn up."""

    area = forms.ChoiceField(label=_("Area"))
    department = forms.ChoiceField(label=_("Department"), choices=LISTS["post_department"].choices())
    month = MonthField(label=_("Month"))

    def __init__(self, data: Any = None, *, actor: Actor, **more: Any) -> None:
        super().__init__(data, **more)
        places: list[Division] = duty_areas.to_fill(actor, SUBMIT)
        self.fields["area"].choices = [(str(one.key), one.name) for one in places]
        self.fields["month"].initial = f"{policy.months_before(policy.month_of(clock.today()), 1):%Y-%m}"


class DrawSpotsForm(ActForm):
    """Whom to draw."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("spot-check", "Kind"), widget=forms.RadioSelect,
        choices=[
            ("visit", pgettext_lazy("spot-check", "visit at the place of duty")),
            ("call", pgettext_lazy("spot-check", "call: did the pay come, did anybody ask it back?")),
        ],
        initial="visit",
    )  # fmt: skip
    month = MonthField(label=_("Month"))
    seed = forms.CharField(
        label=_("Word to draw by"), max_length=40,
        help_text=_("Anybody who draws by the same word from the same holders gets the same ones."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["month"].initial = f"{clock.today():%Y-%m}"
