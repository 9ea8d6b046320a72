"""What the addresses of the figures ask for: an area of the reader's, and a day that can be counted."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpRequest

from gangqiao.indicators import reads
from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division

EARLIEST = date(2000, 1, 1)


class ActorRequest(HttpRequest):
    """A request that passed the middleware: it knows who acts."""

    actor: Actor


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
