"""Road distance between two divisions, estimated: great circle times a winding factor, and it says so.

No road network is shipped. The factors are rules of thumb from general knowledge, to be confirmed by the city's own
transport office: 1.25 between prefectures (motorways), 1.4 within a prefecture on the plain, 1.6 when one end lies in a
mountain township. A place abroad gets the straight line only.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gangqiao.kernel.paths import ancestors_of
from gangqiao.places.levels import KEY_LENGTH, Level, Terrain
from gangqiao.places.models import Division

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = 111.195
WINDING_BETWEEN_PREFECTURES = 1.25
WINDING_ON_THE_PLAIN = 1.4
WINDING_IN_MOUNTAINS = 1.6
STRAIGHT = 1.0
# Stored with a place in English and translated when shown.
APPROXIMATE = gettext_noop("approximate, from general knowledge; to be confirmed by the city")
ESTIMATED = gettext_noop("estimated around the seat of the division above; nobody measured it")
# How far a village lies from the seat of its township, and a group from its village, when nobody measured it.
VILLAGE_RADIUS_KM = (1.5, 9.0)
GROUP_RADIUS_KM = (0.2, 2.0)
RADIUS_KM = {Level.VILLAGE: VILLAGE_RADIUS_KM, Level.GROUP: GROUP_RADIUS_KM}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a division was located.

    key       the division asked for
    found_at  the division whose point is used: itself or the nearest located one above it
    """

    key: str
    found_at: str
    name: str
    longitude: float
    latitude: float
    note: str
    in_mountains: bool


@dataclass(frozen=True, slots=True)
class Distance:
    """An estimated distance and what it was estimated from. `str()` and `how` are in the reader's language."""

    km: float
    straight_km: float
    winding: float
    start: Place
    end: Place

    @property
    def how(self) -> str:
        """How the number came about, with every stand-in named."""
        if self.winding == STRAIGHT:
            said = [_("straight line %(straight).1f km") % {"straight": self.straight_km}]
        else:
            said = [
                _("estimated: straight line %(straight).1f km × winding %(winding).2f")
                % {"straight": self.straight_km, "winding": self.winding}
            ]
        said += [
            _("measured from the place of %(name)s, which lies above it") % {"name": place.name}
            for place in (self.start, self.end)
            if place.found_at != place.key
        ]
        said += sorted({_(place.note) for place in (self.start, self.end)})
        return _("; ").join(said)


def great_circle_km(longitude: float, latitude: float, to_longitude: float, to_latitude: float) -> float:
    """The shortest way over a round earth (haversine), from degrees."""
    phi, to_phi = math.radians(latitude), math.radians(to_latitude)
    half_lat, half_lon = (to_phi - phi) / 2, math.radians(to_longitude - longitude) / 2
    h = math.sin(half_lat) ** 2 + math.cos(phi) * math.cos(to_phi) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, h)))


def estimated_point(
    seed: str, longitude: float, latitude: float, radius_km: tuple[float, float]
) -> tuple[float, float]:
    """A point around a centre that is always the same for the same seed: (longitude, latitude)."""
    digest = hashlib.sha256(seed.encode()).digest()
    turn = int.from_bytes(digest[:4], "big") / 2**32
    share = int.from_bytes(digest[4:8], "big") / 2**32
    nearest, farthest = radius_km
    # The square root spreads the points evenly over the ring instead of crowding them at its inner edge.
    km = math.sqrt(nearest**2 + share * (farthest**2 - nearest**2))
    north, east = km * math.cos(2 * math.pi * turn), km * math.sin(2 * math.pi * turn)
    return (
        round(longitude + east / (KM_PER_DEGREE * math.cos(math.radians(latitude))), 5),
        round(latitude + north / KM_PER_DEGREE, 5),
    )


def places_of(keys: Iterable[str]) -> dict[str, Place]:
    """Where each division lies, by its own point or that of the nearest located division above it. One query.

    A key with no located division above it is absent.
    """
    wanted = list(dict.fromkeys(keys))
    above = {path for key in wanted for path in ancestors_of(key)}
    located = {d.key: d for d in Division.objects.filter(key__in=above)}
    township = KEY_LENGTH[Level.TOWNSHIP]
    places = {}
    for key in wanted:
        points = (located[path] for path in reversed(list(ancestors_of(key))) if path in located)
        found = next((d for d in points if d.longitude is not None and d.latitude is not None), None)
        if found is None or found.longitude is None or found.latitude is None:
            continue
        around = located.get(key[:township])
        places[key] = Place(
            key=key,
            found_at=found.key,
            name=found.name,
            longitude=found.longitude,
            latitude=found.latitude,
            note=found.place_note,
            in_mountains=around is not None and around.terrain == Terrain.MOUNTAIN,
        )
    return places


def distance_between(start: Place, end: Place) -> Distance | None:
    """The estimate from two located places; null when both stand on the same stand-in point and say nothing."""
    if start.key != end.key and start.found_at == end.found_at:
        return None
    straight = great_circle_km(start.longitude, start.latitude, end.longitude, end.latitude)
    winding = _winding(start, end)
    return Distance(round(straight * winding, 1), straight, winding, start, end)


def road_distance_km(start_key: str, end_key: str) -> Distance | None:
    """The estimated distance by road; null when one side has no place at all, or both only the same stand-in."""
    places = places_of((start_key, end_key))
    if start_key not in places or end_key not in places:
        return None
    return distance_between(places[start_key], places[end_key])


def _winding(start: Place, end: Place) -> float:
    nation, prefecture = KEY_LENGTH[Level.NATION], KEY_LENGTH[Level.PREFECTURE]
    if start.key[:nation] != end.key[:nation]:
        return STRAIGHT
    if start.key[:prefecture] != end.key[:prefecture]:
        return WINDING_BETWEEN_PREFECTURES
    return WINDING_IN_MOUNTAINS if start.in_mountains or end.in_mountains else WINDING_ON_THE_PLAIN
