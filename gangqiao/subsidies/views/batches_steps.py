"""The steps of a batch, its files, and the statement that lifts the lock."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.places.reads import county_path
from gangqiao.subsidies.actions import batches as acts
from gangqiao.subsidies.actions import returns
from gangqiao.subsidies.forms.money import BankFileForm, StatementForm
from gangqiao.subsidies.models import BankReturn, Payment
from gangqiao.subsidies.papers.batch import batch_pdf
from gangqiao.subsidies.reads import paying
from gangqiao.subsidies.showing.money_batches import layout_choices, strange_rows
from gangqiao.subsidies.views.batches import PRINT, TOLD, batch_or_404, batch_page, may_answer


def approve(request: ActorRequest, payment_batch: UUID) -> HttpResponse:
    """Approve a batch that somebody else drafted."""
    found = batch_or_404(payment_batch)
    pressed(request, lambda: acts.approve(found, actor=request.actor), _("Approved. It can be given to the bank now."))
    return redirect("subsidies:batch", found.uuid)


def cancel(request: ActorRequest, payment_batch: UUID) -> HttpResponse:
    """Cancel a batch that is not at the bank; its claims wait again."""
    found, note = batch_or_404(payment_batch), request.POST.get("reason", "")[:200]
    said = _("Cancelled. Its claims wait to be paid again.")
    pressed(request, lambda: acts.cancel(found, note, actor=request.actor), said)
    return redirect("subsidies:batch", found.uuid)


@never_cache
def give(request: ActorRequest, payment_batch: UUID) -> HttpResponse:
    """The file for the bank. The first time sends the batch; later the same file comes again."""
    found = batch_or_404(payment_batch)
    layout = request.POST.get("reason_code", "")[:40]
    try:
        name, content = acts.bank_file(found, layout, actor=request.actor)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("subsidies:batch", found.uuid)
    return _file(name, content, "application/octet-stream")


def take_answer(request: ActorRequest, payment_batch: UUID) -> HttpResponse:
    """Bring in what the bank answered; a file that says nothing about the batch changes nothing."""
    found, came = batch_or_404(payment_batch), []
    if not may_answer(found, request.actor):
        raise Http404
    form = BankFileForm(request.POST, request.FILES)

    def act() -> None:
        file = form.cleaned_data["file"]
        came.append(returns.take_answer_with_reasons(found, file.name[:100], file.read(), actor=request.actor))

    if not done(request, form, act, _("Brought in.")):
        return batch_page(request, found, form)
    # Shown at once and kept nowhere: bringing the same file in again, also by reloading, says the same.
    return batch_page(request, batch_or_404(payment_batch), None, came[0])


def _say(request: ActorRequest, came: BankReturn) -> None:
    said = _("%(paid)d paid, %(failed)d returned, %(repeated)d known already, %(strange)d that belong nowhere") % {
        "paid": came.paid, "failed": came.failed, "repeated": came.repeated, "strange": came.strange,
    }  # fmt: skip
    (messages.warning if came.strange else messages.info)(request, said)


def take_statement(request: ActorRequest) -> HttpResponse:
    """Bring in what the bank executed since the copy the database was restored from; that lifts the lock."""
    form, came = StatementForm(request.POST, request.FILES, layouts=layout_choices()), []
    if not paying.is_locked():
        messages.info(request, _("Paying is not locked."))
        return redirect("subsidies:batches")

    def act() -> None:
        file, layout = form.cleaned_data["file"], form.cleaned_data["layout"]
        came.append(
            returns.take_statement_with_reasons(file.name[:100], file.read(), actor=request.actor, layout=layout)
        )

    said = _("Compared with the bank. What it has paid is not paid again; paying goes on.")
    if not done(request, form, act, said):
        return render(
            request, "subsidies/lock.html", {"is_locked": True, "lock": paying.lock(), "lock_form": form}, status=422
        )
    _say(request, came[0].source)
    for one in strange_rows(came[0].strange)[:TOLD]:
        messages.warning(request, one)
    return redirect("subsidies:batches")


@never_cache
def print_batch(request: ActorRequest, payment_batch: UUID) -> HttpResponse:
    """The list to be signed, accounts by their last digits."""
    found, actor = batch_or_404(payment_batch), request.actor
    if not actor.may(PRINT, county_path()):
        raise Http404
    rows = list(Payment.objects.filter(batch=found).select_related("claim").order_by("pk"))
    looked(PRINT, actor=actor, persons=[one.person_uuid for one in rows if one.person_uuid], subject=found)
    return _file(f"{found.number}.pdf", batch_pdf(found, rows, actor), "application/pdf")


def _file(name: str, content: bytes, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer
