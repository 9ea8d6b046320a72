"""What the papers of a batch tell: its plan, its vehicles, and the people in them, as deep as paper may show them.

Nobody's ID number stands here in full: paper lies about. The whole number of a list for the insurer leaves by the door
of `exports` (`papers.insurance_in_full`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gangqiao.accounts.models import Unit
from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import mask_name
from gangqiao.people.attributes import PERSON
from gangqiao.people.reads.masking import place_names
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.places.reads import county
from gangqiao.transfers.models import Batch, EnterprisePlan, HandOver, Passenger, Trip
from gangqiao.transfers.states import PassengerStatus
from gangqiao.vacancies.models import Station
from gangqiao.vacancies.reads.postings import Posting

# Off the list, or never came: on no list that somebody counts by.
NOT_LISTED = (PassengerStatus.TAKEN_OFF, PassengerStatus.NO_SHOW)
ID_NUMBER = PERSON["id_number"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a vehicle; a time is null where none is planned."""

    pick_up: int | None
    name: str
    arrives: datetime | None
    leaves: datetime | None
    people: int


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle of the batch with its way. plate: "" while none is given; escorts: (name, phone)."""

    trip: Trip
    stops: list[Stop]
    escorts: list[tuple[str, str]]
    disinfected: list[tuple[datetime, str, str]]
    handing: HandOver | None

    @property
    def plate(self) -> str:
        return str(self.trip.plate or "")


@dataclass(frozen=True, slots=True)
class Traveller:
    """One person of the list. id_masked: as paper may show it; is_named: the employer may read the name."""

    passenger: Passenger
    person: UUID
    name: str
    sex: str
    age: int | None
    village: str
    id_masked: str
    phone: str
    together: str
    employer: str
    title: str
    boards: str
    is_named: bool
    posting: Posting | None

    @property
    def trip(self) -> int | None:
        return self.passenger.trip_id

    @property
    def seat(self) -> int | None:
        return self.passenger.seat

    @property
    def shown_to_employer(self) -> str:
        """The name as a paper that leaves for the employer says it."""
        return self.name if self.is_named else mask_name(self.name)


@dataclass(frozen=True, slots=True)
class Sheaf:
    """All that the papers of one batch are made of.

    destination, place   with and without the address there; "" when it is not known
    people   of the scope of the moment, by vehicle and seat; those without one behind, those on their own last
    """

    batch: Batch
    plan: EnterprisePlan | None
    station: Station | None
    unit: str
    county: str
    destination: str
    place: str
    vehicles: list[Vehicle]
    people: list[Traveller]
    by_trip: dict[int | None, list[Traveller]] = field(default_factory=dict)

    def of(self, vehicle: Vehicle | None) -> list[Traveller]:
        """Who has a seat in it; of none: who travels along and has no vehicle yet."""
        return self.by_trip.get(vehicle.trip.pk if vehicle else None, [])

    @property
    def alone(self) -> list[Traveller]:
        return [one for one in self.people if one.passenger.alone]

    @property
    def persons(self) -> list[UUID]:
        return [one.person for one in self.people]

    def stop_of(self, one: Traveller) -> Stop | None:
        """Where the vehicle of a person takes the person up; null while it is not planned."""
        vehicle = next((v for v in self.vehicles if v.trip.pk == one.trip), None)
        if vehicle is None or one.passenger.pick_up_id is None:
            return None
        return next((stop for stop in vehicle.stops if stop.pick_up == one.passenger.pick_up_id), None)


def listed(batch: Batch) -> QuerySet[Passenger]:
    """The people on the list of a batch in the scope of the moment."""
    return Passenger.objects.filter(batch=batch).exclude(status__in=NOT_LISTED)


def sheaf_of(batch: Batch, *, trip: int | None = None, passenger: UUID | None = None) -> Sheaf:
    """All for the papers of a batch, in the scope of the moment. trip, passenger: only that vehicle or person."""
    rows = listed(batch).select_related("person", "pick_up", "referral")
    if trip is not None:
        rows = rows.filter(trip=trip)
    if passenger is not None:
        rows = rows.filter(uuid=passenger)
    people = _in_order(_travellers(batch, rows))
    by_trip: dict[int | None, list[Traveller]] = defaultdict(list)
    for one in people:
        if not one.passenger.alone:
            by_trip[one.trip].append(one)
    plan = batch.plan
    return Sheaf(
        batch=batch,
        plan=plan,
        station=_station_of(plan),
        unit=unit_of(batch),
        county=county().name,
        destination=_place_of(batch) + (batch.address or ""),
        place=_place_of(batch),
        vehicles=_vehicles(batch, trip),
        people=people,
        by_trip=dict(by_trip),
    )


def unit_of(batch: Batch) -> str:
    """Who organises it, as a paper names the sender."""
    if batch.organiser_name:
        return str(batch.organiser_name)
    unit = Unit.objects.filter(code=batch.unit).first() if batch.unit else None
    if unit:
        return unit.name
    words = {"bureau": _("%(area)s human resources and social security bureau"), "township": "%(area)s"}
    return words.get(batch.organiser, str(batch.get_organiser_display())) % {"area": batch.area.name}


def _station_of(plan: EnterprisePlan | None) -> Station | None:
    return Station.objects.filter(uuid=plan.station).first() if plan and plan.station else None


def _place_of(batch: Batch) -> str:
    named = batch.destination_id
    return place_names([named])[named] if named else ""


def _vehicles(batch: Batch, trip: int | None) -> list[Vehicle]:
    trips = batch.trips.filter(is_cancelled=False).select_related("vehicle", "handing").order_by("number")
    trips = trips.prefetch_related("escorting", "disinfections")
    if trip is not None:
        trips = trips.filter(pk=trip)
    return [
        Vehicle(
            one,
            [_stop(stop) for stop in one.route],
            [(escort.name, escort.phone) for escort in one.escorting.all()],
            [(d.at, d.agent, d.by) for d in sorted(one.disinfections.all(), key=lambda d: d.at)],
            getattr(one, "handing", None),
        )
        for one in trips
    ]


def _stop(kept: dict[str, Any]) -> Stop:
    return Stop(
        kept.get("pick_up"),
        str(kept.get("name", "")),
        _moment(kept.get("arrives")),
        _moment(kept.get("leaves")),
        int(kept.get("people") or 0),
    )


def _moment(text: Any) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(clock.TZ) if text else None


def _travellers(batch: Batch, rows: Iterable[Passenger]) -> list[Traveller]:
    rows = list(rows)
    above = county().name
    places = {key: name.removeprefix(above) for key, name in place_names({_village(r.area_id) for r in rows}).items()}
    together = _together(rows)
    return [_traveller(batch, row, places[_village(row.area_id)], together) for row in rows]


def _traveller(batch: Batch, row: Passenger, village: str, together: dict[str, list[Passenger]]) -> Traveller:
    person = row.person
    day = clock.day_of(batch.departs_at)
    others = [other.person.name for other in together.get(row.together, ()) if other.pk != row.pk]
    referral = row.referral
    return Traveller(
        passenger=row,
        person=row.person_uuid,
        name=person.name,
        sex=PERSON["sex"].show(person.sex) if person.sex else "",
        age=person.age_on(day),
        village=village,
        id_masked=ID_NUMBER.mask(person.id_number) if person.id_number else "",
        phone=person.phone or "",
        together=" ".join(others),
        employer=(referral.employer if referral else "") or batch.employer,
        title=row.title or (referral.title if referral else ""),
        boards=row.pick_up.name if row.pick_up else batch.assembly,
        is_named=bool(referral and referral.is_named_today),
        posting=_posting(row),
    )


def _posting(row: Passenger) -> Posting | None:
    """What was promised: the vacancy as it was when it was offered; null when nothing of it is kept."""
    if row.referral is None:
        return None
    try:
        return Posting.from_facts(row.referral.posting)
    except (KeyError, ValueError, TypeError):
        return None


def _together(rows: Sequence[Passenger]) -> dict[str, list[Passenger]]:
    many = Counter(row.together for row in rows if row.together)
    found: dict[str, list[Passenger]] = defaultdict(list)
    for row in rows:
        if many[row.together] > 1:
            found[row.together].append(row)
    return found


def _village(area: str) -> str:
    return area[: KEY_LENGTH[Level.VILLAGE]]


def _in_order(people: list[Traveller]) -> list[Traveller]:
    """By vehicle and seat; then who has none, by village; those on their own last."""
    return sorted(
        people,
        key=lambda one: (
            one.passenger.alone,
            one.trip is None,
            one.passenger.trip_id or 0,
            one.seat or 0,
            one.passenger.area_id,
            one.passenger.pk,
        ),
    )
