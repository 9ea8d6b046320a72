"""Plans a joint meeting, calls it, records who came, writes its minutes, closes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from gangqiao.accounts.models import Unit
from gangqiao.audit.events import record
from gangqiao.audit.steps import require, step
from gangqiao.headquarters.actions.agenda import bring_up_to_date
from gangqiao.headquarters.models import AgendaItem, Attendance, Cadence, Invitation, Meeting
from gangqiao.headquarters.reads.meetings import months_after, next_due_on, next_planned, rhythm_on
from gangqiao.headquarters.refusals import (
    DayIsPast,
    MinutesMissing,
    NobodyInvited,
    NotForYou,
    NothingOnTheAgenda,
    NotWhileSo,
    NotYetHeld,
    WordsMissing,
)
from gangqiao.headquarters.states import AHEAD, MeetingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.plans.calendar import working_day_from
from gangqiao.plans.reads import answers_for

PLAN = "headquarters.plan_meeting"


def plan_meeting(
    day: date,
    units: Iterable[Unit],
    *,
    actor: Actor,
    at: str = "",
    place: str = "",
    chair: str = "",
    source: str = "screen",
) -> Meeting:
    """Plan a meeting with the units to invite; its agenda is proposed at once. Raises DayIsPast, NobodyInvited."""
    require(actor, PLAN)
    asked = list(units)
    if day < clock.today():
        raise DayIsPast("day")
    if not asked:
        raise NobodyInvited
    with transaction.atomic():
        last = Meeting.objects.filter(year=day.year).aggregate(last=Max("number"))["last"] or 0
        meeting = Meeting.objects.create(
            year=day.year, number=last + 1, day=day, at=at[:5], place=place.strip()[:80], chair=chair.strip()[:40]
        )
        Invitation.objects.bulk_create([Invitation(meeting=meeting, unit=unit) for unit in asked])
        record(PLAN, actor=actor, subject=meeting, source=source)
        bring_up_to_date(meeting, actor=actor)
    return meeting


def change_meeting(meeting_id: int, *, day: date, at: str, place: str, chair: str, actor: Actor) -> Meeting:
    """Change day, time, place or chair before the meeting is held. Raises NotWhileSo, DayIsPast."""
    require(actor, PLAN)
    if day < clock.today():
        raise DayIsPast("day")
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
        if meeting.status not in AHEAD:
            raise NotWhileSo
        meeting.day, meeting.at, meeting.place, meeting.chair = day, at[:5], place.strip()[:80], chair.strip()[:40]
        meeting.save()
        record(PLAN, actor=actor, subject=meeting, fields=["day", "at", "place", "chair"])
    return meeting


def call_meeting(meeting_id: int, *, actor: Actor, source: str = "screen") -> Meeting:
    """Send the invitations, with the agenda as it stands today. Raises NothingOnTheAgenda."""
    with step(Meeting, meeting_id, "headquarters.call_meeting", actor=actor, source=source) as meeting:
        bring_up_to_date(meeting, actor=actor)
        if not meeting.agenda.filter(is_out=False).exists():
            raise NothingOnTheAgenda
    return meeting


def hold_meeting(meeting_id: int, *, actor: Actor, source: str = "screen") -> Meeting:
    """Say that it was held. Raises NotYetHeld."""
    with step(Meeting, meeting_id, "headquarters.hold_meeting", actor=actor, source=source) as meeting:
        if meeting.day > clock.today():
            raise NotYetHeld
        meeting.held_on = meeting.day
    return meeting


def call_off(meeting_id: int, *, reason: str, actor: Actor) -> Meeting:
    """It does not take place. Raises NoteNeeded."""
    with step(Meeting, meeting_id, "headquarters.call_off", actor=actor, note=reason) as meeting:
        meeting.note = reason.strip()[:500]
    return meeting


def answer_invitation(
    invitation_id: int, *, actor: Actor, attendee: str = "", report: str = "", source: str = "screen"
) -> Invitation:
    """Confirm for the own unit that the invitation came, say who comes, hand in the report. Raises NotForYou."""
    verb = "headquarters.answer_invitation"
    require(actor, verb)
    with transaction.atomic():
        found = Invitation.objects.select_for_update().select_related("meeting").get(pk=invitation_id)
        if not answers_for(actor, found.unit_id, verb):
            raise NotForYou
        if found.meeting.status not in (MeetingStatus.CALLED, MeetingStatus.HELD):
            raise NotWhileSo
        fields = ["attendee"]
        found.attendee = attendee.strip()[:40] or found.attendee
        if found.received_at is None:
            found.received_at, found.received_by_id = clock.now(), actor.user_id
            fields.append("received_at")
        if report.strip():
            found.report, found.reported_at, found.reported_by_id = report.strip()[:4000], clock.now(), actor.user_id
            fields.append("report")
        found.save()
        record(verb, actor=actor, subject=found, fields=fields, source=source)
    return found


def record_attendance(
    meeting_id: int, came: Mapping[int, str], heard: Iterable[int], *, actor: Actor, source: str = "screen"
) -> None:
    """Write who came, by the key of the invitation, and whose report was heard. Raises NotWhileSo."""
    verb = "headquarters.hold_meeting"
    require(actor, verb)
    listened = set(heard)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
        if meeting.status not in (MeetingStatus.HELD, MeetingStatus.MINUTED):
            raise NotWhileSo
        for one in meeting.invitations.all():
            if came.get(one.pk, one.attendance) in Attendance.values:
                one.attendance = came.get(one.pk, one.attendance)
            one.heard_on = meeting.held_on if one.pk in listened and one.reported_at else None
            one.save()
        record(verb, actor=actor, subject=meeting, fields=["attendance", "heard_on"], source=source)


def write_minutes(meeting_id: int, texts: Mapping[UUID, str], *, actor: Actor, source: str = "screen") -> None:
    """Write what was said to each item; an empty text leaves what stands there. Raises NotWhileSo."""
    verb = "headquarters.minute_meeting"
    require(actor, verb)
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().get(pk=meeting_id)
        if meeting.status != MeetingStatus.HELD:
            raise NotWhileSo
        for item in meeting.agenda.filter(is_out=False):
            if text := texts.get(item.uuid, "").strip():
                item.minutes = text[:8000]
                item.save()
        record(verb, actor=actor, subject=meeting, fields=["minutes"], source=source)


def minute_meeting(meeting_id: int, *, actor: Actor, source: str = "screen") -> Meeting:
    """The minutes are complete and are not changed any more. Raises MinutesMissing."""
    with step(Meeting, meeting_id, "headquarters.minute_meeting", actor=actor, source=source) as meeting:
        empty = AgendaItem.objects.filter(meeting=meeting, is_out=False, minutes__isnull=True).count()
        if empty:
            raise MinutesMissing(empty)
    return meeting


def close_meeting(meeting_id: int, *, actor: Actor, source: str = "screen") -> Meeting:
    """Close it, and plan the next by the cadence where none is: its agenda takes what was not finished."""
    with step(Meeting, meeting_id, "headquarters.close_meeting", actor=actor, source=source) as meeting:
        pass
    following = next_planned()
    if following is not None:
        bring_up_to_date(following, actor=actor)
    elif actor.may(PLAN):
        due = next_due_on(clock.today()) or months_after(meeting.day, rhythm_on(clock.today()).months)
        units = Unit.objects.filter(pk__in=meeting.invitations.values("unit"))
        day = working_day_from(max(due, clock.today()))
        plan_meeting(day, units, at=meeting.at, place=meeting.place, chair=meeting.chair, actor=actor, source=source)
    return meeting


def set_cadence(months: int, valid_from: date, *, basis: str, actor: Actor, source: str = "screen") -> Cadence:
    """From a day on, meet every so many months. The cadence before it stays as it was. Raises WordsMissing."""
    require(actor, PLAN)
    if not basis.strip():
        raise WordsMissing("basis")
    with transaction.atomic():
        found, _made = Cadence.objects.update_or_create(
            valid_from=valid_from, defaults={"months": months, "basis": basis.strip()[:120], "set_by_id": actor.user_id}
        )
        record(PLAN, actor=actor, subject=found, fields=["months", "valid_from"], source=source)
    return found
