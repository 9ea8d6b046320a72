"""Stations and job fairs as anybody may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from gangqiao.kernel import clock
from gangqiao.places.reads import county, county_path, path_names, path_names_of, townships
from gangqiao.vacancies.models import Fair, Station
from gangqiao.vacancies.states import FairStatus


@dataclass(frozen=True, slots=True)
class OpenStation:
    """A station that is open today. `staff` and `address` may be ""."""

    name: str
    place: str
    address: str
    phone: str
    staff: str


def stations_open() -> list[OpenStation]:
    """The stations open today, by place."""
    today = clock.today()
    rows = Station.objects.filter(Q(closed_on=None) | Q(closed_on__gt=today), opened_on__lte=today)
    found = list(rows.order_by("place", "name"))
    names = path_names_of({row.place_id for row in found})
    return [
        OpenStation(row.name, "".join(names.get(row.place_id, ())), row.address, row.phone, row.staff) for row in found
    ]


@dataclass(frozen=True, slots=True)
class FairAhead:
    """A fair of today or later. `link`: the address on the net of one that is held online, else ""."""

    name: str
    kind: str
    on: date
    place: str
    link: str
    is_online: bool
    is_called_off: bool


def fairs_ahead() -> list[FairAhead]:
    """Fairs from today on, the next first; those called off are among them, so that nobody goes in vain."""
    rows = Fair.objects.filter(on__gte=clock.today()).order_by("on", "pk")
    return [
        FairAhead(
            name=row.name,
            kind=str(row.get_kind_display()),
            on=row.on,
            place=row.place,
            link=row.place if row.kind == "online" and row.place.startswith("https://") else "",
            is_online=row.kind == "online",
            is_called_off=row.status == FairStatus.CALLED_OFF,
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Around:
    """The county and its townships (key, name), as a page's frame and its form show them.

    way   the names from the province down to the county
    """

    county: str
    way: tuple[str, ...]
    homes: tuple[tuple[str, str], ...]


def around() -> Around:
    """The names of the day. Kept: they change a few times in ten years, and every page asks for them."""
    day, key = clock.today(), county_path()
    if (day, key) not in _names:
        _names.clear()
        homes = tuple((division.key, division.name) for division in townships())
        _names[day, key] = Around(county().name, tuple(path_names(key)), homes)
    return _names[day, key]


_names: dict[tuple[date, str], Around] = {}
