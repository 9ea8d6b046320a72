"""Lists of entities as files, and what became of single entries."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Sequence
from uuid import UUID

from gangqiao.kernel.paths import upper_bound
from gangqiao.openrosa.names import HOUSEHOLDS, PERSONS
from gangqiao.openrosa.reads.register import find_row, village_of
from gangqiao.places.levels import Level
from gangqiao.places.models import Division

GROUPS_FILE, PLACES_FILE = "groups.csv", "places.csv"
LIST_FILES = {"persons.csv": PERSONS, "households.csv": HOUSEHOLDS}


def as_csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Rows as the CSV phones read: UTF-8 without a mark, quoted where needed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue().encode()


def groups_csv(area: str) -> bytes:
    """The villagers' groups of an area."""
    found = Division.objects.filter(key__gte=area, key__lt=upper_bound(area), level=Level.GROUP, valid_to=None)
    return as_csv(("name", "label"), ((str(g.pk), g.name) for g in found.order_by("key")))


def places_csv() -> bytes:
    """The places work may be at: provinces and countries, their prefectures and counties, each with where it lies."""
    wide = (Level.COUNTRY, Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
    found = list(Division.objects.filter(level__in=wide, valid_to=None).order_by("key").values_list("key", "name"))
    names = dict(found)
    rows = []
    for key, _name in found:
        way = [names[key[:end]] for end in range(1, len(key) + 1) if key[:end] in names]
        rows.append((key, " ".join(dict.fromkeys(way))))
    return as_csv(("name", "label"), rows)


def digest(content: bytes) -> str:
    """MD5 as the protocol names files by; it guards nothing."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def is_gone(list_name: str, key: UUID, area: str) -> bool:
    """Whether an entry is no longer in the account's list: dead, moved, merged, or never there."""
    row = find_row(list_name, key)
    return row is None or row.uuid != key or not village_of(row.area_id).startswith(area)
