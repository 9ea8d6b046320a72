"""What transfers keeps, for the tests. Nothing here is real."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from gangqiao.accounts.models import Unit, UnitKind, User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, everywhere
from gangqiao.people.models import Person
from gangqiao.places.models import Division
from gangqiao.transfers.models import Batch, Cost, HealthCheck, Incident, Passenger, Printing, Trip

OPEN_GATES: dict[str, Any] = {}


def make_batch(area: Division | str, **values: Any) -> Batch:
    """An open batch of 45 seats that departs in three days."""
    now = clock.now()
    given = {
        "number": f"T-{uuid4().hex[:8]}",
        "status": "open",
        "area_id": getattr(area, "pk", area),
        "organiser": "bureau",
        "employer_uuid": uuid4(),
        "employer": "样本电子厂",
        "departs_at": now + timedelta(days=3),
        "arrives_at": now + timedelta(days=3, hours=20),
        "seats": 45,
        "gates": OPEN_GATES,
        "made": True,
    }
    return Batch.objects.create(**given | values)


def make_trip(batch: Batch, **values: Any) -> Trip:
    """A coach of 45 seats, one of them the escort's."""
    given = {
        "number": batch.trips.count() + 1,
        "kind": "coach",
        "seats": 45,
        "starts_at": batch.departs_at,
        "ends_at": batch.departs_at + timedelta(hours=2),
    } | values
    back_at = given["ends_at"] + (given["ends_at"] - given["starts_at"])
    return Trip.objects.create(batch=batch, **{"back_at": back_at} | given)


def make_passenger(person: Person, batch: Batch, **values: Any) -> Passenger:
    """A registered passenger."""
    given = {
        "area_id": person.area_id,
        "batch": batch,
        "person": person,
        "person_uuid": person.uuid,
        "shown_name": person.name,
        "registered_by": "test",
        "made": True,
    }
    with everywhere(reason="test data"):
        return Passenger.objects.create(**given | values)


def transfers_of(person: Person) -> list[ScopedModel]:
    """A passenger with a check, a cost and an incident, and papers of the batch."""
    batch = make_batch(person.area_id)
    passenger = make_passenger(person, batch)
    now = clock.now()
    given = {"area_id": person.area_id, "passenger": passenger, "by": "test"}
    with everywhere(reason="test data"):
        check = HealthCheck.objects.create(
            **given, at=now, result="fit", valid_until=now, delete_on=clock.today() + timedelta(days=30)
        )
        cost = Cost.objects.create(
            **given,
            batch=batch,
            person_uuid=person.uuid,
            kind="fare",
            fund_line="employment",
            cents=12000,
            on=clock.today(),
        )
        incident = Incident.objects.create(**given, batch=batch, kind="delay", at=now)
        printing = Printing.objects.create(area_id=person.area_id, batch=batch, asker=_asker(), papers=["manifest"])
    return [passenger, check, cost, incident, printing]


def _asker() -> User:
    """Who asked for papers: a user without a post."""
    unit, _made = Unit.objects.get_or_create(code="test", defaults={"name": "测试单位", "kind": UnitKind.OTHER})
    found: User = User.objects.get_or_create(username="prints", defaults={"display_name": "nobody", "unit": unit})[0]
    return found
