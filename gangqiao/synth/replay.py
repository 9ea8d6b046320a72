"""Leads a synthetic county on, day by day: each day's rows in one transaction with its event and the mark of the day.

A county that was changed by hand is led on all the same: a spell that somebody else has written to since is left as
that person wrote it, and counted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC

from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.db import bulk
from gangqiao.kernel.scope import everywhere
from gangqiao.places.reads import county_path
from gangqiao.synth.columns import TABLES
from gangqiao.synth.course import Change, Course
from gangqiao.synth.frames import Frame
from gangqiao.synth.ground import make_ground
from gangqiao.synth.load import column_of, digest_of, insert
from gangqiao.synth.models import SyntheticLoad
from gangqiao.synth.tables import make_course, make_tables
from gangqiao.synth.verbs import REPLAY
from gangqiao.synth.world import World

KEYS_AT_ONCE = 500
Night = Callable[[dt.date], None]


@dataclass(frozen=True, slots=True)
class Day:
    """One day that was led on: how many rows came, how many changed, how many were left as somebody wrote them."""

    day: dt.date
    added: int
    changed: int
    left: int


class Replay:
    """A whole synthetic county and the course of its year.

    night  what is done at the end of each day with the clock standing on it, after the day's rows are there
    """

    def __init__(self, load: SyntheticLoad, world: World, *, night: Night = lambda day: None) -> None:
        self.load, self.world, self.night = load, world, night
        self.ground = make_ground(world.county, world.profile.today)
        self.course: dict[str, Course] = make_course(world, self.ground)

    def lead_on(self, until: dt.date) -> Iterator[Day]:
        """Every day after the one the county stands on, up to `until`. Killed, it goes on with the day it was at.

        A day whose rows are there and whose night was not done is not repeated: night work bears being missed.
        """
        while self.load.until < until:
            day = self.load.until + dt.timedelta(days=1)
            with clock.frozen_at(dt.datetime.combine(day, dt.time(23, 30), clock.TZ)):
                with everywhere(reason="replay"):
                    done = self._lead(day)
                self.night(day)
            yield done
        self.load.digest = digest_of(make_tables(self.world, self.ground, self.load.until, self.course))
        self.load.save(update_fields=["digest"])

    @transaction.atomic
    def _lead(self, day: dt.date) -> Day:
        added, changed, left = 0, 0, 0
        for name, course in self.course.items():
            change = course.change_on(day)
            written, skipped = change_rows(name, change)
            kept = _without(change.added, skipped) if skipped else change.added
            insert(name, kept, 0, len(kept))
            self.load.rows[name] = self.load.rows.get(name, 0) + len(kept)
            added, changed, left = added + len(kept), changed + written, left + len(skipped)
        self.load.until = day
        self.load.save(update_fields=["until", "rows"])
        said = f"{self.load}: {added} + {changed}"
        record(REPLAY, actor=SYSTEM, area=county_path(), reason=said, source="synth")
        return Day(day, added, changed, left)


def change_rows(name: str, change: Change) -> tuple[int, set[int]]:
    """Write what a day changes in a table; gives how many rows, and the keys of those somebody else has changed."""
    frame = change.changed
    if not len(frame):
        return 0, set()
    model = TABLES[name]
    keys = [int(key) for key in frame["id"]]
    stands = _recorded_at(name, keys)
    mine = [n for n, key in enumerate(keys) if stands.get(key) == change.before[n]]
    fields = [f for f in model._meta.local_concrete_fields if f.column in change.columns]
    columns = [column_of(model, field, frame, 0, len(frame)) for field in fields]
    rows = [(*(column[n] for column in columns), keys[n]) for n in mine]
    bulk.update_rows(model, [str(field.column) for field in fields], rows)
    return len(mine), set(keys) - {keys[n] for n in mine}


def _recorded_at(name: str, keys: list[int]) -> dict[int, str]:
    """When the content of each row was recorded, as the frames say it. A row that is gone is not there."""
    found: dict[int, str] = {}
    for first in range(0, len(keys), KEYS_AT_ONCE):
        rows = TABLES[name].objects.filter(pk__in=keys[first : first + KEYS_AT_ONCE])
        for key, at in rows.values_list("pk", "recorded_from"):
            found[key] = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    return found


def _without(frame: Frame, spells: set[int]) -> Frame:
    """The new rows without those that would stand behind a spell that was left alone."""
    if "version_of_id" not in frame:
        return frame
    return frame.take([row for row, of in enumerate(frame["version_of_id"]) if of not in spells])
