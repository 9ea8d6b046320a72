"""Where the figures' pages lead: addresses, which hold areas, days and codes and never a person's own facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from gangqiao.kernel.actor import covers
from gangqiao.kernel.links import Link
from gangqiao.places.models import Division

PRESET = "HRSS-register"


def names_address(
    area: str,
    measure: str,
    day: date,
    page: int = 1,
    *,
    preset: str = PRESET,
    where: Mapping[str, str] | None = None,
    not_in: str = "",
) -> str:
    """The people a number counts; those of one part by codes of dimensions, or those another preset does not count."""
    asked: dict[str, Any] = {"day": day}
    if preset != PRESET:
        asked["preset"] = preset
    asked |= dict(where or {})
    if not_in:
        asked["not_in"] = not_in
    if page > 1:
        asked["page"] = page
    return address("indicators:names", area, measure, **asked)


def address(name: str, *parts: str, **asked: Any) -> str:
    return f"{reverse(name, args=parts)}?{urlencode(asked)}" if asked else reverse(name, args=parts)


def way_to(area: Division, own_areas: list[Division], day: date) -> list[Link]:
    """From the reader's own area down to the one shown."""
    home = next((own.key for own in own_areas if covers(own.key, area.key)), area.key)
    steps = [d for d in area_and_above(area) if len(d.key) >= len(home)]
    return [Link(d.name, address("indicators:board_of", d.key, day=day)) for d in steps]


def area_and_above(area: Division) -> list[Division]:
    """The division with those above it, the highest first."""
    steps = [area]
    while steps[0].parent is not None:
        steps.insert(0, steps[0].parent)
    return steps


def tabs_of_areas(area: Division, own_areas: list[Division], day: date) -> list[Link]:
    """The reader's areas, when there is more than one."""
    if len(own_areas) < 2:
        return []
    return [
        Link(own.name, address("indicators:board_of", own.key, day=day), is_here=covers(own.key, area.key))
        for own in own_areas
    ]
