"""What a unit writes when it gives evidence, and how a draft of the shares is asked for."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.engine.figures import FIGURES
from gangqiao.plans.actions.working import KINDS, MEGABYTES
from gangqiao.plans.shares.rules import COURSES, PLAN, RULES
from gangqiao.plans.wording import figure_name


class EvidenceForm(forms.Form):
    """Words, a figure, a file: at least one of them, which the action checks."""

    words = forms.CharField(
        label=_("Work done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Numbers, days and places. Names of persons belong into the ledger, not here."),
    )
    figure = forms.ChoiceField(label=_("Figure that shows it"), required=False)
    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args: Any, figures: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["figure"].choices = [("", "—"), *((key, figure_name(key)) for key in figures)]
        if not figures:
            self.fields["figure"].widget = forms.HiddenInput()
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in KINDS)
        self.fields["file"].help_text = _("At most %(n)d MB. It is kept sealed.") % {"n": MEGABYTES}

    def clean_figure(self) -> str:
        figure: str = self.cleaned_data["figure"]
        return figure if figure in FIGURES else ""


class DraftForm(forms.Form):
    """By which rule the targets are shared out to the units, and by which course to the months."""

    rule = forms.ChoiceField(label=_("Shares of the units"))
    course = forms.ChoiceField(label=_("Course of the months"))
    on = forms.DateField(
        label=_("Workers counted on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Only for the rule by number of workers. Empty: today."),
    )

    def __init__(self, *args: Any, has_own: bool, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        rules = [(key, str(words)) for key, words in RULES.items() if key != PLAN or has_own]
        self.fields["rule"].choices = rules
        self.fields["rule"].initial = PLAN if has_own else rules[0][0]
        self.fields["course"].choices = [(key, str(words)) for key, words in COURSES.items()]

    def clean_on(self) -> date | None:
        day: date | None = self.cleaned_data["on"]
        if day is not None and day > self.today:
            raise forms.ValidationError(_("This day has not come yet. Choose today or a day before it."))
        return day
