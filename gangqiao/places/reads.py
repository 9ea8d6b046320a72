"""Questions about divisions: by code and day, the pickers, names, and the way from one place to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, IntegerField, Q, Value, When

from gangqiao.kernel import clock
from gangqiao.kernel.paths import ancestors_of, upper_bound
from gangqiao.places.distances import Distance, Place, distance_between, places_of, road_distance_km
from gangqiao.places.levels import KEY_LENGTH, AreaLevel, Kind, Level, Scheme, area_level
from gangqiao.places.models import DatedQuerySet, Division, DivisionCode, FormerName, Succession
from gangqiao.places.refusals import UnknownDivision

__all__ = [
    "AreaLevel",
    "Distance",
    "Node",
    "Place",
    "area_level",
    "children",
    "codes_of",
    "county",
    "distance_between",
    "find_by_code",
    "full_name",
    "get_by_code",
    "lineage",
    "name_on",
    "path_names",
    "path_names_of",
    "places_of",
    "road_distance_km",
    "search",
    "subtree",
    "townships",
    "tree_of",
]

# The same division in the longer spellings that workbooks use: 532504000000 is 532504.
_PADDED = ((12, 9), (9, 6), (6, 4), (4, 2))
_TRUSTED_FIRST = Case(When(scheme=Scheme.OFFICIAL, then=0), default=1, output_field=IntegerField())


def find_by_code(code: str, on: dt.date | None = None, scheme: str = "") -> Division | None:
    """The division that carried the code on the day (today when none is named); null when none did.

    Official codes are looked at before local ones. Codes padded with zeros are understood.
    """
    day = on or clock.today()
    asked = code.strip()
    found = _carrier(asked, day, scheme)
    for long, short in _PADDED:
        if found is None and asked.isdigit() and len(asked) == long and not asked[short:].strip("0"):
            asked = asked[:short]
            found = _carrier(asked, day, scheme)
    return found


def get_by_code(code: str, on: dt.date | None = None, *, field: str = "") -> Division:
    """The division that carried the code on the day. Raises UnknownDivision."""
    day = on or clock.today()
    found = find_by_code(code, day)
    if found is None:
        raise UnknownDivision(code, day, field=field)
    return found


def _carrier(code: str, day: dt.date, scheme: str) -> Division | None:
    codes = DivisionCode.objects.on(day).filter(code=code, division__in=Division.objects.on(day))
    if scheme:
        codes = codes.filter(scheme=scheme)
    row = codes.select_related("division").order_by(_TRUSTED_FIRST, "-valid_from").first()
    return row.division if row else None


def codes_of(keys: Iterable[str], on: dt.date | None = None) -> dict[str, str]:
    """The code of each division on the day, official before local; divisions without one are absent."""
    rows = DivisionCode.objects.on(on or clock.today()).filter(division__in=list(keys))
    codes: dict[str, str] = {}
    for row in rows.order_by(_TRUSTED_FIRST, "-valid_from"):
        codes.setdefault(row.division_id, row.code)
    return codes


def county() -> Division:
    """The county of this installation, named by the setting COUNTY_CODE. Raises UnknownDivision before the load."""
    return get_by_code(settings.COUNTY_CODE)


_county_path: list[str] = []


def county_path() -> str:
    """The key of the own county, or "" before the divisions are loaded. Asked at every statement, so it is kept."""
    if not _county_path:
        row = DivisionCode.objects.filter(code=settings.COUNTY_CODE).order_by("valid_from").last()
        if row is None:
            return ""
        _county_path.append(row.division_id)
    return _county_path[0]


def forget_county_path() -> None:
    """Look the county up again at the next question: after a load, and between tests."""
    _county_path.clear()


def townships(on: dt.date | None = None) -> DatedQuerySet:
    """The township-level units of the own county on the day: townships, towns, streets and the farm bureau."""
    return children(county().key, on)


def children(key: str, on: dt.date | None = None) -> DatedQuerySet:
    """The divisions directly below a key on the day, in tree order; the roots for "".

    A placeholder of the official list is stepped over: below Shanghai come its districts.
    """
    divisions = Division.objects.on(on or clock.today())
    if not key:
        return divisions.filter(parent=None)
    return divisions.filter(
        Q(parent=key) & ~Q(kind=Kind.PLACEHOLDER) | Q(parent__parent=key, parent__kind=Kind.PLACEHOLDER)
    )


def subtree(key: str, on: dt.date | None = None) -> DatedQuerySet:
    """The division and everything below it on the day, in tree order."""
    return Division.objects.on(on or clock.today()).filter(key__gte=key, key__lt=upper_bound(key))


def search(text: str, level: str = "", on: dt.date | None = None, limit: int = 20) -> list[Division]:
    """Divisions whose name, pinyin, initials or code begin as typed, then those whose name contains it.

    The own county comes first, then the higher levels.
    """
    typed = text.strip()
    if not typed:
        return []
    day = on or clock.today()
    spelt = typed.lower().replace(" ", "").replace("'", "")
    begins = Q(name__startswith=typed) | Q(pinyin__startswith=spelt) | Q(initials__startswith=spelt)
    if typed.isdigit():
        begins |= Q(pk__in=DivisionCode.objects.on(day).filter(code__startswith=typed).values("division"))
    found = Division.objects.on(day).filter(begins | Q(name__contains=typed)).exclude(kind=Kind.PLACEHOLDER)
    if level:
        found = found.filter(level=level)
    own = find_by_code(settings.COUNTY_CODE, day)
    home = Q(key__gte=own.key, key__lt=upper_bound(own.key)) if own else Q(pk__in=[])
    ranked = found.alias(
        nearness=Case(When(home, then=0), default=1, output_field=IntegerField()),
        fit=Case(When(begins, then=0), default=1, output_field=IntegerField()),
        depth=Case(*(When(level=name, then=Value(length)) for name, length in KEY_LENGTH.items())),
    )
    return list(ranked.order_by("nearness", "fit", "depth", "key")[:limit])


@dataclass(slots=True)
class Node:
    """A division with the divisions below it, as a picker shows them."""

    division: Division
    below: list[Node] = field(default_factory=list)


def tree_of(areas: Iterable[str], on: dt.date | None = None, down_to: Level = Level.VILLAGE) -> list[Node]:
    """The trees of the areas on the day, in order, down to a level. No areas give no trees. One query."""
    ranges = Q(pk__in=[])
    for area in areas:
        ranges |= Q(key__gte=area, key__lt=upper_bound(area))
    deep = KEY_LENGTH[down_to]
    nodes: dict[str, Node] = {}
    roots: list[Node] = []
    for division in Division.objects.on(on or clock.today()).filter(ranges, key__length__lte=deep).order_by("key"):
        node = nodes[division.key] = Node(division)
        above = nodes.get(division.parent_id or "")
        (above.below if above else roots).append(node)
    return roots


def name_on(division: Division, day: dt.date) -> str:
    """What the division was called on the day."""
    former = FormerName.objects.on(day).filter(division=division).first()
    return former.name if former else division.name


def path_names(key: str, on: dt.date | None = None) -> list[str]:
    """The names from the province (or country) down, as people write an address; as of a day when one is named.

    Placeholders, the nation and a name repeated one level down (Dongguan) are left out.
    """
    former = {}
    if on:
        former = {f.division_id: f.name for f in FormerName.objects.on(on).filter(division__in=list(ancestors_of(key)))}
    return _named(Division.objects.filter(key__in=list(ancestors_of(key))).order_by("key"), former)


def path_names_of(keys: Iterable[str]) -> dict[str, list[str]]:
    """`path_names` of many keys, with one question for all of them."""
    ways = {key: list(ancestors_of(key)) for key in keys}
    known = Division.objects.in_bulk(sorted({step for way in ways.values() for step in way}))
    return {key: _named((known[step] for step in sorted(way) if step in known), {}) for key, way in ways.items()}


def _named(way: Iterable[Division], former: Mapping[str, str]) -> list[str]:
    named: list[str] = []
    for division in way:
        name = former.get(division.key, division.name)
        if division.kind not in (Kind.PLACEHOLDER, Kind.ROOT) and name not in named[-1:]:
            named.append(name)
    return named


def full_name(key: str, on: dt.date | None = None) -> str:
    """The names from the province down in one word, as an address begins; the root's own name for a root."""
    names = path_names(key, on)
    return "".join(names) or str(Division.objects.get(key=key).name)


def lineage(key: str) -> set[str]:
    """The division, all it came from and all it became, however many splits and mergers lie between.

    The other parts of a split are not in it: they only share an origin.
    """
    return _followed(key, "new_id", "old_id") | _followed(key, "old_id", "new_id")


def _followed(key: str, start: str, end: str) -> set[str]:
    found, fresh = {key}, {key}
    while fresh:
        fresh = set(Succession.objects.filter(**{f"{start}__in": fresh}).values_list(end, flat=True)) - found
        found |= fresh
    return found
