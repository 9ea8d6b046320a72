"""The page of what comes by itself: what made its claim, what did not and why, and the button."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.assistance.tests.test_sheets import final, submitted, worked
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads.facts_feeding_sources import DIED, plans_of
from gangqiao.subsidies.tests.test_feeding import FEBRUARY, TODAY, on_duty
from gangqiao.training.models import Class

pytestmark = pytest.mark.django_db
PAGE, NOW = "/subsidies/feeds/", "/subsidies/feeds/now/"


@pytest.fixture(autouse=True)
def _spring() -> Any:
    with clock.frozen_at(TODAY):
        yield


@pytest.fixture
def sheet(person, make_person, county, village_officer, township_clerk) -> Any:
    """Two holders; one has died since."""
    holders = [on_duty(person), on_duty(make_person(county.villages[0], name="李在岗"))]
    for one in holders:
        worked(one, FEBRUARY, 15, village_officer)
    sheet = final(submitted(holders[0], FEBRUARY, village_officer), township_clerk)
    with everywhere(reason="test data"):
        type(person).objects.filter(pk=person.pk).update(life="dead", died_on=date(2020, 3, 1))
    return sheet


@pytest.mark.requirement("R100")
def test_the_page_says_what_came_and_what_did_not_and_the_button_makes_it_come(client_of, sheet, person):
    browser = client_of("township_clerk")
    said = browser.get(PAGE).content.decode()
    assert "李在岗" in said
    assert person.name in said
    assert Look.objects.filter(verb="subsidies.make_claim").exists()
    assert browser.get(NOW).status_code == 405
    for _time in range(2):
        assert browser.post(NOW).status_code == 302
    with everywhere(reason="test"):
        (claim,) = Claim.objects.all()
    said = browser.get(f"{PAGE}?month=2020-02").content.decode()
    assert claim.code in said
    assert str(DIED) in said
    for asked in ("?source=class", "?source=trip", "?source=nothing&month=soon", "?month=2019-01"):
        assert browser.get(f"{PAGE}{asked}").status_code == 200


def test_nobody_sees_or_makes_what_lies_elsewhere(client_of, sheet, person):
    said = client_of("stranger").get(PAGE).content.decode()
    assert person.name not in said
    assert "李在岗" not in said
    client_of("stranger").post(NOW)
    assert client_of("auditor").get(PAGE).status_code == 403
    assert client_of("auditor").post(NOW).status_code == 403
    with everywhere(reason="test"):
        assert not Claim.objects.exists()


def test_the_page_and_the_run_say_the_same(sheet, county):
    plans = plans_of("post", FEBRUARY, TODAY, [str(county.division.key)])
    assert [(one.is_due, one.reason) for one in sorted(plans, key=lambda one: one.is_due)] == [
        (False, DIED), (True, None),
    ]  # fmt: skip
    assert plans_of("class", FEBRUARY, TODAY, [str(county.division.key)]) == []
    assert not Class.objects.exists()
