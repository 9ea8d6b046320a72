"""What is typed and chosen about claims."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import parse_yuan
from gangqiao.people.forms.base import ActForm
from gangqiao.people.models import Person
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.policy.books import Fact
from gangqiao.subsidies.showing.rules import said

_DAY = {"attrs": {"type": "date"}, "format": "%Y-%m-%d"}
PREFIX = "fact_"


class YuanField(forms.CharField):
    """An amount in yuan, as fen; null when nothing was typed."""

    def clean(self, value: Any) -> int | None:
        """Fen. Refuses what is no amount."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or nothing said."""

    def __init__(self, **more: Any) -> None:
        choices = [("", pgettext_lazy("value of a fact", "not known")), ("1", pgettext_lazy("value of a fact", "yes")),
                   ("0", pgettext_lazy("value of a fact", "no"))]  # fmt: skip
        super().__init__(choices=choices, coerce=lambda value: value == "1", empty_value=None, **more)


def field_of(fact: Fact) -> forms.Field:
    """The question for one fact, in the type of the fact."""
    more: dict[str, Any] = {"label": said(fact.words), "required": False}
    if fact.type == "fen":
        return YuanField(help_text=_("In yuan."), max_length=20, **more)
    if fact.type == "boolean":
        return YesNoField(**more)
    if fact.type == "integer":
        return forms.IntegerField(min_value=0, max_value=1_000_000, **more)
    if fact.type == "number":
        return forms.FloatField(min_value=0, max_value=1_000_000, **more)
    if fact.type == "date":
        return forms.DateField(widget=forms.DateInput(**_DAY), **more)
    return forms.CharField(max_length=100, empty_value=None, **more)


class ClaimForm(ActForm):
    """What an applicant declares for one rule; facts without an answer stay unknown."""

    promised_on = forms.DateField(
        label=_("A promise was signed on"), required=False, widget=forms.DateInput(**_DAY),
        help_text=_("Only when the applicant has signed it on paper. It is kept with the claim as evidence."),
    )  # fmt: skip

    person = forms.CharField(
        label=_("Number of the person in the register"), max_length=40,
        help_text=_("As it stands on the person's file."),
    )  # fmt: skip

    def __init__(
        self, data: Any = None, *, facts: Iterable[Fact], asks_promise: bool, asks_person: bool = False, **more: Any
    ) -> None:
        super().__init__(data, **more)
        asked = list(facts)
        if not asks_person:
            del self.fields["person"]
        if not asks_promise:
            del self.fields["promised_on"]
        for fact in asked:
            self.fields[PREFIX + fact.key] = field_of(fact)
        self.other_names = {fact.key: PREFIX + fact.key for fact in asked}
        self.say_what_is_missing()

    def clean_person(self) -> Person:
        """The person of the number, in the scope of whoever asks."""
        found: Person | None = Person.objects.filter(person_no=self.cleaned_data["person"].strip()).first()
        if found is None or not found.is_live:
            raise forms.ValidationError(_("Nobody of your area has this number. Look it up on the person's file."))
        return found

    @property
    def given(self) -> dict[str, Any]:
        """The facts that were declared, by key of the book."""
        found = ((name.removeprefix(PREFIX), value) for name, value in self.cleaned_data.items())
        return {key: value for key, value in found if key in self.other_names and value is not None}


class EvidenceForm(ActForm):
    """One piece of evidence."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("evidence", "Proof"), choices=LISTS["evidence_kind"].choices(), widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In words"), required=False, max_length=500)
    promised_on = forms.DateField(
        label=_("Day of the signature"), required=False, widget=forms.DateInput(**_DAY),
        help_text=_("Of a signed promise."),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("Picture or PDF"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
        help_text=_("Kept sealed, seen by few, and deleted after its time."),
    )

    def __init__(self, data: Any = None, files: Any = None, **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["promised_on"].widget.attrs["max"] = clock.today().isoformat()
