"""Money to recover: who owes what, what came back, what is overdue."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.subsidies.actions import recovering as acts
from gangqiao.subsidies.forms.money import ReceiptForm, RecoverForm
from gangqiao.subsidies.models import Claim, Instalment, Recovery
from gangqiao.subsidies.showing import money_recoveries as showing
from gangqiao.subsidies.states import ClaimStatus, RecoveryStatus

VIEW, START, RECEIVE, DROP = (
    "subsidies.view_payments", "subsidies.start_recovery", "subsidies.receive_instalment", "subsidies.drop_recovery",
)  # fmt: skip
ROWS = 50


def recovery_list(request: ActorRequest) -> HttpResponse:
    """Recoveries by their state: what came back, and which instalment is next."""
    actor, look = request.actor, request.GET.get("look", "")
    look = look if look in (RecoveryStatus.DONE, RecoveryStatus.DROPPED) else RecoveryStatus.OPEN.value
    rows = Recovery.objects.filter(status=look).order_by("-pk").select_related("claim")
    after = key_to_go_on(request)
    rows = rows.filter(pk__lt=after) if after is not None else rows
    found = list(rows.prefetch_related("instalments")[: ROWS + 1])
    here, more = reverse("subsidies:recoveries"), found[ROWS - 1].pk if len(found) > ROWS else None
    looked(VIEW, actor=actor, persons=[one.person_uuid for one in found[:ROWS] if one.person_uuid])
    shown = {
        "rows": showing.rows(found[:ROWS], actor), "is_empty": not found,
        "looks": [
            Link(one.label, here if one == RecoveryStatus.OPEN else f"{here}?look={one.value}", look == one.value)
            for one in RecoveryStatus
        ],
        "columns": columns_of(
            (pgettext("payment", "Payee"), pgettext("recovery", "To come back (yuan)"),
             pgettext("recovery", "Came back (yuan)"), pgettext("recovery", "Next instalment"), _("State"))
        ),
        **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/recoveries.html", shown)


def _recovery_or_404(uuid: UUID) -> Recovery:
    found: Recovery | None = Recovery.objects.filter(uuid=uuid).select_related("claim").first()
    if found is None:
        raise Http404
    return found


def recovery(request: ActorRequest, recovery: UUID) -> HttpResponse:
    """One recovery with its instalments."""
    return _page(request, _recovery_or_404(recovery), None, None)


def _page(request: ActorRequest, found: Recovery, form: ReceiptForm | None, of: UUID | None) -> HttpResponse:
    """The page of a recovery. form, of: the receipt that was refused, and its instalment."""
    actor, area = request.actor, str(found.area_id)
    looked(VIEW, actor=actor, persons=[found.person_uuid] if found.person_uuid else [], subject=found)
    parts = list(found.instalments.all())
    is_open, following = found.status == RecoveryStatus.OPEN, showing.next_of(parts)
    target = of or (following.uuid if following else None)
    may_receive = is_open and target is not None and actor.may(RECEIVE, area)
    shown = {
        **showing.rows([found], actor)[0], "parts": showing.instalment_rows(parts), "reason": found.reason,
        "may_drop": is_open and actor.may(DROP, area), "form": form or (ReceiptForm() if may_receive else None),
        "target": target, "target_number": next((one.number for one in parts if one.uuid == target), ""),
        "columns": columns_of(
            (pgettext("instalment", "Number"), _("Due on"), _("Amount (yuan)"), pgettext("instalment", "Came on"),
             _("Number of the receipt"))
        ),
    }  # fmt: skip
    return render(
        request, "subsidies/recover_page.html", shown, status=422 if form is not None and form.errors else 200
    )


def receive(request: ActorRequest, instalment: UUID) -> HttpResponse:
    """Record an instalment that came."""
    part: Instalment | None = Instalment.objects.filter(uuid=instalment).select_related("recovery").first()
    if part is None:
        raise Http404
    form = ReceiptForm(request.POST)

    def act() -> None:
        given: dict[str, Any] = form.cleaned_data
        acts.receive(part, given["on"], given["ref"].strip(), actor=request.actor)

    if done(request, form, act, _("Recorded. The money is free for others again.")):
        return redirect("subsidies:recovery", part.recovery.uuid)
    return _page(request, _recovery_or_404(part.recovery.uuid), form, part.uuid)


def drop(request: ActorRequest, recovery: UUID) -> HttpResponse:
    """Drop what is still owed, with a reason."""
    found, note = _recovery_or_404(recovery), request.POST.get("reason", "")[:200]
    pressed(request, lambda: acts.drop(found, note, actor=request.actor), _("Dropped. The claim counts as paid again."))
    return redirect("subsidies:recovery", found.uuid)


def start(request: ActorRequest, claim: UUID) -> HttpResponse:
    """Recover the money of a claim that was paid."""
    found: Claim | None = Claim.objects.filter(uuid=claim).first()
    if found is None or not request.actor.may(START, str(found.area_id)):
        raise Http404
    form = RecoverForm(request.POST or None, most=found.amount, initial={"amount": format_yuan(found.amount)})
    made: list[Recovery] = []

    def act() -> None:
        given: dict[str, Any] = form.cleaned_data
        made.append(acts.start(
            found, given["amount"], given["instalments"], given["reason"], given["document"], actor=request.actor
        ))  # fmt: skip

    if request.method == "POST" and done(request, form, act, _("Begun. The person is told what is due and when.")):
        return redirect("subsidies:recovery", made[0].uuid)
    looked(VIEW, actor=request.actor, persons=[found.person_uuid] if found.person_uuid else [], subject=found)
    shown = {
        "claim": found, "form": form, "name": showing.payee_of(found, request.actor),
        "amount": format_yuan(found.amount), "is_paid": found.status == ClaimStatus.PAID,
        "status": ClaimStatus(found.status).label,
    }  # fmt: skip
    return render(request, "subsidies/recover.html", shown, status=422 if form.errors else 200)
