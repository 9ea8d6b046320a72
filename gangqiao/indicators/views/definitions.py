"""The registry of definitions, and how one figure is counted."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gangqiao.engine.figures import FIGURES
from gangqiao.indicators.showing import definition_page
from gangqiao.indicators.views.asked import ActorRequest, day_asked


def definition(request: ActorRequest, figure_id: str) -> HttpResponse:
    """How one figure is counted."""
    if figure_id not in FIGURES:
        raise Http404
    return render(request, "indicators/definition.html", definition_page(FIGURES[figure_id], day_asked(request)))
