"""Put a vacancy to a person and record the answer: made for a telephone in one hand, at the door."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.scope import scope_of
from gangqiao.matching.actions import referrals, referrals_answers
from gangqiao.matching.codes import LISTS
from gangqiao.matching.models import Referral
from gangqiao.matching.reads import referrals as reads
from gangqiao.matching.showing import referrals as showing
from gangqiao.matching.states import Status
from gangqiao.matching.views.referrals import referral_or_404
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.people.views.subjects import person_or_404
from gangqiao.vacancies.reads.postings import Posting, published
from gangqiao.vacancies.search.finding import find

SHOWN = 20  # vacancies of one search


def offer(request: ActorRequest, person: UUID) -> HttpResponse:
    """Look for a vacancy and offer it; with `vacancy` in the form it is offered, and the answer is asked for next."""
    subject = person_or_404(person)
    if request.method == "POST" and (vacancy := _uuid(request.POST.get("vacancy", ""))) is not None:
        made: list[Referral] = []

        def act() -> None:
            made.append(referrals.offer(subject.pk, vacancy, actor=request.actor))

        if pressed(request, act, _("Offered. What does the person say?")):
            return redirect("matching:answer", made[0].uuid)
        return redirect("matching:offer", subject.uuid)
    return _search_page(request, subject)


def _search_page(request: ActorRequest, subject: Person) -> HttpResponse:
    looked("matching.offer", actor=request.actor, person=subject)
    text = request.GET.get("q", "").strip()[:40]
    barred = reads.not_to_offer(subject.pk)
    shown = {
        "person": subject,
        "name": name_for(subject, request.actor),
        "place": place_name(str(subject.area_id)),
        "text": text,
        "postings": [(one, one.uuid in barred) for one in _postings(text, _uuid(request.GET.get("vacancy", "")))],
    }
    return render(request, "matching/referral_offer.html", shown)


def _postings(text: str, named: UUID | None) -> list[Posting]:
    """What was looked for, the best first; only those with a free seat."""
    wanted = [named] if named else list(find(text, limit=SHOWN).uuids)
    found = {one.uuid: one for one in published(uuids=wanted)}
    return [found[uuid] for uuid in wanted if uuid in found]


def answer(request: ActorRequest, referral: UUID) -> HttpResponse:
    """What is offered, read out, and one button for each answer."""
    found = referral_or_404(request, referral)
    if found.status != Status.OFFERED:
        return redirect("matching:referral", found.uuid)
    looked("matching.accept", actor=request.actor, person=found.person)
    shown = {
        "referral": found,
        "name": name_for(found.person, request.actor),
        "place": place_name(str(found.area_id)),
        "facts": showing.read_out(found),
        "consent_asked": showing.consent_words(found),
        "ways": [(code, words) for code, words in LISTS["consent_way"].choices() if code in ("in_person", "phone")],
        "reasons": LISTS["decline_reason"].choices(),
    }
    return render(request, "matching/referral_answer.html", shown)


def accept(request: ActorRequest, referral: UUID) -> HttpResponse:
    """Yes; with a way of consent also to being named."""
    found = referral_or_404(request, referral)
    given: Any = request.POST.get
    consent = referrals_answers.Given(given("way", "in_person")[:10]) if given("consent") == "yes" else None
    said = _("Recorded: yes. A seat is held.")
    act = referrals_answers.accept
    if not pressed(request, lambda: act(found.pk, actor=request.actor, consent=consent), said):
        return redirect("matching:answer", found.uuid)
    return _next(request, found)


def decline(request: ActorRequest, referral: UUID) -> HttpResponse:
    """No, for a reason or for none."""
    found = referral_or_404(request, referral)
    reason = request.POST.get("reason_code", "")[:16] or "not_said"
    act = referrals_answers.decline
    pressed(
        request,
        lambda: act(found.pk, reason, request.POST.get("reason", ""), actor=request.actor),
        _("Recorded: no. It has no consequence, and nobody asks again for a while."),
    )
    return _next(request, found)


def _next(request: ActorRequest, found: Referral) -> HttpResponse:
    """The next offer of the same person that has no answer; else the referral itself."""
    with scope_of(request.actor.areas("matching.accept")):
        waiting = Referral.objects.filter(person=found.person_id, status=Status.OFFERED).order_by("pk").first()
    if waiting is not None and waiting.pk != found.pk:
        return redirect("matching:answer", waiting.uuid)
    return redirect("matching:referral", found.uuid)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
