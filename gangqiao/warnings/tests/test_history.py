"""The course of a year is the results of its days, for every measure and place."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.indicators.store import fact_on
from gangqiao.kernel import clock
from gangqiao.warnings.reads import history
from gangqiao.warnings.reads.standings import Outlook

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2020, 1, 1), dt.date(2020, 2, 5), dt.date(2020, 3, 16)]
BEFORE = [dt.date(2019, 1, 1), dt.date(2019, 5, 2), dt.date(2019, 12, 31)]
MEASURES = ("transferred", "new_transferred", "poor_transferred", "poor_new_transferred")


@pytest.fixture
def worked(in_force: Any, workers: Any, county: Any, make_person: Any, remember: Any) -> None:
    from gangqiao.people.models import Category

    workers(county.hongxi, [dt.date(2019, 5, 1), dt.date(2020, 1, 10), dt.date(2020, 3, 16), None])
    workers(county.hongxi, [dt.date(2018, 6, 1), dt.date(2019, 3, 1)], status="ended", ended_on=dt.date(2019, 12, 30))
    for person in workers(county.xinshao, [dt.date(2020, 2, 20), dt.date(2019, 8, 1)]):
        remember(Category, person, kind="registered_poor", valid_from=dt.date(2020, 3, 1))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_course_is_the_results_of_its_days(measure: str, worked: None, county: Any) -> None:
    counted = history.courses(measure, DAYS[-1])
    for area in (county.key, county.hongxi.key, county.xinshao.key):
        for day in (*DAYS, *BEFORE):
            assert counted.of(area, measure, day)[-1] == fact_on(day).sums_of(area)[measure], (area, day)


def test_the_history_of_an_earlier_day_is_cut_from_that_of_a_later_one(worked: None, county: Any) -> None:
    whole, key = history.courses("transferred", DAYS[-1]), county.key
    cut, alone = whole.history(key, "transferred", DAYS[1]), history.courses("transferred", DAYS[1])
    assert cut == alone.history(key, "transferred", DAYS[1])
    assert len(cut.this_year) == 36
    assert len(cut.last_year) == 365


def test_a_page_counts_the_past_once_for_all_targets(
    worked: None, county: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes = []
    steps = history.steps
    monkeypatch.setattr(history, "steps", lambda *asked: passes.append(asked) or steps(*asked))
    outlook = Outlook()
    with clock.frozen_at(DAYS[-1]):
        for measure in MEASURES:
            for day in DAYS:
                outlook.history(county.key, measure, day)
    assert len(passes) == 1
