"""What is written on the pages of employers. The facts come from their declarations; the actions check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.accounts.models import USERNAME_RULE
from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm, AttributeForm, day_field
from gangqiao.vacancies.actions.employers import MEGABYTES
from gangqiao.vacancies.actions.employers_counting import NUMBERS
from gangqiao.vacancies.attributes import EMPLOYER
from gangqiao.vacancies.codes import LISTS
from gangqiao.vacancies.policy.score import ASPECTS
from gangqiao.vacancies.states import Asked, Kept

FIGURES = (*NUMBERS, "wanted_trades")


class EmployerForm(AttributeForm):
    """An employer new on the list, with its first figures."""

    attributes = EMPLOYER
    must = frozenset({"name", "kind", "place"})


class CorrectForm(AttributeForm):
    """What is recorded of an employer, without the figures: they are counted, not corrected."""

    attributes = EMPLOYER
    leave_out = frozenset(FIGURES)
    must = frozenset({"name", "kind", "place"})


class CountForm(AttributeForm):
    """How many are employed and wanted on a day."""

    attributes = EMPLOYER
    keys = FIGURES

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"] = day_field("on", _("Counted on"))
        self.fields["on"].initial = clock.today


class AskForm(CountForm):
    """What became of an employer of a survey; the figures when it was counted."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        outcome = forms.ChoiceField(
            label=_("What did you find?"), choices=Asked.choices, initial=Asked.COUNTED, widget=forms.RadioSelect
        )
        self.fields = {"outcome": outcome, **self.fields}
        self.fields["note"] = forms.CharField(
            label=_("What you saw there"),
            required=False,
            max_length=200,
            help_text=_("Needed when it was not counted: what you found there."),
        )
        self.say_what_is_missing()


class VerifyForm(ActForm):
    """How it was seen that an employer is what it says."""

    evidence = forms.ChoiceField(label=_("How was it verified?"), widget=forms.RadioSelect)
    on = day_field("on", _("Verified on"))
    file = forms.FileField(label=_("Scan or photograph"), required=False)
    note = forms.CharField(label=_("Remark"), required=False, max_length=200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["evidence"].choices = LISTS["evidence_kind"].choices()
        self.fields["on"].initial = clock.today
        self.fields["file"].widget.attrs["accept"] = "image/jpeg,image/png,application/pdf"
        self.fields["file"].help_text = _("JPEG, PNG or PDF, at most %(n)d MB. It is kept sealed.") % {"n": MEGABYTES}


ASPECT_WORDS = {
    "pay": pgettext_lazy("promise", "Pay"),
    "hours": pgettext_lazy("promise", "Hours"),
    "lodging": pgettext_lazy("promise", "Lodging"),
    "contract": pgettext_lazy("promise", "Contract"),
    "no_fee": _("No fee asked"),
}


class CallForm(ActForm):
    """What somebody found in their first weeks at an employer. No name is asked for."""

    on = day_field("on", _("Day of the call"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = clock.today
        for aspect in ASPECTS:
            self.fields[aspect] = forms.ChoiceField(
                label=ASPECT_WORDS[aspect], choices=Kept.choices, initial=Kept.UNKNOWN, widget=forms.RadioSelect
            )
        self.fields["words"] = forms.CharField(
            label=_("In words"),
            required=False,
            max_length=300,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("Do not write who said it. The employer does not see it."),
        )
        self.say_what_is_missing()


class AccountForm(ActForm):
    """Who of the employer gets an account."""

    display_name = forms.CharField(label=_("Name"), max_length=40)
    username = forms.CharField(
        label=_("User name"),
        max_length=32,
        help_text=_("2 to 32 small letters, digits, dots or hyphens; begins with a letter."),
        validators=[USERNAME_RULE],
    )
    office_phone = forms.CharField(label=_("Office phone"), required=False, max_length=20)
