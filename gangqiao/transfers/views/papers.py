"""The papers of a batch: the page that lists them, the printing, and what is made in the background."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.errors import Refusal
from gangqiao.people.views.subjects import say_refusal
from gangqiao.transfers.models import Batch, Printing, Trip
from gangqiao.transfers.papers import making, printing
from gangqiao.transfers.papers.insurance_in_full import ask_for_numbers
from gangqiao.transfers.papers.kinds import PAPERS, Paper
from gangqiao.transfers.reads.board_seeing import find_batch
from gangqiao.transfers.showing.batches import head
from gangqiao.transfers.showing.papers import page
from gangqiao.transfers.states import BEFORE_DEPARTURE

ALL = "all"


def papers(request: ActorRequest, batch: UUID) -> HttpResponse:
    """What can be printed of a batch, one click each."""
    found = _batch_or_404(request, batch)
    shown = head(found, request.actor, "transfers:papers") | page(found, request.actor)
    return render(request, "transfers/papers.html", shown | {"is_before": found.status in BEFORE_DEPARTURE})


def _batch_or_404(request: ActorRequest, uuid: UUID) -> Batch:
    found = find_batch(uuid, request.actor)
    if found is None:
        raise Http404
    return found


@never_cache
def print_papers(request: ActorRequest, batch: UUID) -> HttpResponse:
    """One paper, or all of them: at once, or in the background when there are many people."""
    found = _batch_or_404(request, batch)
    wish = _wish(request, found)
    try:
        if printing.is_big(found, wish, request.actor):
            return redirect("transfers:printing", printing.ask_for_papers(found, wish, actor=request.actor).uuid)
        made = making.print_papers(found, wish, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("transfers:papers", found.uuid)
    return _file(made.content, made.form, made.name)


def _wish(request: ActorRequest, batch: Batch) -> making.Wish:
    asked, form = request.POST.get("paper", ""), request.POST.get("how", "pdf")
    trip, passenger = _trip(batch, request.POST.get("trip", "")), _uuid(request.POST.get("passenger", ""))
    if asked == ALL:
        return making.Wish(tuple(making.papers_for(batch, request.actor)), "zip", trip, passenger)
    paper: Paper | None = PAPERS.get(asked)
    if paper is None or form not in ("pdf", "xlsx") or (form == "xlsx" and paper.make_xlsx is None):
        raise Http404
    return making.Wish((paper,), form, trip, passenger)


def _trip(batch: Batch, text: str) -> Trip | None:
    """The vehicle chosen; none when nothing was. One of another batch does not exist."""
    number = _uuid(text)
    if number is None:
        return None
    found: Trip | None = batch.trips.filter(uuid=number, is_cancelled=False).first()
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


@never_cache
def show_printing(request: ActorRequest, printing: UUID) -> HttpResponse:
    """How far the papers are; to who asked for them, the file once it is there."""
    found = _printing_or_404(printing)
    shown = {"printing": found, "batch": found.batch, "is_own": found.asker_id == request.actor.user_id}
    return render(request, "transfers/paper_printing.html", shown)


@never_cache
def fetch_printing(request: ActorRequest, printing: UUID) -> HttpResponse:
    """The file, to who asked for it; for all others it is not there."""
    found = _printing_or_404(printing)
    if found.asker_id != request.actor.user_id:
        raise Http404
    try:
        content = _fetched(found, request)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("transfers:printing", found.uuid)
    name = found.batch.number if found.form == "zip" else f"{PAPERS[found.papers[0]].label} {found.batch.number}"
    return _file(content, found.form, f"{name}.{found.form}")


def _fetched(found: Printing, request: ActorRequest) -> bytes:
    return printing.fetch_papers(found, actor=request.actor)


def _printing_or_404(uuid: UUID) -> Printing:
    found: Printing | None = Printing.objects.select_related("batch__area", "asker").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def ask_numbers(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Ask for the list with whole ID numbers: it goes on as an export that a second person decides."""
    found = _batch_or_404(request, batch)
    try:
        export = ask_for_numbers(found, request.POST.get("reason", ""), actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
        return redirect("transfers:papers", found.uuid)
    return redirect("exports:export", export.uuid)


def _file(content: bytes, form: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=making.TYPES[form])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "no-store, private"
    return answer
