"""What the desk types about a telephone number."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_phone


class NumberForm(forms.Form):
    """A number that wants no messages, or wants them again."""

    phone = forms.CharField(label=_("Telephone number"), max_length=20, widget=forms.TextInput(attrs={"type": "tel"}))
    said = forms.CharField(label=_("What the person said"), max_length=200, required=False)

    def clean_phone(self) -> str:
        try:
            return parse_phone(self.cleaned_data["phone"])
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
