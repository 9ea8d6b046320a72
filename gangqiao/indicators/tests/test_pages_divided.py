"""Numbers divided: breakdowns, ways of counting, the shock and months, as each official sees them."""

from __future__ import annotations

import html
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gangqiao.engine.figures import DIMENSIONS
from gangqiao.indicators.tests.conftest import make_spell
from gangqiao.kernel.actor import Level

CELL = re.compile(r'href="(/figures/[^"]+/people/[^"]+)"[^>]*>\s*([\d,]+)<')
COUNT = re.compile(r'class="ledger-count"[^>]*>([\d,]+)')
PLACES = ("breakdown", "ways", "shock")


@pytest.fixture
def people(make_person: Any, county: Any) -> None:
    """In Xinshao a man at work abroad, a woman of whom the place is not known and a man at home; a man in Hongxi."""
    village = county.villages[0]
    make_spell(make_person(village, sex="1"), date(2019, 3, 1), area_level="abroad", evidence="A")
    make_spell(make_person(village, sex="2"), date(2020, 2, 20), evidence="D")
    worked = make_person(village, sex="1")
    make_spell(worked, date(2019, 3, 1), ended_on=date(2020, 1, 20), status="ended", area_level="other_province")
    make_person(village, sex="1")
    make_spell(make_person(county.hongxi, sex="1"), date(2020, 2, 20), area_level="own_township", evidence="E")


pytestmark = pytest.mark.usefixtures("people")


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return html.unescape(page.content.decode())


def opened(client: Client, address: str) -> dict[str, str]:
    """Every number of a page that opens to names, by its address."""
    return dict(CELL.findall(text_of(client.get(address))))


def names_counted(client: Client, address: str) -> str:
    found = COUNT.search(text_of(client.get(address)))
    return found.group(1) if found else "0"


@pytest.mark.requirement("R006")
def test_a_number_is_divided_by_every_dimension_and_adds_up(client_of: Any) -> None:
    client = client_of("city_officer")
    for by in DIMENSIONS:
        page = text_of(client.get(f"/figures/breakdown/?measure=transferred&by={by}"))
        body, foot = page.split("<tfoot>")
        cells = CELL.findall(body.split("<tbody>")[1])
        assert sum(int(n) for a, n in cells if "evidence=" not in a or by == "evidence") == 4
        assert CELL.findall(foot)[0][1] == "4"


@pytest.mark.requirement("D03")
def test_every_cell_opens_to_as_many_people(client_of: Any) -> None:
    client = client_of("city_officer")
    for query in ("by=sex", "by=level&across=sex", "by=age&across=evidence", "by=poor&preset=NBS-6m"):
        cells = opened(client, f"/figures/breakdown/?measure=transferred&{query}")
        assert cells
        for address, shown in cells.items():
            assert names_counted(client, address) == shown


def test_what_is_not_known_has_a_line_of_its_own(client_of: Any) -> None:
    client = client_of("city_officer")
    cells = opened(client, "/figures/breakdown/?by=level")
    assert [n for address, n in cells.items() if address.endswith("level=")] == ["1"]
    assert "不详" in text_of(client.get("/figures/breakdown/?by=level"))


@pytest.mark.requirement("R006")
def test_the_evidence_stands_beside_each_count(client_of: Any) -> None:
    client = client_of("city_officer")
    for address in ("/figures/", "/figures/breakdown/?by=sex"):
        page = text_of(client.get(address))
        assert "A 官方比对" in page
        assert "mix-a" in page
        graded = {a: n for a, n in CELL.findall(page) if "evidence=A" in a and "/transferred/" in a}
        assert set(graded.values()) == {"1"}
    assert "mix-a" not in text_of(client.get("/figures/breakdown/?measure=rural_workers&by=sex"))


@pytest.mark.requirement("D14")
def test_a_township_sees_its_own_area_and_no_other(client_of: Any, county: Any) -> None:
    client = client_of("township_clerk")
    for place in PLACES:
        assert county.hongxi.name not in text_of(client.get(f"/figures/{place}/"))
        assert county.xinshao.name in text_of(client.get(f"/figures/{county.xinshao.key}/{place}/"))
        for other in (county.hongxi.key, county.key, "zzz"):
            assert client.get(f"/figures/{other}/{place}/").status_code == 404
    assert client.get(f"/figures/{county.hongxi.key}/months/transferred/").status_code == 404


def test_names_of_another_area_stay_closed_whatever_the_filters(client_of: Any, county: Any) -> None:
    client = client_of("township_clerk")
    for query in ("sex=1", "level=abroad", "not_in=NBS-6m", "preset=NBS-6m"):
        assert client.get(f"/figures/{county.hongxi.key}/people/transferred/?{query}").status_code == 404
        assert client.get(f"/figures/{county.xinshao.key}/people/transferred/?{query}").status_code == 200


def test_a_part_that_cannot_be_is_not_found(client_of: Any, county: Any) -> None:
    client = client_of("city_officer")
    for query in ("sex=7", "level=moon", "province=%27--", "preset=mine", "not_in=HRSS-register"):
        assert client.get(f"/figures/{county.key}/people/transferred/?{query}").status_code == 404
    for query in ("by=wealth", "measure=guess", "across=wealth", "preset=mine", "day=2020-03-17"):
        assert client.get(f"/figures/breakdown/?{query}").status_code == 404


def test_a_role_without_lists_of_people_sees_numbers_and_no_names(client_of: Any, make_user: Any, county: Any) -> None:
    client = client_of(make_user("department_liaison", county.division))
    for address in (*(f"/figures/{place}/" for place in PLACES), f"/figures/{county.key}/months/transferred/"):
        assert opened(client, address) == {}


def test_the_table_for_the_public_shows_no_small_count_and_no_name(client_of: Any, county: Any) -> None:
    page = text_of(client_of("city_officer").get("/figures/breakdown/?by=level&across=sex&public=1"))
    assert CELL.findall(page) == []
    assert "part-hidden" in page
    table = page.split("<tbody>")[1].split("</table>")[0]
    assert {int(n) for n in re.findall(r">\s*([\d,]+)\s*<", re.sub(r"<small>.*?</small>", "", table))} <= {0}
    assert client_of("township_clerk").get(f"/figures/{county.xinshao.key}/breakdown/?public=1").status_code == 404


def test_a_post_below_internal_level_reads_the_table_for_the_public(client_of: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("gangqiao.kernel.actor.Actor.level_in", lambda self, area: Level.PUBLIC)
    page = text_of(client_of("city_officer").get("/figures/breakdown/?by=level"))
    assert "part-hidden" in page
    assert CELL.findall(page) == []


# --- ways of counting ------------------------------------------------------------------------------------------------


def test_the_ways_of_counting_stand_side_by_side(client_of: Any, county: Any) -> None:
    client = client_of("city_officer")
    cells = opened(client, "/figures/ways/")
    transferred = {a: n for a, n in cells.items() if f"/{county.key}/people/transferred/" in a}
    by_preset = {
        ("NBS" if "NBS" in a else "poverty" if "poverty" in a else "register"): n for a, n in transferred.items()
    }
    assert by_preset["register"] == "4"
    for address, shown in cells.items():
        assert names_counted(client, address) == shown


def test_the_difference_of_two_ways_is_said_and_opens_to_its_people(client_of: Any) -> None:
    client = client_of("city_officer")
    page = text_of(client.get("/figures/ways/"))
    found = re.search(r'href="([^"]+not_in=NBS-6m)">只有登记口径计入的(\d+)人', page)
    assert found
    assert f"{found.group(2)}人还不满" in page
    assert names_counted(client, found.group(1)) == found.group(2)


def test_new_is_read_in_three_ways(client_of: Any) -> None:
    page = text_of(client_of("city_officer").get("/figures/ways/"))
    for measure in ("new_transferred", "new_same_period", "new_ever"):
        assert f"/people/{measure}/" in page


# --- the shock -------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R009")
def test_the_shock_stands_beside_the_same_day_after_the_festival_of_the_year_before(client_of: Any) -> None:
    client = client_of("city_officer")
    page = text_of(client.get("/figures/shock/"))
    assert "春节（2020年1月25日）后第51天" in page
    assert "2019年3月28日" in page  # day 51 after 5 February 2019
    cells = opened(client, "/figures/shock/")
    now = {re.search(r"people/(\w+)/", a).group(1): n for a, n in cells.items() if "day=2020-03-16" in a}
    assert (now["had_post"], now["back_at_post"], now["not_back"], now["lost_post"]) == ("2", "1", "1", "1")
    assert now["departed_since_festival"] == "2"


@pytest.mark.requirement("R009", "D03")
def test_every_number_of_the_shock_opens_to_its_people(client_of: Any, county: Any) -> None:
    client = client_of("city_officer")
    for path in ("shock/", f"{county.key}/shock/days/"):
        cells = opened(client, f"/figures/{path}")
        assert len(cells) > 8
        for address, shown in cells.items():
            assert names_counted(client, address) == shown


def test_before_the_festival_there_is_nothing_to_compare(client_of: Any) -> None:
    assert "还没有可比数据" in text_of(client_of("city_officer").get("/figures/shock/?day=2020-01-20"))


# --- months ----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R005")
def test_a_number_by_month_beside_the_year_before(client_of: Any, county: Any) -> None:
    client = client_of("city_officer")
    cells = opened(client, f"/figures/{county.key}/months/transferred/")
    stood = {re.search(r"day=([\d-]+)", a).group(1): n for a, n in cells.items()}
    assert stood["2020-01-31"] == "2"
    assert stood["2020-03-16"] == "4"
    assert stood["2019-02-28"] == "0"
    assert stood["2019-12-31"] == "2"
    assert "2020-04-30" not in stood
    for address, shown in cells.items():
        assert names_counted(client, address) == shown


NAMED = "弥勒市|新哨镇|虹溪镇|..村委会|第.村民小组|张|测试单位|云南省|红河州"
OURS = "HRSS|register|NBS|poverty|monitor"


PAGES = ("breakdown/?by=level&across=sex", "breakdown/?by=month", "ways/", "shock/", "definitions/")


@pytest.mark.parametrize(("code", "stray"), [("zh-hans", "[A-Za-z]{4,}"), ("en", "[\u4e00-\u9fff]+")])
def test_no_english_is_left_in_chinese_pages_and_no_chinese_in_english_ones(
    client_of: Any, code: str, stray: str
) -> None:
    client = client_of("city_officer", headers={"accept-language": code})
    for path in PAGES:
        page = text_of(client.get("/figures/" + path))
        main = re.sub("<script.*?</script>", "", page.split("<main")[1].split("</main>")[0], flags=re.DOTALL)
        words = re.sub(f"{NAMED}|{OURS}", "", re.sub(r"<[^>]+>", " ", main.split(">", 1)[1]))
        assert re.findall(stray, words) == []
