"""What is written to add an item to a department's form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.vacancies.models import OwnKind


class ItemForm(ActForm):
    """One item that the city asks of the vacancies of a department."""

    unit = forms.ChoiceField(label=pgettext_lazy("own item", "Department"))
    label = forms.CharField(
        label=_("Question"), max_length=40, help_text=_("Short: it is the heading of the column in the workbook, too.")
    )
    label_en = forms.CharField(label=_("Question in English"), max_length=80, required=False)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=OwnKind.choices)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line; only for a list."),
    )
    choices_en = forms.CharField(
        label=_("The answers in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In the same order, or left empty."),
    )
    measure = forms.CharField(
        label=_("Counted in"), max_length=20, required=False, help_text=_("Only for a number: what it counts.")
    )
    help = forms.CharField(label=_("Help"), max_length=120, required=False)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    is_public = forms.BooleanField(
        label=_("Everybody may read it"), required=False, help_text=_("Else only the offices see the answers.")
    )
    source = forms.CharField(
        label=_("Who asks for it"), max_length=60, help_text=_("The document, or the office that wants to know it.")
    )

    def __init__(self, *args: Any, units: dict[str, str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].choices = list(units.items())
        self.say_what_is_missing()
