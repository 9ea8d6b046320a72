"""The form that drafts a public notice of one heap of waiting claims."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.paths import DEEPEST, SEGMENT_WIDTH


class DraftForm(forms.Form):
    """Which heap, and the telephone under which anybody may object."""

    stage = forms.ChoiceField(choices=[("village", "village"), ("city", "city")], widget=forms.HiddenInput)
    programme = forms.SlugField(max_length=60, widget=forms.HiddenInput)
    area = forms.RegexField(r"^[0-9a-z]+$", max_length=DEEPEST * SEGMENT_WIDTH, widget=forms.HiddenInput)
    phone = forms.CharField(label=_("Telephone for objections"), max_length=20)
