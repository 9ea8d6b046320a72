"""Grows the tree in memory: hands out keys, checks each new division, and writes all of them at once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max

from gangqiao.kernel.paths import number_of, segment
from gangqiao.places.distances import ESTIMATED, RADIUS_KM, estimated_point
from gangqiao.places.levels import BELOW, Kind, Level, Scheme, Terrain
from gangqiao.places.models import BEGINNING, Division, DivisionCode, Succession
from gangqiao.places.names import kind_of, pinyin_of, short_name_of
from gangqiao.places.refusals import ChildBeforeParent, CodeTaken, NameMissing, UnknownDivision, WrongLevel

# What keeps the time of a parent that never ends comparable.
_NEVER = dt.date.max


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDivision:
    """A division to be added.

    parent       key of the division above; "" for a root
    code         "" when it has none
    kind         null: read from the name
    valid_from   null: as long as the division above
    valid_to     exclusive; null: as long as the division above
    code_from    first day of the code, where it is younger than the division
    longitude    with latitude and place_note; a village or group without gets an estimated place
    made         true for a division made up for a demonstration
    """

    parent: str
    level: Level
    name: str
    code: str = ""
    scheme: Scheme = Scheme.OFFICIAL
    kind: Kind | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    code_from: dt.date | None = None
    date_is_confirmed: bool = True
    source: str = ""
    longitude: float | None = None
    latitude: float | None = None
    place_note: str = ""
    terrain: Terrain = Terrain.UNKNOWN
    made: bool = False


class Growth:
    """New divisions that are not yet written, on the ground of those that are."""

    def __init__(self, ground: Iterable[Division], codes: Iterable[DivisionCode]) -> None:
        """`ground` holds every division that gets children; `codes` every row of a code about to be given."""
        self.known = {division.key: division for division in ground}
        self.divisions: list[Division] = []
        self.codes: list[DivisionCode] = []
        self._carriers: dict[tuple[str, str], list[DivisionCode]] = defaultdict(list)
        for row in codes:
            self._carriers[row.scheme, row.code].append(row)
        last = Division.objects.values("parent").annotate(last=Max("key")).values_list("parent", "last")
        if len(self.known) < 500:  # longer lists of parents cost more than reading them all
            last = last.filter(parent__in=list(self.known))
        self._last = {parent or "": number_of(key) for parent, key in last if key}

    @classmethod
    def of_everything(cls) -> Growth:
        """Growth on the whole tree, for loads."""
        return cls(Division.objects.all(), DivisionCode.objects.all())

    def holder_of(self, scheme: str, code: str, first: dt.date, ends: dt.date | None) -> DivisionCode | None:
        """The row that carries the code at any time from `first` until before `ends`."""
        for row in self._carriers.get((scheme, code), ()):
            if row.valid_from < (ends or _NEVER) and first < (row.valid_to or _NEVER):
                return row
        return None

    def plant(self, new: NewDivision) -> Division:
        """Check a new division and give it its key. Raises a refusal; then nothing was planted."""
        parent = self._ground_of(new)
        if not new.name.strip():
            raise NameMissing
        first = new.valid_from or (parent.valid_from if parent else BEGINNING)
        ends = new.valid_to or (parent.valid_to if parent else None)
        if parent and (first < parent.valid_from or (ends or _NEVER) > (parent.valid_to or _NEVER)):
            raise ChildBeforeParent(new.name, parent.name, parent.valid_from, parent.valid_to)
        code_from = new.code_from or first
        if new.code and (row := self.holder_of(new.scheme, new.code, code_from, ends)):
            raise CodeTaken(new.code, self.known[row.division_id].name if row.division_id in self.known else row.code)
        division = self._built(new, parent, first, ends)
        self.known[division.key] = division
        self.divisions.append(division)
        if new.code:
            self.give_code(division, new.scheme, new.code, code_from, new.date_is_confirmed, new.source)
        return division

    def give_code(
        self,
        division: Division,
        scheme: str,
        code: str,
        first: dt.date,
        confirmed: bool,
        source: str,
        ends: dt.date | None = None,
    ) -> None:
        """Let a division carry a code from a day until before another (null: as long as the division)."""
        row = DivisionCode(
            division=division,
            scheme=scheme,
            code=code,
            valid_from=first,
            valid_to=ends or division.valid_to,
            date_is_confirmed=confirmed,
            source=source,
        )
        self._carriers[scheme, code].append(row)
        self.codes.append(row)

    def write(self) -> None:
        """Write what was planted; the caller holds the transaction."""
        Division.objects.bulk_create(self.divisions, batch_size=500)
        DivisionCode.objects.bulk_create(self.codes, batch_size=500)

    def _ground_of(self, new: NewDivision) -> Division | None:
        if not new.parent:
            if new.level != Level.NATION:
                raise UnknownDivision("", new.valid_from or BEGINNING, field="parent")
            return None
        parent = self.known.get(new.parent)
        if parent is None:
            raise UnknownDivision(new.parent, new.valid_from or BEGINNING, field="parent")
        if new.level not in BELOW[Level(parent.level)]:
            raise WrongLevel(new.name, new.level.label, parent.name, Level(parent.level).label)
        return parent

    def _built(self, new: NewDivision, parent: Division | None, first: dt.date, ends: dt.date | None) -> Division:
        number = self._last.get(new.parent, 0) + 1
        self._last[new.parent] = number
        key = new.parent + segment(number)
        name = new.name.strip()
        pinyin, initials = pinyin_of(name)
        longitude, latitude, note = _place_for(new, parent, key)
        return Division(
            key=key,
            parent=parent,
            level=new.level,
            kind=new.kind or kind_of(new.level, name),
            name=name,
            short_name=short_name_of(new.level, name),
            pinyin=pinyin,
            initials=initials,
            longitude=longitude,
            latitude=latitude,
            place_note=note,
            terrain=new.terrain,
            made=new.made,
            valid_from=first,
            valid_to=ends,
            date_is_confirmed=new.date_is_confirmed,
            source=new.source,
        )


def _place_for(new: NewDivision, parent: Division | None, key: str) -> tuple[float | None, float | None, str]:
    if new.longitude is not None and new.latitude is not None:
        return new.longitude, new.latitude, new.place_note
    radius = RADIUS_KM.get(new.level)
    if radius is None or parent is None or parent.longitude is None or parent.latitude is None:
        return None, None, ""
    longitude, latitude = estimated_point(new.code or key, parent.longitude, parent.latitude, radius)
    return longitude, latitude, ESTIMATED


def write_successions(pairs: Iterable[tuple[str, str]], on: dt.date, confirmed: bool, source: str) -> int:
    """Write who followed whom, leaving out pairs already known; returns how many are new."""
    known = set(Succession.objects.values_list("old_id", "new_id"))
    rows = [
        Succession(old_id=old, new_id=new, on=on, date_is_confirmed=confirmed, source=source)
        for old, new in pairs
        if (old, new) not in known
    ]
    Succession.objects.bulk_create(rows, batch_size=500)
    return len(rows)
