"""Pages of cases of help: those that wait, one with its reasons, its decision and its plan."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import assessing, cases
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.forms.cases import AssessForm, choices
from gangqiao.assistance.jobs.proposing import assess_county
from gangqiao.assistance.models import AssistCase
from gangqiao.assistance.policy.classes import Judged
from gangqiao.assistance.reads import cases as reads
from gangqiao.assistance.reads.proposals import judged_of, reasons_of
from gangqiao.assistance.showing import cases as showing
from gangqiao.assistance.states import LIVE_CASE
from gangqiao.audit.events import looked
from gangqiao.audit.subscriptions import enqueue
from gangqiao.followup.views.areas import area_filter
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.people.reads.masking import name_for, place_name

VIEW, REASONS, ASSESS = "assistance.view_cases", "assistance.view_reasons", "assistance.assess"
MANY = 50


def case_or_404(uuid: UUID) -> AssistCase:
    """The case, within the scope."""
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def case_list(request: ActorRequest) -> HttpResponse:
    """The cases of the reader's area, behind tabs by what they wait for."""
    actor, area = request.actor, request.GET.get("area", "")[:40]
    look = request.GET.get("look", "")
    look = look if look in reads.LOOKS else ""
    rows, counts, more = reads.page_of(look, area, key_to_go_on(request) or 0)
    looked(VIEW, actor=actor, persons=[row.person_uuid for row in rows])
    here = reverse("assistance:cases")
    shown = {
        "rows": showing.rows(rows, actor),
        "look": look,
        "is_empty": not rows,
        "count": counts[look],
        "looks": _looks(here, look, area, counts),
        "columns": columns_of((_("Person"), pgettext("assistance", "Class"), _("The rules propose"), _("State"),
                               _("Next day"))),
        "may_accept": look == "" and actor.may(ASSESS),
        "may_look": actor.may(ASSESS),
        **area_filter(area, actor, VIEW, here, {"look": look}),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "assistance/cases.html", shown)


def _looks(here: str, look: str, area: str, counts: dict[str, int]) -> list[Link]:
    words = {
        "": pgettext("assistance", "To assess"),
        "ask": pgettext("assistance", "To ask"),
        "plan": pgettext("assistance", "To plan"),
        "due": pgettext("assistance", "Due today"),
        "far": pgettext("assistance", "Class A"),
        "near": pgettext("assistance", "Class B"),
        "net": pgettext("assistance", "Class C"),
        "none": pgettext("assistance", "None of these"),
        "relocated": pgettext("assistance", "Relocated"),
        "closed": pgettext("assistance", "Closed"),
    }
    return [
        Link(said, f"{here}?{urlencode({k: v for k, v in (('look', key), ('area', area)) if v})}", key == look,
             f"{counts[key]:,}")
        for key, said in words.items()
    ]  # fmt: skip


def accept_many(request: ActorRequest) -> HttpResponse:
    """Decide as the rules propose for the ticked ones."""
    keys = [int(key) for key in request.POST.getlist("pick")[:MANY] if key.isdecimal()]
    uuids = list(AssistCase.objects.filter(pk__in=keys).values_list("uuid", flat=True))
    if not uuids:
        messages.error(request, _("Tick the people whose class you decide as proposed."))
        return redirect("assistance:cases")
    many, left = assessing.accept_many(uuids, actor=request.actor)
    said = ngettext("%(n)d class decided as proposed.", "%(n)d classes decided as proposed.", many) % {"n": many}
    if left:
        said += " " + ngettext("%(n)d needs another look.", "%(n)d need another look.", left) % {"n": left}
    messages.success(request, said)
    return redirect("assistance:cases")


def look_again(request: ActorRequest) -> HttpResponse:
    """Have the rules look at everybody again, in the background."""
    enqueue(assess_county)
    messages.success(request, _("The rules look at everybody again. What changes stands here in a minute."))
    return redirect("assistance:cases")


def case(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """One case."""
    found, actor = case_or_404(assist_case), request.actor
    area = str(found.area_id)
    looked(VIEW, actor=actor, person=found.person)
    shown = {
        "case": found,
        "row": showing.rows([found], actor)[0],
        "life": showing.life_of(found),
        "measures": showing.measure_rows(reads.measures_of(found), actor),
        "history": showing.history(reads.assessments_of(found)),
        "may": showing.acts_of(found, actor),
        "because": str(LISTS["reassess_reason"].word(found.reassess_reason)) if found.reassess_reason else "",
        "may_see_person": actor.may("people.view", area),
        "may_ask": actor.may("people.record_intention", area),
        "reassess_reasons": [one for one in choices("reassess_reason") if one[0] in ("asked", "health", "household")],
        "close_reasons": choices("close_reason"),
        "results": choices("measure_result"),
        **_reasons(found, judged_of(found.person_id), actor),
    }
    return render(request, "assistance/case.html", shown)


def _reasons(found: AssistCase, judged: Judged, actor: Actor) -> dict[str, Any]:
    """What the rules say; each answer, which leans on health, only for who may see why."""
    if found.status not in LIVE_CASE:
        return {}
    may_see = actor.may(REASONS, str(found.area_id))
    if may_see:
        looked(REASONS, actor=actor, person=found.person)
    return {
        "proposed": showing.class_words(judged.kind, judged.none_reason),
        "missing": [str(why.says) for why in judged.missing],
        "may_see_reasons": may_see,
        "groups": showing.groups(judged.reasons) if may_see else [],
    }


def assess(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Decide the class."""
    found, actor = case_or_404(assist_case), request.actor
    judged = judged_of(found.person_id)
    first = {"kind": judged.kind, "none_reason": judged.none_reason}
    form = AssessForm(request.POST or None, initial=first)

    def act() -> None:
        given = form.cleaned_data
        assessing.assess(
            found.pk, given["kind"], given["none_reason"], given["words"], overrules=given["overrules"], actor=actor
        )

    if request.method == "POST" and done(request, form, act, _("Decided.")):
        return redirect("assistance:case", found.uuid)
    looked(ASSESS, actor=actor, person=found.person)
    shown = {
        "form": form,
        "case": found,
        "name": name_for(found.person, actor),
        "place": place_name(str(found.area_id)),
        **_reasons(found, judged, actor),
    }
    return render(request, "assistance/case_assess.html", shown, status=422 if form.errors else 200)


def past(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """What was decided, each time with the reasons as they stood that day."""
    found, actor = case_or_404(assist_case), request.actor
    looked(REASONS, actor=actor, person=found.person)
    decided = reads.assessments_of(found)
    shown = {
        "case": found,
        "name": name_for(found.person, actor),
        "history": [
            {**row, "groups": showing.groups(reasons_of(row["assessment"]))} for row in showing.history(decided)
        ],
    }
    return render(request, "assistance/case_past.html", shown)


def _step(request: ActorRequest, uuid: UUID, act: Any, said: Any) -> HttpResponse:
    found = case_or_404(uuid)
    pressed(request, lambda: act(found.pk), said)
    return redirect("assistance:case", found.uuid)


def _words(request: ActorRequest) -> str:
    return request.POST.get("reason", "")[:500]


def accept(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Decide as the rules propose."""
    said = _("Decided as proposed.")
    return _step(request, assist_case, lambda key: assessing.accept(key, actor=request.actor), said)


def plan(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """The plan is made."""
    return _step(request, assist_case, lambda key: cases.plan(key, actor=request.actor), _("The plan stands."))


def start(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Begin to help by the plan."""
    return _step(request, assist_case, lambda key: cases.start(key, actor=request.actor), _("Under way."))


def meet(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """The aim is met."""
    words = _words(request)
    return _step(request, assist_case, lambda key: cases.meet(key, words, actor=request.actor), _("The aim is met."))


def ask_anew(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Ask for a new assessment."""
    code, words, actor = request.POST.get("reason_code", "")[:12], _words(request), request.actor
    return _step(request, assist_case, lambda key: cases.ask_anew(key, code, words, actor=actor), _("Asked for."))


def close(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Close the case."""
    code, words, actor = request.POST.get("reason_code", "")[:12], _words(request), request.actor
    return _step(request, assist_case, lambda key: cases.close(key, code, words, actor=actor), _("Closed."))


def identify(request: ActorRequest, assist_case: UUID) -> HttpResponse:
    """Take it up again."""
    return _step(request, assist_case, lambda key: cases.identify(key, actor=request.actor), _("Taken up again."))
