"""Where the targets stand: on the pages, kept every night, and with the people who would close the gap."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.audit.models import Look
from gangqiao.engine.figures import get_figure
from gangqiao.imports.rows import unpack_say
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import EmploymentSpell, Intention
from gangqiao.warnings import actions, jobs
from gangqiao.warnings.models import Backtest, StandingOn
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads import standings
from gangqiao.warnings.reads.gaps import GapList, gaps
from gangqiao.warnings.reads.units import units_with_targets
from gangqiao.warnings.sources import red

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 3, 16)
XINSHAO = "532504102000"


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def settled(in_force: Any, workers: Any, county: Any) -> Any:
    """Thirty people of Xinshao in work since spring, forty who are not, and as many last year."""
    days: list[dt.date | None] = [dt.date(2020, 2, 10) + dt.timedelta(days=n) for n in range(30)]
    workers(county.xinshao, days)
    workers(county.xinshao, [dt.date(2019, 2, 20) + dt.timedelta(days=n) for n in range(40)], status="ended",
            ended_on=dt.date(2019, 12, 20))  # fmt: skip
    return county


@pytest.mark.requirement("R006", "R126")
def test_a_standing_has_result_time_gone_pace_and_forecast_and_a_reason(settled: Any) -> None:
    (first, *_rest) = standings(DAY, [settled.key])[settled.key]
    assert first.progress.result.persons == 30
    assert first.light is Light.RED
    assert "200,000" in str(first.reason)
    assert 0 < first.pace.time_gone < 1
    assert 0 < (first.pace.so_far or 0) < (first.pace.needed or 0)
    assert first.forecast
    assert first.forecast.low >= 30
    rates = [s for s in standings(DAY, [settled.key])[settled.key] if s.progress.target.figure.denominator]
    assert rates, "rates have a standing, too"


def test_early_in_the_year_there_is_no_forecast_and_the_reason_is_said(settled: Any) -> None:
    (first, *_rest) = standings(dt.date(2020, 2, 3), [settled.key])[settled.key]
    assert first.forecast is None
    assert first.why
    assert first.light in (Light.RED, Light.YELLOW)


@pytest.mark.requirement("R126")
def test_the_night_keeps_one_standing_a_day_for_each_unit_and_target(settled: Any) -> None:
    jobs.keep_standings_every_night()
    kept = StandingOn.objects.count()
    units = units_with_targets()
    assert units[0].code == "hq"
    assert kept == len(units) * 8 * 15, "today, and the two weeks before on an installation without a history"
    assert StandingOn.objects.filter(is_afterwards=False).values_list("day", flat=True).distinct().get() == DAY
    jobs.keep_standings_every_night()
    assert StandingOn.objects.count() == kept, "a second run adds nothing"
    assert str(unpack_say(StandingOn.objects.filter(light=Light.RED)[0].reason))


def test_a_day_that_is_over_is_not_rewritten(settled: Any, workers: Any) -> None:
    actions.keep_standings()
    before = StandingOn.objects.get(day=dt.date(2020, 3, 10), target="R014", unit__code="hq").persons
    workers(settled.xinshao, [dt.date(2020, 3, 1)])
    actions.keep_standings(dt.date(2020, 3, 10))
    assert StandingOn.objects.get(day=dt.date(2020, 3, 10), target="R014", unit__code="hq").persons == before


def test_red_targets_stand_in_the_list_of_headquarters(settled: Any, actor: Any) -> None:
    office = actor("headquarters_office", "hq-office", settled.division)
    assert list(red(office)) == [], "nothing is kept yet"
    actions.keep_standings()
    (entry,) = red(office)
    assert entry.count


@pytest.fixture
def idle(settled: Any, workers: Any, remember: Any) -> dict[str, Any]:
    """One person for each list, one who refused, and one who said later."""
    people = workers(settled.xinshao, [None] * 6)
    names = ("wants", "returned", "planned", "refused", "later", "elsewhere")
    found = dict(zip(names, people, strict=True))
    past = {
        "started_on": dt.date(2019, 3, 1),
        "ended_on": dt.date(2019, 12, 20),
        "status": "ended",
        "is_farm_work": "no",
    }
    for name in ("returned", "refused", "later"):
        remember(EmploymentSpell, found[name], **past)
    for name, wish in (("wants", "yes"), ("refused", "no"), ("later", "later")):
        remember(Intention, found[name], wants_work=wish)
    remember(EmploymentSpell, found["planned"], status="planned", started_on=dt.date(2020, 3, 20), is_farm_work="no")
    return found


def lists_of(county: Any, figure: str) -> dict[GapList, list[int]]:
    with scope_of([county.key]):
        return gaps(county.xinshao.key, get_figure(figure), DAY).people


@pytest.mark.requirement("R124", "R125")
def test_each_person_stands_in_one_list_and_who_refused_in_none(idle: dict[str, Any], settled: Any) -> None:
    found = lists_of(settled, "transferred")
    assert found[GapList.PLANNED] == [idle["planned"].pk]
    assert found[GapList.WANTS] == [idle["wants"].pk]
    assert idle["returned"].pk in found[GapList.RETURNED]
    everybody = [key for keys in found.values() for key in keys]
    assert idle["refused"].pk not in everybody
    assert idle["later"].pk not in everybody
    assert len(everybody) == len(set(everybody))
    assert len(found[GapList.UNVERIFIED]) == 30, "all are known from a list only"


def test_for_a_target_of_new_ones_only_who_did_not_work_last_year_would_count(
    idle: dict[str, Any], settled: Any
) -> None:
    found = lists_of(settled, "new_transferred")
    assert found[GapList.WANTS] == [idle["wants"].pk]
    assert found[GapList.RETURNED] == []


def test_for_a_target_of_the_poor_only_the_poor_would_count(idle: dict[str, Any], settled: Any) -> None:
    assert all(not keys for keys in lists_of(settled, "poor_transferred").values())


# --- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.requirement("R006", "R126")
def test_the_pages_show_lights_by_word_and_open_to_the_people(
    idle: dict[str, Any], settled: Any, client_of: Any, official: Any
) -> None:
    actions.keep_standings()
    office = client_of(official("headquarters_office", "hq-office", settled.division))
    board = text(office.get("/warnings/"))
    assert all(words in board for words in ("红灯", "新哨镇", "虹溪镇"))
    assert "新哨镇" in text(office.get("/warnings/targets/R014/"))
    assert "新哨镇" in text(office.get(f"/warnings/units/{XINSHAO}/"))
    page = text(office.get("/warnings/units/hq/R014/"))
    assert "补齐缺口" in page
    assert f"/warnings/areas/{settled.key}/R014/wants/" in page
    names = text(office.get(f"/warnings/areas/{settled.key}/R014/wants/"))
    assert idle["wants"].name in names
    look = Look.objects.latest("seq")
    assert str(idle["wants"].uuid) in look.persons


def test_a_township_sees_its_own_lights_only(settled: Any, client_of: Any, official: Any) -> None:
    clerk = client_of(official("township_clerk", XINSHAO, settled.xinshao))
    board = text(clerk.get("/warnings/"))
    assert "新哨镇" in board
    assert "虹溪镇" not in board
    assert clerk.get("/warnings/units/532504106000/").status_code == 404
    assert clerk.get("/warnings/units/hq/R014/").status_code == 404
    assert clerk.get(f"/warnings/areas/{settled.hongxi.key}/R014/wants/").status_code == 404
    assert clerk.get("/warnings/targets/R999/").status_code == 404
    assert clerk.get(f"/warnings/areas/{settled.xinshao.key}/R014/nothing/").status_code == 404


def test_the_leader_sees_masked_names(idle: dict[str, Any], settled: Any, client_of: Any, official: Any) -> None:
    leader = client_of(official("headquarters_leader", "hq", settled.division))
    page = text(leader.get(f"/warnings/areas/{settled.key}/R014/wants/"))
    assert idle["wants"].name not in page


def test_a_liaison_officer_without_an_area_is_told_so_and_a_village_has_no_warnings(
    settled: Any, client_of: Any, official: Any
) -> None:
    liaison = client_of(official("department_liaison", "water"))
    assert "没有可看的地方" in text(liaison.get("/warnings/"))
    village = client_of(official("village_officer", "hrss", settled.villages[0]))
    assert village.get("/warnings/").status_code == 403


@pytest.mark.requirement("R006")
def test_the_page_of_the_method_says_where_a_naive_method_was_better(
    settled: Any, client_of: Any, official: Any
) -> None:
    office = client_of(official("headquarters_office", "hq-office", settled.division))
    assert "尚未" in text(office.get("/warnings/method/"))
    jobs.keep_backtest_every_night()
    jobs.keep_backtest_every_night()
    rows = Backtest.objects.get().rows
    assert rows
    assert all(row["asked"] > 0 for row in rows)
    page = text(office.get("/warnings/method/"))
    assert "简单办法" in page
