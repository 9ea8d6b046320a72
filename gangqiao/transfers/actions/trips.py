"""One trip by hand: its vehicle, its escorts, the seats of its passengers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from gangqiao.accounts.models import User
from gangqiao.audit.events import record
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.actions.batches_counting import unclear
from gangqiao.transfers.actions.reach import (
    acting,
    lock_batch,
    lock_passenger,
    lock_passengers,
    own_batch,
    own_passenger,
    trip_of,
    whole,
)
from gangqiao.transfers.actions.routes_keeping import come_back, put_vehicle, refuse_departed, refuse_vehicle
from gangqiao.transfers.models import Batch, Escort, Passenger, Trip, Vehicle
from gangqiao.transfers.routes_refusals import (
    BackTooEarly,
    EscortElsewhere,
    EscortNamed,
    HasDeparted,
    NoSuchSeat,
    NotOfThisBatch,
    NotOnTheList,
    SeatGiven,
    SeatsAreTaken,
    TooManyEscorts,
)
from gangqiao.transfers.routes_seats import seats_for
from gangqiao.transfers.states import ON_THE_LIST, TRAVELLING

GIVE, NAME, SEAT = "transfers.give_vehicle", "transfers.name_escort", "transfers.seat"


def give_vehicle(trip_uuid: UUID, vehicle_uuid: UUID, *, actor: Actor, back_at: datetime | None = None) -> Trip:
    """Give a trip its vehicle, or another one. The seats are given anew where the old ones are not there any more.

    back_at  when the vehicle is back, where that is known; null: by policy
    Raises DoesNotExist, NotYourVerb, HasDeparted, OutOfUse, PaperRunOut, SeatsAreTaken, VehicleElsewhere, BackTooEarly.
    """
    with trip_of(trip_uuid, GIVE, actor) as (batch, trip):
        _refuse_departed(batch, trip)
        people = lock_passengers(batch, trip=trip, status__in=list(TRAVELLING))
        trip = _locked(trip)
        # Two who give one vehicle at the same time stand in line here; the second finds it on the first one's trip.
        vehicle = Vehicle.objects.select_for_update(of=("self",)).get(uuid=vehicle_uuid)
        if back_at is not None and back_at < trip.ends_at:
            raise BackTooEarly(trip.ends_at)
        come_back(trip, back_at)
        refuse_vehicle(vehicle, trip)
        places = vehicle.seats - trip.escorts - trip.relief_seats
        if len(people) > places or places < 1:
            raise SeatsAreTaken(len(people), places)
        trip.kind, trip.seats = vehicle.kind, vehicle.seats
        put_vehicle(trip, vehicle)
        trip.cost = vehicle.cost + (trip.metres * vehicle.cost_per_km + 500) // 1000
        if any((one.seat or 0) > places for one in people):
            _seat_anew(people, places)
        _save(trip)
        unclear(batch, "vehicle")
        record(GIVE, actor=actor, subject=batch, fields=["vehicle"])
    return trip


def name_escort(trip_uuid: UUID, user_id: int, *, phone: str = "", actor: Actor) -> Trip:
    """Name a user who travels along and answers for the manifest. The second one and those after need a seat each.

    Raises DoesNotExist, NotYourVerb, HasDeparted, EscortNamed, EscortElsewhere, TooManyEscorts.
    """
    with trip_of(trip_uuid, NAME, actor) as (batch, trip):
        _refuse_departed(batch, trip)
        people = lock_passengers(batch, trip=trip, status__in=list(TRAVELLING))
        trip = _locked(trip)
        user = User.objects.get(pk=user_id, is_active=True)
        if trip.escorting.filter(user=user).exists():
            raise EscortNamed
        _refuse_elsewhere(trip, user)
        named = trip.escorting.count() + 1
        if named > trip.escorts:
            if len(people) > trip.seats - named - trip.relief_seats:
                raise TooManyEscorts
            trip.escorts = named
            if any((one.seat or 0) > trip.places for one in people):
                _seat_anew(people, trip.places)
        Escort.objects.create(trip=trip, user=user, name=user.display_name[:40], phone=phone[:20])
        _save(trip)
        record(NAME, actor=actor, subject=batch, fields=["escorts"])
    return trip


def unname_escort(trip_uuid: UUID, user_id: int, *, actor: Actor) -> Trip:
    """Somebody does not travel along after all. Raises DoesNotExist, NotYourVerb, HasDeparted."""
    with trip_of(trip_uuid, NAME, actor) as (batch, trip):
        _refuse_departed(batch, trip)
        trip = _locked(trip)
        trip.escorting.get(user=user_id).delete()
        _save(trip)
        unclear(batch, "escort")
        record(NAME, actor=actor, subject=batch, fields=["escorts"])
    return trip


def seat(passenger_uuid: UUID, trip_uuid: UUID, seat: int, *, actor: Actor) -> Passenger:
    """Give somebody on the list a seat of a trip, also another one than before.

    Raises DoesNotExist, NotYourVerb, HasDeparted, NotOnTheList, NotOfThisBatch, NoSuchSeat, SeatGiven.
    """
    found = own_passenger(passenger_uuid, SEAT, actor)
    with whole():
        batch = lock_batch(found.batch_id)
        refuse_departed(batch)
        passenger = lock_passenger(found, batch)
        if passenger.status not in ON_THE_LIST or passenger.alone:
            raise NotOnTheList
        trip = Trip.objects.select_for_update(of=("self",)).get(uuid=trip_uuid)
        if trip.batch_id != batch.pk or trip.is_cancelled:
            raise NotOfThisBatch
        if not 1 <= seat <= trip.places:
            raise NoSuchSeat(trip.places)
        if Passenger.objects.filter(trip=trip, seat=seat).exclude(pk=passenger.pk).exists():
            raise SeatGiven(seat)
        passenger.trip, passenger.seat = trip, seat
        passenger.save(update_fields=["trip", "seat"])
        _save(trip)
        record(SEAT, actor=acting(actor, SEAT, passenger), subject=passenger, fields=["trip", "seat"])
    return passenger


def seat_all(batch_uuid: UUID, *, actor: Actor) -> int:
    """Give everybody on the list of a batch without a seat a free one, villages and couples together.

    How many got one. Raises DoesNotExist, NotYourVerb, HasDeparted.
    """
    found = own_batch(batch_uuid, SEAT, actor)
    with whole():
        batch = lock_batch(found.pk)
        refuse_departed(batch)
        people = lock_passengers(batch, status__in=list(ON_THE_LIST), alone=False)
        waiting = sorted((one for one in people if one.seat is None), key=lambda one: (one.area_id, one.together))
        seated = 0
        for trip in batch.trips.select_for_update().filter(is_cancelled=False).order_by("number"):
            free = trip.places - sum(1 for one in people if one.trip_id == trip.pk and one.seat is not None)
            some, waiting = waiting[: max(0, free)], waiting[max(0, free) :]
            seated += len(some)
            _fill(trip, some)
        if seated:
            record(SEAT, actor=actor, subject=batch, fields=["seats"])
    return seated


def _fill(trip: Trip, some: list[Passenger]) -> None:
    taken = set(Passenger.objects.filter(trip=trip, seat__isnull=False).values_list("seat", flat=True))
    free = iter(number for number in range(1, trip.places + 1) if number not in taken)
    for one in some:
        one.trip, one.seat = trip, next(free)
    Passenger.objects.bulk_update(some, ["trip", "seat"], batch_size=200)


def _refuse_departed(batch: Batch, trip: Trip) -> None:
    refuse_departed(batch)
    if trip.departed_at is not None or trip.is_cancelled:
        raise HasDeparted


def _locked(trip: Trip) -> Trip:
    return Trip.objects.select_for_update(of=("self",)).get(pk=trip.pk)


def _save(trip: Trip) -> None:
    trip.revision += 1
    trip.save()


def _seat_anew(people: list[Passenger], places: int) -> None:
    units: dict[str, list[int]] = {}
    for one in sorted(people, key=lambda one: (one.seat is None, one.seat)):
        units.setdefault(one.together or f"#{one.pk}", []).append(one.pk)
    given = seats_for(units.values(), places)
    Passenger.objects.filter(pk__in=list(given)).update(seat=None)
    for one in people:
        one.seat = given[one.pk]
    Passenger.objects.bulk_update(people, ["seat"], batch_size=200)


def _refuse_elsewhere(trip: Trip, user: User) -> None:
    clash = Escort.objects.filter(
        user=user, trip__is_cancelled=False, trip__starts_at__lt=trip.ends_at, trip__ends_at__gt=trip.starts_at
    ).exclude(trip=trip)
    if (other := clash.select_related("trip__batch").first()) is not None:
        raise EscortElsewhere(user.display_name, other.trip.batch.number)
