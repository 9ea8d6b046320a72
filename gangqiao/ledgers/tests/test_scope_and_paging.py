"""A ledger shows exactly the rows of its reader's area, each once, however it is filtered and paged."""

from __future__ import annotations

import random
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing

from gangqiao.audit.models import Look
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.ledgers.reads import counting, finding, orders
from gangqiao.ledgers.reads.ledgers import HOUSEHOLDS, PEOPLE
from gangqiao.people.models import Category, EmploymentSpell, Household, Person

pytestmark = pytest.mark.django_db
SMALL = 3


@pytest.fixture
def small_pages(monkeypatch):
    monkeypatch.setattr(orders, "PAGE", SMALL)


@pytest.fixture
def crowd(county, make_household, make_person, remember):
    """Forty people spread by chance over every group, with chance facts."""
    chance = random.Random(7)
    people = []
    for group in county.groups:
        for _ in range(2):
            household = make_household(group, head=_facts(chance))
            people += [make_person(household=household, **_facts(chance)) for _ in range(2)]
    with everywhere(reason="test data"):
        people += list(Person.objects.filter(relation="02"))
    for person in people:
        if chance.random() < 0.4:
            remember(Category, person, kind=chance.choice(["registered_poor", "veteran"]))
        if chance.random() < 0.4:
            remember(EmploymentSpell, person, area_level=chance.choice(["other_province", "own_township"]))
    return people


def _facts(chance):
    return {
        "name": chance.choice(["张伟", "张小明", "普忠", "李秀兰"]),
        "name_pinyin": chance.choice(["zhangwei", "puzhong"]),
        "name_initials": chance.choice(["zw", "pz"]),
        "sex": chance.choice("12"),
        "ethnicity": chance.choice(["01", "07"]),
        "birth_date": date(chance.randint(1950, 2010), 5, 17),
    }


def walk(ask, actor, ledger=PEOPLE, **query):
    """Every row from the first page to the last, and on the way back from the last to the first."""
    shown = ask(actor, ledger, **query)
    forth = [row.record.pk for row in shown.rows]
    while shown.next:
        shown = ask(actor, ledger, **{**query, "from": shown.next})
        forth += [row.record.pk for row in shown.rows]
    back = [row.record.pk for row in shown.rows]
    while shown.back:
        shown = ask(actor, ledger, **{**query, "from": shown.back})
        back = [row.record.pk for row in shown.rows] + back
    return forth, back


FILTERS = {
    "sex": ["1", "2"],
    "ethnicity": ["01", "07"],
    "category": ["registered_poor", "veteran"],
    "works": ["yes", "no"],
    "spell-area_level": ["other_province", "own_township"],
    "age_from": ["16", "40"],
    "age_to": ["30", "59"],
}


def oracle(people, actor, query, day):
    """Who should be listed, found the slow way: by looking at each person."""
    with everywhere(reason="test oracle"):
        spells = {s.person_id: s.area_level for s in EmploymentSpell.objects.all()}
        held = {(c.person_id, c.kind) for c in Category.objects.all()}
        areas = actor.areas("people.view_list")
        return {
            p.pk
            for p in Person.objects.all()
            if any(p.area_id.startswith(a) for a in areas)
            and p.area_id.startswith(query.get("area", ""))
            and query.get("sex", p.sex) == p.sex
            and query.get("ethnicity", p.ethnicity) == p.ethnicity
            and ("category" not in query or (p.pk, query["category"]) in held)
            and ("works" not in query or (query["works"] == "yes") == (p.pk in spells))
            and ("spell-area_level" not in query or spells.get(p.pk) == query["spell-area_level"])
            and p.age_on(day) >= int(query.get("age_from", 0))
            and p.age_on(day) <= int(query.get("age_to", 200))
        }


@pytest.mark.requirement("R041", "R031", "R032", "R036", "R037", "D14")
@pytest.mark.parametrize("seed", range(12))
def test_each_row_of_the_scope_comes_once_under_any_filters(
    seed, county, crowd, small_pages, ask, today, village_officer, township_clerk, city_officer, stranger
):
    chance = random.Random(seed)
    query = {key: chance.choice(values) for key, values in FILTERS.items() if chance.random() < 0.3}
    for actor in (village_officer, township_clerk, city_officer, stranger):
        forth, back = walk(ask, actor, **query)
        assert len(forth) == len(set(forth))
        assert set(forth) == oracle(crowd, actor, query, today)
        assert back == forth


@pytest.fixture
def today():
    with clock.frozen_at(date(2020, 3, 31)):
        yield date(2020, 3, 31)


@pytest.mark.parametrize(("how", "text"), [("name", "张"), ("pinyin", "zhang"), ("initials", "zw")])
def test_a_search_is_paged_in_its_own_order_and_misses_nobody(how, text, crowd, small_pages, ask, township_clerk):
    token = finding.seal_find(finding.Find(how, text), township_clerk.user_id)
    forth, _back = walk(ask, township_clerk, find=token)
    column = finding.COLUMNS[how]
    with scope_of(township_clerk.areas()):
        meant = Person.objects.filter(**{f"{column}__startswith": text})
        assert forth == [p.pk for p in sorted(meant, key=lambda p: (getattr(p, column).encode(), p.pk))]


def test_households_are_paged_like_people(crowd, small_pages, ask, township_clerk):
    forth, _back = walk(ask, township_clerk, HOUSEHOLDS)
    with scope_of(township_clerk.areas()):
        assert forth == list(Household.objects.order_by("area", "id").values_list("pk", flat=True))


def test_a_page_before_the_second_is_the_first_and_full(crowd, small_pages, ask, township_clerk):
    first = ask(township_clerk)
    second = ask(township_clerk, **{"from": first.next})
    again = ask(township_clerk, **{"from": second.back})
    assert again.is_first
    assert [r.record.pk for r in again.rows] == [r.record.pk for r in first.rows]


def test_the_area_of_another_answers_like_none(county, person_elsewhere, look_at):
    assert look_at("township_clerk", area=county.hongxi.key).response.status_code == 404
    for nowhere in ("00100zzzz", county.xinshao.key + "zzz", county.xinshao.key + "\x00"):
        assert look_at("township_clerk", area=nowhere).response.status_code == 404
    assert look_at("township_clerk", area=county.villages[0].key).response.status_code == 200


def test_an_area_narrows_and_its_way_leads_back(county, crowd, look_at):
    shown = look_at("city_officer", area=county.villages[2].key)
    assert len(shown.rows) == 12
    assert "弥勒市" in shown.html


@pytest.mark.requirement("D13")
def test_every_list_is_written_into_the_log_with_its_people(person, person_elsewhere, look_at):
    look_at("township_clerk")
    look = Look.objects.latest("seq")
    assert look.verb == "people.view_list"
    assert look.persons == [str(person.uuid)]
    look_at("township_clerk", "/ledger/households/")
    assert Look.objects.latest("seq").persons == [str(person.uuid)]


# --- marks -----------------------------------------------------------------------------------------------------------


def test_a_mark_carries_no_name(crowd, small_pages, ask, township_clerk):
    token = finding.seal_find(finding.Find("name", "张"), township_clerk.user_id)
    mark = ask(township_clerk, find=token).next
    order, back, place = signing.loads(mark, salt="ledgers.place")
    assert (order, back) == ("name", 0)
    assert [type(part) for part in place] == [int]


def test_a_forged_mark_leads_to_the_beginning_and_says_so(crowd, small_pages, ask, township_clerk):
    first = ask(township_clerk)
    other = ask(township_clerk, **{"from": first.next}).next
    forged = other[:3] + ("A" if other[3] != "A" else "B") + other[4:]
    for mark in (forged, "nonsense", first.next + "x"):
        shown = ask(township_clerk, **{"from": mark})
        assert [r.record.pk for r in shown.rows] == [r.record.pk for r in first.rows]
        assert [fault.code for fault in shown.faults] == ["place_lost"]


def test_a_mark_of_one_order_does_not_serve_another(crowd, small_pages, ask, township_clerk):
    mark = ask(township_clerk).next
    token = finding.seal_find(finding.Find("name", "张"), township_clerk.user_id)
    assert [f.code for f in ask(township_clerk, find=token, **{"from": mark}).faults] == ["place_lost"]


def test_the_addresses_of_the_pages_are_bookmarks(crowd, small_pages, look_at):
    first = look_at("township_clerk")
    address = first.href("next")
    assert parse_qs(urlsplit(address).query).keys() == {"from"}
    assert look_at("township_clerk", address).names == look_at("township_clerk", address).names != first.names


# --- counts ----------------------------------------------------------------------------------------------------------


def test_a_count_is_exact_or_says_that_it_is_not(crowd, small_pages, monkeypatch, ask, township_clerk):
    monkeypatch.setattr(counting, "STEPS", (5, 8))
    shown = ask(township_clerk)
    assert not shown.count.is_exact
    assert shown.count.number in (3, 5, 8)
    monkeypatch.setattr(counting, "STEPS", (1000,))
    monkeypatch.setattr(counting, "BUDGET_SECONDS", 60)
    assert (ask(township_clerk).count.number, ask(township_clerk).count.is_exact) == (24, True)


def test_the_exact_count_is_fetched_on_request(crowd, small_pages, monkeypatch, look_at, client_of):
    monkeypatch.setattr(counting, "STEPS", (5,))
    shown = look_at("township_clerk")
    assert shown.count.startswith("more than")
    assert "Count exactly" in shown.words
    browser = client_of("township_clerk")
    browser.cookies["django_language"] = "en"
    assert browser.get("/ledger/people/count/").content == b"24 persons"
    assert look_at("township_clerk", count="exact").count == "24 persons"


def test_page_questions_do_not_grow_with_the_rows(
    crowd, ask, city_officer, village_officer, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        assert len(ask(city_officer).rows) == 48
