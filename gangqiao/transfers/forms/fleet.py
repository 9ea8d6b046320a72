"""Forms of vehicles, pick-up points, ways, escorts and seats. The actions check."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.accounts.models import User
from gangqiao.kernel.attributes import Money
from gangqiao.people.forms.base import ActForm, day_field
from gangqiao.transfers.actions.vehicles import MOST_SEATS
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.forms.batches import AreaForm, moment_field, words_field
from gangqiao.transfers.models import Vehicle
from gangqiao.transfers.policy.gates import PUBLIC_CARRIER
from gangqiao.transfers.routes_problem import Wishes

MONEY = {
    "cost": Money(key="cost", label=_("Cost a day (yuan)"), heading="", source=""),
    "cost_per_km": Money(key="cost_per_km", label=_("Cost a kilometre (yuan)"), heading="", source=""),
}
LONGEST_SEARCH = 120  # seconds


def _day(key: str, label: Any) -> forms.Field:
    return day_field(key, label, past=False, required=False)


class VehicleForm(AreaForm):
    """What is known of a vehicle."""

    plate = forms.CharField(label=_("Number plate"), max_length=12)
    kind = forms.ChoiceField(label=pgettext_lazy("vehicle", "Kind"), choices=LISTS["vehicle_kind"].choices())
    seats = forms.IntegerField(label=_("Seats without the driver's"), min_value=2, max_value=MOST_SEATS)
    licence = words_field(_("Number of the licence"), 40)
    licence_until = _day("licence_until", _("Licensed until"))
    insured_until = _day("insured_until", _("Insured until"))
    owner = words_field(pgettext_lazy("vehicle", "Owner"), 80)
    driver = words_field(pgettext_lazy("vehicle", "Driver"), 40)
    driver_phone = words_field(_("Driver's phone"), 20)
    driver_until = _day("driver_until", _("Driving licence until"))
    cost = MONEY["cost"].form_field()
    cost_per_km = MONEY["cost_per_km"].form_field()

    def __init__(self, *args: Any, vehicle: Vehicle | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in MONEY:
            self.fields[name].required = False
        if vehicle is not None:
            self.fields.pop("area")
            for name in self.fields:
                value = getattr(vehicle, name)
                self.initial[name] = MONEY[name].show(value) if name in MONEY else value
        self.say_what_is_missing()

    def values(self) -> dict[str, Any]:
        """What was typed, by the facts of a vehicle; money in cents."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "area"}
        return given | {name: given.get(name) or 0 for name in MONEY} | {"driver_phone": given["driver_phone"] or None}


class PickUpForm(ActForm):
    """A pick-up point of a village."""

    name = forms.CharField(label=_("Where people board"), max_length=80)
    longitude = forms.FloatField(
        label=_("Longitude"), required=False, help_text=_("Empty: the place of the village is taken.")
    )
    latitude = forms.FloatField(label=_("Latitude"), required=False)
    remarks = words_field(_("Remarks"), 200)


class WishesForm(ActForm):
    """What is asked of the ways."""

    through = forms.BooleanField(
        label=_("Straight from the villages to the destination"), required=False,
        help_text=_("Only for coaches. Otherwise all meet at the assembly place first."),
    )  # fmt: skip
    hire = forms.BooleanField(
        label=_("Also with hired coaches"), required=False, help_text=_("As many as the list of vehicles lacks.")
    )
    first = forms.TimeField(
        label=_("Nobody boards before"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    seconds = forms.IntegerField(
        label=_("Time for the search, in seconds"), min_value=1, max_value=LONGEST_SEARCH,
        help_text=_("Ten are enough for a few hundred people; sixty for the whole county."),
    )  # fmt: skip

    def wishes(self) -> Wishes:
        """The wishes of a valid form."""
        given = self.cleaned_data
        first = given["first"].hour * 60 + given["first"].minute
        return Wishes(given["through"], given["hire"], first, given["seconds"])


class GiveVehicleForm(ActForm):
    """Which vehicle drives a trip."""

    vehicle = forms.ModelChoiceField(Vehicle.objects.none(), label=_("Vehicle"), to_field_name="uuid")
    back_at = moment_field(
        _("Vehicle is back at"),
        help_text=_("Until then it drives no other trip. Empty: the way back takes as long as the way out."),
    )

    def __init__(self, *args: Any, vehicles: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["vehicle"]
        field.queryset = vehicles
        field.label_from_instance = lambda one: f"{one.plate} \u00b7 {one.seats} \u00b7 {one.driver}".strip(" \u00b7")


class EscortForm(ActForm):
    """Who travels along."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Escort"))
    phone = words_field(_("Phone on the way"), 20)

    def __init__(self, *args: Any, users: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["user"]
        field.queryset = users
        field.label_from_instance = lambda one: f"{one.display_name} \u00b7 {one.unit.name if one.unit else ''}"


class SeatForm(ActForm):
    """Which seat somebody gets: a trip and a number, as one choice."""

    where = forms.ChoiceField(label=_("Free seats"))

    def __init__(self, *args: Any, seats: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["where"].choices = seats


class ChangeForm(ActForm):
    """What is to be changed of the ways; sent in the address, so that it can be looked at before it is kept."""

    # A list that is open shows the groups at once: "vehicle 2" alone would not say what happens with it.
    do = forms.ChoiceField(label=_("What is to change"), widget=forms.Select(attrs={"size": 12}))

    def __init__(self, *args: Any, choices: Any = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["do"].choices = choices


class WorkbookForm(ActForm):
    """A list of vehicles in a workbook."""

    file = forms.FileField(label=_("Workbook"))


class CarriageForm(ActForm):
    """A carriage of a train, or a flight."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("vehicle", "Kind"),
        choices=[(code, words) for code, words in LISTS["vehicle_kind"].choices() if code in PUBLIC_CARRIER],
        widget=forms.RadioSelect,
    )
    number = forms.CharField(
        label=_("Train and carriage, or flight"),
        max_length=12,
        help_text=_("For example K9622/08, or MU5741."),
    )
    places = forms.IntegerField(label=_("Places for passengers"), min_value=1, max_value=MOST_SEATS)
    starts_at = moment_field(_("Leaves at"), required=True)
    ends_at = moment_field(_("Arrives at"), required=True)
