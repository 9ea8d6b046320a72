"""Pages of probable duplicates: the list, two records side by side, the decision, and the village's answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.audit.subscriptions import enqueue
from gangqiao.duplicates import actions
from gangqiao.duplicates.jobs import search_county
from gangqiao.duplicates.models import Pair, Question, Search
from gangqiao.duplicates.reads import showing
from gangqiao.duplicates.reads.words import reasons_in_words, strength_of
from gangqiao.duplicates.states import OPEN, Status
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.people.reads.masking import may_reveal, name_for, place_name
from gangqiao.people.views.revealing import REASONS

TABS: dict[str, tuple[str, ...]] = {
    "found": (Status.FOUND,),
    "asked": (Status.ASKED,),
    "apart": (Status.APART,),
    "same": (Status.SAME,),
    "gone": (Status.GONE,),
}
TONES = {Status.FOUND: "warn", Status.ASKED: "busy", Status.APART: "calm", Status.SAME: "good", Status.GONE: "calm"}


def pairs(request: ActorRequest) -> HttpResponse:
    """The pairs of the reader's area in one state, strongest first."""
    state = request.GET.get("state", "found")
    after = request.GET.get("after", "")
    if state not in TABS or (after and not re.fullmatch(r"[0-9]{1,18}", after)):
        raise Http404
    found, is_more = showing.pairs_page(TABS[state], int(after) if after else None)
    lines = [showing.line_of(pair, request.actor) for pair in found]
    looked(
        "duplicates.view",
        actor=request.actor,
        persons=[s.person.uuid for line in lines for s in (line.one, line.other)],
    )
    here = f"{reverse('duplicates:pairs')}?state={state}"
    shown = {
        "lines": lines,
        "is_empty": not lines,
        "tabs": _tabs(state),
        "columns": _columns(_("The two records"), _("Why"), _("How sure")),
        "first_href": here if after else "",
        "next_href": f"{here}&after={found[-1].pk}" if is_more else "",
        "last_search": Search.objects.filter(seconds__isnull=False).order_by("-pk").first(),
        "may_search": request.actor.may("duplicates.search"),
    }
    return render(request, "duplicates/pairs.html", shown)


def _tabs(state: str) -> list[dict[str, Any]]:
    counts = showing.counts()
    return [
        {
            "label": Status(key).label,
            "href": f"{reverse('duplicates:pairs')}?state={key}",
            "is_here": key == state,
            "count": f"{counts[key]:,}" if counts.get(key) else "",
        }
        for key in TABS
    ]


def _columns(*labels: str) -> list[dict[str, Any]]:
    return [{"label": label} for label in labels]


def search(request: ActorRequest) -> HttpResponse:
    """Put a search of the whole county on the queue."""
    enqueue(search_county)
    messages.success(request, _("The search runs in the background. The list is up to date in a few minutes."))
    return redirect("duplicates:pairs")


def pair(request: ActorRequest, pair: UUID) -> HttpResponse:
    """Both records side by side, the reasons, and the decision."""
    subject = _pair_or_404(pair)
    for one in (subject.one, subject.other):
        looked("people.view", actor=request.actor, person=one)
    sides = [showing.whole_side_of(one, request.actor) for one in (subject.one, subject.other)]
    # A household is seen with its members: each of them has been looked at.
    looked("people.view", actor=request.actor, persons=[m.person.uuid for s in sides for m in s.members])
    told = reasons_in_words(subject)
    tone, strength = strength_of(subject)
    shown = {
        "pair": subject,
        "sides": sides,
        "shared_names": showing.in_both(*sides),
        "rows": showing.rows_of(subject.one, subject.other, request.actor),
        "number_words": showing.number_words(subject.one, subject.other),
        "for_one": [reason for reason in told if reason.is_for],
        "against": [reason for reason in told if not reason.is_for],
        "tone": tone,
        "strength": strength,
        "state_tone": TONES[Status(subject.status)],
        "questions": [(q, place_name(q.area_id)) for q in showing.questions_of(subject)],
        "reasons": REASONS,
        "reveals": _reveals(request, subject),
        **_acts(request, subject),
    }
    return render(request, "duplicates/pair.html", shown)


def _reveals(request: ActorRequest, subject: Pair) -> list[str]:
    """For both records the address that shows the ID number against a reason; "" where the reader may not ask."""
    people = (subject.one, subject.other)
    return [
        f"{reverse('people:reveal', args=[p.uuid])}?key=id_number" if may_reveal(request.actor, p.area_id) else ""
        for p in people
    ]


def _acts(request: ActorRequest, subject: Pair) -> dict[str, Any]:
    """What the reader may decide now."""
    possible = {step.verb for step in Pair.LIFE_CYCLE.steps_from(subject.status)}
    may = {
        verb: f"duplicates.{verb}" in possible and request.actor.may(f"duplicates.{verb}", subject.area_id)
        for verb in ("tell_apart", "ask", "reopen")
    }
    return {"may": may, "may_merge": subject.status in OPEN and request.actor.may("people.merge", subject.area_id)}


def tell_apart(request: ActorRequest, pair: UUID) -> HttpResponse:
    """They are two persons."""
    return _decide(request, pair, actions.tell_apart, _("Written down: two persons. The pair stays quiet from now on."))


def ask(request: ActorRequest, pair: UUID) -> HttpResponse:
    """The villages are asked."""
    return _decide(request, pair, actions.ask, _("The question is on the list of work of those who keep the records."))


def reopen(request: ActorRequest, pair: UUID) -> HttpResponse:
    """Decide once more."""
    return _decide(request, pair, actions.reopen, _("The pair is on the list again."))


def _decide(request: ActorRequest, pair: UUID, act: Callable[..., Any], done: str) -> HttpResponse:
    subject = _pair_or_404(pair)
    try:
        act(subject.pk, actor=request.actor, note=request.POST.get("reason", ""))
    except (Refusal, Refusals) as refusal:
        _say(request, refusal)
    else:
        messages.success(request, done)
    return redirect("duplicates:pair", subject.uuid)


def questions(request: ActorRequest) -> HttpResponse:
    """What was asked about records of the reader's area and waits for an answer."""
    open_questions = list(Question.objects.filter(answered_at=None).select_related("person").order_by("pk")[:100])
    looked("duplicates.answer", actor=request.actor, persons=[q.person.uuid for q in open_questions])
    asked = [(q, name_for(q.person, request.actor), place_name(q.area_id)) for q in open_questions]
    return render(request, "duplicates/questions.html", {"asked": asked})


def answer(request: ActorRequest, question: UUID) -> HttpResponse:
    """Keep the answer to one question."""
    subject: Question | None = Question.objects.filter(uuid=question).first()
    if subject is None:
        raise Http404
    try:
        actions.answer(subject.pk, actor=request.actor, text=request.POST.get("answer", ""))
    except (Refusal, Refusals) as refusal:
        _say(request, refusal)
    else:
        messages.success(request, _("Thank you. Whoever asked sees your answer."))
    return redirect("duplicates:questions")


def _say(request: ActorRequest, refusal: Refusal | Refusals) -> None:
    for one in refusal.refusals if isinstance(refusal, Refusals) else [refusal]:
        messages.error(request, str(one.sentence))


def _pair_or_404(uuid: UUID) -> Pair:
    found: Pair | None = Pair.objects.select_related("one", "other").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found
