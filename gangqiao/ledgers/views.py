"""Pages of the ledgers: list, find, count, columns, blank workbooks."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.errors import Refusal
from gangqiao.ledgers import actions, showing, workbook
from gangqiao.ledgers.reads import finding, page
from gangqiao.ledgers.reads.finding import Find
from gangqiao.ledgers.reads.ledgers import HOUSEHOLDS, LEDGERS, PEOPLE, Ledger
from gangqiao.ledgers.refusals import NumbersNotYours

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def people(request: ActorRequest) -> HttpResponse:
    """The people of the reader's area."""
    return _list(request, PEOPLE)


@require_GET
def households(request: ActorRequest) -> HttpResponse:
    """The households of the reader's area."""
    return _list(request, HOUSEHOLDS)


def _list(request: ActorRequest, ledger: Ledger) -> HttpResponse:
    asked = _asked(request, ledger, request.GET.dict())
    return _shown(request, asked, is_counted=request.GET.get(page.COUNT) == "exact")


def _shown(request: ActorRequest, asked: page.Asked, *, is_counted: bool = False, **more: Any) -> HttpResponse:
    shown = page.page_of(asked, request.actor, is_counted=is_counted)
    looked(page.VERB, actor=request.actor, persons=shown.persons)
    status = 422 if more.get("fault") else 200
    return render(request, "ledgers/ledger.html", {**showing.ledger_page(shown, request.actor), **more}, status=status)


@require_POST
@sensitive_post_parameters()
def find(request: ActorRequest, ledger: str) -> HttpResponse:
    """Understand what was typed, and lead to the answer under an address that says nothing of it (control 40)."""
    book = _ledger_or_404(ledger)
    posted = request.POST.dict()
    asked = _asked(request, book, posted)
    typed = posted.get("q", "")
    kept = {key: posted[key] for key in _carried(book) if posted.get(key)}
    if not typed.strip():
        # Only the filters were changed: what was found before stays in force until its chip is taken away.
        return redirect(_address(book, {**kept, page.FIND: posted.get(page.FIND, "")}))
    try:
        meant = _understand(typed, asked, request.actor)
    except Refusal as refusal:
        return _shown(request, asked, fault=refusal, typed=typed)
    if file := _only_file(book, asked, meant, request.actor):
        return redirect(file)
    return redirect(_address(book, {**kept, page.FIND: finding.seal_find(meant, request.actor.user_id or 0)}))


def _understand(typed: str, asked: page.Asked, actor: Actor) -> Find:
    """The first reading that finds somebody; the likeliest when none does. Raises a Refusal."""
    meanings = finding.readings(typed)
    for meant in meanings:
        if meant.how in finding.NUMBERS and asked.level < Level.PERSONAL:
            raise NumbersNotYours
        actions.refuse_when_used_up(meant, actor=actor)
        if finding.in_scope(meant):
            return meant
    numbers = [meant for meant in meanings if meant.how in finding.NUMBERS]
    if numbers:
        raise actions.note_miss(numbers[0], actor=actor)
    return meanings[0]


def _only_file(ledger: Ledger, asked: page.Asked, meant: Find, actor: Actor) -> str:
    """The file of the only one found; "" when there are more, or the reader may not open it."""
    if meant.how in finding.COLUMNS:
        return ""  # a name is looked for to choose among its bearers
    found = list(ledger.asked("", {}, meant).order_by()[:2])
    return showing.file_href(ledger, found[0], actor) if len(found) == 1 else ""


@require_GET
def count(request: ActorRequest, ledger: str) -> HttpResponse:
    """The exact count, as a piece of the page."""
    asked = _asked(request, _ledger_or_404(ledger), request.GET.dict())
    return HttpResponse(showing.count_words(asked.ledger, page.counting.exact(asked.rows)))


@require_POST
def columns(request: ActorRequest, ledger: str) -> HttpResponse:
    """Remember the columns chosen and show the same page again."""
    book = _ledger_or_404(ledger)
    actions.choose_columns(book, request.POST.getlist("column"), actor=request.actor)
    kept = {key: request.POST[key] for key in (*_carried(book), page.FIND, page.MARK) if request.POST.get(key)}
    return redirect(_address(book, kept))


@require_GET
def template(request: ActorRequest, about: str) -> HttpResponse:
    """A blank workbook to be filled by hand."""
    if about not in workbook.SETS:
        raise Http404
    response = HttpResponse(workbook.blank(about), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="gangqiao-{about}.xlsx"'
    return response


def _ledger_or_404(key: str) -> Ledger:
    if key not in LEDGERS:
        raise Http404
    return LEDGERS[key]


def _asked(request: ActorRequest, ledger: Ledger, query: dict[str, str]) -> page.Asked:
    try:
        return page.read(ledger, query, request.actor)
    except page.UnknownArea:
        raise Http404 from None


def _carried(ledger: Ledger) -> list[str]:
    """The parts of a query that an address may carry: keys of filters and the area, no text."""
    return [page.AREA, *(one.key for one in ledger.filters)]


def _address(ledger: Ledger, query: dict[str, str]) -> str:
    url = reverse(f"ledgers:{ledger.key}")
    said = {key: value for key, value in query.items() if value}
    return f"{url}?{urlencode(said)}" if said else url
