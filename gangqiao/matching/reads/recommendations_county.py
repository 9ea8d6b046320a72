"""Who suits one vacancy: the people of the reader's areas by fit, and over the county why no more of them do.

The columns of the whole county are kept in the process, as the figures keep theirs; nobody in them has a name. They are
cut to the reader's areas before anybody is shown, and names are read through the scope.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import polars as pl

from gangqiao.engine.columns import Array, Limit, Workers
from gangqiao.engine.columnwise import Counts, Sides, Sorted, points
from gangqiao.kernel.actor import covers
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.models import RecommendationRun, VillageRecommendations
from gangqiao.matching.reads.recommendations_stored import Offered, latest_run, offered_in, people_of

FEW = 10  # counts of people below this are not told to who does not keep them


@dataclass(frozen=True)
class County:
    """Everybody who is recommended something. villages: path, first row and end of each."""

    workers: Workers
    asked: Array
    villages: list[tuple[str, int, int]]

    def rows_in(self, areas: Sequence[str]) -> Array:
        """True for whoever lives in one of the areas."""
        inside = np.zeros(len(self.workers), np.bool_)
        for path, first, end in self.villages:
            if any(covers(area, path) for area in areas):
                inside[first:end] = True
        return inside


@dataclass(frozen=True, slots=True)
class Fit:
    """One person whom a vacancy suits. person: primary key."""

    person: int
    score: int
    asked: int


@dataclass(frozen=True, slots=True)
class VacancyFits:
    """Who suits one vacancy.

    people     of the reader's areas, the best first; fit, undecided: how many of them
    county     counts over the county; everybody: how many were compared
    is_whole   the reader's areas are the county
    """

    run: RecommendationRun
    people: list[Fit]
    fit: int
    undecided: int
    county: Counts
    everybody: int
    is_whole: bool

    def shown(self, number: int) -> int | None:
        """A count of the county as this reader may know it; null: fewer than FEW, and not the reader's own."""
        return number if self.is_whole or number == 0 or number >= FEW else None

    def losses(self) -> list[tuple[Limit, int | None, int | None]]:
        """By limit: how many it keeps out, and how many it alone does; the most first."""
        order = sorted(Limit, key=lambda limit: -self.county.all[limit])
        return [
            (limit, self.shown(self.county.all[limit]), self.shown(self.county.alone[limit]))
            for limit in order
            if self.county.all[limit]
        ]


_lock = Lock()
_kept: dict[str, tuple[tuple[object, ...], County]] = {}


def county_of(run: RecommendationRun) -> County:
    """The people of the last run, with who was judged anew since. Kept until either changes."""
    version = (str(run.uuid), run.seq, run.done_at)
    with _lock:
        if "county" in _kept and _kept["county"][0] == version:
            return _kept["county"][1]
        found = _read()
        _kept["county"] = (version, found)
        return found


def forget() -> None:
    """For tests, whose database is rolled back under what is kept."""
    _kept.clear()


def _read() -> County:
    with everywhere(reason="why no more people suit a vacancy is counted over the county"):
        rows = list(VillageRecommendations.objects.order_by("area_id"))
    parts, villages, at = [], [], 0
    for row in rows:
        part = people_of(row)
        parts.append(part.drop("top", "score"))
        villages.append((str(row.area_id), at, at + len(part)))
        at += len(part)
    together = pl.concat(parts, how="vertical_relaxed") if parts else pl.DataFrame({"worker": [], "asked": []})
    return County(Workers.from_arrow(together.to_arrow()), together["asked"].to_numpy(), villages)


def fits_of(vacancy: int, areas: Sequence[str], *, is_whole: bool, most: int) -> VacancyFits | None:
    """Who suits a vacancy (primary key), for a reader of these areas; null when no run knows it."""
    run = latest_run()
    offered = offered_in(run) if run else None
    if run is None or offered is None or vacancy not in offered.row_of:
        return None
    county = county_of(run)
    found = Sorted(Sides(offered.before_one(county.workers, offered.row_of[vacancy])))
    inside = county.rows_in(areas)
    fit = found.fits & inside
    return VacancyFits(
        run=run,
        people=_best(county, offered, vacancy, np.flatnonzero(fit), most),
        fit=int(fit.sum()),
        undecided=int((found.undecided & inside).sum()),
        county=found.counts(),
        everybody=len(county.workers),
        is_whole=is_whole,
    )


def _best(county: County, offered: Offered, vacancy: int, rows: Array, most: int) -> list[Fit]:
    """The best of some rows: who seeks work before who was not asked, then by points, then by lot."""
    some = county.workers.take(rows)
    score = sum(points(Sides(offered.before_one(some, offered.row_of[vacancy]))).values())
    asked = county.asked[rows]
    order = np.lexsort((some.salt, -np.asarray(score), asked != 1))[:most]
    return [Fit(int(some.worker[n]), int(score[n]), int(asked[n])) for n in order]
