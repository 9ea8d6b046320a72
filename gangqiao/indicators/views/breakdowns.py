"""Numbers divided: by dimensions, by ways of counting, by month, and around Spring Festival."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.engine.figures import MEASURES
from gangqiao.indicators import reads
from gangqiao.indicators.breakdowns import broken_down
from gangqiao.indicators.months import months as months_of
from gangqiao.indicators.shock import shock as shock_on
from gangqiao.indicators.shock import steps as steps_since
from gangqiao.indicators.showing.breakdown import breakdown_page
from gangqiao.indicators.showing.months import months_page
from gangqiao.indicators.showing.shock import no_shock_page, shock_days_page, shock_page
from gangqiao.indicators.showing.side_by_side import side_by_side_page
from gangqiao.indicators.side_by_side import side_by_side as by_every_preset
from gangqiao.indicators.store import fact_on
from gangqiao.indicators.views.asked import (
    area_or_404,
    day_asked,
    dimension_asked,
    measure_asked,
    own_area,
    preset_asked,
)
from gangqiao.kernel.actor import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import county


def breakdown(request: ActorRequest) -> HttpResponse:
    """A number of the reader's own area, divided."""
    return _breakdown(request, own_area(request))


def breakdown_of(request: ActorRequest, area: str) -> HttpResponse:
    """A number of one area the reader may see, divided by one dimension or two."""
    return _breakdown(request, area_or_404(request, area, "indicators.view"))


def side_by_side(request: ActorRequest) -> HttpResponse:
    """The reader's own area by every way of counting."""
    return _side_by_side(request, own_area(request))


def side_by_side_of(request: ActorRequest, area: str) -> HttpResponse:
    """One area by every way of counting."""
    return _side_by_side(request, area_or_404(request, area, "indicators.view"))


def shock(request: ActorRequest) -> HttpResponse:
    """The epidemic's shock in the reader's own area."""
    return _shock(request, own_area(request))


def shock_of(request: ActorRequest, area: str) -> HttpResponse:
    """The epidemic's shock in one area."""
    return _shock(request, area_or_404(request, area, "indicators.view"))


def shock_days(request: ActorRequest, area: str) -> HttpResponse:
    """Returns and departures of one area since Spring Festival."""
    division = area_or_404(request, area, "indicators.view")
    found = shock_on(division, day_asked(request))
    if found is None:
        raise Http404
    page = shock_days_page(found, steps_since(found), request.actor, reads.areas_of(request.actor))
    return render(request, "indicators/shock_days.html", page)


def months(request: ActorRequest, area: str, measure: str) -> HttpResponse:
    """How a number of one area stood at the end of each month."""
    division = area_or_404(request, area, "indicators.view")
    if measure not in MEASURES:
        raise Http404
    found = months_of(division, measure, day_asked(request))
    page = months_page(found, request.actor, reads.areas_of(request.actor))
    return render(request, "indicators/months.html", page)


def _breakdown(request: ActorRequest, area: Division | None) -> HttpResponse:
    if area is None:
        return render(request, "indicators/no_area.html")
    by, across = dimension_asked(request, "by") or "sex", dimension_asked(request, "across")
    is_whole_county = area.key == county().key
    is_below = request.actor.level_in(area.key) < Level.INTERNAL
    if request.GET.get("public") and not is_whole_county:
        # Tables of the parts beside one of the whole would give small counts away by subtraction.
        raise Http404
    found = broken_down(
        fact_on(day_asked(request), preset_asked(request)),
        area,
        measure_asked(request),
        by,
        "" if across == by else across,
        is_public=is_below or bool(request.GET.get("public")),
    )
    page = breakdown_page(found, request.actor, reads.areas_of(request.actor), can_be_public=is_whole_county)
    return render(request, "indicators/breakdown.html", page)


def _side_by_side(request: ActorRequest, area: Division | None) -> HttpResponse:
    if area is None:
        return render(request, "indicators/no_area.html")
    found = by_every_preset(area, day_asked(request))
    page = side_by_side_page(found, request.actor, reads.areas_of(request.actor))
    return render(request, "indicators/side_by_side.html", page)


def _shock(request: ActorRequest, area: Division | None) -> HttpResponse:
    if area is None:
        return render(request, "indicators/no_area.html")
    day, own_areas = day_asked(request), reads.areas_of(request.actor)
    found = shock_on(area, day)
    page = shock_page(found, request.actor, own_areas) if found else no_shock_page(area, day, own_areas)
    return render(request, "indicators/shock.html", page)
