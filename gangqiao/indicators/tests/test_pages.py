"""The pages of the figures as each official sees them."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.test import Client

from gangqiao.audit.models import Look
from gangqiao.engine.figures import FIGURES, STATISTICS
from gangqiao.indicators.showing.definitions import GROUPS
from gangqiao.indicators.tests.conftest import make_spell

CELL = re.compile(r'href="(/figures/[^"]+/people/[^"]+)"[^>]*>\s*([\d,.]+)')
COUNT = re.compile(r'class="ledger-count"[^>]*>([\d,]+)')


@pytest.fixture
def people(make_person: Any, county: Any) -> None:
    """Two at work in Xinshao (one in each village), one at work in Hongxi, one at home."""
    for village in county.villages[:3]:
        make_spell(make_person(village))
    make_person(county.xinshao)


pytestmark = pytest.mark.usefixtures("people")


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def figures_of(client: Client, address: str) -> list[tuple[str, str]]:
    """Every number of a page that opens to names: address and number as shown."""
    return CELL.findall(text_of(client.get(address)))


@pytest.mark.requirement("R014", "R015", "R016", "R017", "R018", "R019", "R020", "R021")
def test_headquarters_sees_the_eight_targets_and_every_township(client_of: Any, county: Any) -> None:
    page = text_of(client_of("city_officer").get("/figures/"))
    assert page.count('class="figure ') == 8
    for township in county.townships:
        assert township.name in page
    assert "不低于20万人" in page
    assert "199,997" in page


def test_a_township_sees_its_villages_without_targets(client_of: Any, county: Any) -> None:
    page = text_of(client_of("township_clerk").get("/figures/"))
    assert all(village.name in page for village in county.villages[:2])
    assert county.hongxi.name not in page
    assert "不低于20万人" not in page
    assert page.count('class="figure ') == 8


@pytest.mark.requirement("D03")
@pytest.mark.parametrize("who", ["city_officer", "township_clerk", "village_officer", "auditor"])
def test_every_number_of_the_board_opens_to_as_many_names(client_of: Any, who: str) -> None:
    client = client_of(who)
    opened = 0
    for address, shown in set(figures_of(client, "/figures/")):
        found = COUNT.search(text_of(client.get(address)))
        if not shown.endswith("%") and "." not in shown:
            assert (found.group(1) if found else "0") == shown
            opened += 1
    assert opened >= 6


def test_the_board_opens_its_parts_down_to_the_group(client_of: Any, county: Any) -> None:
    client = client_of("city_officer")
    for division in (county.xinshao, county.villages[0], county.groups[0]):
        page = text_of(client.get(f"/figures/{division.key}/"))
        assert division.name in page


@pytest.mark.requirement("D14")
@pytest.mark.parametrize("tail", ["", "people/transferred/"])
def test_an_area_of_another_answers_like_no_area(client_of: Any, county: Any, tail: str) -> None:
    client = client_of("township_clerk")
    answers = [client.get(f"/figures/{key}/{tail}") for key in (county.hongxi.key, county.key, "zzz", "001")]
    assert [a.status_code for a in answers] == [404] * 4
    bodies = {re.sub(r"[0-9a-f]{32}|/figures/\w+/", "", a.content.decode()) for a in answers}
    assert len(bodies) == 1


def test_a_role_without_lists_of_people_sees_numbers_and_no_names(client_of: Any, make_user: Any, county: Any) -> None:
    client = client_of(make_user("department_liaison", county.division))
    assert "/people/" not in text_of(client.get("/figures/"))
    assert client.get(f"/figures/{county.key}/people/transferred/").status_code == 403


def test_the_headquarters_leader_sees_masked_names(client_of: Any, make_user: Any, county: Any) -> None:
    address = f"/figures/{county.key}/people/transferred/"
    clear = text_of(client_of("city_officer").get(address))
    masked = text_of(client_of(make_user("headquarters_leader", county.division)).get(address))
    name = re.search(r"张\d+", clear)
    assert name
    assert name.group() not in masked
    assert "张" in masked


def test_a_user_without_an_area_is_told_so(client_of: Any, make_user: Any) -> None:
    page = client_of(make_user("finance")).get("/figures/")
    assert page.status_code in (200, 403)
    assert "/people/" not in page.content.decode()


def test_who_looked_at_the_names_is_written_down(client_of: Any, county: Any) -> None:
    client_of("township_clerk").get(f"/figures/{county.xinshao.key}/people/transferred/")
    look = Look.objects.latest("seq")
    assert look.verb == "people.view_list"
    assert len(look.persons) == 2


@pytest.mark.parametrize("query", ["day=2020-03-17", "day=yesterday", "day=1900-01-01"])
def test_a_day_that_cannot_be_counted_is_not_found(client_of: Any, query: str) -> None:
    assert client_of("city_officer").get(f"/figures/?{query}").status_code == 404


def test_the_board_shows_an_earlier_day(client_of: Any) -> None:
    figures = figures_of(client_of("city_officer"), "/figures/?day=2020-02-19")
    assert {shown for address, shown in figures if "/transferred/" in address} == {"0", "0.0"}


@pytest.mark.requirement("D03")
def test_every_definition_says_how_it_is_counted(client_of: Any) -> None:
    client = client_of("village_officer")
    for key, definition in {**FIGURES, **STATISTICS}.items():
        page = text_of(client.get(f"/figures/how/{key}/"))
        assert "HRSS-register" in page
        assert "SELECT" in page
        assert "2015年1月1日起" in page
        assert ("59" in page.split("<pre")[0]) == ("working_age_to_men" in definition.parameters)


def test_the_registry_leads_to_every_definition_in_a_group_with_a_name(client_of: Any) -> None:
    page = text_of(client_of("village_officer").get("/figures/definitions/"))
    for key in (*FIGURES, *STATISTICS):
        assert f"/figures/how/{key}/" in page
    assert set(FIGURES) | set(STATISTICS) == {key for _title, keys in GROUPS for key in keys}
    for preset in ("HRSS-register", "NBS-6m", "poverty-monitor"):
        assert preset in page
    assert "待确认" in page


@pytest.mark.parametrize("path", ["how/unknown/", "{key}/people/unknown/"])
def test_an_unknown_figure_is_not_found(client_of: Any, county: Any, path: str) -> None:
    assert client_of("city_officer").get("/figures/" + path.format(key=county.key)).status_code == 404


NAMED = "弥勒市|新哨镇|虹溪镇|..村委会|第.村民小组|张|测试单位"  # names of places and people stay as they are
OURS = "HRSS|register|yac|YAML|NBS"


@pytest.mark.parametrize("path", ["", "{key}/people/transferred/", "how/transfer_rate/", "how/median_income/"])
def test_no_english_is_left_in_chinese_pages_and_no_chinese_in_english_ones(
    client_of: Any, county: Any, path: str
) -> None:
    for code, stray in (("zh-hans", "[A-Za-z]{4,}"), ("en", "[\u4e00-\u9fff]+")):
        client = client_of("city_officer", headers={"accept-language": code})
        page = text_of(client.get("/figures/" + path.format(key=county.key)))
        main = re.sub("<(pre|code).*?</(pre|code)>", "", page.split("<main")[1].split("</main>")[0], flags=re.DOTALL)
        words = re.sub(f"{NAMED}|{OURS}", "", re.sub(r"<[^>]+>", " ", main.split(">", 1)[1]))
        assert re.findall(stray, words) == []
