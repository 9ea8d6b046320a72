"""The pages: whom each reader finds entitled, figures that open, the person's own reasons, the rules of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.subsidies.tests.made import make_poor, make_work
from tests.rig_for_figures import faults_of_page, figures_of, listed, page_of

pytestmark = pytest.mark.django_db
DAY = "?day=2020-07-01"


@pytest.fixture
def entitled(person: Any, make_person: Any, county: Any) -> tuple[Any, Any]:
    """One in a village of Xinshao, one in Hongxi; both entitled to the reward on 1 July 2020."""
    other = make_person(county.hongxi, name="李远", birth_date=date(1990, 1, 1))
    with everywhere(reason="test data"):
        type(person).objects.filter(pk=person.pk).update(birth_date=date(1985, 5, 1))
    for one in (person, other):
        make_poor(one)
        make_work(one)
    return person, other


@pytest.mark.requirement("R085", "R091")
def test_each_reader_finds_the_entitled_of_the_own_area(client_of: Any, entitled: Any):
    here, there = (one.name for one in entitled)
    people = f"/subsidies/entitled/people/{DAY}&rule=outgoing_work_reward&standing=entitled"
    for who, sees in (
        ("village_officer", (True, False)), ("township_clerk", (True, False)), ("stranger", (False, True)),
        ("city_officer", (True, True)), ("auditor", (True, True)),
    ):  # fmt: skip
        said = client_of(who).get(people).content.decode()
        assert ((here in said), (there in said)) == sees, who
        page = client_of(who).get(f"/subsidies/entitled/{DAY}")
        assert page.status_code == 200, who
    village = client_of("village_officer")
    assert village.get(f"{people}&area={entitled[1].area_id}").content.decode().count("李远") == 0


def test_every_number_opens_to_as_many_names(client_of: Any, entitled: Any):
    browser = client_of("city_officer")
    page = page_of(browser.get(f"/subsidies/entitled/{DAY}"))
    assert not list(faults_of_page(page, opens=True))
    opened = [figure for figure in figures_of(page) if figure.persons]
    assert opened
    for figure in opened:
        assert listed(page_of(browser.get(figure.href))) == (figure.persons, figure.persons)


def test_a_number_that_does_not_exist_is_not_found(client_of: Any, entitled: Any):
    browser = client_of("city_officer")
    for asked in ("rule=nothing&standing=entitled", "rule=start_up&standing=nothing", ""):
        assert browser.get(f"/subsidies/entitled/people/{DAY}&{asked}").status_code == 404
    assert browser.get("/subsidies/entitled/?day=soon&area=%27%20OR%201").status_code == 200


@pytest.mark.requirement("R085")
def test_the_persons_file_says_what_and_why(client_of: Any, entitled: Any, monkeypatch: Any):
    monkeypatch.setattr(clock, "today", lambda: date(2020, 7, 1))
    browser = client_of("village_officer")
    said = browser.get(f"/people/{entitled[0].uuid}/").content.decode()
    assert "外出务工奖补" in said
    assert "1,000元" in said
    assert "稳定就业3个月以上" in said


def test_the_rules_of_a_day_and_one_with_its_examples(client_of: Any):
    browser = client_of("township_clerk")
    said = browser.get("/subsidies/?day=2020-03-28").content.decode()
    assert "外出务工奖补" in said
    assert "未确认，暂不发放" in said
    rule = browser.get("/subsidies/rules/outgoing_work_reward/?day=2020-07-01").content.decode()
    assert "稳定就业3个月以上" in rule
    assert "1,000元" in rule
    assert browser.get("/subsidies/rules/nothing/").status_code == 404
    assert "2026年" in browser.get("/subsidies/?day=2026-07-01").content.decode()
