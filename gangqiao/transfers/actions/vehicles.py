"""The fleet of the transport office, and the pick-up points of the villages."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import PickUp, Trip, Vehicle
from gangqiao.transfers.routes_refusals import (
    NoPlate,
    NotOfVehicles,
    OutsideTheEarth,
    PickUpKnown,
    PlateKnown,
    SeatsOfRange,
    VehicleStillGoes,
)

ADD, CORRECT = "transfers.add_vehicle", "transfers.correct_vehicle"
RETIRE, RETURN = "transfers.retire_vehicle", "transfers.return_vehicle"
KEEP = "transfers.keep_pick_up"
FACTS = (
    "plate", "kind", "seats", "licence", "licence_until", "insured_until", "owner", "driver", "driver_phone",
    "driver_until", "cost", "cost_per_km",
)  # fmt: skip
MOST_SEATS = 400  # of a railway carriage or an aircraft


def add_vehicle(values: Mapping[str, Any], *, actor: Actor, area: str, made: bool = False) -> Vehicle:
    """Put a vehicle into the list of an area. values: by the keys of FACTS, money in cents.

    Raises NotYourVerb, PlateKnown, NoPlate, SeatsOfRange, NotOfVehicles.
    """
    with transaction.atomic():
        vehicle = Vehicle(area_id=area, unit=_unit_of(actor, area), made=made)
        require(actor, ADD, vehicle)
        _write(vehicle, values)
        record(ADD, actor=actor, subject=vehicle)
    return vehicle


def correct_vehicle(uuid: UUID, values: Mapping[str, Any], *, actor: Actor) -> Vehicle:
    """Correct what is known of a vehicle; a trip already planned keeps plate and driver as they were then.

    Raises DoesNotExist, NotYourVerb, and what `add_vehicle` raises.
    """
    with transaction.atomic():
        vehicle = Vehicle.objects.select_for_update().get(uuid=uuid)
        require(actor, CORRECT, vehicle)
        before = {key: getattr(vehicle, key) for key in FACTS}
        _write(vehicle, {**before, **values})
        changed = [key for key in FACTS if getattr(vehicle, key) != before[key]]
        if changed:
            record(CORRECT, actor=actor, subject=vehicle, fields=changed)
    return vehicle


def retire_vehicle(uuid: UUID, note: str, *, actor: Actor) -> Vehicle:
    """Take a vehicle out of service. Raises VehicleStillGoes, NotYourVerb, NoteNeeded, NotAllowedNow."""
    pk = Vehicle.objects.values_list("pk", flat=True).get(uuid=uuid)
    with step(Vehicle, pk, RETIRE, actor=actor, note=note) as vehicle:
        ahead = Trip.objects.filter(vehicle=vehicle, is_cancelled=False, back_at__gte=clock.now()).first()
        if ahead is not None:
            raise VehicleStillGoes(vehicle.plate, ahead.starts_at)
    return vehicle


def return_vehicle(uuid: UUID, *, actor: Actor) -> Vehicle:
    """Put a vehicle back into service. Raises NotYourVerb, NotAllowedNow."""
    pk = Vehicle.objects.values_list("pk", flat=True).get(uuid=uuid)
    with step(Vehicle, pk, RETURN, actor=actor) as vehicle:
        pass
    return vehicle


def keep_pick_up(
    village: str, values: Mapping[str, Any], *, actor: Actor, uuid: UUID | None = None, made: bool = False
) -> PickUp:
    """Keep a pick-up point of a village: a new one, or what is known of an old one.

    values  name, longitude, latitude (degrees, both or null), remarks, is_open
    Raises DoesNotExist, NotYourVerb, PickUpKnown, OutsideTheEarth.
    """
    with transaction.atomic():
        point = PickUp.objects.select_for_update().get(uuid=uuid) if uuid else PickUp(area_id=village, made=made)
        require(actor, KEEP, area=point.area_id)
        fields = ("name", "longitude", "latitude", "remarks", "is_open")
        changed = [key for key in fields if key in values and getattr(point, key) != values[key]]
        for key in changed:
            setattr(point, key, values[key])
        _hold_point(point)
        if changed or not uuid:
            point.save()
            record(KEEP, actor=actor, subject=point, fields=changed if uuid else [])
    return point


def _hold_point(point: PickUp) -> None:
    east, north = point.longitude, point.latitude
    both = (east is None) == (north is None)
    if not both or (east is not None and north is not None and not (-180 <= east <= 180 and -90 <= north <= 90)):
        raise OutsideTheEarth
    if PickUp.objects.filter(area_id=point.area_id, name=point.name).exclude(pk=point.pk).exists():
        raise PickUpKnown


def plain_plate(text: Any) -> str:
    """A number plate as it is kept: without spaces and dots, in capitals."""
    found = unicodedata.normalize("NFKC", str(text or "")).upper()
    return "".join(letter for letter in found if letter.isalnum())[:12]


def _write(vehicle: Vehicle, values: Mapping[str, Any]) -> None:
    for key in FACTS:
        if key in values:
            setattr(vehicle, key, values[key])
    vehicle.plate = plain_plate(vehicle.plate)
    if not vehicle.plate:
        raise NoPlate
    if Vehicle.objects.filter(plate=vehicle.plate).exclude(pk=vehicle.pk).exists():
        raise PlateKnown(vehicle.plate)
    if vehicle.kind not in LISTS["vehicle_kind"]:
        raise NotOfVehicles
    if not isinstance(vehicle.seats, int) or not 2 <= vehicle.seats <= MOST_SEATS:
        raise SeatsOfRange(MOST_SEATS)
    vehicle.save()


def _unit_of(actor: Actor, area: str) -> str:
    """Code of the unit by whose post the vehicle is added; "" when no unit keeps records of its own."""
    keeps = next((post.keeps for post in actor.posts if post.covers(ADD, area)), "")
    return keeps.strip("@/")
