"""The forms of a batch: its plan, splitting, merging, and what is asked on the list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.attributes import DivisionRef
from gangqiao.kernel.paths import upper_bound
from gangqiao.people.forms.base import ActForm, DivisionField
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.models import Division
from gangqiao.places.reads import townships
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, PickUp
from gangqiao.transfers.reads import organisers

MOST_SEATS = 3000
MOMENT: dict[str, Any] = {"format": "%Y-%m-%dT%H:%M", "attrs": {"type": "datetime-local"}}


def moment_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateTimeField:
    """An instant, by the clock of the county."""
    return forms.DateTimeField(
        label=label, required=required, help_text=help_text, widget=forms.DateTimeInput(**MOMENT)
    )


def words_field(label: Any, most: int, *, help_text: Any = "", rows: int = 0) -> forms.CharField:
    """A text that may be left out."""
    widget = forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text, widget=widget)


def place_field(key: str, label: Any, *, required: bool = False) -> forms.Field:
    """A place of the world, typed by its names."""
    field = DivisionField(DivisionRef(key=key, label=label, heading="", source=""))
    field.required = required
    return field


def areas_to_choose(areas: tuple[str, ...]) -> list[tuple[str, str]]:
    """The areas for which somebody may plan: the own ones, and the townships of a county."""
    own = [key for key in areas if not key.startswith("@")]
    found = [(one.key, str(one.name)) for one in Division.objects.filter(pk__in=own).order_by("key")]
    if any(len(key) < KEY_LENGTH[Level.TOWNSHIP] for key in own):
        found += [(one.key, str(one.name)) for one in townships().order_by("key")]
    return found


class AreaForm(ActForm):
    """A form about something that belongs to an area of the reader's."""

    area = forms.ChoiceField(label=_("Organised for"))

    def offer_areas(self, areas: tuple[str, ...]) -> None:
        """Whoever has one area is not asked."""
        choices = areas_to_choose(areas)
        self.fields["area"].choices = choices
        if len(choices) == 1:
            self.fields["area"].widget = forms.HiddenInput()
        self.fields["area"].initial = choices[0][0] if choices else ""

    def clean_area(self) -> Division:
        found: Division = Division.objects.get(pk=self.cleaned_data["area"])
        return found


class NamesInput(forms.TextInput):
    """A text entry that offers names of a register; another name may be typed all the same."""

    template_name = "transfers/widgets/names.html"
    names: list[str] = []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        own = context["widget"]["attrs"]
        own["list"] = f"{own.get('id', name)}_names"
        context["names"] = self.names
        return context


class BatchForm(AreaForm):
    """The plan of a batch."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("batch", "For"), choices=LISTS["batch_kind"].choices(), widget=forms.RadioSelect
    )
    organiser = forms.ChoiceField(label=_("Organised by"), choices=LISTS["organiser"].choices())
    organiser_name = forms.CharField(
        label=_("Name of the organiser"),
        max_length=100,
        required=False,
        widget=NamesInput,
        help_text=_("Choose from the registers of agencies and employers, or type another name."),
    )
    employer = words_field(
        pgettext_lazy("referral", "Employer"), 100, help_text=_("Empty for people who return to several employers.")
    )
    destination = place_field("destination", _("Destination"), required=True)
    address = words_field(_("Address there"), 200)
    mode = forms.ChoiceField(label=_("Transport"), choices=LISTS["mode"].choices())
    assembly = words_field(_("Where all assemble"), 100)
    departs_at = moment_field(_("Departure"), required=True, help_text=_("When all are at the assembly place."))
    arrives_at = moment_field(_("Expected arrival"))
    seats = forms.IntegerField(label=pgettext_lazy("batch", "Seats"), min_value=1, max_value=MOST_SEATS)
    late_until = moment_field(
        _("Late joiners until"), help_text=_("While a seat is free; empty: nobody joins once the list is locked.")
    )
    remarks = words_field(_("Further remarks"), 300, rows=2)
    open_to = forms.ModelMultipleChoiceField(
        Division.objects.none(),
        label=_("Open also to"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Townships outside of its own area whose people may register, too."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["open_to"]
        field.queryset = townships().order_by("key")
        self.fields["organiser_name"].widget.names = organisers.names()

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the table; the organiser also by its number in the registers."""
        given = {name: value for name, value in self.cleaned_data.items() if name in self.fields}
        return given | {"organiser_uuid": organisers.find(given["organiser"], given["organiser_name"])}


class ChangeForm(BatchForm):
    """What may still be changed before the list is locked: not for whom it is, nor whose."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("area", "kind", "employer"):
            self.fields.pop(name)


KEPT = (
    "kind", "organiser", "organiser_name", "employer", "destination", "address", "mode", "assembly", "departs_at",
    "arrives_at", "seats", "late_until", "remarks",
)  # fmt: skip


def initial_of_batch(batch: Batch) -> dict[str, Any]:
    """What the form of a batch that is there begins with."""
    return {name: getattr(batch, name) for name in KEPT} | {"open_to": list(batch.open_to.all())}


class SplitForm(ActForm):
    """When the new part departs."""

    departs_at = moment_field(_("Departure of the new batch"), required=True)
    arrives_at = moment_field(_("Expected arrival"))
    seats = forms.IntegerField(label=_("Seats of the new batch"), min_value=1, max_value=MOST_SEATS)


class MergeForm(ActForm):
    """Into which batch everybody goes."""

    into = forms.ModelChoiceField(Batch.objects.none(), label=_("Into which batch"), to_field_name="uuid")

    def __init__(self, *args: Any, others: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["into"]
        field.queryset = others


class JourneyForm(ActForm):
    """Where a passenger boards, and with whom."""

    pick_up = forms.ModelChoiceField(
        PickUp.objects.none(), label=_("Boards at"), to_field_name="uuid", required=False, empty_label=_("not said")
    )
    together = words_field(
        _("Goes together with"), 36, help_text=_("The same words stand with everybody of a couple or a family.")
    )
    alone = forms.BooleanField(label=_("Travels on the own account"), required=False)

    def __init__(self, *args: Any, area: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["pick_up"]
        town = area[: KEY_LENGTH[Level.TOWNSHIP]]
        field.queryset = PickUp.objects.filter(is_open=True, area_id__gte=town, area_id__lt=upper_bound(town))
