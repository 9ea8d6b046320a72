"""What the addresses of the figures ask for: an area of the reader's, a day that can be counted, parts by code."""

from __future__ import annotations

import re
from collections.abc import Container
from datetime import date

from django.http import Http404, HttpRequest

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.engine.figures import DIMENSIONS, MEASURES
from gangqiao.engine.parameters import PRESETS
from gangqiao.indicators import reads
from gangqiao.kernel import clock
from gangqiao.places.models import Division

EARLIEST = date(2000, 1, 1)
CODE = re.compile(r"[A-Za-z0-9_]{1,40}")


def area_or_404(request: ActorRequest, key: str, verb: str) -> Division:
    """The area, when the reader may use the verb over it."""
    # Another's area answers like an area that does not exist: the address must not tell which there are.
    area = reads.find_area(request.actor, key, verb)
    if area is None:
        raise Http404
    return area


def own_area(request: ActorRequest) -> Division | None:
    """The first of the reader's own areas: the county for headquarters, the township for its clerk."""
    areas = reads.areas_of(request.actor)
    return areas[0] if areas else None


def day_asked(request: HttpRequest) -> date:
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


def preset_asked(request: HttpRequest) -> str:
    """The way of counting asked for, the register's when none is; an unknown one is not found."""
    return _one_of(request, "preset", PRESETS) or PRESETS[0]


def where_asked(request: HttpRequest) -> dict[str, str]:
    """The parts asked for: codes by dimension, "" for the unknown. A code the dimension cannot have is not found."""
    where = {key: request.GET[key] for key in DIMENSIONS if key in request.GET}
    for key, code in where.items():
        known = DIMENSIONS[key].codes
        if code and (code not in known if known is not None else not CODE.fullmatch(code)):
            raise Http404
    return where


def other_preset_asked(request: HttpRequest, preset: str) -> str:
    """The way of counting whose persons are left out; "" for none."""
    other = _one_of(request, "not_in", PRESETS)
    if other == preset:
        raise Http404
    return other


def measure_asked(request: HttpRequest) -> str:
    """The number asked for, the transferred when none is."""
    return _one_of(request, "measure", MEASURES) or "transferred"


def dimension_asked(request: HttpRequest, key: str) -> str:
    """A dimension, "" when none is asked for."""
    return _one_of(request, key, DIMENSIONS)


def _one_of(request: HttpRequest, key: str, known: Container[str]) -> str:
    asked = request.GET.get(key, "")
    if asked and asked not in known:
        raise Http404
    return asked
