"""What a unit writes when it gives evidence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gangqiao.engine.figures import FIGURES
from gangqiao.plans.actions.working import KINDS, MEGABYTES
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
        self.fields["figure"].choices = [("", "—"), *((key, figure_name(key)) for key in figures)]  # type: ignore[attr-defined]
        if not figures:
            self.fields["figure"].widget = forms.HiddenInput()
        self.fields["file"].widget.attrs["accept"] = ",".join(f".{kind}" for kind in KINDS)
        self.fields["file"].help_text = _("At most %(n)d MB. It is kept sealed.") % {"n": MEGABYTES}

    def clean_figure(self) -> str:
        figure: str = self.cleaned_data["figure"]
        return figure if figure in FIGURES else ""
