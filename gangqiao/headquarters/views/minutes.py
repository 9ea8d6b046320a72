"""The agenda put in order by hand, and the minutes: written, and printed to be signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.headquarters.actions import agenda
from gangqiao.headquarters.actions.meetings import write_minutes
from gangqiao.headquarters.models import AgendaItem, Meeting
from gangqiao.headquarters.showing.agenda import item_shown, meeting_name
from gangqiao.headquarters.showing.issues import decision_rows
from gangqiao.headquarters.states import MeetingStatus
from gangqiao.headquarters.views import pressed, tabs
from gangqiao.kernel import clock


def renew(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """Bring the agenda up to date."""
    found, added = get_object_or_404(Meeting, uuid=meeting), []
    act = lambda: added.append(agenda.renew_agenda(found.pk, actor=request.actor))  # noqa: E731
    if pressed(request, act, _("The agenda is up to date.")) and added[0]:
        words = ngettext("%(n)d item was added.", "%(n)d items were added.", added[0]) % {"n": added[0]}
        pressed(request, lambda: None, words)
    return redirect("headquarters:meeting", found.uuid)


def add(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """Add an item in own words."""
    found = get_object_or_404(Meeting, uuid=meeting)
    words = request.POST.get("words", "")
    pressed(request, lambda: agenda.add_item(found.pk, words, actor=request.actor), _("Added to the agenda."))
    return redirect("headquarters:meeting", found.uuid)


def item(request: ActorRequest, agenda_item: UUID) -> HttpResponse:
    """Move an item, leave it out, put it back, or write a sentence to it."""
    found = get_object_or_404(AgendaItem.objects.select_related("meeting"), uuid=agenda_item)
    words = request.POST.get("words", "")
    acts: dict[str, Callable[..., Any]] = {
        "up": lambda **by: agenda.move_item(found.pk, True, **by),
        "down": lambda **by: agenda.move_item(found.pk, False, **by),
        "out": lambda **by: agenda.leave_out(found.pk, **by),
        "back": lambda **by: agenda.put_back(found.pk, **by),
        "words": lambda **by: agenda.change_item(found.pk, words, **by),
    }
    if act := acts.get(request.POST.get("act", "")):
        pressed(request, lambda: act(actor=request.actor), _("The agenda is changed."))
    return redirect("headquarters:meeting", found.meeting.uuid)


def write(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """One text for each item of the agenda."""
    found = get_object_or_404(Meeting, uuid=meeting)
    items = list(found.agenda.filter(is_out=False))
    if request.method == "POST":
        texts = {one.uuid: request.POST.get(f"minutes-{one.pk}", "") for one in items}
        act = lambda: write_minutes(found.pk, texts, actor=request.actor)  # noqa: E731
        if pressed(request, act, _("The minutes are kept.")):
            return redirect("headquarters:minutes", found.uuid)
    if found.status != MeetingStatus.HELD:
        return redirect("headquarters:minutes", found.uuid)
    shown = {
        "meeting": found,
        "name": meeting_name(found),
        "items": [item_shown(one) for one in items],
        "tabs": tabs("meetings"),
    }
    return render(request, "headquarters/write_minutes.html", shown)


def minutes(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """The minutes on a sheet: who came, what was reported, said and decided, with lines to sign."""
    found = get_object_or_404(Meeting, uuid=meeting)
    items = [item_shown(one) for one in found.agenda.filter(is_out=False)]
    invited = list(found.invitations.select_related("unit"))
    decisions = decision_rows(found.decisions.select_related("unit"), clock.today())
    shown = {
        "meeting": found,
        "name": meeting_name(found),
        "items": items,
        "came": [one for one in invited if one.attendance in ("present", "deputy")],
        "missing": [one for one in invited if one.attendance in ("excused", "absent")],
        "reports": [one for one in invited if one.heard_on],
        "decisions": sorted(decisions, key=lambda row: row.decision.number),
        "is_draft": found.status in (MeetingStatus.PLANNED, MeetingStatus.CALLED, MeetingStatus.HELD),
        "tabs": tabs("meetings"),
        "lines": [_("In the chair"), _("Written by"), _("Checked by")],
    }
    return render(request, "headquarters/minutes.html", shown)
