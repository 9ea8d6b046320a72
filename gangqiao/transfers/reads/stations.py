"""The service station of a destination."""

from __future__ import annotations

from uuid import UUID

from gangqiao.kernel import clock
from gangqiao.kernel.actor import covers
from gangqiao.kernel.paths import parent_of
from gangqiao.vacancies.models import Station


def find_station(place: str) -> UUID | None:
    """The number of the open station in the division (its path), in what it lies in, or beside it; null: none."""
    open_ones = [
        (str(at), uuid)
        for at, uuid, closed in Station.objects.order_by("pk").values_list("place_id", "uuid", "closed_on")
        if closed is None or closed > clock.today()
    ]
    around = parent_of(place) if place else ""
    for reaches in (lambda at: covers(at, place) or covers(place, at), lambda at: covers(around, at)):
        near = [pair for pair in open_ones if place and reaches(pair[0])]
        if near:
            return max(near)[1]
    return None
