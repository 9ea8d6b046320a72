"""What is typed to draw a sample, to hear somebody, and to decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan
from gangqiao.people.forms.base import ActForm
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.forms.money import YuanField
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads.samples import quarter_before

_DAY: dict[str, Any] = {"format": "%Y-%m-%d", "attrs": {"type": "date"}}
_LINES = {"rows": 3}


class DrawSampleForm(ActForm):
    """From which days, and by which word. The last quarter stands in it."""

    first = forms.DateField(label=pgettext_lazy("sample of payments", "Paid from"), widget=forms.DateInput(**_DAY))
    last = forms.DateField(label=pgettext_lazy("sample of payments", "Paid until"), widget=forms.DateInput(**_DAY))
    seed = forms.CharField(
        label=_("Word to draw by"), max_length=40,
        help_text=_("Anybody who draws by the same word from the same payments gets the same ones."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["first"].initial, self.fields["last"].initial = quarter_before(clock.today())


class HearForm(ActForm):
    """What the person said."""

    other_names = {"last": "on"}

    on = forms.DateField(label=pgettext_lazy("sample of payments", "Heard on"), widget=forms.DateInput(**_DAY))
    words = forms.CharField(
        label=_("What the person said"), max_length=1000, widget=forms.Textarea(attrs=_LINES),
        help_text=_("In the person's own words. Of who does not come: when and how the person was asked twice."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["on"].initial = clock.today()


class DecideForm(ActForm):
    """What is decided, and how the money comes back."""

    other_names = {"fen": "amount", "reason": "words"}

    sanction = forms.ChoiceField(
        label=pgettext_lazy("sample of payments", "Sanction"), choices=LISTS["sanction"].choices(),
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = forms.CharField(
        label=_("Why it is decided so"), max_length=1000, widget=forms.Textarea(attrs=_LINES),
    )  # fmt: skip
    amount = YuanField(label=_("Amount to come back (yuan)"), required=False)
    instalments = forms.IntegerField(label=_("Monthly instalments"), min_value=1, initial=1, required=False)
    document = forms.CharField(label=_("Document number"), max_length=100, required=False)

    def __init__(self, data: Any = None, *, claim: Claim, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["amount"].initial = format_yuan(claim.amount)
