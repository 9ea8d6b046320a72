"""What the headquarters put on the list of work: meetings, decisions, issues, vacancies, institutions."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from gangqiao.headquarters.models import Decision, Issue, Meeting
from gangqiao.headquarters.reads.bodies import set_ups, vacancies
from gangqiao.headquarters.reads.issues import handles, may_verify, seen_by, standing_of_issue, works_on
from gangqiao.headquarters.reads.meetings import may_verify as may_verify_decision
from gangqiao.headquarters.reads.meetings import (
    next_due_on,
    next_planned,
    open_invitations,
    standing_of_decision,
    unfinished,
)
from gangqiao.headquarters.showing.agenda import day_words, meeting_name
from gangqiao.headquarters.states import DecisionStatus, IssueStatus, MeetingStatus
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.queue import QueueEntry, Urgency, register
from gangqiao.plans.reads import TOWNSHIP_LEVEL, units_answered_for
from gangqiao.plans.standing import Light

URGENCY = {Light.RED: Urgency.OVERDUE, Light.YELLOW: Urgency.DUE}
SOON = timedelta(days=14)  # ours: a meeting is prepared in the two weeks before its day


@register("headquarters.meeting", verb="headquarters.plan_meeting")
def meeting_to_prepare(actor: Actor) -> Iterable[QueueEntry]:
    """What the office has to do about the joint meetings: plan, call, record, write and close."""
    today = clock.today()
    for meeting in Meeting.objects.filter(status__in=(MeetingStatus.HELD, MeetingStatus.MINUTED)):
        yield _meeting_entry(
            meeting, gettext("Held on %(day)s and not closed yet.") % {"day": day_words(meeting.day)}, Urgency.DUE
        )
    planned, due = next_planned(), next_due_on(today)
    if planned is not None and planned.day <= today + SOON:
        is_late = planned.day < today
        says = gettext("Its day was %(day)s.") if is_late else gettext("It is held on %(day)s.")
        if planned.status == MeetingStatus.PLANNED:
            says = gettext("Planned for %(day)s and not called yet.")
        urgency = Urgency.OVERDUE if is_late else Urgency.DUE
        yield _meeting_entry(planned, says % {"day": day_words(planned.day)}, urgency)
    elif planned is None and due is not None:
        yield QueueEntry(
            title=gettext("No joint meeting is planned"),
            reason=gettext("By the cadence the next is due by %(day)s.") % {"day": day_words(due)},
            act=gettext("Plan it"),
            href=reverse("headquarters:plan"),
            urgency=Urgency.OVERDUE if due < today else Urgency.DUE,
            since=due,
        )


def _meeting_entry(meeting: Meeting, reason: str, urgency: Urgency) -> QueueEntry:
    return QueueEntry(
        title=meeting_name(meeting),
        reason=reason,
        act=gettext("Open it"),
        href=reverse("headquarters:meeting", args=[meeting.uuid]),
        urgency=urgency,
        since=meeting.day,
    )


@register("headquarters.invited", verb="headquarters.answer_invitation")
def invited(actor: Actor) -> Iterable[QueueEntry]:
    """Invitations of the own units: not confirmed, or without the report on the work."""
    for one in open_invitations(actor):
        if one.received_at is None:
            says = gettext("Held on %(day)s. Confirm the invitation and hand in the report of your unit.")
        elif one.reported_at is None:
            says = gettext("Held on %(day)s. The report of your unit is missing.")
        else:
            continue
        yield QueueEntry(
            title=f"{one.unit.name}: {meeting_name(one.meeting)}",
            reason=says % {"day": day_words(one.meeting.day)},
            act=gettext("Answer"),
            href=reverse("headquarters:meeting", args=[one.meeting.uuid]),
            urgency=Urgency.DUE,
            since=one.meeting.day,
        )


@register("headquarters.owed", verb="headquarters.report_decision")
def decisions_owed(actor: Actor) -> Iterable[QueueEntry]:
    """Decisions the own units have to carry out."""
    units = units_answered_for(actor, "headquarters.report_decision")
    for decision in unfinished().filter(unit__in=units).exclude(status=DecisionStatus.DONE):
        yield _decision_entry(decision, gettext("Report the result"))


@register("headquarters.results", verb="headquarters.verify_decision")
def results_to_verify(actor: Actor) -> Iterable[QueueEntry]:
    """Results that others reported and nobody has verified."""
    for decision in unfinished().filter(status=DecisionStatus.DONE):
        if may_verify_decision(actor, decision):
            yield _decision_entry(decision, gettext("Verify the result"))


def _decision_entry(decision: Decision, act: str) -> QueueEntry:
    state = standing_of_decision(decision, clock.today())
    name = gettext("Decision %(n)d: %(meeting)s") % {"n": decision.number, "meeting": meeting_name(decision.meeting)}
    return QueueEntry(
        title=f"{decision.unit.name} \u00b7 {name}",
        reason=gettext("Due by %(day)s.") % {"day": day_words(decision.due_on)} + f" {state.reason}",
        act=act,
        href=reverse("headquarters:decision", args=[decision.uuid]),
        urgency=URGENCY.get(state.light, Urgency.OPEN),
        since=decision.due_on,
    )


@register("headquarters.issues", verb="headquarters.view_issues")
def issues_to_act_on(actor: Actor) -> Iterable[QueueEntry]:
    """Issues that wait for the reader: to be accepted, solved or verified; overdue ones first."""
    today = clock.today()
    waiting = [(issue, act) for issue in seen_by(actor, is_open=True) if (act := _next_act(actor, issue))]
    for act in dict.fromkeys(act for _issue, act in waiting):
        mine = [issue for issue, other in waiting if other == act]
        states = [standing_of_issue(issue, today) for issue in mine]
        worst = min(states, key=lambda state: state.light)
        oldest = min(mine, key=lambda issue: issue.waits_since)
        many = len(mine)
        says = ngettext("%(many)d issue", "%(many)d issues", many) % {"many": many}
        yield QueueEntry(
            title=f"{act}: {says}",
            reason=gettext("The oldest waits since %(day)s. %(standing)s")
            % {"day": day_words(oldest.waits_since), "standing": worst.reason if worst.light in URGENCY else ""},
            act=gettext("See them") if many > 1 else gettext("Open it"),
            href=reverse("headquarters:issues") if many > 1 else reverse("headquarters:issue", args=[oldest.uuid]),
            urgency=URGENCY.get(worst.light, Urgency.OPEN),
            since=oldest.waits_since,
            count=many,
        )


def _next_act(actor: Actor, issue: Issue) -> str:
    """What the reader has to do with an issue now; "" for nothing. Above its level one sees it and is not asked."""
    if issue.status == IssueStatus.RAISED:
        return gettext("Issues to accept") if _is_own_level(actor, issue) else ""
    if issue.status == IssueStatus.DONE:
        return gettext("Solutions to verify") if may_verify(actor, issue) and issue.level > 1 else ""
    if issue.unit_id:
        return gettext("Issues your unit has to solve") if works_on(actor, "headquarters.report_issue", issue) else ""
    return gettext("Issues to solve or assign") if _is_own_level(actor, issue) else ""


def _is_own_level(actor: Actor, issue: Issue) -> bool:
    above = Issue(level=issue.level + 1, area_id=issue.area_id) if issue.level < 3 else None
    verb = "headquarters.accept_issue"
    return handles(actor, verb, issue) and not (above and handles(actor, verb, above))


@register("headquarters.vacancies", verb="headquarters.name_officer")
def officers_missing(actor: Actor) -> Iterable[QueueEntry]:
    """Departments and villages without a liaison officer."""
    departments, villages = vacancies(actor)
    if departments:
        many = len(departments)
        says = ngettext(
            "%(many)d department has no liaison officer", "%(many)d departments have no liaison officer", many
        )
        names = " \u00b7 ".join(line.place for line in departments[:3])
        reason = gettext("The plan asks for exactly one in each: %(names)s.") % {"names": names}
        yield _vacancy(says % {"many": many}, reason, many)
    if villages:
        many = len(villages)
        says = ngettext(
            "%(many)d village has no information officer", "%(many)d villages have no information officer", many
        )
        names = " \u00b7 ".join(line.place for line in villages[:3])
        yield _vacancy(says % {"many": many}, gettext("The first: %(names)s.") % {"names": names}, many)


def _vacancy(title: str, reason: str, many: int) -> QueueEntry:
    return QueueEntry(
        title=title,
        reason=reason,
        act=gettext("Name them"),
        href=reverse("headquarters:phones"),
        urgency=Urgency.DUE,
        count=many,
    )


@register("headquarters.institutions", verb="headquarters.record_institution")
def institutions_missing(actor: Actor) -> Iterable[QueueEntry]:
    """Own units that have not recorded their body, staff or funds; for the office, all that have not."""
    year = clock.today().year
    if actor.may("headquarters.appoint"):
        missing = [row for row in set_ups(year) if row.is_asked and not row.is_complete]
    else:
        units = units_answered_for(actor, "headquarters.record_institution").filter(kind__in=TOWNSHIP_LEVEL)
        missing = [row for row in set_ups(year, units) if not row.is_complete]
    if missing:
        many = len(missing)
        says = ngettext(
            "%(many)d unit has not recorded its body, staff and funds",
            "%(many)d units have not recorded their bodies, staff and funds",
            many,
        )
        names = " \u00b7 ".join(row.unit.name for row in missing[:3])
        href = reverse("headquarters:institutions")
        if many == 1:
            href = reverse("headquarters:institution", args=[missing[0].unit.code])
        yield QueueEntry(
            title=says % {"many": many},
            reason=gettext("The plan asks every township for a matching body: %(names)s.") % {"names": names},
            act=gettext("See them") if many > 1 else gettext("Open it"),
            href=href,
            urgency=Urgency.DUE,
            count=many,
        )
