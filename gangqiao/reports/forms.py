"""What is asked on the pages of reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.indicators.wording import said
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.people.forms import ActForm
from gangqiao.places.models import Division
from gangqiao.reports import reads
from gangqiao.reports.comparing import sides

TODAY, OTHER = "today", "other"
MONTHS = 15


def _named(areas: list[Division]) -> list[tuple[str, str]]:
    return [(area.key, area.name) for area in areas]


class UploadForm(ActForm):
    """An empty workbook to be taught."""

    file = forms.FileField(label=_("Empty workbook (.xlsx)"))
    title = forms.CharField(
        label=_("Title"), max_length=120, required=False, help_text=_("Without one the name of the file is used.")
    )
    area = forms.ChoiceField(label=_("Area that uses it"))

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].choices = _named(reads.areas_to_choose(actor, "reports.teach"))


class FillForm(ActForm):
    """For which day and which area a layout is filled, and what is asked for in full.

    `sensitive`: what may be asked for in full, labels by key; empty when the post does not include it.
    """

    period = forms.ChoiceField(label=_("For"))
    day = forms.DateField(
        label=_("Another day"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    area = forms.ChoiceField(label=_("Area"))
    clear = forms.MultipleChoiceField(label=_("Sensitive columns in full"), required=False)
    purpose = forms.CharField(label=_("What for, and who gets the file"), required=False)

    def __init__(self, *args: Any, actor: Actor, sensitive: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["clear"].choices = list((sensitive or {}).items())
        self.fields["period"].choices = _periods()
        self.fields["area"].choices = _named(reads.areas_to_choose(actor, "reports.fill"))

    @property
    def sensitive(self) -> list[dict[str, str]]:
        """What may be ticked, for the page."""
        return [{"key": key, "label": label} for key, label in self.fields["clear"].choices]

    @property
    def chosen_day(self) -> date:
        """The day meant; a day that was typed is meant whatever the period says."""
        if self.cleaned_data["day"]:
            return self.cleaned_data["day"]
        period = self.cleaned_data["period"]
        return clock.today() if period == TODAY else date.fromisoformat(period)


def _periods() -> list[tuple[str, str]]:
    """Today, and the last days of the months before."""
    found, last = [(TODAY, gettext("today"))], clock.today().replace(day=1) - timedelta(days=1)
    for _n in range(MONTHS):
        found.append((last.isoformat(), gettext("end of %(month)s") % {"month": last.strftime("%Y-%m")}))
        last = last.replace(day=1) - timedelta(days=1)
    return found


FIRST_SIDE = "a"


class SideForm(forms.Form):
    """One side of a comparison. Which fields count depends on its kind; the others may be left as they are."""

    kind = forms.ChoiceField(label=_("What is compared"))
    figure = forms.ChoiceField(label=_("Figure"))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    area = forms.ChoiceField(label=_("Area"))
    file = forms.FileField(
        label=_("List (.xlsx, .xls, .csv)"),
        required=False,
        help_text=_("Compared by ID number, else by name. The list is not kept."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            (sides.FIGURE, gettext("a figure")),
            (sides.LEDGER, gettext("the people ledger, with filters")),
            (sides.FILE, gettext("a list to upload")),
        ]
        self.fields["figure"].choices = [
            *((f.id, said(f.wording)) for f in FIGURES.values() if f.is_additive),
            *((m.key, said(m.name)) for m in MEASURES.values() if m.key not in FIGURES),
        ]
        self.fields["area"].choices = _named(reads.areas_to_choose(actor, "reports.reconcile"))
        # The question asked most: what has changed since the end of last month. Equal sides would answer nothing.
        last_month = clock.today().replace(day=1) - timedelta(days=1)
        self.fields["day"].initial = last_month if self.prefix == FIRST_SIDE else clock.today()
        self.fields["area"].initial = next((key for key, _name in self.fields["area"].choices), "")

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > clock.today():
            raise forms.ValidationError(gettext("This day has not come yet. Choose today or a day before."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") == sides.FILE and not cleaned.get("file"):
            self.add_error("file", gettext("Choose the file of the list."))
        return cleaned

    def spec(self, filters: dict[str, str]) -> dict[str, Any]:
        """The side as it is stored; of a list without its file."""
        said_, kind = self.cleaned_data, self.cleaned_data["kind"]
        if kind == sides.FILE:
            return {"kind": kind, "name": said_["file"].name[:100]}
        if kind == sides.LEDGER:
            return {"kind": kind, "area": said_["area"], "filters": filters}
        return {"kind": kind, "area": said_["area"], "figure": said_["figure"], "day": said_["day"].isoformat()}
