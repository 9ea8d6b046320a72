"""A paper about a published day takes every figure from its snapshot, or from the history that snapshot knew."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl

import pytest

from gangqiao.briefings import actions
from gangqiao.briefings.content.blocks import Grid, Paper, Sentence
from gangqiao.briefings.content.making import Made, make
from gangqiao.briefings.models import Kind
from gangqiao.briefings.showing.links import Links
from gangqiao.briefings.tests.conftest import DAY
from gangqiao.indicators import actions as figures
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.indicators.snapshots.reads import people
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM, Actor
from gangqiao.kernel.scope import scope_of
from gangqiao.people.models import EmploymentSpell

APRIL = dt.date(2020, 4, 5)
FROM_THE_SNAPSHOT = ("targets", "trend", "forecast", "shock", "provinces")


@pytest.fixture
def published(workers: None) -> Snapshot:
    """The figures of the day, taken and published on it."""
    return figures.publish(figures.take(DAY, DAY, actor=SYSTEM).uuid, actor=SYSTEM)


@pytest.fixture
def late_news(published: Snapshot, county: Any, make_person: Any, remember: Any) -> None:
    """In April the register learns of five people more who worked in March, and of ten in January of last year."""
    with clock.frozen_at(APRIL):
        for number in range(5):
            spell = {"started_on": dt.date(2020, 3, 2), "status": "working", "is_farm_work": "no"}
            remember(EmploymentSpell, make_person(county.xinshao, name=f"后{number}"), **spell)
        for number in range(10):
            spell = {"started_on": dt.date(2019, 1, 3), "status": "working", "is_farm_work": "no"}
            remember(EmploymentSpell, make_person(county.hongxi, name=f"前{number}"), **spell)


def made_on(day: dt.date, county: Any, office: Actor, kind: str = Kind.ANALYSIS, about: dt.date = DAY) -> Made:
    with clock.frozen_at(day), scope_of(office.areas("briefings.make")):
        return make(actions.ask(kind, county.division, about, actor=office))


def grid(paper: Paper, key: str) -> Grid:
    return next(one for one in paper.every_block if isinstance(one, Grid) and one.key == key)


def sentences(paper: Paper, *rules: str) -> list[str]:
    return [one.text for one in paper.blocks if isinstance(one, Sentence) and one.rule.startswith(rules)]


@pytest.mark.requirement("D04", "R124")
def test_late_news_changes_nothing_of_a_paper_about_a_published_day(
    published: Snapshot, county: Any, office: Actor, request: Any
) -> None:
    """The counter-proof stands beside it: without its snapshot the same paper says other numbers."""
    at_once = made_on(DAY, county, office)
    request.getfixturevalue("late_news")
    later = made_on(APRIL, county, office)
    assert not at_once.is_provisional
    for language, paper in at_once.papers.items():
        again = later.papers[language]
        for key in FROM_THE_SNAPSHOT:
            assert grid(again, key).rows == grid(paper, key).rows, key
        rules = ("trend.", "pace.", "forecast.", "shock.", "flows.")
        assert sentences(again, *rules) == sentences(paper, *rules) != []
    of_today = made_on(APRIL, county, office, about=APRIL)
    assert of_today.is_provisional
    assert grid(of_today.papers["en"], "targets").rows[0][1].value == 15 + 5 + 10
    assert grid(later.papers["en"], "targets").rows[0][1].value == 15


@pytest.mark.requirement("D04")
def test_a_paper_says_where_each_figure_comes_from(late_news: None, county: Any, office: Actor) -> None:
    paper = made_on(APRIL, county, office).papers["en"]
    origins = {row[0].text: row[1].text for row in grid(paper, "grounds").rows}
    assert origins.pop(DAY.isoformat()) == "published snapshot, version 1"
    assert set(origins.values()) == {"history as known on 2020-03-16, like the snapshot of the paper"}
    assert "2020-03-16" in grid(paper, "trend").note
    assert "starts from the number of the snapshot" in grid(paper, "forecast").note
    assert not any("register as known when the paper was made" in line for line in paper.basis)


@pytest.mark.requirement("D03")
def test_a_number_of_a_snapshot_and_its_parts_lead_to_people_of_the_snapshot(
    late_news: None, published: Snapshot, county: Any, office: Actor
) -> None:
    paper = made_on(APRIL, county, office).papers["zh-hans"]
    counted = [row[1] for key in ("targets", "provinces", "shock") for row in grid(paper, key).rows]
    opened = [cell for cell in counted if cell.persons]
    assert len(opened) >= 3
    for cell in opened:
        kind, uuid, area, measure, where = cell.ref.split("|")
        assert (kind, uuid, area) == ("snapshot", str(published.uuid), county.division.key)
        codes = dict(parse_qsl(where, keep_blank_values=True))
        with clock.frozen_at(APRIL), scope_of(office.areas("people.view_list")):
            found = people(Facts(published), county.division, measure, page=1, where=codes)
        assert found.total == len(found.people) == cell.persons
        assert uuid in Links(office).href(cell.ref)
    # Other days of the trend were worked out anew: today's list of people is another one, so none is promised.
    before = [row[1] for row in grid(paper, "trend").rows[:-1]]
    assert all(cell.ref == "" and cell.persons is None and cell.counts == "history" for cell in before)
    assert grid(paper, "trend").rows[-1][1].ref.startswith("snapshot|")


def test_the_last_day_of_the_trend_is_the_number_of_the_snapshot(late_news: None, county: Any, office: Actor) -> None:
    made = made_on(APRIL, county, office)
    paper = made.papers["en"]
    assert grid(paper, "trend").rows[-1][1].value == grid(paper, "targets").rows[0][1].value
    assert grid(paper, "forecast").rows[0][1].value == grid(paper, "targets").rows[0][1].value
