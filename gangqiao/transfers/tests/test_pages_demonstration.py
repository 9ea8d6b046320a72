"""The demonstration's plans and batches: one that went, one made ready, one open, one back to work; made once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions import referrals, referrals_answers
from gangqiao.people.models import EmploymentSpell, Intention
from gangqiao.places.models import Division
from gangqiao.transfers import demonstration, demonstration_ready
from gangqiao.transfers.models import Batch, Cost, EnterprisePlan, Passenger
from gangqiao.transfers.reads.escorting import trips_of
from gangqiao.vacancies.tests.made import make_employer, make_vacancy
from tests.rig_for_figures import bare_figures, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
SEEKERS = 24


@pytest.fixture(autouse=True)
def _spring():
    with clock.frozen_at(dt.datetime(2020, 3, 16, 9, 0, tzinfo=clock.TZ)):
        yield


@pytest.fixture
def office(county, make_user, make_person, remember, village_officer, settings, monkeypatch):
    """A small county with whoever acts, and people who seek work, said yes, or are away."""
    settings.DEMO = True
    Division.objects.filter(level__in=["village", "county"]).update(longitude=103.4, latitude=24.4, place_note="test")
    monkeypatch.setattr(demonstration_ready, "SEARCH", 1)
    office = make_user("headquarters_office", county.division, "office")
    make_user("township_clerk", county.xinshao, "xinshao")
    make_user("village_officer", county.villages[0], "xinshao-village")
    for role in ("health", "transport"):
        make_user(role, county.division, role)
    employer = make_employer(county.hongxi, name="样本电子厂", place=county.division)
    vacancy = make_vacancy(employer, number=5)
    for _number in range(2):
        person = make_person(county.villages[0])
        with scope_of(village_officer):
            row = referrals.offer(person.pk, vacancy.uuid, actor=village_officer)
            referrals_answers.accept(row.pk, actor=village_officer)
    for number in range(SEEKERS):
        person = make_person(county.villages[number % 2], birth_date=dt.date(1990, 1, 1))
        remember(Intention, person, wants_work="yes", expires_on=dt.date(2020, 6, 1))
    away = make_person(county.villages[0])
    remember(EmploymentSpell, away, status="working", area_level="other_province", started_on=dt.date(2019, 5, 1))
    return office


def test_batches_stand_in_every_stage_and_a_second_call_makes_none(office, client_of):
    assert demonstration.make_transfers(7) > SEEKERS // 2
    assert demonstration.make_transfers(7) == 0
    assert [one.status for one in EnterprisePlan.objects.order_by("version")] == ["replaced", "active"]
    by_status = dict(Batch.objects.values_list("status", "kind"))
    assert {"open", "list_locked", "closed"} <= set(by_status)
    # One departs tonight, cleared: the phone of its escort has it to do.
    tonight = Batch.objects.get(status="cleared")
    assert clock.day_of(tonight.departs_at) == clock.today()
    escort = User.objects.get(username="xinshao-village")
    assert [trip.batch_id for trip in trips_of(actor_of(escort))] == [tonight.pk]
    with everywhere(reason="test"):
        found = set(Passenger.objects.values_list("status", flat=True))
        assert {"registered", "confirmed", "cleared", "held", "started"} <= found
        assert Cost.objects.exists()
    browser = client_of(office)
    tree = page_of(browser.get(reverse("transfers:board")))
    assert not bare_figures(tree)
    for figure in figures_of(tree):
        if figure.persons:
            assert listed(page_of(browser.get(figure.href)))[0] == figure.persons, figure
    for batch in Batch.objects.all():
        for page in ("batch", "day", "batch_log"):
            assert browser.get(reverse(f"transfers:{page}", args=[batch.uuid])).status_code == 200
