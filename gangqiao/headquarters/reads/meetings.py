"""When joint meetings are due, and who has to do with them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gangqiao.accounts.models import Unit, UnitKind
from gangqiao.headquarters.models import Cadence, Decision, Invitation, Meeting
from gangqiao.headquarters.states import AHEAD, TOOK_PLACE, UNFINISHED, MeetingStatus
from gangqiao.kernel.actor import Actor
from gangqiao.plans.calendar import working_day_from
from gangqiao.plans.reads import answers_for, units_answered_for
from gangqiao.plans.standing import Standing, standing_of

# Ours: the plan orders a system of joint meetings and names no cadence.
DEFAULT_MONTHS = 1
INVITED_KINDS = (
    UnitKind.HEADQUARTERS_OFFICE,
    UnitKind.DEPARTMENT,
    UnitKind.TOWNSHIP,
    UnitKind.FARM_BUREAU,
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a meeting is held. since: null while nobody has set it."""

    months: int
    since: date | None


def rhythm_on(day: date) -> Rhythm:
    """The cadence in force on a day; monthly while none was set."""
    found = Cadence.objects.filter(valid_from__lte=day).first()
    return Rhythm(found.months, found.valid_from) if found else Rhythm(DEFAULT_MONTHS, None)


def next_due_on(day: date) -> date | None:
    """The last day in time for the next meeting by the cadence, a working day; null before the first one was held."""
    last = last_held()
    if last is None or last.held_on is None:
        return None
    return working_day_from(months_after(last.held_on, rhythm_on(day).months))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_held() -> Meeting | None:
    return Meeting.objects.filter(status__in=TOOK_PLACE).order_by("-held_on", "-pk").first()


def next_planned() -> Meeting | None:
    """The next meeting that was planned or called; null when there is none."""
    return Meeting.objects.filter(status__in=AHEAD).order_by("day", "pk").first()


def units_to_invite() -> QuerySet[Unit]:
    """Everybody who may be invited: the office, the departments, the townships and the farm bureau."""
    return Unit.objects.filter(kind__in=INVITED_KINDS).order_by("kind", "code")


def unfinished() -> QuerySet[Decision]:
    """Decisions that nobody has verified or revoked."""
    return Decision.objects.filter(status__in=UNFINISHED).select_related("unit", "meeting")


def open_invitations(actor: Actor) -> QuerySet[Invitation]:
    """Invitations of the actor's units to meetings that were called and not held yet."""
    units = units_answered_for(actor, "headquarters.answer_invitation")
    called = Invitation.objects.filter(meeting__status=MeetingStatus.CALLED, unit__in=units)
    return called.select_related("meeting", "unit").order_by("meeting__day", "unit__code")


def standing_of_decision(decision: Decision, today: date) -> Standing:
    """Red, yellow or green by the working calendar, as tasks of the plan."""
    told = {"taken": "in_progress", "revoked": "verified"}.get(decision.status, decision.status)
    return standing_of(
        told,
        due_on=decision.due_on,
        issued_on=decision.decided_on,
        given_on=decision.decided_on,
        reported_on=decision.reported_on,
        today=today,
    )


def owns(actor: Actor, decision: Decision) -> bool:
    return answers_for(actor, decision.unit_id, "headquarters.report_decision")


def may_verify(actor: Actor, decision: Decision) -> bool:
    """Whether the actor is another than who reported the result, and not of the unit that owes it."""
    return decision.reported_by_id != actor.user_id and not owns(actor, decision)
