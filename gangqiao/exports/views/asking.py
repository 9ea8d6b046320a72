"""Asks for an export of the ledger the reader came from."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.exports import actions, limits, reads
from gangqiao.exports.profiles import PROFILES
from gangqiao.exports.views.subjects import ledger_address, ledger_or_404
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.counting import exact
from gangqiao.ledgers.reads.ledgers import Ledger
from gangqiao.ledgers.showing import count_words, said
from gangqiao.people.reads.masking import place_name


@never_cache
def ask(request: ActorRequest, ledger: str) -> HttpResponse:
    """The form; with what was sent, the export itself, or the form again with what to change."""
    book = ledger_or_404(ledger)
    sent = request.POST if request.method == "POST" else None
    query = (sent or request.GET).dict()
    try:
        asked = page.read(book, query, request.actor)
        if sent is None:
            return render(request, "exports/ask.html", _form(book, asked, request.actor))
        wish = _wish(sent)
        try:
            export = actions.ask(book, query, wish, actor=request.actor)
        except Refusal as refusal:
            more = _form(book, asked, request.actor, wish, refusal)
            return render(request, "exports/ask.html", more, status=422)
    except page.UnknownArea:
        raise Http404 from None
    return redirect("exports:export", export.uuid)


def _wish(sent: Any) -> actions.Wish:
    profile = PROFILES.get(sent.get("profile", ""), next(iter(PROFILES.values())))
    columns = [*sent.getlist("column"), *sent.getlist("clear")]
    return actions.Wish(profile, columns, sent.getlist("clear"), sent.get("purpose", ""))


def _form(
    book: Ledger, asked: page.Asked, actor: Actor, wish: actions.Wish | None = None, fault: Refusal | None = None
) -> dict[str, Any]:
    offered = reads.choices(asked, actor, list(wish.columns) if wish else None)
    area = asked.area.key if asked.area else page.home_of(actor)
    may_clear = actions.may_take_out_in_full(actor, area)
    return {
        "ledger": book,
        "place": place_name(area) if area else "",
        "filters": [said(one.label, one.words(value)) for one, value in asked.values.items()],
        "count_words": count_words(book, exact(asked.rows)),
        "profiles": list(PROFILES.values()),
        "profile": (wish.profile if wish else next(iter(PROFILES.values()))).key,
        "groups": offered,
        "sensitive": [c for group in offered for c in group.choices if c.is_sensitive] if may_clear else [],
        "clear": list(wish.clear) if wish else [],
        "purpose": wish.purpose if wish else "",
        "days": limits.days_kept(),
        "fault": fault,
        "carried": list(asked.query.items()),
        "url": reverse("exports:ask", args=[book.key]),
        "back_href": ledger_address(book, asked.query),
    }
