"""The pages of the allocation workbench, walked through as their readers do."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.actions.allocations_rules import price_rules
from gangqiao.matching.actions.allocations_running import compute
from gangqiao.matching.actions.allocations_sending import send
from gangqiao.matching.models import Allocation, Companions, Referral
from gangqiao.people.models import Intention
from gangqiao.vacancies.tests.made import make_employer, make_vacancy

FORM = {"name": "春季", "mode": "optimum", "circle": "seekers", "per_priority": "200", "grounds": ["poor", "idle"],
        "couples": "on", "groups": "on"}  # fmt: skip


@pytest.fixture
def seekers(make_person, county):
    """Three who seek work: two in the first village, one in the other township."""
    found = [
        make_person(area, speaks_mandarin="yes") for area in (county.villages[0], county.villages[0], county.hongxi)
    ]
    with everywhere(reason="test data"):
        for person in found:
            Intention.objects.create(
                area_id=person.area_id, person=person, valid_from=clock.today(), wants_work="yes",
                wished_level="other_province", expires_on=clock.today() + dt.timedelta(90),
            )  # fmt: skip
    return found


@pytest.fixture
def vacancy(county):
    return make_vacancy(make_employer(county.hongxi), number=2)


def only() -> Allocation:
    with everywhere(reason="test"):
        return Allocation.objects.get()


def work(function, *given) -> None:
    with everywhere(reason="what the worker does"):
        function(*given)


def test_from_preparing_to_the_proposals_of_a_village(seekers, vacancy, county, client_of):
    city = client_of("city_officer")
    assert city.get("/matching/allocations/").status_code == 200
    faults = city.post("/matching/allocations/new/", {"name": " "})
    assert faults.status_code == 422
    made = city.post("/matching/allocations/new/", FORM | {f"quota_{county.xinshao.key}": "1"}, follow=True)
    here = made.redirect_chain[-1][0]
    assert only().wishes["quotas"] == {county.xinshao.key: 1}
    running = city.post(f"{here}run/", follow=True)
    assert 'hx-trigger="every 2s"' in running.text
    work(compute, only().uuid)
    work(price_rules, only().uuid, 1)
    page = city.get(here)
    assert page.status_code == 200
    assert 'hx-trigger="every 2s"' not in page.text
    for number in ("3", "2"):
        assert f'data-figure="{number}"' in page.text
    figures = re.findall(r'data-figure="(\d+)"[^>]*><a href="([^"]*/allocated/[^"]*)"', page.text)
    assert len(figures) > 10
    for persons, href in figures:
        assert city.get(href.replace("&amp;", "&")).context["count"] == int(persons), href
    assert city.get(f"{here}?by=employer").status_code == 200
    assert city.post(f"{here}propose/", follow=True).status_code == 200
    work(send, only().uuid)
    with everywhere(reason="test"):
        assert Referral.objects.filter(status="suggested").count() == 2
    assert city.post(f"{here}drop/", follow=True).status_code == 200
    assert only().status == "proposed", "what was sent is not dropped"

    village = client_of("village_officer")
    listed = village.get("/matching/allocations/")
    assert "春季" in listed.text
    assert village.get(here).status_code == 404
    people = village.get(f"/matching/allocated/{only().uuid}/?what=all")
    assert seekers[0].name in people.text
    assert seekers[2].name not in people.text


def test_a_stranger_reads_nobody_of_another_township(seekers, vacancy, county, client_of):
    city = client_of("city_officer")
    city.post("/matching/allocations/new/", FORM)
    city.post(f"/matching/allocations/{only().uuid}/run/")
    work(compute, only().uuid)
    stranger = client_of("stranger")
    # What was not sent is nobody's but the city's.
    assert stranger.get(f"/matching/allocated/{only().uuid}/?what=all").status_code == 404
    assert "春季" not in stranger.get("/matching/allocations/").text
    assert stranger.post("/matching/allocations/new/", FORM).status_code == 403


def test_vacancies_and_companions_are_picked_by_hand(seekers, vacancy, county, client_of):
    city = client_of("city_officer")
    city.post("/matching/allocations/new/", FORM)
    here = f"/matching/allocations/{only().uuid}/"
    assert vacancy.title in city.get(f"{here}vacancies/?q={vacancy.title}").text
    city.post(f"{here}vacancies/", {"act": "add", "pick": [str(vacancy.uuid), "nonsense"]})
    assert only().wishes["vacancies"] == [str(vacancy.uuid)]
    assert city.get(f"{here}vacancies/?only=picked").status_code == 200
    city.post(f"{here}vacancies/", {"act": "clear"})
    assert only().wishes["vacancies"] == []
    page = city.get(f"{here}together/?village={county.villages[0].key}")
    assert seekers[0].name in page.text
    assert seekers[2].name not in page.text
    city.post(f"{here}together/put/", {"person": [str(one.uuid) for one in seekers[:2]]})
    with everywhere(reason="test"):
        kept = Companions.objects.get()
    assert seekers[0].name in city.get(f"{here}together/").text
    city.post(f"{here}together/put/", {"apart": str(kept.uuid)})
    with everywhere(reason="test"):
        assert not Companions.objects.exists()
    assert city.get(f"{here}change/").status_code == 200
    city.post(f"{here}change/", FORM | {"mode": "stable", "classes": ["far"]})
    assert (only().wishes["mode"], only().wishes["classes"]) == ("stable", ["far"])


def test_two_runs_are_compared(seekers, vacancy, county, client_of):
    city = client_of("city_officer")
    city.post("/matching/allocations/new/", FORM)
    here = f"/matching/allocations/{only().uuid}/"
    for quota in ("", "2"):
        city.post(f"{here}change/", FORM | {f"quota_{county.xinshao.key}": quota})
        city.post(f"{here}run/")
        work(compute, only().uuid)
    page = city.get(here)
    assert "what=changed" in page.text
    changed = city.get(f"/matching/allocated/{only().uuid}/?what=changed")
    assert changed.status_code == 200
    city.post(f"{here}run/")
    assert city.post(f"{here}cancel/", follow=True).status_code == 200
    assert only().status == "cancelled"
    city.post(f"{here}drop/")
    assert only().status == "dropped"
    assert city.get(here).status_code == 200
