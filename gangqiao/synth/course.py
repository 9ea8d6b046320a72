"""What the register learns from day to day: the rows of a table on any day, and what changes on one.

A row keeps its key over the whole course. The current row of a spell has the key of its last belief from the start, as
the product keeps it: what was believed before stands beside it in rows that point to it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gangqiao.synth.frames import Frame, plain, texts, where
from gangqiao.synth.streams import Bools, Days, Ints
from gangqiao.synth.work.beliefs import CARRIED

NEVER = np.datetime64("NaT", "D")
NOT_YET = np.datetime64("NaT", "s")
EIGHT_HOURS = np.timedelta64(8 * 3600, "s")


def end_of(day: dt.date) -> np.datetime64:
    """The first instant after a business day, in UTC."""
    return np.datetime64(day, "s") + np.timedelta64(16 * 3600, "s")


@dataclass(frozen=True, slots=True)
class Change:
    """What a day adds to a table and what it changes. `columns`: those that may differ; `changed` holds the rows whole.

    before  of each changed row, the instant its present content was recorded: another one says that somebody else
            has changed it since
    """

    added: Frame
    changed: Frame
    columns: tuple[str, ...]
    before: tuple[str, ...]


@dataclass(frozen=True)
class Course:
    """Every row a table has in the course of the year, ordered by person; `spell` marks a table of beliefs.

    A belief is known from the day it was recorded on or, where the work begins later, from the first day of work.
    """

    rows: Frame

    @property
    def is_of_beliefs(self) -> bool:
        return "spell" in self.rows

    @cached_property
    def known_on(self) -> Days:
        """The business day from which each row is there."""
        # The last instant of a day is the first one after it, as `end_of` reads it.
        recorded = (self.rows["recorded_from"] + EIGHT_HOURS - np.timedelta64(1, "s")).astype("datetime64[D]")
        return np.maximum(recorded, self.rows["started_on"]) if self.is_of_beliefs else recorded

    @cached_property
    def last(self) -> Ints:
        """Of each belief, the position of the last one of its spell."""
        spell = self.rows["spell"]
        ends = np.flatnonzero(np.append(spell[1:] != spell[:-1], True)) if len(spell) else np.empty(0, dtype=np.int64)
        return ends[np.searchsorted(ends, np.arange(len(spell)))]

    def on(self, day: dt.date) -> Frame:
        """The table as it stands at the end of a day."""
        return self._stand(np.flatnonzero(self.known_on <= np.datetime64(day)), day)

    def change_on(self, day: dt.date) -> Change:
        """What the day brings, from the end of the day before to its own."""
        rows = np.flatnonzero(self._touched(np.datetime64(day)))
        yesterday = day - dt.timedelta(days=1)
        before = self._stand(rows[self.known_on[rows] <= np.datetime64(yesterday)], yesterday)
        after = self._stand(rows[self.known_on[rows] <= np.datetime64(day)], day)
        is_there = np.isin(after["id"], before["id"])
        columns = (*CARRIED, "recorded_from") if self.is_of_beliefs else ("valid_to",)
        same = before.take(np.isin(before["id"], after["id"]))
        order = np.argsort(same["id"], kind="stable")
        there = after.take(is_there)
        there = there.take(np.argsort(there["id"], kind="stable"))
        was = plain(same["recorded_from"][order])
        return Change(after.take(~is_there), there, columns, tuple(was))

    def _touched(self, day: np.datetime64) -> Bools:
        if not self.is_of_beliefs:
            return (self.known_on == day) | (self.rows["valid_to"] == day)
        moved = np.zeros(int(self.rows["spell"].max()) + 1 if len(self.rows) else 0, dtype=bool)
        moved[self.rows["spell"][self.known_on == day]] = True
        return moved[self.rows["spell"]]

    def _stand(self, rows: Ints, day: dt.date) -> Frame:
        """These rows, all of them known, as they stand at the end of the day."""
        frame = self.rows.take(rows)
        if not self.is_of_beliefs:
            # An end that lies later is not known yet.
            frame["valid_to"] = np.where(frame["valid_to"] > np.datetime64(day), NEVER, frame["valid_to"])
            return frame
        follows = np.append(frame["spell"][1:] == frame["spell"][:-1], False)[: len(rows)]
        later = np.append(frame["recorded_from"][1:], NOT_YET)[: len(rows)]
        frame["recorded_to"] = np.where(follows, later, NOT_YET)
        last = self.last[rows]
        for name in ("id", "uuid"):
            frame[name] = np.where(follows, frame[name], self.rows[name][last])
        current = self.rows["id"][last]
        frame["version_of_id"] = where(follows, texts(current.tolist()), None)
        del frame.columns["spell"]
        return frame
