"""Joint meetings: the calendar, one meeting with its agenda and units, and its acts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.headquarters.actions import meetings as actions
from gangqiao.headquarters.forms import CadenceForm, InvitationForm, MeetingForm
from gangqiao.headquarters.models import Attendance, Invitation, Meeting
from gangqiao.headquarters.reads.meetings import last_held, next_due_on, next_planned, rhythm_on, units_to_invite
from gangqiao.headquarters.showing.agenda import course_of, item_shown, meeting_name, meeting_tone
from gangqiao.headquarters.showing.issues import decision_rows
from gangqiao.headquarters.states import AHEAD, MeetingStatus
from gangqiao.headquarters.views import columns, done, form_page, pressed, tabs
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import Buttons
from gangqiao.plans.calendar import working_day_from
from gangqiao.plans.reads import units_answered_for

M = MeetingStatus
COURSE = (M.PLANNED, M.CALLED, M.HELD, M.MINUTED, M.CLOSED)
PLAN = "headquarters.plan_meeting"


def meetings(request: ActorRequest) -> HttpResponse:
    """Every meeting by day, when the next is due by the cadence, and whether it is planned."""
    today = clock.today()
    found = list(Meeting.objects.all()[:100])
    due, planned = next_due_on(today), next_planned()
    shown = {
        "rows": [(one, meeting_name(one), meeting_tone(one)) for one in found],
        "due": due,
        "is_late": bool(due and due < today),
        "planned": planned,
        "last": last_held(),
        "rhythm": rhythm_on(today),
        "may_plan": request.actor.may(PLAN),
        "tabs": tabs("meetings"),
        "columns": columns(_("Meeting"), _("Day"), _("Place"), _("State")),
    }
    return render(request, "headquarters/meetings.html", shown)


def plan(request: ActorRequest) -> HttpResponse:
    """Plan a meeting: the day the cadence asks for and every unit are proposed."""
    units, today = units_to_invite(), clock.today()
    proposed = working_day_from(max(next_due_on(today) or today + timedelta(days=7), today))
    start = {"day": proposed, "at": "14:30", "units": [unit.pk for unit in units]}
    form = MeetingForm(request.POST or None, units=units, initial=start)
    made: list[Meeting] = []

    def act() -> None:
        asked = form.cleaned_data
        made.append(
            actions.plan_meeting(
                asked["day"],
                asked["units"],
                at=asked["at"],
                place=asked["place"],
                chair=asked["chair"],
                actor=request.actor,
            )
        )

    if request.method == "POST" and done(request, form, act, _("Planned. Look through the agenda, then call it.")):
        return redirect("headquarters:meeting", made[0].uuid)
    back = reverse("headquarters:meetings")
    return form_page(
        request, form, title=_("Plan a joint meeting"), save=_("Plan the meeting"), back=back, here="meetings"
    )


def change(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """Move a meeting to another day or place."""
    found = get_object_or_404(Meeting, uuid=meeting)
    start = {"day": found.day, "at": found.at, "place": found.place, "chair": found.chair}
    form = MeetingForm(request.POST or None, initial=start)

    def act() -> None:
        asked = {name: form.cleaned_data[name] for name in ("day", "at", "place", "chair")}
        actions.change_meeting(found.pk, actor=request.actor, **asked)

    if request.method == "POST" and done(request, form, act, _("Changed.")):
        return redirect("headquarters:meeting", found.uuid)
    back = reverse("headquarters:meeting", args=[found.uuid])
    return form_page(request, form, title=meeting_name(found), save=_("Save"), back=back, here="meetings")


def cadence(request: ActorRequest) -> HttpResponse:
    """Set how often the meeting is held, from a day on."""
    form = CadenceForm(
        request.POST or None, initial={"months": rhythm_on(clock.today()).months, "valid_from": clock.today()}
    )

    def act() -> None:
        asked = form.cleaned_data
        actions.set_cadence(asked["months"], asked["valid_from"], basis=asked["basis"], actor=request.actor)

    if request.method == "POST" and done(request, form, act, _("The cadence is recorded.")):
        return redirect("headquarters:meetings")
    return form_page(
        request,
        form,
        title=_("How often the meeting is held"),
        save=_("Save"),
        back=reverse("headquarters:meetings"),
        here="meetings",
        lead=_(
            "The plan orders joint meetings and names no cadence. Monthly is our default until a notice orders another."
        ),
    )


def meeting(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """One meeting: agenda, units with receipt and attendance, decisions, and what may be done now."""
    found = get_object_or_404(Meeting, uuid=meeting)
    return render(request, "headquarters/meeting.html", _meeting_shown(request, found))


def _meeting_shown(request: ActorRequest, found: Meeting) -> dict[str, Any]:
    actor, today = request.actor, clock.today()
    items = [item_shown(item) for item in found.agenda.all()]
    invited = list(found.invitations.select_related("unit"))
    own = set(units_answered_for(actor, "headquarters.answer_invitation").values_list("pk", flat=True))
    may_hold = actor.may("headquarters.hold_meeting")
    decisions = found.decisions.select_related("unit")
    return {
        "meeting": found,
        "name": meeting_name(found),
        "tone": meeting_tone(found),
        "states": course_of(COURSE, found.status),
        "items": [one for one in items if not one.item.is_out],
        "left_out": [one for one in items if one.item.is_out],
        "invited": invited,
        "received": sum(one.received_at is not None for one in invited),
        "own": [
            (one, InvitationForm(initial={"attendee": one.attendee}, auto_id=f"id_{one.pk}_%s"))
            for one in invited
            if one.unit_id in own
        ]
        if found.status in (M.CALLED, M.HELD)
        else [],
        "steps": [
            (step, reverse(f"headquarters:{step.verb.partition('.')[2]}", args=[found.uuid]))
            for step in Meeting.LIFE_CYCLE.steps_from(found.status)
            if actor.may(step.verb) and not step.needs_note
        ],
        "may_call_off": found.status in AHEAD and actor.may("headquarters.call_off"),
        "may_arrange": actor.may(PLAN) and found.status in (*AHEAD, M.HELD),
        "may_change": actor.may(PLAN) and found.status in AHEAD,
        "may_note": may_hold and found.status in (M.HELD, M.MINUTED),
        "may_write": actor.may("headquarters.minute_meeting") and found.status == M.HELD,
        "may_decide": actor.may("headquarters.decide") and found.status in (M.HELD, M.MINUTED),
        "decisions": decision_rows(decisions, today),
        "attendance": Attendance.choices,
        "tabs": tabs("meetings"),
    }


def _find(request: ActorRequest, uuid: UUID) -> Meeting:
    return get_object_or_404(Meeting, uuid=uuid)


MEETING = Buttons(_find, "headquarters:meeting")
call = MEETING.step(actions.call_meeting, gettext_lazy("Called. Every unit sees its invitation on the first page."))
hold = MEETING.step(actions.hold_meeting, gettext_lazy("Recorded. Note now who came and what was decided."))
minute = MEETING.step(actions.minute_meeting, gettext_lazy("The minutes are complete."))
close = MEETING.step(actions.close_meeting, gettext_lazy("Closed. What is not finished stands on the next agenda."))
call_off = MEETING.step(actions.call_off, gettext_lazy("Called off."), reason="reason")


def attendance(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """Who came, and whose report was heard."""
    came, heard = {}, []
    for name, value in request.POST.items():
        word, _sep, key = name.partition("-")
        if key.isdigit() and word == "came":
            came[int(key)] = value
        elif key.isdigit() and word == "heard":
            heard.append(int(key))
    return MEETING.press(
        request,
        meeting,
        lambda pk, actor: actions.record_attendance(pk, came, heard, actor=actor),
        ngettext(
            "Attendance recorded. %(n)d report was heard.", "Attendance recorded. %(n)d reports were heard.", len(heard)
        )
        % {"n": len(heard)},
    )


def answer(request: ActorRequest, invitation: UUID) -> HttpResponse:
    """Confirm the invitation of the own unit and hand in its report."""
    found = get_object_or_404(Invitation.objects.select_related("meeting"), uuid=invitation)
    asked = {name: request.POST.get(name, "") for name in ("attendee", "report")}
    pressed(
        request, lambda: actions.answer_invitation(found.pk, actor=request.actor, **asked), _("Confirmed. Thank you.")
    )
    return redirect("headquarters:meeting", found.meeting.uuid)
