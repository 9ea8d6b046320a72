"""Pictures of matching: counted in the night, read within the scope, each number with its people or vacancies."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere, scope_of
from gangqiao.matching.actions.pictures import count_supply
from gangqiao.matching.features import codes
from gangqiao.matching.features.posts import trade_meant
from gangqiao.matching.models import VillageSupply
from gangqiao.matching.pictures_counting import NOTHING
from gangqiao.matching.pictures_drawing import Pair, pairs
from gangqiao.matching.reads import pictures as reads
from gangqiao.people.models import Intention
from gangqiao.vacancies.tests.made import make_employer, make_vacancy


@pytest.fixture
def seekers(make_person, county):
    """By name: goes anywhere; stays in the township; wishes another trade."""
    wishes = {
        "far": (county.hongxi, {"wished_level": "other_province"}),
        "near": (county.xinshao, {"wished_level": "own_township"}),
        "cook": (county.hongxi, {"wished_level": "other_township", "wished_trades": ["cooking"]}),
    }
    found = {}
    for key, (area, wish) in wishes.items():
        found[key] = person = make_person(area, speaks_mandarin="yes")
        with everywhere(reason="test data"):
            Intention.objects.create(
                area_id=person.area_id, person=person, valid_from=clock.today(), wants_work="yes",
                expires_on=clock.today() + dt.timedelta(90), **wish,
            )  # fmt: skip
    return found


@pytest.fixture
def counted(county, seekers):
    make_vacancy(make_employer(county.hongxi), number=4, title="缝纫工", certificate="缝纫工")
    make_vacancy(make_employer(county.hongxi), number=1, title="保安员")
    with scope_of([county.key]):
        assert count_supply() == 3
    return seekers


def test_how_far_people_go_and_how_near_work_is(county, counted):
    with scope_of([county.key]):
        found = reads.supply()
    assert found.seekers == 3
    assert dict(+found.cells) == {(4, 0): 1, (0, NOTHING): 1, (1, NOTHING): 1}


def test_a_course_opens_what_needs_a_certificate(county, counted):
    with scope_of([county.key]):
        found = reads.supply()
        (trade,) = codes.trades_in(trade_meant("缝纫工"))
        keys = reads.people_of(reads.Asked(opens=trade))
    assert counted["far"].pk in keys
    assert counted["near"].pk not in keys, "it is too far away all the same"
    assert len(keys) == found.opens[trade]


def test_every_figure_has_as_many_people_as_it_says(county, counted):
    with scope_of([county.key]):
        found = reads.supply()
        for trade, n in found.trades.items():
            assert len(reads.people_of(reads.Asked(trade=trade))) == n
        for (far, near), n in found.cells.items():
            assert len(reads.people_of(reads.Asked(far=far, near=(near,)))) == n


def test_a_township_counts_its_own_people(county, counted, township_clerk):
    with scope_of(township_clerk):
        assert reads.supply().seekers == 1
        assert reads.people_of(reads.Asked()) == [counted["near"].pk]


def test_counting_again_counts_the_same_and_forgets_who_is_gone(county, counted):
    with scope_of([county.key]):
        count_supply()
        assert VillageSupply.objects.count() == 2
        Intention.objects.filter(person=counted["near"]).delete()
        count_supply()
        assert VillageSupply.objects.count() == 1


def test_the_page_opens_every_number(county, counted, client_of):
    city = client_of("city_officer")
    page = city.get("/matching/pictures/")
    hrefs = {href.replace("&amp;", "&") for href in re.findall(r'href="(/[^"]*pictures/[^"]*)"', page.text)}
    assert len(hrefs) > 8
    for href in sorted(hrefs):
        assert city.get(href).status_code == 200, href
    for persons, href in re.findall(r'data-figure="(\d+)"[^>]*><a href="([^"]*)"', page.text):
        assert city.get(href.replace("&amp;", "&")).context["count"] == int(persons), href
    village = client_of("village_officer")
    assert counted["far"].name not in village.get("/matching/pictures/people/").text
    assert city.get("/matching/pictures/people/?trade=nonsense").status_code == 404
    assert city.get("/matching/pictures/people/?near=99").status_code == 404
    assert city.get("/matching/pictures/vacancies/?trade=nonsense").status_code == 404


def test_before_the_first_night_the_page_says_so(county, client_of):
    page = client_of("city_officer").get("/matching/pictures/")
    assert page.status_code == 200
    assert "data-chart=" not in page.text


def test_the_rows_with_most_come_first_and_nothing_is_left_out_of_the_table():
    drawn = pairs("title", [Pair("a", 1, 0), Pair("b", 5, 9), Pair("c", 0, 0)], head="x", how="#how")
    assert [row[0].text for row in drawn.table.rows] == ["b", "a"]
