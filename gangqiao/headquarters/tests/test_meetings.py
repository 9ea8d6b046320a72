"""Joint meetings from the plan to the closed minutes, and their decisions until somebody else has verified them."""

from __future__ import annotations

import datetime as dt

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.headquarters.actions import agenda, decisions, issues, meetings
from gangqiao.headquarters.filing import Sent
from gangqiao.headquarters.models import AgendaItem, Decision, Invitation, Meeting
from gangqiao.headquarters.reads.meetings import months_after, next_due_on, rhythm_on, standing_of_decision
from gangqiao.headquarters.refusals import (
    MinutesMissing,
    NotForYou,
    NothingOnTheAgenda,
    NotWhileSo,
    NotYetHeld,
    NotYourOwnResult,
    WordsMissing,
)
from gangqiao.headquarters.states import DecisionStatus, MeetingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.lifecycle import NoteNeeded
from gangqiao.kernel.scope import scope_of
from gangqiao.plans.standing import Light

pytestmark = pytest.mark.django_db
DAY = dt.date(2020, 3, 16)


def decide(held: Meeting, unit, actor, due: dt.date = dt.date(2020, 3, 20)) -> Decision:
    return decisions.decide(held.pk, "三日内落实包车", unit, due, actor=actor)


def test_a_meeting_is_called_only_with_something_to_talk_about(meeting, city_officer) -> None:
    for item in meeting.agenda.all():
        agenda.leave_out(item.pk, actor=city_officer)
    with scope_of(city_officer), pytest.raises(NothingOnTheAgenda):
        # What was left out by hand is not proposed again.
        meetings.call_meeting(meeting.pk, actor=city_officer)
    meeting.refresh_from_db()
    assert meeting.status == MeetingStatus.PLANNED


def test_a_meeting_of_a_later_day_is_not_held_yet(units, city_officer) -> None:
    ahead = meetings.plan_meeting(dt.date(2020, 3, 18), [units["water"]], actor=city_officer)
    agenda.add_item(ahead.pk, "议题", actor=city_officer)
    meetings.call_meeting(ahead.pk, actor=city_officer)
    with pytest.raises(NotYetHeld):
        meetings.hold_meeting(ahead.pk, actor=city_officer)


@pytest.mark.requirement("R107")
def test_the_cadence_is_monthly_until_a_notice_orders_another(held, city_officer) -> None:
    assert rhythm_on(DAY).months == 1
    assert next_due_on(DAY) == dt.date(2020, 4, 16)
    meetings.set_cadence(2, DAY, basis="弥政办通〔2020〕1号", actor=city_officer)
    assert next_due_on(DAY) == dt.date(2020, 5, 18)  # the 16th is a Saturday
    assert rhythm_on(dt.date(2020, 3, 1)).months == 1


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [((2020, 1, 31), 1, (2020, 2, 29)), ((2020, 11, 15), 3, (2021, 2, 15)), ((2020, 12, 31), 12, (2021, 12, 31))],
)
def test_months_end_where_months_end(day, months, then) -> None:
    assert months_after(dt.date(*day), months) == dt.date(*then)


@pytest.mark.requirement("R108")
def test_each_unit_confirms_and_hands_in_its_report_which_is_heard(meeting, liaison, city_officer, stranger) -> None:
    agenda.add_item(meeting.pk, "听取汇报", actor=city_officer)
    meetings.call_meeting(meeting.pk, actor=city_officer)
    own = Invitation.objects.get(meeting=meeting, unit__code="water")
    with pytest.raises(NotForYou):
        meetings.answer_invitation(own.pk, attendee="x", actor=stranger)
    meetings.answer_invitation(own.pk, attendee="王工", report="采集岗位36个", actor=liaison)
    meetings.hold_meeting(meeting.pk, actor=city_officer)
    meetings.record_attendance(meeting.pk, {own.pk: "present"}, [own.pk], actor=city_officer)
    own.refresh_from_db()
    assert (own.attendance, own.heard_on, own.report) == ("present", DAY, "采集岗位36个")


def test_a_report_that_was_not_given_is_not_heard(held, city_officer) -> None:
    own = held.invitations.first()
    meetings.record_attendance(held.pk, {own.pk: "absent"}, [own.pk], actor=city_officer)
    own.refresh_from_db()
    assert own.heard_on is None


def test_items_change_places_and_keep_them(held, city_officer) -> None:
    last = agenda.add_item(held.pk, "第二项", actor=city_officer)
    before = list(held.agenda.values_list("key", flat=True))
    agenda.move_item(last.pk, True, actor=city_officer)
    assert list(held.agenda.values_list("key", flat=True)) == [*before[:-2], before[-1], before[-2]]
    agenda.move_item(last.pk, False, actor=city_officer)
    agenda.move_item(last.pk, False, actor=city_officer)
    assert list(held.agenda.values_list("key", flat=True)) == before


@pytest.mark.requirement("R107")
def test_minutes_are_complete_when_every_item_has_its_text(held, city_officer) -> None:
    with pytest.raises(MinutesMissing):
        meetings.minute_meeting(held.pk, actor=city_officer)
    texts = {item.uuid: "同意" for item in held.agenda.all()}
    meetings.write_minutes(held.pk, texts, actor=city_officer)
    meetings.minute_meeting(held.pk, actor=city_officer)
    with pytest.raises(NotWhileSo):
        meetings.write_minutes(held.pk, texts, actor=city_officer)


@pytest.mark.requirement("R107", "R109", "R125")
def test_the_next_meeting_is_planned_by_itself_and_takes_what_is_not_finished(held, units, city_officer) -> None:
    decision = decide(held, units["water"], city_officer)
    meetings.write_minutes(held.pk, {i.uuid: "同意" for i in held.agenda.all()}, actor=city_officer)
    meetings.minute_meeting(held.pk, actor=city_officer)
    meetings.close_meeting(held.pk, actor=city_officer)
    following = Meeting.objects.get(status=MeetingStatus.PLANNED)
    assert (following.day, following.number) == (dt.date(2020, 4, 16), 2)
    assert following.invitations.count() == 2
    item = AgendaItem.objects.get(meeting=following, key=f"decision:{decision.uuid}")
    assert item.facts["late"] is False
    with clock.frozen_at(dt.date(2020, 3, 25)):
        agenda.renew_agenda(following.pk, actor=city_officer)
    item.refresh_from_db()
    assert item.facts["late"] is True


@pytest.mark.requirement("R109")
def test_an_issue_at_the_headquarters_stands_on_the_agenda_without_its_words(held, units, county, city_officer) -> None:
    with scope_of(city_officer):
        issue = issues.raise_issue(county.xinshao, "transport", "没有班车", "张三等人出不去", actor=city_officer)
    ahead = meetings.plan_meeting(dt.date(2020, 3, 20), [units["water"]], actor=city_officer)
    item = AgendaItem.objects.get(meeting=ahead, key=f"issue:{issue.uuid}")
    assert item.facts == {"kind": "transport", "place": "新哨镇", "since": "2020-03-16"}


@pytest.mark.requirement("R125")
def test_a_decision_is_followed_until_somebody_else_has_verified_it(held, units, liaison, leader, city_officer) -> None:
    decision = decide(held, units["water"], city_officer)
    with pytest.raises(NotForYou):
        decisions.report_decision(decision.pk, "办了", actor=city_officer)
    with pytest.raises(WordsMissing):
        decisions.report_decision(decision.pk, " ", actor=liaison)
    decisions.report_decision(decision.pk, "已联系3辆车", actor=liaison)
    with pytest.raises(NoteNeeded):
        decisions.send_back_decision(decision.pk, reason="", actor=leader)
    decisions.send_back_decision(decision.pk, reason="缺车牌", actor=leader)
    decisions.report_decision(decision.pk, "已补车牌", actor=liaison)
    decisions.verify_decision(decision.pk, actor=leader)
    decision.refresh_from_db()
    assert decision.status == DecisionStatus.VERIFIED
    assert decision.results.count() == 2


def test_nobody_verifies_the_result_of_their_own_unit(held, units, official, county, city_officer) -> None:
    decision = decide(held, units["hq-office"], city_officer)
    own = actor_of(official("headquarters_office", "hq-office", county.division))
    decisions.report_decision(decision.pk, "已发通知", actor=own)
    with pytest.raises(NotYourOwnResult):
        decisions.verify_decision(decision.pk, actor=own)
    decisions.verify_decision(decision.pk, actor=city_officer)


def test_a_decision_turns_red_after_its_last_working_day(held, units, city_officer) -> None:
    decision = decide(held, units["water"], city_officer, dt.date(2020, 3, 21))  # a Saturday
    assert standing_of_decision(decision, dt.date(2020, 3, 23)).light is Light.YELLOW
    assert standing_of_decision(decision, dt.date(2020, 3, 24)).light is Light.RED


def test_a_file_shows_a_result(held, units, liaison, city_officer, settings, tmp_path) -> None:
    settings.HOME = tmp_path
    decision = decide(held, units["water"], city_officer)
    decisions.report_decision(decision.pk, "见附件", sent=Sent("结果.pdf", b"%PDF"), actor=liaison)
    assert decision.results.get().file_name == "结果.pdf"
