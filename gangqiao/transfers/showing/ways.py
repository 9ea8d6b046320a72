"""What the pages of vehicles and ways say: papers in words and colours, times, seats in rows, changes and faults."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.engine.routing.checking import Broken, Fault
from gangqiao.engine.routing.port import Reason
from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Batch, Passenger, PickUp, Trip, Vehicle, Ways
from gangqiao.transfers.policy import driving
from gangqiao.transfers.reads.trips import Counted
from gangqiao.transfers.reads.trips_planning import frame_of, spots_of
from gangqiao.transfers.routes_problem import Wishes
from gangqiao.transfers.routes_refusals import NoPlaceKnown
from gangqiao.transfers.showing.ways_scheme import Scheme, look_of, scheme_of

TONES = {driving.GOOD: "good", driving.SOON: "warn", driving.OVER: "bad", driving.MISSING: "bad"}
ROW = 4  # seats of a row: two, the aisle, two


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a vehicle: until when, and how that stands today."""

    label: Any
    until: date | None
    tone: str
    words: Any


def paper_labels() -> dict[str, Any]:
    return {
        "licence_until": _("Licensed until"), "insured_until": _("Insured until"),
        "driver_until": _("Driving licence until"),
    }  # fmt: skip


def papers_of(vehicle: Vehicle) -> list[Paper]:
    """Licence, insurance and driving licence."""
    words = {
        driving.GOOD: _("valid"), driving.SOON: _("ends soon"), driving.OVER: _("has ended"),
        driving.MISSING: _("not entered"),
    }  # fmt: skip
    found = []
    for key, label in paper_labels().items():
        until = getattr(vehicle, key)
        state = driving.paper_state(until, clock.today())
        found.append(Paper(label, until, TONES[state], words[state]))
    return found


def kind_words(kind: str) -> str:
    return LISTS["vehicle_kind"].word(kind)


def at(moment: str | datetime | None) -> str:
    """An instant of a way as the clock shows it, 24 hours, in the county's time."""
    if not moment:
        return ""
    local = timezone.localtime(datetime.fromisoformat(moment) if isinstance(moment, str) else moment)
    return f"{local:%H:%M}"


@dataclass(frozen=True, slots=True)
class StopShown:
    """One line of a way. place: in the order, from 0; arrives, leaves: 24 h, with the day when it is a later one."""

    pick_up: int | None
    name: str
    arrives: str
    leaves: str
    people: int
    place: int


def stops_of(trip: Trip) -> list[StopShown]:
    """Where a trip goes, with the times."""
    first = timezone.localtime(trip.starts_at).date()
    shown = []
    for n, entry in enumerate(trip.route):
        arrives, leaves = _later(entry["arrives"], first), _later(entry["leaves"], first)
        is_last = n == len(trip.route) - 1
        shown.append(StopShown(entry["pick_up"], entry["name"], arrives, "" if is_last else leaves, entry["people"], n))
    return shown


def _later(moment: str, first: date) -> str:
    day = timezone.localtime(datetime.fromisoformat(moment)).date()
    days = (day - first).days
    return at(moment) if not days else _("%(time)s (day +%(n)d)") % {"time": at(moment), "n": days}


@dataclass(frozen=True)
class Card:
    """One vehicle of a batch, as the page of the ways shows it.

    people   who have a place in it, wherever they live; listed: how many of them the reader may list by name, at `href`
    """

    trip: Trip
    title: str
    stops: list[StopShown]
    people: int
    escorts: list[Any]
    papers: list[Paper]
    km: str
    cost: str
    look: tuple[str, str]
    drivers: int
    listed: int
    href: str

    @property
    def pick_ups(self) -> list[StopShown]:
        return [stop for stop in self.stops if stop.pick_up is not None]


def cards_of(batch: Batch, trips: list[Trip], counted: Counted, listed: Counter[int]) -> list[Card]:
    """The trips of a batch as cards."""
    return [card_of(batch, trip, counted.by_trip[trip.pk], listed[trip.pk], n) for n, trip in enumerate(trips)]


def card_of(batch: Batch, trip: Trip, people: int, listed: int, n: int = 0) -> Card:
    """One trip. n: which line of the scheme it is, from 0."""
    asked = urlencode({"group": "travelling", "batch": batch.number, "trip": trip.number})
    bad = [paper for paper in papers_of(trip.vehicle) if paper.tone != "good"] if trip.vehicle else []
    return Card(
        trip=trip,
        title=trip_title(trip),
        stops=stops_of(trip),
        people=people,
        escorts=list(trip.escorting.all()),
        papers=bad,
        km=f"{trip.metres / 1000:,.1f}",
        cost=format_yuan(trip.cost),
        look=look_of(n),
        drivers=trip.drivers,
        listed=listed,
        href=f"{reverse('transfers:people')}?{asked}" if listed else "",
    )


def trip_title(trip: Trip) -> str:
    """ "Vehicle 3, 云G..." as it is spoken of on the spot."""
    return _("Vehicle %(n)d") % {"n": trip.number}


def scheme_of_batch(batch: Batch, ways: Ways | None, cards: list[Card]) -> Scheme | None:
    """The scheme of all ways; null where no place is known."""
    keys = {stop.pick_up for card in cards for stop in card.pick_ups if stop.pick_up}
    try:
        spots = {spot.key: spot for spot in spots_of(PickUp.objects.filter(pk__in=keys))}
        end = frame_of(batch, Wishes.from_json(ways.wishes if ways else {})).yard
    except NoPlaceKnown:
        return None
    lines = [
        (card.trip.number, [stop.pick_up or 0 for stop in card.pick_ups], f"{card.title} {card.trip.plate}".strip())
        for card in cards
    ]
    return scheme_of(spots, end, lines)


# --- seats -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SeatShown:
    """One seat. passenger: null where it is free, or not the reader's to see; is_relief: of a driver who rests."""

    number: int
    passenger: Passenger | None = None
    is_taken: bool = False
    is_escort: bool = False
    is_relief: bool = False


def seat_rows(trip: Trip, people: list[Passenger], free: set[int]) -> list[list[SeatShown]]:
    """The seats in rows of two and two, those of escorts and then of drivers who rest last."""
    by_seat, escorts = {one.seat: one for one in people if one.seat}, trip.places + trip.escorts
    seats = [
        SeatShown(n, by_seat.get(n), n not in free, trip.places < n <= escorts, n > escorts)
        for n in range(1, trip.seats + 1)
    ]
    return [seats[start : start + ROW] for start in range(0, len(seats), ROW)]


# --- changes by hand -------------------------------------------------------------------------------------------------


def reason_words() -> dict[str, Any]:
    """Why somebody is on no way."""
    return {
        Reason.TOO_LARGE.value: _("They go together, and no vehicle has so many seats."),
        Reason.TOO_LONG.value: _("No vehicle can fetch them within the driver's hours, even alone."),
        Reason.TOO_LATE.value: _("No vehicle can fetch them early enough to be there in time."),
        Reason.FLEET.value: _("The vehicles have no seats or no time left."),
        Reason.BY_HAND.value: _("They were taken off by hand."),
    }


def fault_words(fault: Fault, names: dict[int, str], trips: list[str]) -> str:
    """A broken rule as a sentence. names: of the stops; trips: words for the routes, in order."""
    said = {
        Broken.PEOPLE: _("Somebody would be in no vehicle or in two."),
        Broken.PARTIES: _("People who go together would be parted."),
        Broken.GROUP: _("People of one village would go in different vehicles."),
        Broken.SEATS: _("More people than seats."),
        Broken.NUMBER: _("This vehicle would drive twice."),
        Broken.TIMES: _("It would have to leave before it can."),
        Broken.WINDOW: _("Too early at a pick-up point, or too late at the end."),
        Broken.SHIFT: _("Longer under way than one driver may be."),
        Broken.DRIVING: _("Longer at the wheel than one driver may be."),
        Broken.REST: _("The driver could not rest in time."),
        Broken.COST: _("The costs do not fit the way."),
    }[fault.broken]
    where = [trips[fault.route]] if fault.route is not None and fault.route < len(trips) else []
    where += [names[fault.stop]] if fault.stop in names and fault.stop is not None else []
    return f"{', '.join(where)}: {said}" if where else str(said)


def cost_words(difference: int, metres: int) -> str:
    """What a change costs more or less, in yuan and kilometres."""
    money, km = format_yuan(abs(difference)), f"{abs(metres) / 1000:,.1f}"
    said = {"money": money, "km": km}
    if difference > 0:
        return _("%(money)s yuan more") % said if metres >= 0 else _("%(money)s yuan more, %(km)s km less") % said
    if difference < 0:
        return _("%(money)s yuan less") % said if metres <= 0 else _("%(money)s yuan less, %(km)s km more") % said
    return pgettext("change of ways", "It costs the same")
