"""The pack of a joint meeting: its agenda, what lags, what is overdue, open issues and earlier decisions; no names."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.accounts.reads import actor_of
from gangqiao.briefings import actions
from gangqiao.briefings.content.blocks import Grid, Listing, Paper
from gangqiao.briefings.content.making import make
from gangqiao.briefings.models import Kind
from gangqiao.briefings.tests.conftest import DAY
from gangqiao.briefings.tests.test_documents import drawn_simply, said_in_word  # noqa: F401  for every test here
from gangqiao.briefings.writing import Imprint
from gangqiao.briefings.writing.documents import write_all
from gangqiao.headquarters.actions import agenda, decisions, issues, meetings
from gangqiao.headquarters.models import Meeting
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.scope import scope_of

ITEM, DECISION = "研究返岗包车事宜", "落实返岗包车经费"
TITLE, WORDS = "张三家的欠薪", "张三反映去年工资未付清"


@pytest.fixture
def unit() -> Unit:
    made, _is_new = Unit.objects.get_or_create(
        code="finance", defaults={"name": "市财政局", "kind": UnitKind.DEPARTMENT}
    )
    return made


@pytest.fixture
def meeting(workers: None, unit: Unit, office: Actor, leader: Actor) -> Meeting:
    """A meeting that was called, after an earlier one whose decision is not finished."""
    earlier = meetings.plan_meeting(DAY, [unit], at="9:00", place="会议室", chair="", actor=office)
    meetings.call_meeting(earlier.pk, actor=office)
    meetings.hold_meeting(earlier.pk, actor=office)
    decisions.decide(earlier.pk, DECISION, unit, DAY + dt.timedelta(days=3), actor=leader)
    planned = meetings.plan_meeting(
        DAY + dt.timedelta(days=7), [unit], at="14:30", place="三楼会议室", chair="", actor=office
    )
    agenda.add_item(planned.pk, ITEM, actor=office)
    return planned


@pytest.fixture
def issue(county: Any, office: Actor, make_user: Any) -> None:
    """An issue that was sent up to headquarters; its words name a person."""
    clerk = actor_of(make_user("township_clerk", county.xinshao, "raiser"))
    with scope_of(office.areas("briefings.make")):
        made = issues.raise_issue(county.xinshao, "rights", TITLE, WORDS, to_level_above=False, actor=clerk)
        issues.send_up(made.pk, "本级无法解决", actor=clerk)


@pytest.fixture
def packs(meeting: Meeting, issue: None, county: Any, office: Actor) -> dict[str, Paper]:
    with scope_of(office.areas("briefings.make")):
        asked = actions.ask(Kind.MEETING, county.division, DAY, actor=office, meeting=meeting)
        return make(asked).papers


def grid(paper: Paper, key: str) -> Grid:
    return next(one for one in paper.blocks if isinstance(one, Grid) and one.key == key)


@pytest.mark.requirement("R122", "R124")
def test_the_pack_holds_agenda_targets_issues_and_decisions(packs: dict[str, Paper], unit: Unit) -> None:
    for paper in packs.values():
        agenda_said = " ".join(entry for one in paper.blocks if isinstance(one, Listing) for entry in one.entries)
        assert ITEM in agenda_said
        assert len(grid(paper, "targets").rows) == 8
        (decision,) = grid(paper, "decisions").rows
        assert (decision[2].text, decision[3].text, decision[4].text) == (DECISION, str(unit), "2020-03-19")
        (issue,) = grid(paper, "issues").rows
        assert issue[1].text == "新哨镇"
    assert "14:30 三楼会议室" in " ".join(
        part.text for one in packs["zh-hans"].blocks for part in getattr(one, "parts", ())
    )


def test_the_pack_tells_no_words_of_an_issue_and_names_nobody(packs: dict[str, Paper]) -> None:
    for language, paper in packs.items():
        documents = {one.format: one.content for one in write_all({language: paper}, Imprint(1, 2020, DAY))}
        said = said_in_word(documents["docx"])
        assert DECISION in said
        assert ITEM in said
        for word in (TITLE, WORDS, "张三", "测甲"):
            assert word not in said
            assert word not in str(paper)
