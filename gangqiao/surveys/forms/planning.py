"""Forms to plan a survey, to add an item, and to draw a sample."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.people.forms.base import ActForm
from gangqiao.surveys.models import Item, ItemKind
from gangqiao.surveys.models.questions import About

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class CampaignForm(ActForm):
    """Name, days and notice of a survey."""

    name = forms.CharField(label=_("Name of the survey"), max_length=60)
    begins_on = forms.DateField(label=_("Begins on"), widget=DAY)
    due_on = forms.DateField(label=_("Due on"), widget=DAY, help_text=_("May lie in the past, as in the work plan."))
    notice = forms.CharField(
        label=_("Notice read out before the first question"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=1000,
        help_text=_("Who asks, what for, that one may refuse, and who sees the answers."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        begins, due = cleaned.get("begins_on"), cleaned.get("due_on")
        if begins and due and due < begins:
            self.add_error("due_on", _("The last day lies before the first. Check both days."))
        return cleaned


class ItemForm(ActForm):
    """One item of the city."""

    label = forms.CharField(label=_("Question"), max_length=60)
    about = forms.ChoiceField(label=_("Asked of"), choices=About.choices)
    kind = forms.ChoiceField(label=_("Kind of answer"), choices=ItemKind.choices)
    choices = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line; only for a list."),
    )
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    follows = forms.ModelChoiceField(
        label=_("Takes the place of"),
        queryset=Item.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("Answers to the item named here are led on to the new one; the old one ends."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["follows"].queryset = Item.objects.filter(ended_at=None)


class SampleForm(ActForm):
    """How many households are drawn, and from which seed."""

    share = forms.IntegerField(label=_("Share (percent)"), min_value=1, max_value=100, initial=5)
    seed = forms.CharField(label=_("Seed"), max_length=40, help_text=_("The same seed draws the same households."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seed", clock.today().isoformat())
