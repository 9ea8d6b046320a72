"""What all papers say alike: the sender, the number, the mark of who printed, days and times as they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.typesetting import set_pdf
from gangqiao.transfers.reads.papers import Sheaf, Traveller, Vehicle

FOLDER = Path(__file__).parent
COMMON = FOLDER / "common.typ"
SEX = {"1": "men", "2": "women"}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who prints, and when: on every page."""

    name: str
    at: datetime

    def __str__(self) -> str:
        return _("Printed by %(name)s, %(at)s.") % {"name": self.name, "at": moment(self.at)}


def stamp_of(actor: Actor) -> Stamp:
    return Stamp(actor.name, clock.now())


def typeset(layout: str, sheaf: Sheaf, stamp: Stamp, title: str, wish: dict[str, Any]) -> bytes:
    """The PDF of a layout of this folder: the shared facts and the wish. Raises NotSet."""
    return set_pdf(FOLDER / f"{layout}.typ", {**_shared(sheaf, stamp, title), **wish}, after=COMMON)


def _shared(sheaf: Sheaf, stamp: Stamp, title: str) -> dict[str, Any]:
    return {
        "title": title,
        "unit": sheaf.unit,
        "zh": (get_language() or settings.LANGUAGE_CODE).startswith("zh"),
        "number": number_of(sheaf),
        "mark": f"{sheaf.batch.number} \u00b7 {stamp} "
        + _("Holds personal data: keep it locked up, destroy it after the journey."),
        "given": f"{sheaf.batch.number} \u00b7 {stamp}",
    }


def number_of(sheaf: Sheaf) -> str:
    """The number of the batch as it stands at the head of a paper."""
    return _("Batch %(number)s") % {"number": sheaf.batch.number}


def common_words() -> dict[str, str]:
    return {"seal": pgettext("paper", "(seal)")}


def word(key: str) -> str:
    """A short word that stands on several papers."""
    return str(_WORDS[key])


def words(*keys: str) -> list[str]:
    """Several, in the order given."""
    return [word(key) for key in keys]


_WORDS = {
    "number": pgettext_lazy("paper", "No."),
    "seat": pgettext_lazy("paper", "Seat"),
    "name": pgettext_lazy("paper", "Name"),
    "sex": pgettext_lazy("paper", "Sex"),
    "age": pgettext_lazy("paper", "Age"),
    "village": pgettext_lazy("paper", "Village"),
    "id": pgettext_lazy("paper", "ID number"),
    "phone": pgettext_lazy("paper", "Phone"),
    "with": pgettext_lazy("paper", "Travels with"),
    "boards": pgettext_lazy("paper", "Boards at"),
    "state": pgettext_lazy("paper", "State"),
    "temperature": pgettext_lazy("paper", "Temp."),
    "signature": pgettext_lazy("paper", "Signature"),
    "vehicle": pgettext_lazy("paper", "Vehicle"),
    "post": pgettext_lazy("paper", "Post"),
    "driver": pgettext_lazy("paper", "Driver"),
    "escort": pgettext_lazy("paper", "Escort"),
    "people": pgettext_lazy("paper", "People"),
    "leaves": pgettext_lazy("paper", "Leaves"),
    "arrives": pgettext_lazy("paper", "Arrives"),
    "employer": pgettext_lazy("paper", "Employer"),
    "to": pgettext_lazy("paper", "To"),
    "day": pgettext_lazy("paper", "Day"),
    "checked_by": pgettext_lazy("paper", "Checked by"),
    "made_by": pgettext_lazy("paper", "Made by"),
    "organiser": pgettext_lazy("paper", "Organiser"),
    "where": pgettext_lazy("paper", "Where"),
    "from": pgettext_lazy("paper", "From"),
    "until": pgettext_lazy("paper", "Until"),
    "when": pgettext_lazy("paper", "When"),
    "agent": pgettext_lazy("paper", "Agent"),
    "done_by": pgettext_lazy("paper", "Done by"),
    "drivers_signature": pgettext_lazy("paper", "Driver's signature"),
    "taken_over_by": pgettext_lazy("paper", "Taken over by"),
    "taken": pgettext_lazy("paper", "Taken"),
    "not_taken": pgettext_lazy("paper", "Not taken"),
    "get_on": pgettext_lazy("paper", "Get on"),
    "read_by": pgettext_lazy("paper", "Read out by"),
    "home": pgettext_lazy("paper", "Township and village"),
    "reason": pgettext_lazy("paper", "Reason, if not taken"),
    "who": pgettext_lazy("paper", "Name and post"),
    "moment": pgettext_lazy("paper", "Day and time"),
    "arrived": pgettext_lazy("paper", "Arrived"),
    "help_line": pgettext_lazy("paper", "Help line"),
    "batch": pgettext_lazy("paper", "Batch"),
    "valid_until": pgettext_lazy("paper", "Valid until"),
    "code": pgettext_lazy("paper", "Code"),
    "insurance": pgettext_lazy("paper", "Insurance"),
    "place": pgettext_lazy("paper", "Place"),
}


def moment(at: datetime | None) -> str:
    """A day with its time, as the county's clock shows it; "" for none."""
    if at is None:
        return ""
    here = at.astimezone(clock.TZ)
    return f"{date_format(here, 'DATE_FORMAT')} {here:%H:%M}"


def short(at: datetime | None) -> str:
    """Month, day and time, for a table; "" for none."""
    return f"{at.astimezone(clock.TZ):%m-%d %H:%M}" if at else ""


def vehicle_words(vehicle: Vehicle) -> str:
    """How a vehicle is called: its number in the batch, and its plate once it has one; a carriage by its own number."""
    if vehicle.trip.is_public:
        return f"{vehicle.trip.get_kind_display()} {vehicle.plate}"
    named = _("Vehicle %(number)d") % {"number": vehicle.trip.number}
    return f"{named} \u00b7 {vehicle.plate}" if vehicle.plate else named


def escorts_words(vehicle: Vehicle) -> str:
    """The escorts with their phones."""
    return _(", ").join(f"{name} {phone}".strip() for name, phone in vehicle.escorts)


def sums(people: Iterable[Traveller]) -> dict[str, int]:
    """How many, and of them men and women."""
    found = {"all": 0, "men": 0, "women": 0}
    for one in people:
        found["all"] += 1
        sex = SEX.get(one.passenger.person.sex or "")
        if sex:
            found[sex] += 1
    return found


def sums_words(people: Iterable[Traveller]) -> str:
    return _("%(all)d people: %(men)d men, %(women)d women") % sums(people)


def route_words(sheaf: Sheaf) -> str:
    """From where to where."""
    to = sheaf.destination or sheaf.batch.employer
    return f"{sheaf.batch.assembly or sheaf.batch.area.name} \u2192 {to}" if to else str(sheaf.batch.assembly or "")
