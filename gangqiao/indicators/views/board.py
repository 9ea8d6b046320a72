"""The board of an area, and the people behind a number."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.engine.figures import MEASURES
from gangqiao.indicators import reads
from gangqiao.indicators.showing import board_page, names_page
from gangqiao.indicators.views.asked import (
    area_or_404,
    day_asked,
    other_preset_asked,
    own_area,
    preset_asked,
    where_asked,
)
from gangqiao.places.models import Division


def board(request: ActorRequest) -> HttpResponse:
    """The figures of the reader's own area: the county for headquarters, the township for its clerk."""
    area = own_area(request)
    return _board(request, area) if area else render(request, "indicators/no_area.html")


def board_of(request: ActorRequest, area: str) -> HttpResponse:
    """The figures of one area the reader may see."""
    return _board(request, area_or_404(request, area, "indicators.view"))


def names(request: ActorRequest, area: str, measure: str) -> HttpResponse:
    """The people a number of the area counts, as many as the number says."""
    division = area_or_404(request, area, "people.view_list")
    if measure not in MEASURES:
        raise Http404
    page = request.GET.get("page", "1")
    preset = preset_asked(request)
    found = reads.names(
        division,
        measure,
        day_asked(request),
        page=int(page) if page.isdecimal() else 1,
        preset=preset,
        where=where_asked(request),
        not_in=other_preset_asked(request, preset),
    )
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in found.people])
    return render(request, "indicators/names.html", names_page(found, request.actor))


def _board(request: ActorRequest, area: Division) -> HttpResponse:
    others = reads.areas_of(request.actor)
    page = board_page(reads.board(area, day_asked(request)), request.actor, others)
    return render(request, "indicators/board.html", page)
