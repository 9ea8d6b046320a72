"""The demonstration's referrals: in every state, and made once."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.accounts.models import Grant, Unit, UnitKind, User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching import demonstration_referrals
from gangqiao.matching.models import Referral
from gangqiao.matching.states import Status
from gangqiao.people.models import Intention
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
LATER = {Status.RETAINED_90, Status.RETAINED_180}


def test_there_is_one_of_every_state_and_a_second_call_makes_none(county, make_user, make_person, remember, settings):
    settings.DEMO = True
    make_user("headquarters_office", county.division, "office")
    make_user("employment_clerk", county.division, "employment")
    unit = Unit.objects.create(code="sample-employer", name="样本", kind=UnitKind.EMPLOYER)
    own = User.objects.create(username="employer", display_name="employer", unit=unit)
    Grant.objects.create(user=own, role="employer", area=None, valid_from=dt.date(2019, 1, 1))
    make_employer(county.xinshao, party=unit.code)
    for _number in range(2):
        make_vacancy(make_employer(county.hongxi), number=30)
    for _number in range(len(demonstration_referrals.COURSES)):
        remember(Intention, make_person(county.xinshao), expires_on=clock.today() + dt.timedelta(days=90))
    made = demonstration_referrals.make_referrals(7)
    with everywhere(reason="test"):
        states = set(Referral.objects.values_list("status", flat=True))
        assert Referral.objects.exclude(party="").exists()
    assert made == len(demonstration_referrals.COURSES)
    assert states == set(Status) - LATER
    assert demonstration_referrals.make_referrals(7) == 0
