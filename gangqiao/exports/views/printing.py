"""The printed ledger of a group or village."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.exports import printing
from gangqiao.exports.views.subjects import ledger_address, ledger_or_404
from gangqiao.kernel.links import Link
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.showing import said
from gangqiao.people.reads.masking import place_name
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import subtree


@never_cache
def sheets(request: ActorRequest, ledger: str) -> HttpResponse:
    """The sheets of one village or group; for a wider area the villages to choose from."""
    book = ledger_or_404(ledger)
    try:
        asked = page.read(book, request.GET.dict(), request.actor)
    except page.UnknownArea:
        raise Http404 from None
    shown = {
        "ledger": book,
        "back_href": ledger_address(book, asked.query),
        "is_people": book.unit == "person",
        "lines": [_("Filled in by"), _("Checked by"), _("Seal of the village committee")],
    }
    if asked.area is None and (home := page.home_of(request.actor)):
        asked = page.read(book, {**request.GET.dict(), page.AREA: home}, request.actor)
    if not printing.is_printable(asked):
        return render(request, "exports/print_choice.html", {**shown, "villages": _villages(request, asked)})
    sheet = printing.printed(asked, request.actor)
    looked("exports.print", actor=request.actor, persons=sheet.persons)
    filters = [said(one.label, one.words(value)) for one, value in asked.values.items()]
    place = place_name(asked.area.key) if asked.area else ""
    return render(request, "exports/print.html", {**shown, "sheet": sheet, "filters": filters, "place": place})


def _villages(request: ActorRequest, asked: page.Asked) -> list[Link]:
    areas = [asked.area.key] if asked.area else list(request.actor.areas(page.VERB))
    found: list[Division] = []
    for area in areas:
        found += list(subtree(area).filter(level=Level.VILLAGE.value).order_by("key"))
    return [Link(place_name(v.key), f"?area={v.key}") for v in found]
