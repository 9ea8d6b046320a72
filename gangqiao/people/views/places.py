"""Places: suggestions while one types, and the way down from county to villagers' group, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html_join

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import covers
from gangqiao.kernel.paths import ancestors_of
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import children, codes_of, full_name, search

SUGGESTED = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A place to go on to."""

    label: str
    href: str


def options(request: ActorRequest) -> HttpResponse:
    """Places whose name, pinyin or code begins as typed, as options of a list. Asked under any field's name."""
    typed = next((value for value in request.GET.values() if value.strip()), "")
    found = search(typed[:40], limit=SUGGESTED)
    codes = codes_of([d.pk for d in found])
    rows = ((full_name(d.pk), codes.get(d.pk, "")) for d in found)
    return HttpResponse(format_html_join("", '<option value="{}">{}</option>', rows))


def group_or_none(key: str, areas: tuple[str, ...]) -> Division | None:
    """The villagers' group of a key inside the areas; None when the way there is not finished."""
    if not any(covers(area, key) for area in areas):
        return None
    found: Division | None = Division.objects.filter(pk=key, level=Level.GROUP).first()
    return found


def area_choice(
    request: ActorRequest, areas: tuple[str, ...], *, title: Any, lead: Any, parameter: str, **shown: Any
) -> HttpResponse:
    """A page that leads from the areas down to a group; its address carries how far one has come."""
    here = request.GET.get(parameter, "")
    inside = next((area for area in areas if covers(area, here)), "")
    start = inside or (areas[0] if len(areas) == 1 else "")
    at = Division.objects.filter(pk=here if inside else start).first()
    below = children(at.pk) if at else Division.objects.filter(pk__in=areas)
    way = [] if at is None else [k for k in ancestors_of(at.pk) if covers(start, k)]
    steps = Division.objects.filter(pk__in=way).order_by("key")
    page = {
        "title": title,
        "lead": lead,
        "way": [Choice(d.name, _to(parameter, d.pk)) for d in steps],
        "choices": [Choice(d.name, _to(parameter, d.pk)) for d in below],
        **shown,
    }
    return render(request, "people/area_choice.html", page)


def _to(parameter: str, key: str) -> str:
    return f"?{urlencode({parameter: key})}"
