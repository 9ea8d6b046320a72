"""The demonstration as the authors of the plan would have opened it on its own day, two weeks before 31 March 2020."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.urls import reverse

from gangqiao.briefings.models import Briefing
from gangqiao.briefings.models import Kind as PaperKind
from gangqiao.briefings.states import Status as PaperStatus
from gangqiao.cli import DEMO_DAY as DAY_OF_THE_COMMAND
from gangqiao.headquarters.models import Meeting, Member
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.reads import targets
from gangqiao.indicators.snapshots import taking
from gangqiao.indicators.targets import State
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.places.reads import county, townships
from gangqiao.synth.load import find_whole
from gangqiao.warnings.models import StandingOn
from tests.cast.demonstration import DAYS_LED_ON, DEMO_DAY

pytestmark = pytest.mark.usefixtures("demonstration")
DUE = dt.date(2020, 3, 31)


def text_of(page: Any) -> str:
    assert page.status_code == 200
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode())).split())


def test_it_stands_on_the_day_of_the_plan() -> None:
    stands = find_whole()
    assert stands is not None
    assert stands.until == DEMO_DAY == clock.today() == dt.date.fromisoformat(DAY_OF_THE_COMMAND)


@pytest.mark.requirement("R020", "R021")
def test_the_two_targets_of_31_march_are_open_with_fifteen_days_left(demo_client: Any) -> None:
    own = {p.target.id: p for p in targets(DEMO_DAY, [county().key])[county().key]}
    for key in ("R020", "R021"):
        assert own[key].target.due_on == DUE
        assert own[key].state is State.OPEN
        assert own[key].days_left == 15
        assert own[key].result.persons > 0
        assert own[key].gap
    assert text_of(demo_client("office").get("/figures/")).count("还有15天") >= 2


@pytest.mark.requirement("R014")
def test_every_township_owes_its_share_and_the_shares_reach_the_county() -> None:
    keys = [one.key for one in townships()]
    found = targets(DEMO_DAY, [county().key, *keys])
    whole = found[county().key][0]
    owed = [found[key][0] for key in keys]
    assert all(one.owed and one.owed.version == 1 and not one.is_reference for one in owed)
    assert sum(one.target_value or 0 for one in owed) >= (whole.target_value or 0)


@pytest.mark.requirement("R005")
def test_the_standings_of_every_night_led_on_are_kept() -> None:
    with everywhere(reason="test"):
        days = set(StandingOn.objects.values_list("day", flat=True))
    assert {DEMO_DAY - dt.timedelta(days=n) for n in range(DAYS_LED_ON)} <= days


def test_february_is_taken_as_it_was_known_when_it_ended() -> None:
    (february,) = Snapshot.objects.filter(day=dt.date(2020, 2, 29))
    assert february.known_on == dt.date(2020, 2, 29)
    assert taking.verify(february)


@pytest.mark.requirement("R006", "R007")
def test_the_headquarters_is_filled(demo_client: Any) -> None:
    assert Member.objects.count() > 10
    assert Meeting.objects.filter(day__lte=DEMO_DAY).exists()
    page = text_of(demo_client("hq").get("/hq/"))
    assert all(township.name in page for township in townships())
    for name in ("meetings", "decisions", "members", "institutions", "phones"):
        assert demo_client("hq").get(reverse(f"headquarters:{name}")).status_code == 200


def test_a_township_is_told_its_share_and_not_the_countys_number(demo_client: Any) -> None:
    page = text_of(demo_client("xinshao").get("/figures/"))
    assert "分解数，第1版" in page
    assert "（方案" not in page
    assert "仅供参考" not in page


@pytest.mark.requirement("R124")
def test_a_newcomer_sees_a_paper_of_each_kind(demo_client: Any) -> None:
    with everywhere(reason="test"):
        papers = {one.kind: one for one in Briefing.objects.all()}
    assert set(papers) == set(PaperKind)
    pack = papers.pop(PaperKind.MEETING)
    assert pack.status == PaperStatus.DRAFT, "somebody has something to issue"
    assert {one.status for one in papers.values()} == {PaperStatus.ISSUED}
    assert {(one.number, one.issued_on) for one in papers.values()} == {(1, DEMO_DAY)}
    month = papers[PaperKind.MONTHLY]
    assert (month.day, month.is_provisional) == (dt.date(2020, 2, 29), False), "it rests on the published snapshot"
    page = demo_client("hq").get(reverse("briefings:briefing", args=[month.uuid]))
    assert "已发布快照" in text_of(page)
    for file in month.files:
        there = reverse("briefings:document", args=[month.uuid, file["language"], file["format"]])
        answer = demo_client("hq").get(there)
        assert answer.status_code == 200
        assert len(answer.content) == file["size"]
