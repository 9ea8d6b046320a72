"""The form of a leaflet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.people.codes import LISTS
from gangqiao.vacancies.models import Leaflet
from gangqiao.vacancies.reads.packs_cards import OPEN_CATEGORIES


def _whom() -> list[tuple[str, Any]]:
    """For whom a leaflet may be: everybody, or a category that is no secret of a household."""
    return [("", _("everybody")), *((code, LISTS["category"].word(code)) for code in LISTS["category"]
                                     if code in OPEN_CATEGORIES)]  # fmt: skip


class LeafletForm(forms.Form):
    """A policy or a service in words for the door."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Leaflet.KINDS)
    title = forms.CharField(label=_("Title"), max_length=60)
    words = forms.CharField(
        label=_("In words"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As one says it at a door: what there is, for whom, where to ask. At most 400 characters."),
    )
    suits = forms.ChoiceField(label=_("For whom"), choices=_whom, required=False)
    document = forms.CharField(
        label=_("Document"),
        max_length=120,
        required=False,
        help_text=_("The number of the document it rests on. Without one the leaflet says that it is not confirmed."),
    )
    phone = forms.CharField(label=_("Phone for questions"), max_length=20, required=False)
    valid_from = forms.DateField(
        label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), initial=clock.today
    )
    valid_to = forms.DateField(
        label=_("Until before"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
