"""Payment: claims that wait, the list of batches, one batch with its lines, and what the bank returned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.places.reads import county_path, townships
from gangqiao.subsidies.actions import batches as acts
from gangqiao.subsidies.actions import reissuing
from gangqiao.subsidies.actions.returns import Taken
from gangqiao.subsidies.forms.money import BankFileForm, DraftForm, StatementForm
from gangqiao.subsidies.models import Claim, Payment, PaymentBatch
from gangqiao.subsidies.reads import paying
from gangqiao.subsidies.reads.entitled import book_on
from gangqiao.subsidies.showing import money_batches as showing
from gangqiao.subsidies.showing import money_waiting as heaps
from gangqiao.subsidies.states import BatchStatus, ClaimStatus, PaymentStatus

VIEW, DRAFT, REISSUE, PRINT = (
    "subsidies.view_payments", "subsidies.draft_batch", "subsidies.reissue", "subsidies.print",
)  # fmt: skip
ROWS, TOLD = 50, 5


def batch_list(request: ActorRequest) -> HttpResponse:
    """What waits to be paid, by fund line; the batches; what the bank returned."""
    return _list(request, None)


def draft(request: ActorRequest) -> HttpResponse:
    """Draft a batch from the claims that wait; those that are held back stay where they are, and it is said why."""
    lines = heaps.waiting(heaps.approved())
    form, made = _draft_form(request.POST, lines), []

    def act() -> None:
        given = form.cleaned_data
        claims = heaps.chosen(lines, given["fund_line"], int(given["year"]), given["programme"], given["area"])
        made.append(acts.draft_with_reasons(given["fund_line"], claims, actor=request.actor, year=int(given["year"])))

    if not done(request, form, act, _("Drafted. Somebody else approves it.")):
        return _list(request, form)
    _say_refused(request, made[0].refused)
    return redirect("subsidies:batch", made[0].batch.uuid)


def _list(request: ActorRequest, form: DraftForm | None) -> HttpResponse:
    actor, lines = request.actor, heaps.waiting(heaps.approved())
    look = request.GET.get("look", "")
    look = look if look in BatchStatus else ""
    rows = PaymentBatch.objects.filter(status=look) if look else PaymentBatch.objects.all()
    found, more = _page(rows.order_by("-pk"), key_to_go_on(request), "pk__lt")
    failed = heaps.returned()
    looked(VIEW, actor=actor, persons=[one.person_uuid for one in failed if one.person_uuid])
    may_draft = actor.may(DRAFT, county_path())
    if form is None and may_draft and any(line.claims for line in lines):
        form = _draft_form(None, lines)
    shown = {
        "lines": lines, "held": [(line, heaps.held_words(line)) for line in lines if line.held],
        "form": form if may_draft else None, "rows": showing.batch_rows(found, counts_of(found)),
        "is_empty": not found, "looks": _looks(look),
        "failed": showing.payment_rows(failed, actor, book_on(clock.today())),
        "may_reissue": actor.may(REISSUE, county_path()),
        "columns": columns_of(
            (pgettext("batch of payments", "Number"), _("Fund line"), _("State"), _("Amount (yuan)"),
             pgettext("batch of payments", "Payments"))
        ),
        "failed_columns": columns_of((*showing.columns_of_lines()[:4], _("What is to be done"))),
        **locked(actor), **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/batches.html", shown, status=422 if form is not None and form.errors else 200)


def locked(actor: Any) -> dict[str, Any]:
    """What the banner over every page of payment says while paying stands still."""
    is_locked, may = paying.is_locked(), actor.may("subsidies.unlock_paying", county_path())
    return {
        "is_locked": is_locked,
        "lock": paying.lock() if is_locked else None,
        "lock_form": StatementForm(layouts=showing.layout_choices()) if is_locked and may else None,
    }


def _draft_form(data: Any, lines: list[heaps.Waiting]) -> DraftForm:
    book, open_lines = book_on(clock.today()), [line for line in lines if line.claims]
    keys = sorted({claim.programme for line in open_lines for claim in line.claims})
    years = sorted({claim.decided_for.year for line in open_lines for claim in line.claims}, reverse=True)
    return DraftForm(
        data, lines=[line.key for line in open_lines], years=years,
        programmes=[(key, showing.title_of(key, book)) for key in keys],
        areas=[(town.key, town.name) for town in townships()],
    )  # fmt: skip


def _looks(look: str) -> list[Link]:
    here, many = reverse("subsidies:batches"), dict(
        PaymentBatch.objects.order_by().values_list("status").annotate(Count("pk"))
    )  # fmt: skip
    named = [Link(pgettext("batches of payments", "All"), here, not look, f"{sum(many.values()):,}")]
    return named + [
        Link(one.label, f"{here}?look={one.value}", look == one.value, f"{many.get(one.value, 0):,}")
        for one in BatchStatus
    ]


def counts_of(batches: list[PaymentBatch]) -> dict[int, dict[str, int]]:
    """By batch, how many of its payments stand how."""
    asked = Payment.objects.filter(batch__in=batches).order_by()
    found: dict[int, dict[str, int]] = {}
    for key, status, many in asked.values_list("batch_id", "status").annotate(Count("pk")):
        found.setdefault(key, {})[status] = many
    return found


def _page(rows: Any, after: int | None, how: str) -> tuple[list[Any], int | None]:
    found = list((rows.filter(**{how: after}) if after is not None else rows)[: ROWS + 1])
    return found[:ROWS], found[ROWS - 1].pk if len(found) > ROWS else None


def batch_or_404(uuid: UUID) -> PaymentBatch:
    """A batch; it names nobody, and whoever may see payments sees the whole county."""
    found: PaymentBatch | None = PaymentBatch.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def batch(request: ActorRequest, payment_batch: UUID) -> HttpResponse:
    """One batch: its lines, what comes next, and what the bank said."""
    return batch_page(request, batch_or_404(payment_batch), None)


def batch_page(
    request: ActorRequest, found: PaymentBatch, form: BankFileForm | None, came: Taken | None = None
) -> HttpResponse:
    """The page of a batch. form: that of the bank's answer with its faults, null: a new one; came: what it said now."""
    actor, look = request.actor, request.GET.get("look", "")
    look = look if look in PaymentStatus else ""
    of_batch = Payment.objects.filter(batch=found).select_related("claim").order_by("pk")
    rows, more = _page(of_batch.filter(status=look) if look else of_batch, key_to_go_on(request), "pk__gt")
    looked(VIEW, actor=actor, persons=[one.person_uuid for one in rows if one.person_uuid], subject=found)
    may = showing.acts_of(found, actor, county_path())
    again = found.status in ("sent", "settled") and actor.may("subsidies.send_batch", county_path())
    shown = {
        "batch": found, **showing.batch_rows([found], counts_of([found]))[0], "states": showing.life_of(found),
        "may": may, "may_give": bool({"send_batch"} & may) or again, "is_again": again,
        "layouts": showing.layout_choices(), "may_print": actor.may(PRINT, county_path()),
        "is_mine": found.drafter == actor.user_id is not None,
        "answer": form or (BankFileForm() if may_answer(found, actor) else None),
        "rows": showing.payment_rows(rows, actor, book_on(clock.today())), "is_empty": not rows,
        "columns": columns_of(showing.columns_of_lines()), "looks": _line_looks(found, look),
        "came": showing.return_rows([came.source])[0] if came else None,
        "strange": showing.strange_rows(came.strange) if came else [],
        "returns": showing.return_rows(found.returns.order_by("-pk")), **locked(actor), **pager_of(request, more),
    }  # fmt: skip
    return render(request, "subsidies/batch.html", shown, status=422 if form is not None and form.errors else 200)


def may_answer(found: PaymentBatch, actor: Any) -> bool:
    """True when the bank's answer to the batch may come now, also one that comes after it was settled."""
    return found.status in ("sent", "settled") and actor.may("subsidies.settle_batch", county_path())


def _line_looks(found: PaymentBatch, look: str) -> list[Link]:
    here, many = reverse("subsidies:batch", args=[found.uuid]), counts_of([found]).get(found.pk, {})
    named = [Link(pgettext("lines of a batch", "All"), here, not look, f"{found.lines:,}")]
    return named + [
        Link(one.label, f"{here}?look={one.value}", look == one.value, f"{many[one.value]:,}")
        for one in PaymentStatus if many.get(one.value)
    ]  # fmt: skip


def reissue(request: ActorRequest) -> HttpResponse:
    """Pay the ticked claims again that the bank returned: a batch for each fund line, with the accounts of today."""
    asked = [one for one in request.POST.getlist("pick")[:2000] if len(one) == 36]
    claims = Claim.objects.filter(uuid__in=[UUID(one) for one in asked if _is_uuid(one)], status=ClaimStatus.FAILED)
    lines: dict[str, list[Claim]] = {}
    for claim in claims.order_by("pk"):
        lines.setdefault(claim.fund_line, []).append(claim)
    if not lines:
        messages.error(request, _("Tick the claims that are to be paid again."))
    made = []
    for part in lines.values():
        said = _("Drafted anew with the accounts that stand on the files now. Somebody else approves it.")
        pressed(request, lambda part=part: made.append(reissuing.reissue_with_reasons(part, actor=request.actor)), said)
    _say_refused(request, [one for drafted in made for one in drafted.refused])
    return redirect("subsidies:batch", made[0].batch.uuid) if len(made) == 1 else redirect("subsidies:batches")


def _say_refused(request: ActorRequest, refused: list[tuple[Claim, Refusal]]) -> None:
    """Name the first few claims that were left out, and why; how many there are more."""
    for claim, refusal in refused[:TOLD]:
        messages.warning(request, f"{claim.code}: {refusal}")
    if len(refused) > TOLD:
        words = _("%(many)d more claims were left out for reasons like these.") % {"many": len(refused) - TOLD}
        messages.warning(request, words)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
