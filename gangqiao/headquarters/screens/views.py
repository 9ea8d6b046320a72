"""The first page of the headquarters, the page of a township, and the big screen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.headquarters.screens.numbers import numbers_of, tasks_of, units_behind
from gangqiao.headquarters.screens.panels import Panels
from gangqiao.headquarters.screens.showing import attention, panel_names, shares_of, target_links
from gangqiao.indicators.views.asked import area_or_404, day_asked, own_area
from gangqiao.kernel import clock
from gangqiao.places.levels import Level
from gangqiao.places.models import Division


def first(request: ActorRequest) -> HttpResponse:
    """The reader's own area: the county for headquarters, the township for its clerk."""
    area = own_area(request)
    return _page(request, area, day_asked(request)) if area else render(request, "indicators/no_area.html")


def area(request: ActorRequest, area: str) -> HttpResponse:
    """One area the reader may see: its targets, its trend, its parts, its tasks, and how well all that is known."""
    return _page(request, area_or_404(request, area, "indicators.view"), day_asked(request))


def screen(request: ActorRequest) -> HttpResponse:
    """The big screen on the wall: no names on it, and no hand needed."""
    area = own_area(request)
    if area is None:
        return render(request, "indicators/no_area.html")
    return render(request, "headquarters/screen.html", _screen(request, area))


def screen_panels(request: ActorRequest) -> HttpResponse:
    """The panels of the big screen anew, for the page that asks every few minutes."""
    area = own_area(request)
    if area is None:
        return HttpResponse(status=204)
    return render(request, "headquarters/screen_panels.html", _screen(request, area))


def _page(request: ActorRequest, area: Division, day: date) -> HttpResponse:
    numbers = numbers_of(area, day, request.GET.get("target", ""))
    if numbers is None:
        return render(request, "headquarters/no_plan.html", {"area": area})
    panels = Panels(numbers, request.actor)
    is_county = area.level == Level.COUNTY
    shown: dict[str, Any] = {
        "area": area,
        "numbers": numbers,
        "is_county": is_county,
        "targets": target_links(numbers),
        "share": shares_of(numbers),
        "attention": attention(numbers, panels),
        "progress": panels.progress(),
        "trend": panels.trend(),
        "flows": panels.flows(),
        "league": panels.league() if numbers.parts else None,
        "evidence": panels.evidence(),
        "tiles": panels.tiles() if is_county else None,
        "owed": units_behind(day) if is_county else [],
        "tasks": [] if is_county else tasks_of(area, day),
    }
    return render(request, "headquarters/area.html", shown)


def _screen(request: ActorRequest, area: Division) -> dict[str, Any]:
    day = clock.today()
    numbers = numbers_of(area, day)
    if numbers is None:
        return {"area": area, "numbers": None}
    panels = Panels(numbers, request.actor)
    is_county = area.level == Level.COUNTY
    return {
        "area": area,
        "numbers": numbers,
        "day": day,
        "progress": panels.progress(),
        "tiles": panels.tiles() if is_county else None,
        "trend": panels.trend(),
        "flows": panels.flows(),
        "league": panels.league() if numbers.parts else None,
        "evidence": panels.evidence(),
        "attention": attention(numbers, panels),
        "owed": units_behind(day)[:10] if is_county else [],
        "panel_names": panel_names(has_parts=bool(numbers.parts)),
    }
