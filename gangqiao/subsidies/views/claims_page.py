"""One claim: its way, why, what was brought, and the buttons of what this reader may do now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.files import FileGone, open_kept
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.paging import columns_of
from gangqiao.people.reads.masking import place_name
from gangqiao.subsidies.actions import claims as acts
from gangqiao.subsidies.actions import evidence, objecting
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.forms.claims import EvidenceForm
from gangqiao.subsidies.models import Claim
from gangqiao.subsidies.reads import claims as reads
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.reads.holding import held_back
from gangqiao.subsidies.showing import claims as showing
from gangqiao.subsidies.showing import claims_page as page
from gangqiao.subsidies.showing.rules import fund_line
from gangqiao.subsidies.states import ClaimStatus

SEE = "subsidies.see_evidence"


def claim_or_404(request: ActorRequest, uuid: UUID) -> Claim:
    """The claim, as far as the reader sees it."""
    found = reads.find(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def claim(request: ActorRequest, claim: UUID) -> HttpResponse:
    """One claim."""
    found, actor = claim_or_404(request, claim), request.actor
    looked(reads.VIEW, actor=actor, persons=[found.person_uuid] if found.person_uuid else [], subject=found)
    return render(request, "subsidies/claim.html", _head(found, request) | _body(found, request))


def _may(request: ActorRequest, found: Claim, verb: str) -> bool:
    return any(request.actor.may(verb, path) for path in found.paths)


def _head(found: Claim, request: ActorRequest) -> dict[str, Any]:
    actor = request.actor
    against = held_back([found]).get(found.pk) if found.status in reads.OPEN else None
    return {
        "claim": found, "who": showing.who_of(found, actor), "title": page.title_of(found),
        "place": place_name(str(found.area_id)), "period": showing.period_words(found.period),
        "amount": format_yuan(found.amount), "fund": fund_line(found.fund_line),
        "payee": LISTS["payee_kind"].word(found.payee), "source": LISTS["claim_source"].word(found.source),
        "status": ClaimStatus(found.status).label, "tone": showing.tone_of(found), "states": page.life_of(found),
        "held": str(against) if against else "",
        "may_see_person": found.person is not None and actor.may("people.view", str(found.area_id)),
    }  # fmt: skip


def _body(found: Claim, request: ActorRequest) -> dict[str, Any]:
    actor, hands = request.actor, reads.hands_of(found)
    sees_findings = _may(request, found, "subsidies.view_findings")
    return {
        "way": page.way_of(found, hands, reads.notices_of(found)), "earlier": page.earlier(found, hands),
        "reasons": page.reasons_of(found), "facts": page.facts_of(found, book_on(found.decided_for).facts),
        "evidence": page.evidence_rows(reads.evidence_of(found), _may(request, found, SEE)),
        "may_add": _may(request, found, evidence.ADD) and found.status not in evidence.OVER,
        "sees_findings": sees_findings,
        "findings": page.finding_rows(reads.findings_of(found)) if sees_findings else [],
        "objections": page.objections_of(found),
        "may_object": _may(request, found, objecting.TAKE) and reads.is_published(found),
        "may_print": found.person_uuid is not None and _may(request, found, "subsidies.print"),
        "may_recover": found.status == ClaimStatus.PAID and _may(request, found, "subsidies.start_recovery"),
        "payments": page.payment_rows(found), "acts": page.acts_of(found, actor, hands),
        "payment_columns": columns_of((
            pgettext("payment", "Batch"), _("Amount (yuan)"), pgettext("payment", "Account"), _("State"), _("Day"),
        )),
    }  # fmt: skip


# --- buttons ----------------------------------------------------------------------------------------------------------


def button(act: Callable[..., Any], words: Any, *, has_note: bool = False) -> Callable[..., HttpResponse]:
    """The view of a button that takes one step of a claim."""

    def view(request: ActorRequest, claim: UUID) -> HttpResponse:
        found = claim_or_404(request, claim)
        more = (request.POST.get("reason", ""),) if has_note else ()
        pressed(request, lambda: act(found, *more, actor=request.actor), words)
        return redirect("subsidies:claim", found.uuid)

    view.__name__, view.__doc__ = act.__name__, act.__doc__
    return view


submit_claim = button(acts.submit, gettext_lazy("Submitted. The next desk looks at it."))
check_claim = button(acts.check, gettext_lazy("Checked. The claim goes on."))
countersign_claim = button(acts.countersign, gettext_lazy("Signed. Somebody else approves."))
approve_claim = button(acts.approve, gettext_lazy("Approved. It can be paid."))
send_back_claim = button(acts.send_back, gettext_lazy("Sent back to whoever makes it."), has_note=True)
reject_claim = button(acts.reject, gettext_lazy("Rejected, with the reason."), has_note=True)
withdraw_claim = button(acts.withdraw, gettext_lazy("Withdrawn."), has_note=True)


def object_to_claim(request: ActorRequest, claim: UUID) -> HttpResponse:
    """Take an objection down, while the claim is published."""
    found = claim_or_404(request, claim)
    words, who = request.POST.get("reason", ""), request.POST.get("by_words", "")
    pressed(
        request, lambda: objecting.take(found, words, who, actor=request.actor),
        _("Taken down. It holds back this claim alone, until it is answered."),
    )  # fmt: skip
    return redirect("subsidies:claim", found.uuid)


# --- evidence ---------------------------------------------------------------------------------------------------------


def add_evidence(request: ActorRequest, claim: UUID) -> HttpResponse:
    """Add a picture, a PDF, a promise, or what was seen in words."""
    found = claim_or_404(request, claim)
    form = EvidenceForm(request.POST or None, request.FILES or None)

    def act() -> None:
        given = dict(form.cleaned_data)
        file = given.pop("picture", None)
        content = file.read(evidence.MOST_BYTES + 1) if file else b""
        evidence.add(found, given.pop("kind"), actor=request.actor, picture=content, **given)

    if request.method == "POST" and done(request, form, act, _("Kept with the claim.")):
        return redirect("subsidies:claim", found.uuid)
    shown = {"form": form, **_head(found, request)}
    return render(request, "subsidies/claim_evidence.html", shown, status=422 if form.errors else 200)


@never_cache
def open_evidence(request: ActorRequest, claim_evidence: UUID) -> HttpResponse:
    """One document; each look is written down. To everybody else as if there were none."""
    found = reads.find_evidence(claim_evidence)
    if found is None or not _may(request, found.claim, SEE):
        raise Http404
    persons = [found.person_uuid] if found.person_uuid else []
    looked(SEE, actor=request.actor, persons=persons, subject=found)
    try:
        content = _kept(found.picture)
    except FileGone:
        messages.warning(request, _("This file is not kept here any more."))
        return redirect("subsidies:claim", found.claim.uuid)
    kind = evidence.type_of(content)
    answer = HttpResponse(content, content_type=kind)
    # A PDF is saved, not shown inside the product: what it can do is its own.
    answer["Content-Disposition"] = "inline" if kind != evidence.PDF else 'attachment; filename="evidence.pdf"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _kept(name: str) -> bytes:
    """The content of a kept file. Raises FileGone also where none was ever brought."""
    if not name:
        raise FileGone
    return open_kept(name)
