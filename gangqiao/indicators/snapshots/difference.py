"""What lies between two snapshots: the people counted by one and not by the other, each with the reason.

The reason is found by going from the first to the second in steps, each of which lets one thing become as it is in the
second: the day and the rules, who is registered, each column of a person, categories, times of work. The last step at
which a person comes to be counted, or ceases to be, is the reason. So every person has exactly one, and the reasons add
up to the difference.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from gangqiao.indicators.as_known import Known, pull_as_known
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots.computing import COUNTS, engine_tables, part_name, run
from gangqiao.indicators.snapshots.opened import PRESET, Facts
from gangqiao.indicators.snapshots.pseudonyms import Pseudonyms, find_persons
from gangqiao.indicators.snapshots.steps import Reason, refine, steps_between

FEW = 3_000  # with more persons the whole county is read: a list of numbers in a statement has its end
KEPT = 2


@dataclass(frozen=True, slots=True)
class Change:
    """A person whom one of two snapshots counts and the other does not."""

    person_key: int
    entered: bool
    reason: Reason


@dataclass(frozen=True)
class _State:
    """Where each of the persons lies after a step, and which measures count them. By position in the list of persons.

    code  of the area; -1 for who is not there
    """

    areas: npt.NDArray[np.object_]
    counts: Mapping[str, npt.NDArray[np.bool_]]

    def members(self, area: str, measure: str) -> npt.NDArray[np.bool_]:
        inside = np.fromiter((a.startswith(area) for a in self.areas), np.bool_, len(self.areas))
        return inside & self.counts[measure]


class Difference:
    """All that differs between two snapshots by one preset. The first may be the later one."""

    def __init__(self, first: Facts, second: Facts) -> None:
        self.first, self.second = first, second
        self.keys = _differing(first, second)
        self._people = find_persons(self.keys)
        # A person who cannot be found again is told with the rest, without a name and without a reason of their own.
        self._ids = [self._people.get(key, 0) for key in self.keys]
        self._old, self._new = (_known(f, [i for i in self._ids if i]) for f in (first, second))
        self._states: list[tuple[Reason, _State]] = []
        for reason, state in self._walk():
            self._states.append((reason, state))
        self._ends = _stored(first, self.keys), _stored(second, self.keys)

    def changes(self, area: str, measure: str) -> list[Change]:
        """Who entered or left what the measure counts in the area, in the order of their pseudonyms."""
        before, after = (end.members(area, measure) for end in self._ends)
        found = np.flatnonzero(before != after)
        reasons = self._reasons(area, measure, found, after)
        return [Change(self.keys[i], bool(after[i]), reasons[i]) for i in found]

    def _reasons(
        self, area: str, measure: str, found: npt.NDArray[np.intp], after: npt.NDArray[np.bool_]
    ) -> dict[int, Reason]:
        reason = dict.fromkeys(map(int, found), Reason.UNKNOWN)
        last = self._states[0][1].members(area, measure)
        for why, state in self._states[1:]:
            now = state.members(area, measure)
            for i in found[(now != last)[found] & (now == after)[found]]:
                reason[int(i)] = why
            last = now
        by_person = {self._ids[i]: why for i, why in reason.items()}
        finer = refine(by_person, self._old, self._new)
        return {i: finer.get(self._ids[i], why) for i, why in reason.items()}

    def _walk(self) -> Iterator[tuple[Reason, _State]]:
        old_sql, new_sql = (f.manifest["parts"][part_name(f.preset)]["sql"] for f in (self.first, self.second))
        position = {person: i for i, person in enumerate(self._ids) if person}
        same_rules = self.first.definitions == self.second.definitions
        yield Reason.UNKNOWN, _state(old_sql, self._old, position, len(self.keys))
        why = Reason.TIME if same_rules else Reason.DEFINITION
        yield why, _state(new_sql, self._old, position, len(self.keys))
        for reason, tables in steps_between(self._old, self._new):
            yield reason, _state(new_sql, tables, position, len(self.keys))


def _differing(first: Facts, second: Facts) -> list[int]:
    """The pseudonyms of everybody who lies in another area, or is counted otherwise by any measure of both."""
    names = ["area_id", *(COUNTS + m for m in first.measures if m in second.measures)]
    left, right = (pl.DataFrame(pl.from_arrow(f.people.select(["person_key", *names]))) for f in (first, second))
    both = left.join(right, on="person_key", how="full", coalesce=True, suffix="_after")
    unlike = [pl.col(n).ne_missing(pl.col(f"{n}_after")) for n in names]
    return both.filter(pl.any_horizontal(unlike))["person_key"].sort().to_list()


def _known(facts: Facts, persons: list[int]) -> Known:
    snapshot = facts.snapshot
    if len(persons) <= FEW:
        return pull_as_known(snapshot.day, snapshot.known_at, persons=persons, rows=True)
    return pull_as_known(snapshot.day, snapshot.known_at, rows=True).only(persons)


def _state(sql: str, known: Known, position: Mapping[int, int], size: int) -> _State:
    rows = run(sql, engine_tables(known))
    at = np.array([position[i] for i in rows["person_id"].to_pylist()], np.intp)
    return _placed(rows, at, size)


def _stored(facts: Facts, keys: list[int]) -> _State:
    rows = pl.DataFrame(pl.from_arrow(facts.people)).with_columns(pl.col("person_key"))
    position = pl.DataFrame({"person_key": pl.Series(keys, dtype=pl.Int64), "at": pl.Series(range(len(keys)))})
    found = rows.join(position, on="person_key", how="inner")
    return _placed(found.to_arrow(), found["at"].to_numpy(), len(keys))


def _placed(rows: pa.Table, at: npt.NDArray[Any], size: int) -> _State:
    areas = np.full(size, "", np.object_)
    areas[at] = [str(a) for a in rows["area_id"].to_pylist()]
    counts = {}
    for name in rows.column_names:
        if name.startswith(COUNTS):
            counts[name.removeprefix(COUNTS)] = np.zeros(size, np.bool_)
            counts[name.removeprefix(COUNTS)][at] = np.array(rows[name].to_pylist(), np.bool_)
    return _State(areas, counts)


_CACHE: OrderedDict[tuple[str, str, str], Difference] = OrderedDict()
_LOCK = Lock()


def difference(first: Snapshot, second: Snapshot, preset: str = PRESET) -> Difference:
    """What lies between two snapshots. It never changes, so the last ones asked for are kept."""
    # By what they say: a test database may give the same number to another snapshot.
    key = first.manifest_digest, second.manifest_digest, preset
    with _LOCK:
        if key not in _CACHE:
            _CACHE[key] = Difference(Facts(first, preset), Facts(second, preset))
        _CACHE.move_to_end(key)
        while len(_CACHE) > KEPT:
            _CACHE.popitem(last=False)
        return _CACHE[key]


def pseudonyms_of(uuids: list[str]) -> list[int]:
    """The pseudonyms of persons by their uuids."""
    return Pseudonyms().many(uuids).tolist()
