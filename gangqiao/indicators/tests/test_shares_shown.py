"""The board of an area that owes a share: which version, by which rule, and what the pace asks for by the day."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import replace
from typing import Any

import pytest

from gangqiao.indicators import targets
from gangqiao.indicators.reads import targets as results
from gangqiao.indicators.targets import Share, State, current_targets
from gangqiao.indicators.tests.conftest import make_spell
from gangqiao.kernel.words import Say

COURSE = ((dt.date(2020, 1, 31), 0), (dt.date(2020, 2, 29), 2), (dt.date(2020, 3, 31), 64))
OWED = Share(64, COURSE, Say("by rule"), dt.date(2020, 3, 16), by_hand=False, version=3, issued_on=dt.date(2020, 3, 17))


@pytest.fixture
def owed(make_person: Any, county: Any, monkeypatch: pytest.MonkeyPatch) -> dict[tuple[str, str], Share]:
    """One at work in Xinshao, which owes 64 of the first target; Hongxi owes nothing of it."""
    make_spell(make_person(county.villages[0]))
    first = current_targets()[0].id
    shares = {(first, county.xinshao.key): OWED, (first, county.hongxi.key): replace(OWED, value=0, by_hand=True)}
    monkeypatch.setattr(targets, "_shares", [lambda: shares])
    return shares


def board(browser: Any, area: str) -> str:
    page = browser.get(f"/figures/{area}/").content.decode()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.mark.requirement("R014")
def test_a_township_sees_its_share_with_version_rule_and_day(client_of: Any, county: Any, owed: Any) -> None:
    page = board(client_of("city_officer"), county.xinshao.key)
    assert "分解数64人" in page
    assert "分解数，第3版，by rule，2020年3月16日" in page
    assert "到当日应完成 34人" in page


@pytest.mark.requirement("R014")
def test_an_area_whose_share_is_0_has_reached_nothing(client_of: Any, county: Any, owed: Any) -> None:
    found = results(dt.date(2020, 3, 16), [county.hongxi.key])[county.hongxi.key][0]
    assert found.state is State.NO_SHARE
    assert found.gap == 0
    page = board(client_of("city_officer"), county.hongxi.key)
    assert "未分解任务" in page
    assert "已完成" not in page


def test_the_plans_own_number_stands_beside_that_of_the_county_only(
    client_of: Any, county: Any, owed: Any, settings: Any
) -> None:
    settings.PLAN_SCALE = 0.02
    browser = client_of("city_officer")
    assert "（方案" in board(browser, county.key)
    for township in county.townships:
        assert "（方案" not in board(browser, township.key)
