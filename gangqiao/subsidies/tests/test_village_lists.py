"""The list of a village for the officer's phone: entitled now, entitled if, where the claims wait; and nothing more."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import accumulate
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gangqiao.accounts.reads import actor_of
from gangqiao.audit.events import record
from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.people.models import Person
from gangqiao.subsidies.phone import section as phone_section
from gangqiao.subsidies.phone.section import changed, laid_out, section, travelling
from gangqiao.subsidies.reads.village_lists import list_of
from gangqiao.subsidies.tests.made import make_claim, make_poor, make_work
from tests.cast.phones import FakePhone

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R085")]
DAY = date(2020, 7, 1)
REWARD = "outgoing_work_reward"


@pytest.fixture(autouse=True)
def _summer() -> Any:
    with clock.frozen_at(DAY):
        yield


@pytest.fixture
def people(county: Any, make_person: Any) -> list[Person]:
    """In this order: entitled; stayed too short; of another village, entitled; not poor, not at work."""
    village, other = county.villages[:2]
    homes, names = (village, village, other, village), ("木棉", "山茶", "杜鹃", "芦苇")
    found = [make_person(home, name=name, birth_date=date(1988, 1, 1))
             for home, name in zip(homes, names, strict=True)]  # fmt: skip
    for person in found[:3]:
        make_poor(person)
        make_work(person, **({"started_on": date(2020, 5, 20)} if person is found[1] else {}))
    return found


@pytest.fixture
def phone(connect_phone: Any, officials: Any, county: Any) -> FakePhone:
    """The phone of the officer of the village."""
    connected: FakePhone = connect_phone(actor_of(officials["village_officer"]), county.villages[0])
    return connected


def lines_of(found: dict[str, Any]) -> dict[str, list[Any]]:
    """The line of the reward of each who has one, by name."""
    return {one["name"]: line for one in found["people"] for line in one["lines"] if line[0] == REWARD}


def test_the_list_tells_who_is_entitled_who_lacks_one_thing_and_where_the_claim_waits(
    people: list[Person], county: Any, village_officer: Any
) -> None:
    make_claim(people[0], programme=REWARD, status="township_checked", amount=100_000)
    with scope_of(village_officer):
        money, _digest = section(county.villages[0], village_officer)
    assert money is not None
    lines = lines_of(money)
    assert set(lines) == {"木棉", "山茶"}
    assert lines["木棉"][2:] == [100_000, "", "township_checked city_check"]
    assert lines["山茶"] == [REWARD, "if", None, "stayed_long_enough", ""]
    assert money["missing"][f"{REWARD} stayed_long_enough"]["zh"].startswith("稳定就业3个月以上")
    assert money["programmes"][REWARD] == {"zh": "外出务工奖补", "en": money["programmes"][REWARD]["en"]}
    assert money["states"]["township_checked city_check"]["en"] == "checked by the township → check by the city"


def test_in_the_package_persons_are_named_once_and_those_who_stand_the_same_in_one_entry(
    people: list[Person], phone: FakePhone, county: Any
) -> None:
    package = phone.ask("GET", f"packages/{county.villages[0].key}/?format=2").json()
    money = package["money"]
    assert money["people"] == [], "each is of a household the package brings"
    group = next(one for one in money["groups"] if one[:2] == [REWARD, "if"])
    assert group[:5] == [REWARD, "if", None, "stayed_long_enough", ""]
    assert len(group[5]) == 1
    assert "杜鹃" not in json.dumps(package, ensure_ascii=False)
    persons = {str(person.uuid) for person in (people[0], people[1])}
    assert persons <= set(Look.objects.filter(verb="sync.carry").latest("seq").persons)


def test_every_line_of_the_list_is_found_again_at_its_person() -> None:
    names = [f"p{number}" for number in range(7)]
    homes = [{"persons": [{"uuid": name} for name in names[:4]]}, {"persons": [{"uuid": name} for name in names[4:]]}]
    now, lacks = ["a", "now", 100, "", ""], ["b", "if", None, "k", ""]
    own = {"p1": [now], "p2": [now, lacks], "p6": [lacks, now], "elsewhere": [now]}
    money = {"people": [{"person": key, "name": key, "lines": lines} for key, lines in own.items()], "states": {}}
    sent = travelling({"households": homes, "money": money})
    assert sent is not None
    found: dict[str, list[Any]] = {one["person"]: one["lines"] for one in sent["people"]}
    for *line, gaps in sent["groups"]:
        for place in accumulate(gaps):
            found.setdefault(names[place], []).append(line)
    assert {key: sorted(lines) for key, lines in found.items()} == {key: sorted(lines) for key, lines in own.items()}
    assert (len(sent["groups"]), sent["states"]) == (2, {})
    assert travelling({"households": homes, "money": None}) is None


def test_the_list_says_no_more_than_the_one_thing(people: list[Person], county: Any, village_officer: Any) -> None:
    with scope_of(village_officer):
        found, _digest = section(county.villages[0], village_officer)
    assert found is not None
    assert {key for one in found["people"] for key in one} == {"person", "name", "lines"}
    assert {len(line) for one in found["people"] for line in one["lines"]} == {5}
    told = {f"{line[0]} {line[3]}" for one in found["people"] for line in one["lines"] if line[3]}
    assert set(found["missing"]) == told, "no sentence nobody lacks"
    assert "芦苇" not in lines_of(found)


def test_a_paid_claim_is_told_for_a_year_and_a_rejected_one_too(people: list[Person], county: Any) -> None:
    area = str(county.villages[0].key)
    reed = people[3]
    make_claim(reed, status="paid", paid_on=DAY - timedelta(days=300), programme="start_up")
    make_claim(reed, status="paid", paid_on=DAY - timedelta(days=400), programme="skill_raise")
    make_claim(reed, status="rejected", ended_on=DAY, programme="gone_rule", end_reason="无票据")
    with everywhere(reason="test"):
        lines = {line.programme: line for line in list_of(area, DAY).lines if line.person == reed.uuid and line.status}
        shown = laid_out(list_of(area, DAY))
    assert {key: line.status for key, line in lines.items()} == {"start_up": "paid", "gone_rule": "rejected"}
    assert shown["programmes"]["gone_rule"] == {"zh": "gone_rule", "en": "gone_rule"}
    with everywhere(reason="test data"):
        Person.objects.filter(pk=reed.pk).update(life="dead", died_on=DAY)
        assert not [line for line in list_of(area, DAY).lines if line.person == reed.uuid]


def test_only_who_may_see_the_entitled_gets_the_list(
    people: list[Person], county: Any, village_officer: Any, make_user: Any, monkeypatch: Any
) -> None:
    village = county.villages[0]
    clerk = actor_of(make_user("training_clerk", county.division, "clerk"))
    with scope_of(clerk):
        assert section(village, clerk) == (None, "none")
        assert changed(village, 0, clerk) == {}
        # The control: with a verb the clerk has, the list is there.
        monkeypatch.setattr(phone_section, "VIEW", "subsidies.view")
        assert section(village, clerk)[0] is not None
    monkeypatch.undo()
    with scope_of(village_officer):
        assert section(county.hongxi, village_officer) == (None, "none")


def test_changes_bring_the_list_when_something_of_the_village_or_the_rules_changed_or_a_day_passed(
    people: list[Person], phone: FakePhone, county: Any
) -> None:
    village, other = county.villages[:2]
    path = f"changes/{village.key}/?since="
    cursor = phone.ask("GET", f"packages/{village.key}/?format=2").json()["cursor"]

    def brings() -> bool:
        return "money" in phone.ask("GET", f"{path}{cursor}").json()

    assert not brings()
    record("subsidies.submit", actor=SYSTEM, area=str(other.key))
    assert not brings()
    record("subsidies.submit", actor=SYSTEM, area=str(village.key))
    assert brings()
    cursor = phone.ask("GET", f"{path}{cursor}").json()["cursor"]
    assert not brings()
    record("subsidies.switch_rule", actor=SYSTEM, area=str(county.division.key))
    assert brings()
    cursor = phone.ask("GET", f"{path}{cursor}").json()["cursor"]
    with clock.frozen_at(DAY + timedelta(days=60)):
        answer = phone.ask("GET", f"{path}{cursor}").json()
        assert lines_of(answer["money"][0])["山茶"][1] == "now", "three months have passed"
    looks = Look.objects.filter(verb="sync.carry").latest("seq")
    assert {one["person"] for one in answer["money"][0]["people"]} <= set(looks.persons)


def test_a_village_costs_the_same_few_statements_however_many_live_there(
    people: list[Person], county: Any, make_person: Any, village_officer: Any
) -> None:
    def statements() -> int:
        with scope_of(village_officer), CaptureQueriesContext(connection) as caught:
            section(county.villages[0], village_officer)
        return len(caught)

    make_claim(people[0], programme=REWARD)
    statements()
    few = statements()
    for number in range(10):
        one = make_person(county.villages[0], name=f"甲{number}")
        make_poor(one)
        make_claim(one, programme=REWARD)
    assert statements() == few <= 25
