"""The cast of a batch."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals, referrals_answers
from gangqiao.matching.actions.referrals_answers import Given
from gangqiao.transfers.actions import batches
from gangqiao.transfers.models import Batch, Vehicle
from gangqiao.transfers.tests.made import make_batch, make_passenger
from gangqiao.transfers.tests.rig import TODAY
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.fixture
def spring():
    """The morning of the plan's day."""
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def employer(county):
    return make_employer(county.hongxi, party="factory")


@pytest.fixture
def referral(employer, person, village_officer):
    """Somebody said yes and agreed to be named."""
    vacancy = make_vacancy(employer, number=3)
    with scope_of(village_officer):
        offered = referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
        return referrals_answers.accept(offered.pk, consent=Given("in_person"), actor=village_officer)


@pytest.fixture
def planned(county, employer, city_officer):
    with scope_of(city_officer):
        return batches.plan_batch(
            {
                "area": county.division, "organiser": "bureau", "employer_uuid": employer.uuid,
                "employer": employer.name, "destination": county.hongxi, "seats": 3,
                "departs_at": TODAY + dt.timedelta(hours=2), "arrives_at": TODAY + dt.timedelta(hours=8),
            },
            actor=city_officer,
        )  # fmt: skip


@pytest.fixture
def opened(planned, city_officer):
    Batch.objects.filter(pk=planned.pk).update(party="factory")
    with scope_of(city_officer):
        return batches.open_batch(planned.uuid, actor=city_officer)


@pytest.fixture
def on_the_map(county: Any) -> Any:
    """The test county with places: the seat, and villages around it."""
    for n, one in enumerate([county.division, *county.townships, *county.villages]):
        one.longitude, one.latitude, one.place_note = 103.4 + 0.03 * n, 24.4 + 0.02 * (n % 3), "test"
        one.save()
    return county


def make_coach(area: Any, plate: str, **values: Any) -> Vehicle:
    until = clock.today() + dt.timedelta(days=200)
    given = {
        "area": area, "plate": plate, "kind": "coach", "seats": 12, "licence_until": until, "insured_until": until,
        "driver": "张三", "driver_until": until, "cost": 60_000, "cost_per_km": 500,
    }  # fmt: skip
    return Vehicle.objects.create(**given | values)


@pytest.fixture
def twenty_to_fetch(on_the_map: Any, make_person: Any) -> Batch:
    """Twenty people of four villages, two couples among them; three coaches of twelve seats."""
    departs = timezone.localtime(clock.now()).replace(hour=11, minute=0, second=0, microsecond=0)
    found = make_batch(on_the_map.division, departs_at=departs + dt.timedelta(days=3), arrives_at=None)
    for n in range(20):
        person = make_person(on_the_map.villages[n % 4])
        make_passenger(person, found, together={0: "a", 4: "a", 1: "b", 5: "b"}.get(n, ""))
    for plate in ("云G10001", "云G10002", "云G10003"):
        make_coach(on_the_map.division, plate)
    return found
