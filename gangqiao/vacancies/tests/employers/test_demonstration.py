"""The demonstration plays collecting and cooperation with made-up employers, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gangqiao.accounts.actions.demonstration import make_demo_accounts
from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.audit.models import Event
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.places.actions import add_divisions
from gangqiao.places.growth import NewDivision
from gangqiao.places.levels import Level, Scheme
from gangqiao.places.models import Division
from gangqiao.vacancies.demonstration_collecting import make_collecting
from gangqiao.vacancies.demonstration_cooperation import WORDS, make_cooperation
from gangqiao.vacancies.models import (
    Agency,
    AgencyResult,
    Employer,
    Fair,
    Fillable,
    FoundCall,
    Line,
    Return,
    Stall,
    Station,
)
from gangqiao.vacancies.policy.licences import month_before
from gangqiao.vacancies.reads.agencies import agencies, unreported
from gangqiao.vacancies.reads.employers import own_of
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

pytestmark = pytest.mark.django_db
CODES = {"广东省": "44", "深圳市": "4403", "昆明市": "5301"}


def test_collecting_is_played_once(county: Any, settings: Any) -> None:
    settings.DEMO = True
    make_demo_accounts()
    for area in (*county.townships, *county.townships):
        make_employer(area)
    assert make_collecting(7)
    assert not make_collecting(7)
    with everywhere(reason="test"):
        assert Line.objects.exclude(outcome="").exists()
        assert FoundCall.objects.exists()
        assert Return.objects.filter(status="handed_in").count() == 2
        assert Employer.objects.filter(unit="water").count() == 1
    own = actor_of(User.objects.get(username="employer"))
    with scope_of(own.areas("vacancies.view_employers")):
        assert len(own_of(own)) == 1


@pytest.fixture
def partners(county: Any) -> None:
    """Where the agreements of the demonstration lead to."""
    nation = Division.objects.get(level=Level.NATION).key
    _one(Level.PREFECTURE, "深圳市", _one(Level.PROVINCE, "广东省", nation))
    _one(Level.PREFECTURE, "昆明市", _one(Level.PROVINCE, "云南省", nation))


def _one(level: Level, name: str, parent: str) -> str:
    found = Division.objects.filter(name=name, level=level).first()
    if found is None:
        new = NewDivision(parent=parent, level=level, name=name, code=CODES[name], scheme=Scheme.OFFICIAL)
        (found,) = add_divisions([new], actor=SYSTEM, source="test")
    return str(found.key)


def test_cooperation_is_played_once_and_shows_on_every_page(
    county: Any, partners: None, settings: Any, client: Any
) -> None:
    settings.DEMO = True
    make_demo_accounts()
    for area in county.townships:
        make_vacancy(make_employer(area))
    assert make_cooperation(7)
    events = Event.objects.count()
    assert not make_cooperation(7)
    assert Event.objects.count() == events
    assert Station.objects.filter(agreement__isnull=False).count() == 2
    assert set(Fair.objects.values_list("status", flat=True)) == {"counted", "planned"}
    with everywhere(reason="test"):
        assert Agency.objects.filter(kind="broker").count() == 2
        assert Stall.objects.filter(hired__isnull=False).exists()
        assert Stall.objects.filter(hired=None).exists()
        assert Fillable.objects.count() == len(county.townships)
    own = actor_of(User.objects.get(username="agency"))
    with scope_of(own.areas("vacancies.report_agency")):
        (agency,) = agencies()
        assert AgencyResult.objects.filter(stayed__isnull=False).exists()
        assert unreported(month_before(clock.today())) == [agency]
    assert "0755-55500102" in client.get(reverse("vacancies:public_stations")).content.decode()
    assert WORDS["coming"]["name"] in client.get(reverse("vacancies:public_fairs")).content.decode()


def test_real_people_are_never_played_with(county: Any, settings: Any) -> None:
    settings.DEMO = False
    assert not make_collecting(7)
    assert not make_cooperation(7)
