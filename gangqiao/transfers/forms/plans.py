"""The form of an enterprise plan: the need by trade and date, and what people are to know before they go."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.forms.batches import AreaForm, place_field, words_field
from gangqiao.transfers.models import EnterprisePlan
from gangqiao.vacancies.models import Station

ROWS = 8
KEPT_OF_NEED = ("trade", "vacancy")
WORDS = (
    "destination", "address", "sending_contact", "sending_phone", "receiving_contact", "receiving_phone", "station",
    "mode", "transport", "entry_rules", "housing", "insurance", "training", "subsidies", "remarks",
)  # fmt: skip


class PlanForm(AreaForm):
    """One version of a plan. The rows of the need are numbered from 0; an empty row is left out."""

    employer = forms.CharField(label=pgettext_lazy("referral", "Employer"), max_length=100)
    destination = place_field("destination", _("Destination"), required=True)
    address = words_field(_("Address there"), 200)
    sending_contact = words_field(_("Contact of the sending side"), 60)
    sending_phone = words_field(_("Office phone"), 20)
    receiving_contact = words_field(_("Contact of the receiving side"), 60)
    receiving_phone = words_field(_("Office phone there"), 20)
    station = forms.ChoiceField(label=_("Service station"), required=False)
    mode = forms.ChoiceField(label=_("Transport"), choices=LISTS["mode"].choices())
    transport = words_field(_("How they travel"), 300, rows=2)
    entry_rules = words_field(_("Entry rules of the destination"), 300, rows=2)
    housing = words_field(_("Housing"), 200)
    insurance = words_field(_("Insurance"), 200)
    training = words_field(_("Training before departure"), 200)
    subsidies = words_field(
        _("Subsidies that follow"),
        300,
        help_text=_("What may be applied for; a claim is decided on by itself."),
        rows=2,
    )
    remarks = words_field(_("Further remarks"), 300, rows=2)

    def __init__(self, *args: Any, need: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = [dict(one) for one in need][:ROWS]
        stations = [(str(one.uuid), str(one.name)) for one in Station.objects.filter(closed_on=None).order_by("name")]
        self.fields["station"].choices = [("", _("none")), *stations]
        for n in range(ROWS):
            row = self.kept[n] if n < len(self.kept) else {}
            self.fields[f"title_{n}"] = forms.CharField(
                label=pgettext_lazy("referral", "Post"), max_length=60, required=False, initial=row.get("title", "")
            )
            self.fields[f"number_{n}"] = forms.IntegerField(
                label=_("How many"), min_value=1, max_value=5000, required=False, initial=row.get("number")
            )
            self.fields[f"from_{n}"] = forms.DateField(
                label=_("From"),
                required=False,
                initial=row.get("from") or None,
                widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            )
        self.say_what_is_missing()

    def main_fields(self) -> list[forms.BoundField]:
        """All but the rows of the need."""
        rows = {f"{name}_{n}" for n in range(ROWS) for name in ("title", "number", "from")}
        return [field for field in self if field.name not in rows]

    def need_rows(self) -> list[tuple[forms.BoundField, ...]]:
        """The rows of the need: post, number, day."""
        return [(self[f"title_{n}"], self[f"number_{n}"], self[f"from_{n}"]) for n in range(ROWS)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(ROWS):
            if cleaned.get(f"title_{n}") and not cleaned.get(f"number_{n}") and f"number_{n}" not in self.errors:
                self.add_error(f"number_{n}", _("Say how many are needed."))
        return cleaned

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table."""
        given = {name: self.cleaned_data[name] for name in WORDS if name in self.fields}
        given["station"] = given.get("station") or None
        return given | {"need": self._need()}

    def _need(self) -> list[dict[str, Any]]:
        found = []
        for n in range(ROWS):
            title, number = self.cleaned_data.get(f"title_{n}"), self.cleaned_data.get(f"number_{n}")
            if not number:
                continue
            before = self.kept[n] if n < len(self.kept) else {}
            day = self.cleaned_data.get(f"from_{n}")
            kept = {key: before.get(key, "") for key in KEPT_OF_NEED}
            found.append({**kept, "title": title or "", "number": number, "from": day.isoformat() if day else ""})
        return found


class CorrectForm(PlanForm):
    """A version that is there: its employer and its area stay."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("area", "employer"):
            self.fields.pop(name)


def initial_of_plan(plan: EnterprisePlan) -> dict[str, Any]:
    """What the form of a version begins with."""
    return {name: getattr(plan, name) for name in WORDS} | {"station": str(plan.station or "")}
