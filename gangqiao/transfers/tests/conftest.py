"""The cast of a batch."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals, referrals_answers
from gangqiao.matching.actions.referrals_answers import Given
from gangqiao.transfers.actions import batches
from gangqiao.transfers.models import Batch
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
