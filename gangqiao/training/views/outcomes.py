"""Pictures of training: results, work found, enterprises whose people stayed; each number leads to its names."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.places.reads import townships
from gangqiao.training.reads import outcomes as reads
from gangqiao.training.showing import outcomes as showing
from gangqiao.training.showing.words import joined, short_places, trade_words
from gangqiao.training.views.demand import names_page

LEARNERS = "training.view_learners"


def pictures(request: ActorRequest) -> HttpResponse:
    """The numbers and the pictures of a year, or of all."""
    asked, years = _asked(request), reads.years()
    found = reads.rows(asked)
    towns = list(townships().order_by("key"))
    is_whole = asked.area or len({row.town for row in found}) > 1
    shown = {
        "asked": asked,
        "years": years,
        "towns": [(one, one.key == asked.area) for one in towns] if is_whole else [],
        "figures": showing.figures(found, asked) if found else [],
        "charts": showing.charts(found, asked) if found else [],
    }
    return render(request, "training/pictures.html", shown)


def _asked(request: ActorRequest) -> reads.Asked:
    year = request.GET.get("year", "")
    known = year.isascii() and year.isdigit() and len(year) == 4
    return reads.Asked(str(request.GET.get("area", ""))[:40], int(year) if known else 0)


def people(request: ActorRequest) -> HttpResponse:
    """The names behind a number, one row for each class; who looked at whom is written down."""
    given, asked = request.GET, _asked(request)
    group = given.get("group", "trained")
    if group not in reads.GROUPS:
        raise Http404
    of = {key: str(given.get(key, ""))[:100] for key in ("trade", "town", "employer")}
    keys = reads.keys(reads.rows(asked), group, **of, is_once=bool(given.get("once")))
    place = of["town"] or asked.area
    title = [
        showing.group_words()[group],
        trade_words(of["trade"]) if of["trade"] else "",
        of["employer"],
        short_places([place]).get(place, ""),
        asked.year or "",
    ]
    return names_page(request, keys, joined(title), LEARNERS, _("Pictures of training"), "training:pictures")
