"""A batch with all that belongs to it, for the tests of the day: people, a vehicle, an escort, checks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.models import Batch, Disinfection, Escort, HealthCheck, Passenger, Trip, Vehicle
from gangqiao.transfers.tests.made import make_batch, make_passenger, make_trip

TODAY = datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)  # the day of the plan
DAY = datetime(2020, 3, 18, 8, 0, tzinfo=clock.TZ)
GATES = {"health": True, "disinfection": True}


def make_vehicle(area: Any, **values: Any) -> Vehicle:
    """A licensed, insured coach with a driver."""
    until = clock.today() + timedelta(days=300)
    given = {
        "area_id": getattr(area, "pk", area),
        "plate": f"T{uuid4().hex[:8]}",
        "kind": "coach",
        "seats": 45,
        "licence_until": until,
        "insured_until": until,
        "driver": "样本司机",
        "driver_until": until,
    }
    return Vehicle.objects.create(**given | values)


def ready_trip(batch: Batch, escort: User, vehicle: Vehicle | None = None, **values: Any) -> Trip:
    """A trip with a vehicle, disinfected, and an escort."""
    vehicle = vehicle or make_vehicle(batch.area_id)
    trip = make_trip(batch, vehicle=vehicle, plate=vehicle.plate, **{"seats": vehicle.seats} | values)
    Escort.objects.create(trip=trip, user=escort, name="样本")
    disinfect(trip)
    return trip


def disinfect(trip: Trip) -> None:
    plate = trip.vehicle.plate if trip.vehicle else ""
    Disinfection.objects.create(trip=trip, plate=plate, at=clock.now(), agent="含氯消毒剂", by="test")


def check(passenger: Passenger, result: str = "fit", hours: int = 24) -> None:
    """A check made now."""
    now = clock.now()
    with everywhere(reason="test data"):
        HealthCheck.objects.create(
            area_id=passenger.area_id, passenger=passenger, at=now, result=result, by="test",
            valid_until=now + timedelta(hours=hours), delete_on=clock.today() + timedelta(days=30),
        )  # fmt: skip


def ready_passenger(person: Any, batch: Batch, trip: Trip | None = None, seat: int | None = None) -> Passenger:
    """Agreed, checked, cleared and seated."""
    now = clock.now()
    passenger = make_passenger(
        person, batch, status="cleared", consent_on=clock.today(), consent_way="spoken", cleared_at=now,
        trip=trip, seat=seat,
    )  # fmt: skip
    check(passenger)
    Batch.objects.filter(pk=batch.pk).update(taken=fresh(batch).taken + 1)
    return passenger


def ready_batch(area: Any, escort: User, people: list[Any], **values: Any) -> tuple[Batch, Trip, list[Passenger]]:
    """A batch with its list locked in which nothing is wrong, today."""
    given = {"status": "list_locked", "gates": GATES, "departs_at": clock.now() + timedelta(hours=1)}
    given["arrives_at"] = clock.now() + timedelta(hours=20)
    batch = make_batch(area, **given | values)
    trip = ready_trip(batch, escort)
    passengers = [ready_passenger(one, batch, trip, seat) for seat, one in enumerate(people, 1)]
    return fresh(batch), trip, passengers


def fresh(row: Any) -> Any:
    """The row as it stands in the database."""
    with everywhere(reason="test"):
        return type(row)._default_manager.get(pk=row.pk)


def spoil_vehicle(trip: Trip, **values: Any) -> None:
    """Change what is kept of the vehicle of a trip."""
    type(trip.vehicle).objects.filter(pk=trip.vehicle_id).update(**values)
