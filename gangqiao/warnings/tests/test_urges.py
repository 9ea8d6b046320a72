"""Urging and supervision, from the press to the accepted answer."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from gangqiao.audit.models import Event
from gangqiao.audit.steps import NotYourVerb
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.plans.reads import current_plan
from gangqiao.warnings import actions
from gangqiao.warnings.actions.urging import answer_by
from gangqiao.warnings.models import Kind, StandingOn, Urge
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads.proposals import proposals
from gangqiao.warnings.refusals import (
    DayPassed,
    NoSuchMatter,
    NotTheUrgedUnit,
    OwnAnswer,
    UrgedAlready,
    WordsNeeded,
)
from gangqiao.warnings.showing.urges import course_of
from gangqiao.warnings.sources import answers, urged
from gangqiao.warnings.states import Level, Status

pytestmark = pytest.mark.django_db
XINSHAO, HONGXI = "532504102000", "532504106000"


@pytest.fixture
def office(actor: Any, county: Any) -> Any:
    return actor("headquarters_office", "hq-office", county.division)


@pytest.fixture
def leader(actor: Any, county: Any) -> Any:
    return actor("headquarters_leader", "hq", county.division)


@pytest.fixture
def clerk(actor: Any, county: Any) -> Any:
    return actor("township_clerk", XINSHAO, county.xinshao)


@pytest.fixture
def sent(in_force: Any, units: Any, office: Any) -> Urge:
    return actions.urge(units[XINSHAO], "target", "R014", words="请于本周内补录", actor=office)


def kinds(urge: Urge) -> list[str]:
    return list(urge.entries.order_by("pk").values_list("kind", flat=True))


@pytest.mark.requirement("R125")
def test_an_urging_is_received_answered_sent_again_and_accepted(sent: Urge, office: Any, clerk: Any) -> None:
    actions.receive(sent.pk, actor=clerk)
    actions.answer(sent.pk, words="已走访12户", actor=clerk)
    actions.send_again(sent.pk, words="还差3户", actor=office)
    actions.answer(sent.pk, words="3户也已走访", actor=clerk)
    closed = actions.accept_answer(sent.pk, actor=office)
    assert closed.status == Status.ACCEPTED
    assert kinds(sent) == [Kind.SENT, Kind.RECEIVED, Kind.ANSWERED, Kind.SENT_AGAIN, Kind.ANSWERED, Kind.ACCEPTED]
    verbs = set(Event.objects.values_list("verb", flat=True))
    assert {"warnings.urge", "warnings.receive", "warnings.answer", "warnings.accept_answer"} <= verbs
    assert not Event.objects.filter(reason__contains="走访").exists(), "the words are sealed, not logged"


def test_a_unit_is_urged_once_at_a_time_about_a_matter(sent: Urge, units: Any, office: Any, leader: Any) -> None:
    with pytest.raises(UrgedAlready):
        actions.urge(units[XINSHAO], "target", "R014", words="again", actor=leader)
    actions.urge(units[HONGXI], "target", "R014", words="another unit", actor=leader)
    actions.withdraw(sent.pk, words="was an error", actor=office)
    actions.urge(units[XINSHAO], "target", "R014", words="now it is free", actor=leader)


def test_what_cannot_be_urged_is_refused_in_a_sentence(units: Any, in_force: Any, office: Any, clerk: Any) -> None:
    unit = units[XINSHAO]
    with pytest.raises(NoSuchMatter):
        actions.urge(unit, "target", "R999", words="x", actor=office)
    with pytest.raises(NoSuchMatter):
        actions.urge(unit, "task", "no-uuid", words="x", actor=office)
    with pytest.raises(NoSuchMatter):
        actions.urge(unit, "issue", "1", words="x", actor=office)
    with pytest.raises(WordsNeeded):
        actions.urge(unit, "target", "R014", words=" ", actor=office)
    with pytest.raises(DayPassed):
        actions.urge(unit, "target", "R014", words="x", due_on=dt.date(2020, 3, 1), actor=office)
    with pytest.raises(NotYourVerb):
        actions.urge(unit, "target", "R014", words="x", actor=clerk)


def test_only_the_urged_unit_answers_and_never_accepts_its_own(sent: Urge, units: Any, actor: Any, office: Any) -> None:
    stranger = actor("township_clerk", HONGXI)
    with pytest.raises(NotTheUrgedUnit):
        actions.answer(sent.pk, words="not mine", actor=stranger)
    own = actions.urge(units["hq-office"], "target", "R014", words="to ourselves", actor=office)
    actions.answer(own.pk, words="done", actor=office)
    with pytest.raises(OwnAnswer):
        actions.accept_answer(own.pk, actor=office)
    with pytest.raises(NotAllowedNow):
        actions.accept_answer(sent.pk, actor=office)


@pytest.mark.requirement("R125")
def test_unanswered_it_goes_up_by_working_days_until_it_lies_with_the_leader(sent: Urge, clerk: Any) -> None:
    assert sent.due_on == dt.date(2020, 3, 19)
    with clock.frozen_at(dt.date(2020, 3, 19)):
        assert actions.escalate_overdue() == 0, "the last day is in time"
    with clock.frozen_at(dt.date(2020, 3, 20)):
        assert actions.escalate_overdue() == 1
        assert actions.escalate_overdue() == 0, "a second run finds none"
        sent.refresh_from_db()
        assert (sent.level, sent.due_on) == (Level.SUPERVISE, dt.date(2020, 3, 24)), "over a weekend"
    with clock.frozen_at(dt.date(2020, 3, 25)):
        assert actions.escalate_overdue() == 1
    with clock.frozen_at(dt.date(2020, 4, 30)):
        assert actions.escalate_overdue() == 0, "there is nobody above the leader"
    sent.refresh_from_db()
    assert sent.level == Level.LEADER
    assert kinds(sent) == [Kind.SENT, Kind.ESCALATED, Kind.ESCALATED]


def test_an_answer_stops_the_way_up(sent: Urge, clerk: Any) -> None:
    actions.answer(sent.pk, words="done", actor=clerk)
    with clock.frozen_at(dt.date(2020, 5, 30)):
        assert actions.escalate_overdue() == 0


@pytest.mark.requirement("R125")
def test_an_urging_lapses_when_its_target_is_reached(sent: Urge, units: Any, office: Any, clerk: Any) -> None:
    answered = actions.urge(units[HONGXI], "target", "R014", words="another unit", actor=office)
    Urge.objects.filter(pk=answered.pk).update(status=Status.ANSWERED)
    keep_red = kept(sent, Light.RED)
    kept(answered, Light.REACHED)
    assert actions.lapse_settled() == 0, "a red target is still owed"
    StandingOn.objects.filter(pk=keep_red.pk).update(light=Light.REACHED)
    assert actions.lapse_settled() == 1
    assert actions.lapse_settled() == 0, "a second run finds none"
    sent.refresh_from_db()
    answered.refresh_from_db()
    assert (sent.status, sent.closed_on) == (Status.LAPSED, clock.today())
    assert answered.status == Status.ANSWERED, "an answer is still read by somebody"
    assert kinds(sent) == [Kind.SENT, Kind.LAPSED]
    assert "1,234" in course_of(sent)[0].words
    assert list(urged(clerk)) == []
    with clock.frozen_at(dt.date(2020, 5, 30)):
        assert actions.escalate_overdue() == 0
    actions.urge(units[XINSHAO], "target", "R014", words="it is free again", actor=office)


def kept(urge: Urge, light: str) -> StandingOn:
    """How the unit stood at the end of today, as the night keeps it."""
    return StandingOn.objects.create(
        plan_key=current_plan().key, target=urge.key, unit=urge.unit, day=clock.today(), light=light, reason=[],
        persons=1234, base=2000, needed=1200,
    )  # fmt: skip


def test_the_time_to_answer_leaves_out_public_holidays() -> None:
    assert answer_by(Level.URGE, dt.date(2020, 4, 30)) == dt.date(2020, 5, 8)


def test_the_list_of_work_names_it_for_the_unit_and_then_for_the_sender(
    sent: Urge, clerk: Any, office: Any, actor: Any
) -> None:
    (entry,) = urged(clerk)
    assert "20万人" in str(entry.title) or "R014" in str(entry.title) or entry.title
    assert list(urged(actor("township_clerk", HONGXI))) == []
    assert list(answers(office)) == []
    actions.answer(sent.pk, words="done", actor=clerk)
    assert list(urged(clerk)) == []
    assert len(list(answers(office))) == 1
    assert list(answers(clerk)) == []


def test_the_list_of_work_tells_headquarters_of_an_urging_nobody_answered(sent: Urge, leader: Any) -> None:
    with clock.frozen_at(dt.date(2020, 3, 24)):
        (entry,) = answers(leader)
    assert entry.count == 1


@pytest.mark.requirement("R125", "R126")
def test_overdue_tasks_are_urged_with_one_press_and_only_once(units: Any, in_force: Any, office: Any) -> None:
    with clock.frozen_at(dt.date(2020, 4, 20)):
        found = [p for p in proposals() if p.about == "task"]
        assert found
        made, already = actions.urge_many(found, actor=office)
        assert (len(made), already) == (len(found), 0)
        assert [p for p in proposals() if p.about == "task"] == []
        assert actions.urge_many(found, actor=office) == ([], len(found))
    entry = made[0].entries.get()
    assert entry.words is None
    assert entry.reason[0], "the reason is kept as a sentence to be said later, not as words of a language"


# --- the pages -------------------------------------------------------------------------------------------------------


def text(answer: Any) -> str:
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def browse(client_of: Any, official: Any) -> Any:
    return lambda *named: client_of(official(*named))


def test_the_whole_way_by_the_pages(in_force: Any, units: Any, browse: Any, county: Any) -> None:
    office: Client = browse("headquarters_office", "hq-office", county.division)
    clerk: Client = browse("township_clerk", XINSHAO, county.xinshao)
    ask = f"/warnings/urges/new/{XINSHAO}/target/R014/"
    assert "催办" in text(office.get(ask))
    assert office.post(ask, {"words": "", "level": "1"}).status_code == 200, "without words it is asked again"
    sent = office.post(ask, {"words": "请补录", "level": "2"})
    assert sent.status_code == 302
    address = sent["Location"]
    assert "请补录" in text(clerk.get(address))
    assert clerk.post(f"{address}receive/").status_code == 302
    assert clerk.post(f"{address}answer/", {"words": ""}).status_code == 200
    assert clerk.post(f"{address}answer/", {"words": "已补录"}).status_code == 302
    assert "已补录" in text(office.get(address))
    office.post(f"{address}again/", {"reason": "还差"})
    clerk.post(f"{address}answer/", {"words": "都补了"})
    office.post(f"{address}accept/")
    assert Urge.objects.get().status == Status.ACCEPTED
    assert "都补了" in text(clerk.get(address))
    assert "新哨镇" in text(office.get("/warnings/urges/?part=closed"))


def test_another_unit_sees_no_urging_and_urges_nobody(sent: Urge, browse: Any, county: Any) -> None:
    stranger: Client = browse("township_clerk", HONGXI, county.hongxi)
    assert "请于本周内补录" not in text(stranger.get("/warnings/urges/"))
    assert stranger.get(f"/warnings/urges/{sent.uuid}/").status_code == 404
    assert stranger.post(f"/warnings/urges/{sent.uuid}/answer/", {"words": "x"}).status_code == 404
    assert stranger.get("/warnings/proposals/").status_code == 403
    auditor: Client = browse("auditor", "hrss", county.division)
    assert "请于本周内补录" in text(auditor.get(f"/warnings/urges/{sent.uuid}/"))
    assert auditor.post(f"/warnings/urges/{sent.uuid}/withdraw/", {"reason": "x"}).status_code == 403


def test_ticked_proposals_are_urged_at_once(in_force: Any, units: Any, browse: Any, county: Any) -> None:
    office: Client = browse("headquarters_office", "hq-office", county.division)
    with clock.frozen_at(dt.date(2020, 4, 20)):
        assert office.post("/warnings/proposals/urge/", {}).status_code == 302
        assert not Urge.objects.exists(), "nothing ticked, nobody urged"
        page = text(office.get("/warnings/proposals/"))
        marks = [p.mark for p in proposals()][:2]
        assert all(mark in page for mark in marks)
        office.post("/warnings/proposals/urge/", {"pick": marks})
        assert Urge.objects.count() == 2
        assert text(office.get(f"/warnings/urges/{Urge.objects.all()[0].uuid}/"))
