"""Numbers behind the pictures of matching, within the scope, and the people and vacancies behind each number."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np

from gangqiao.kernel.paths import upper_bound
from gangqiao.matching.features import codes
from gangqiao.matching.features.posts import trades_wanted
from gangqiao.matching.models import VillageSupply
from gangqiao.matching.packed_columns import Columns, unpack
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.vacancies.reads.postings import Posting

ANY = ""  # people who name no trade and have none


@dataclass(slots=True)
class Supply:
    """Sums over the villages of the scope. cells: by (farthest level accepted, level of the nearest that fits)."""

    seekers: int = 0
    counted_at: datetime | None = None
    trades: Counter[str] = field(default_factory=Counter)
    opens: Counter[str] = field(default_factory=Counter)
    cells: Counter[tuple[int, int]] = field(default_factory=Counter)
    townships: Counter[str] = field(default_factory=Counter)


def supply(area: str = "") -> Supply:
    """What was counted of the scope, or of an area in it."""
    found = Supply()
    for key, many, counts, moment in _rows(area).values_list("area_id", "seekers", "counts", "counted_at"):
        found.seekers += many
        found.townships[str(key)[: KEY_LENGTH[Level.TOWNSHIP]]] += many
        found.trades.update(counts.get("trades", {}))
        found.opens.update(counts.get("opens", {}))
        for cell, n in counts.get("cells", {}).items():
            far, near = cell.split(".")
            found.cells[int(far), int(near)] += n
        found.counted_at = max(found.counted_at or moment, moment)
    return found


def _rows(area: str) -> Any:
    rows = VillageSupply.objects.order_by("area_id")
    return rows.filter(area_id__gte=area, area_id__lt=upper_bound(area)) if area else rows


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose people: of a trade (ANY: none), whom a course in a trade would open some, of a cell; null: not asked."""

    area: str = ""
    trade: str | None = None
    opens: str | None = None
    far: int | None = None
    near: tuple[int, ...] | None = None


def people_of(asked: Asked) -> list[int]:
    """Primary keys of the people behind a number, village by village."""
    found: list[int] = []
    for packed in _rows(asked.area).values_list("people", flat=True).iterator(50):
        columns = unpack(packed)
        found += columns["person"][_chosen(columns, asked)].tolist()
    return found


def _chosen(columns: Columns, asked: Asked) -> Any:
    chosen = np.ones(len(columns["person"]), np.bool_)
    if asked.trade is not None:
        chosen &= (columns["trades"] & _mask(asked.trade)) > 0 if asked.trade else columns["trades"] == 0
    if asked.opens is not None:
        chosen &= (columns["opens"] & _mask(asked.opens)) > 0
    if asked.far is not None:
        chosen &= columns["far"] == asked.far
    if asked.near is not None:
        chosen &= np.isin(columns["near"], asked.near)
    return chosen


def _mask(trade: str) -> Any:
    return np.uint64(codes.trades_mask([trade]))


def trades_of(posting: Posting) -> list[str]:
    """The trades a posting is counted under: each of the register's list that it belongs to."""
    return codes.trades_in(trades_wanted(posting.occupation, posting.title))


def seats_by_trade(postings: list[Posting]) -> Counter[str]:
    """Open seats by trade; one of several trades counts under each."""
    found: Counter[str] = Counter()
    for posting in postings:
        for trade in trades_of(posting):
            found[trade] += posting.open_seats
    return found
