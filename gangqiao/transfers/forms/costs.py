"""The forms of the costs of a batch: one line, and dividing the vehicles among those who rode."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.money import WrongAmount, parse_yuan
from gangqiao.people.forms.base import ActForm
from gangqiao.transfers.codes import LISTS

_DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}
WHOLE, TRIP, PERSON, EACH = "batch", "trip", "person", "each"


class CostForm(ActForm):
    """One line of the ledger."""

    other_names = {"passenger": "target", "trip": "target"}

    kind = forms.ChoiceField(label=_("What for"), choices=LISTS["cost_kind"].choices())
    target = forms.ChoiceField(label=pgettext_lazy("cost", "For"))
    amount = forms.CharField(
        label=_("Amount in yuan"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    fund_line = forms.ChoiceField(label=_("Paid from"), choices=LISTS["fund_line"].choices())
    on = forms.DateField(label=pgettext_lazy("cost", "Paid on"), widget=forms.DateInput(**_DAY))
    document = forms.CharField(label=_("Receipt number"), required=False, max_length=60)
    words = forms.CharField(label=_("In words"), required=False, max_length=200)

    def __init__(self, data: Any = None, *, targets: list[Any], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["target"].choices = targets
        self.fields["on"].initial = clock.today()

    def clean_amount(self) -> int:
        try:
            return parse_yuan(self.cleaned_data["amount"])
        except WrongAmount as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    @property
    def is_for_each(self) -> bool:
        """True when the amount is that of each person of the batch; of a valid form."""
        return str(self.cleaned_data["target"]) == EACH

    def values(self) -> dict[str, Any]:
        """The arguments of `actions.costs.record_cost`, of a valid form."""
        given = dict(self.cleaned_data)
        what, _colon, key = given.pop("target").partition(":")
        whom = {"trip": TRIP, "passenger": PERSON}
        chosen = {name: UUID(key) if what == tag else None for name, tag in whom.items()}
        return {"cents": given.pop("amount"), **given, **chosen}


class SpreadForm(ActForm):
    """From which fund line vehicles without a bill of their own are paid."""

    fund_line = forms.ChoiceField(
        label=_("Paid from"),
        choices=LISTS["fund_line"].choices(),
        help_text=_("A bill that is recorded for a vehicle keeps its own fund line."),
    )
