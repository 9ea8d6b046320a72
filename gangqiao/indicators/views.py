"""Pages of the figures: the board of an area, the people behind a number, and how a figure is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gangqiao.audit.events import looked
from gangqiao.engine.figures import FIGURES, MEASURES
from gangqiao.indicators import reads
from gangqiao.indicators.showing import board_page, definition_page, names_page
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division


class ActorRequest(HttpRequest):
    """A request that passed the middleware: it knows who acts."""

    actor: Actor


def board(request: ActorRequest) -> HttpResponse:
    """The figures of the reader's own area: the county for headquarters, the township for its clerk."""
    areas = reads.areas_of(request.actor)
    if not areas:
        return render(request, "indicators/no_area.html")
    return _board(request, areas[0])


def board_of(request: ActorRequest, area: str) -> HttpResponse:
    """The figures of one area the reader may see."""
    return _board(request, _area_or_404(request, area, "indicators.view"))


def names(request: ActorRequest, area: str, measure: str) -> HttpResponse:
    """The people a number of the area counts, as many as the number says."""
    division = _area_or_404(request, area, "people.view_list")
    if measure not in MEASURES:
        raise Http404
    page = request.GET.get("page", "1")
    found = reads.names(division, measure, _day(request), page=int(page) if page.isdecimal() else 1)
    looked("people.view_list", actor=request.actor, persons=[p.uuid for p in found.people])
    return render(request, "indicators/names.html", names_page(found, request.actor))


def definition(request: ActorRequest, figure_id: str) -> HttpResponse:
    """How one figure is counted."""
    if figure_id not in FIGURES:
        raise Http404
    return render(request, "indicators/definition.html", definition_page(FIGURES[figure_id], _day(request)))


def _board(request: ActorRequest, area: Division) -> HttpResponse:
    day = _day(request)
    others = reads.areas_of(request.actor)
    page = board_page(reads.board(area, day), request.actor, others)
    return render(request, "indicators/board.html", page)


def _area_or_404(request: ActorRequest, key: str, verb: str) -> Division:
    # Another's area answers like an area that does not exist: the address must not tell which there are.
    area = reads.find_area(request.actor, key, verb)
    if area is None:
        raise Http404
    return area


def _day(request: Any) -> date:
    """The day asked for, today when none is; a day to come or no day at all is not found."""
    asked = request.GET.get("day", "")
    if not asked:
        return clock.today()
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= day <= clock.today():
        raise Http404
    return day


EARLIEST = date(2000, 1, 1)
