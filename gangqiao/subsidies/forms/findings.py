"""What a self-audit book is to be about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.people.forms.base import ActForm
from gangqiao.subsidies.reads.findings_book import Wanted, choices


class BookForm(ActForm):
    """A programme and period, or a batch of payments. The place comes from the filter of the page."""

    programme = forms.ChoiceField(label=pgettext_lazy("subsidy", "Rule"), required=False)
    period = forms.ChoiceField(label=pgettext_lazy("subsidy", "Period"), required=False)
    batch = forms.CharField(label=_("Number of the batch of payments"), max_length=30, required=False)

    def __init__(self, data: Any = None, *, titles: dict[str, str], **more: Any) -> None:
        super().__init__(data, **more)
        _programmes, periods = choices()
        every = [("", pgettext_lazy("self-audit book", "all"))]
        self.fields["programme"].choices = [*every, *titles.items()]
        self.fields["period"].choices = [*every, *((one, one) for one in periods)]

    def wanted(self, area: str) -> Wanted:
        """What was asked for; everything of the area when the form says nothing, or nothing clear."""
        if not self.is_valid():
            return Wanted(area=area)
        given = self.cleaned_data
        return Wanted(given["programme"], given["period"], area, given["batch"].strip())
