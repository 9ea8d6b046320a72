"""Decisions of joint meetings: the list by urgency, one with its results, and its acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.headquarters.actions import decisions as actions
from gangqiao.headquarters.forms import DecisionForm, ResultForm
from gangqiao.headquarters.models import Decision, DecisionResult, Meeting
from gangqiao.headquarters.reads.meetings import may_verify, owns, units_to_invite
from gangqiao.headquarters.showing.agenda import course_of, item_shown, meeting_name
from gangqiao.headquarters.showing.issues import decision_row, decision_rows
from gangqiao.headquarters.states import UNFINISHED, DecisionStatus
from gangqiao.headquarters.views import columns, done, file_answer, form_page, sent_with, tabs
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import Buttons
from gangqiao.kernel.files import FileGone
from gangqiao.kernel.links import Link
from gangqiao.plans.reads import units_answered_for

D = DecisionStatus
COURSE = (D.TAKEN, D.DONE, D.VERIFIED)


def decisions(request: ActorRequest) -> HttpResponse:
    """Every decision, the most urgent first: open ones, those of the own units, finished ones."""
    asked = request.GET.get("part", "open")
    own = units_answered_for(request.actor, "headquarters.report_decision")
    every = Decision.objects.select_related("unit", "meeting")
    open_now = every.filter(status__in=UNFINISHED)
    parts: dict[str, tuple[Any, QuerySet[Decision]]] = {
        "open": (_("Not finished"), open_now),
        "own": (_("Of my unit"), open_now.filter(unit__in=own)),
        "finished": (_("Verified or revoked"), every.exclude(status__in=UNFINISHED).order_by("-pk")[:200]),
    }
    part = asked if asked in parts else "open"
    here = reverse("headquarters:decisions")
    shown = {
        "rows": decision_rows(parts[part][1], clock.today()),
        "parts": [
            Link(label, f"{here}?part={key}", key == part, str(len(rows))) for key, (label, rows) in parts.items()
        ],
        "tabs": tabs("decisions"),
        "columns": columns(_("Decision"), _("Who does it"), _("Due"), _("Standing"), _("State")),
    }
    return render(request, "headquarters/decisions.html", shown)


def decide(request: ActorRequest, meeting: UUID) -> HttpResponse:
    """Record a decision of a meeting."""
    found = get_object_or_404(Meeting, uuid=meeting)
    items = found.agenda.filter(is_out=False)
    titles = {item.pk: item_shown(item).title[:60] for item in items}
    form = DecisionForm(
        request.POST or None, items=items, titles=titles, units=units_to_invite(), initial={"item": _item_of(request)}
    )

    def act() -> None:
        asked = form.cleaned_data
        actions.decide(
            found.pk, asked["words"], asked["unit"], asked["due_on"], item=asked["item"], actor=request.actor
        )

    if request.method == "POST" and done(request, form, act, _("Recorded. The unit sees it on its first page.")):
        return redirect("headquarters:meeting", found.uuid)
    back = reverse("headquarters:meeting", args=[found.uuid])
    return form_page(
        request,
        form,
        title=_("Record a decision"),
        save=_("Record it"),
        back=back,
        here="meetings",
        lead=meeting_name(found),
    )


def _item_of(request: ActorRequest) -> int | None:
    asked = request.GET.get("item", "")
    return int(asked) if asked.isdigit() else None


def decision(request: ActorRequest, decision: UUID) -> HttpResponse:
    """One decision, its standing, what was shown for it, and what may be done now."""
    return _page(request, _decision_or_404(decision))


def _page(request: ActorRequest, found: Decision, form: ResultForm | None = None) -> HttpResponse:
    actor = request.actor
    verbs = [s.verb.partition(".")[2] for s in Decision.LIFE_CYCLE.steps_from(found.status) if actor.may(s.verb)]
    is_own, other = owns(actor, found), may_verify(actor, found)
    reports = is_own and "report_decision" in verbs
    shown = {
        "row": decision_row(found, clock.today()),
        "meeting_name": meeting_name(found.meeting),
        "states": course_of(COURSE, found.status),
        "results": found.results.select_related("given_by"),
        "form": (form or ResultForm()) if reports else None,
        "may_verify": other and "verify_decision" in verbs,
        "may_send_back": other and "send_back_decision" in verbs,
        "may_revoke": "revoke_decision" in verbs,
        "waits": is_own and found.status == D.DONE,
        "tabs": tabs("decisions"),
    }
    return render(request, "headquarters/decision.html", shown)


def report(request: ActorRequest, decision: UUID) -> HttpResponse:
    """Report the result for the own unit."""
    found = _decision_or_404(decision)
    form = ResultForm(request.POST, request.FILES)

    def act() -> None:
        actions.report_decision(found.pk, form.cleaned_data["words"], sent=sent_with(form), actor=request.actor)

    if done(request, form, act, _("Reported. Somebody else verifies it now.")):
        return redirect("headquarters:decision", found.uuid)
    return _page(request, found, form)


def _find(request: ActorRequest, uuid: UUID) -> Decision:
    return _decision_or_404(uuid)


DECISION = Buttons(_find, "headquarters:decision")
verify = DECISION.step(actions.verify_decision, gettext_lazy("Verified."))
send_back = DECISION.step(actions.send_back_decision, gettext_lazy("Sent back to the unit."), reason="reason")
revoke = DECISION.step(actions.revoke_decision, gettext_lazy("Revoked."), reason="reason")


def result_file(request: ActorRequest, result: UUID) -> HttpResponse:
    """A file that shows a result: to the owner, to who verifies, to the auditor; to others as if it were not there."""
    found = get_object_or_404(DecisionResult.objects.select_related("decision"), uuid=result)
    actor = request.actor
    sees = actor.may("headquarters.verify_decision") or actor.may("plans.view_evidence") or owns(actor, found.decision)
    if not found.kept or not sees:
        raise Http404
    try:
        answer = file_answer(found.kept, found.file_name)
    except FileGone as gone:
        messages.error(request, str(gone))
        return redirect("headquarters:decision", found.decision.uuid)
    looked("headquarters.view", actor=actor, reason=str(found.uuid))
    return answer


def _decision_or_404(uuid: UUID) -> Decision:
    rows = Decision.objects.select_related("unit", "meeting", "item", "reported_by", "verified_by")
    return get_object_or_404(rows, uuid=uuid)
