"""The registry of definitions, and how one number is counted."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.indicators.showing.definitions import definition_of, definition_page, definitions_page
from gangqiao.indicators.views.asked import day_asked


def definitions(request: ActorRequest) -> HttpResponse:
    """Every definition, grouped."""
    return render(request, "indicators/definitions.html", definitions_page(day_asked(request)))


def definition(request: ActorRequest, figure_id: str) -> HttpResponse:
    """How one number is counted."""
    found = definition_of(figure_id)
    if found is None:
        raise Http404
    page = definition_page(found, day_asked(request), with_fact=bool(request.GET.get("sql")))
    return render(request, "indicators/definition.html", page)
