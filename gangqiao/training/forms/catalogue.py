"""The forms of a training provider, of its accounts, and of a course of the catalogue."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.accounts.models import USERNAME_RULE
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.people.forms.base import ActForm
from gangqiao.training.codes import LISTS
from gangqiao.training.forms.fields import day_field, place_field, trade_field, words_field
from gangqiao.training.models import Course, Provider

OF_PROVIDER = (
    "name", "kind", "credit_code", "licence_no", "licence_until", "trades", "place", "contact", "phone",
)  # fmt: skip
OF_COURSE = ("title", "trade", "level", "certificate", "hours", "topics", "min_age", "max_age")


class ProviderForm(ActForm):
    """Who teaches."""

    name = words_field(pgettext_lazy("training", "Name"), 100, required=True)
    kind = forms.ChoiceField(label=pgettext_lazy("provider", "Kind"), choices=LISTS["provider_kind"].choices())
    credit_code = words_field(_("Credit code"), 18)
    licence_no = words_field(pgettext_lazy("training", "Licence number"), 40)
    licence_until = day_field(
        _("Licence valid until"),
        required=False,
        help_text=_("Without it no class is approved; an enterprise needs none."),
    )
    place = place_field("place", _("Place"))
    contact = words_field(_("Contact"), 50)
    phone = words_field(_("Phone"), 20)
    trades = forms.MultipleChoiceField(
        label=_("Trades taught"), choices=PEOPLE["trade"].choices(), widget=forms.CheckboxSelectMultiple
    )

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table."""
        return dict(self.cleaned_data)


def initial_of_provider(provider: Provider) -> dict[str, Any]:
    """What the form of a provider that is there begins with."""
    return {name: getattr(provider, name) for name in OF_PROVIDER}


class AccountForm(ActForm):
    """Who of the provider gets an account."""

    display_name = words_field(pgettext_lazy("training", "Name"), 40, required=True)
    username = forms.CharField(
        label=_("User name"),
        max_length=32,
        help_text=_("2 to 32 small letters, digits, dots or hyphens; begins with a letter."),
        validators=[USERNAME_RULE],
    )
    office_phone = words_field(_("Office phone"), 20)


class CourseForm(ActForm):
    """What is taught."""

    title = words_field(_("Title"), 100, required=True)
    trade = trade_field()
    level = forms.ChoiceField(label=_("Skill level"), choices=PEOPLE["skill_level"].choices())
    certificate = forms.ChoiceField(label=_("Certificate"), choices=LISTS["certificate_kind"].choices())
    hours = forms.IntegerField(label=_("Class hours"), min_value=1, max_value=2000, help_text=_("Of 45 minutes."))
    min_age = forms.IntegerField(label=_("From age"), min_value=16, max_value=99)
    max_age = forms.IntegerField(label=_("To age"), min_value=16, max_value=99)
    topics = words_field(_("What is taught"), 2000, rows=4)


def initial_of_course(course: Course | None) -> dict[str, Any]:
    """What the form of a course begins with."""
    if course is None:
        return {"level": "none", "certificate": "completion", "hours": 40, "min_age": 16, "max_age": 60}
    return {name: getattr(course, name) for name in OF_COURSE}
