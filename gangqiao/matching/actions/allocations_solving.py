"""One run of the engine for an allocation: from chosen columns to who sits where, at which value, why others do not.

Knows no database. The engine's kernels are imported when a run begins: the web never loads them.
"""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from gangqiao.engine.columns import Points, Rules, Ties, Vacancies, Workers, World
from gangqiao.engine.columnwise import Sides
from gangqiao.engine.columnwise import points as points_by_line
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.matching.actions.allocations_columns import Columns
from gangqiao.matching.policy.allocations import LIMITS, PLACED, STABLE, TAKEN, TOGETHER, UNDECIDED

Array = Any
TEN_THOUSAND = 10_000
STEPS_EACH = 10
FIRST_LIST, MOST_EDGES = 32, 15_000_000


class Stopped(Exception):
    """Somebody stopped the run, or began another one. Nothing is kept of it."""


class NotFeasible(Refusal):
    """The quotas ask for more than can be."""

    def __init__(self, places: str) -> None:
        super().__init__(
            Say(
                "The least numbers of %(places)s cannot be met with what is open and fits. Lower them, or choose more"
                " vacancies.",
                places=places,
            )
        )


@dataclass(frozen=True, slots=True)
class LeastSeats:
    """At least so many people of a township gain something. home: its number in the columns; name: for people."""

    home: int
    name: str
    least: int


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be computed.

    quotas  least seats by township
    groups  rows of the people that go together or not at all
    warm    prices by vacancy (primary key) to begin with; empty: from nothing
    known   pairs to begin with, by row (`engine.known.Pairs`); null: none
    """

    columns: Columns
    points: Points
    rules: Rules
    quotas: tuple[LeastSeats, ...]
    groups: list[list[int]]
    mode: str
    warm: Mapping[int, int]
    gap: int  # ten-thousandths
    known: Any = None

    def but(self, **changes: Any) -> Task:
        """The same with something changed: for the price of a rule."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Solved:
    """seat: row of the vacancy by row of the people, -1 none; score: points without priority, 0 where nobody sits.

    value    in points with priority; bound: no allocation has more, null: not proven (stable)
    prices   by row of the vacancies, in the engine's unit
    known    pairs for the next run to begin with; null: it was found without any
    seconds  of the run itself
    """

    seat: Array
    score: Array
    value: int
    bound: float | None
    prices: Array
    seconds: float
    known: Any = None

    @property
    def filled(self) -> int:
        return int((self.seat >= 0).sum())


@dataclass(frozen=True, slots=True)
class Watch:
    """How a run is followed: `tell` is given 0..100, `is_stopped` is asked now and then."""

    tell: Callable[[int], None]
    is_stopped: Callable[[], bool]


class Solver:
    """The engine on chosen columns: indexed once, run as often as asked."""

    def __init__(self, columns: Columns, points: Points, rules: Rules) -> None:
        from gangqiao.engine.ranking import Ranker

        self.columns = columns
        self.workers = Workers.from_arrow(columns.people.to_arrow())
        self.vacancies = Vacancies.from_arrow(columns.posts.to_arrow())
        self.ties = Ties.from_arrow(columns.ties.to_arrow())
        self.ranker = Ranker(self.workers, self.vacancies, self.ties, points, rules, os.cpu_count() or 1)

    def run(self, task: Task, watch: Watch) -> Solved:
        """Compute it. Raises Stopped, NotFeasible."""
        if not len(self.workers) or not len(self.vacancies):
            none = np.full(len(self.workers), -1, np.int32)
            return Solved(none, np.zeros(len(none), np.int64), 0, 0.0, np.zeros(len(self.vacancies), np.int64), 0.0)
        ranker = self._with_points(task.points)
        found = (_stable if task.mode == STABLE else _best)(ranker, task, self._warm(task.warm), watch)
        if watch.is_stopped():
            raise Stopped
        seat = np.asarray(found.vacancy, np.int32)
        score = self.scores(seat)
        value = int(score.sum()) + int(task.points.per_priority) * int(self.workers.priority[seat >= 0].sum())
        bound = None if task.mode == STABLE else max(float(found.bound), float(value))
        prices = np.asarray(found.prices, np.int64)
        return Solved(seat, score, value, bound, prices, float(found.seconds), found.known)

    def _with_points(self, points: Points) -> Any:
        if points == self.ranker.points:
            return self.ranker
        from gangqiao.engine.ranking import Ranker

        return Ranker(self.workers, self.vacancies, self.ties, points, self.ranker.rules, self.ranker.threads)

    def _warm(self, warm: Mapping[int, int]) -> Array | None:
        if not warm:
            return None
        return np.array([warm.get(int(pk), 0) for pk in self.vacancies.vacancy], np.int64)

    def scores(self, seat: Array) -> Array:
        """The points of everybody who sits somewhere, without priority; 0 for the others."""
        rows = np.flatnonzero(seat >= 0)
        found = np.zeros(len(seat), np.int64)
        if len(rows):
            world = World(self.workers.take(rows), self.vacancies.take(seat[rows]), self.ties, self.ranker.points,
                          self.ranker.rules)  # fmt: skip
            found[rows] = np.sum(list(points_by_line(Sides(world)).values()), axis=0)
        return found

    def reasons(self, seat: Array, groups: list[list[int]]) -> Array:
        """Why each of the people gains nothing (`policy.allocations`); PLACED for those who sit."""
        found = np.zeros(len(seat), np.int8)
        rows = np.flatnonzero(seat < 0)
        if not len(rows):
            return found
        lost = self.ranker.lost(rows)
        alone, failed = np.asarray(lost.alone), np.asarray(lost.failed)
        # The limit that alone keeps most away; where none does so alone, the one that keeps most away at all.
        most = np.where(alone.any(axis=1), alone.argmax(axis=1), failed.argmax(axis=1))
        together = np.zeros(len(seat), np.bool_)
        together[[row for group in groups for row in group]] = True
        fits, undecided = np.asarray(lost.fit) > 0, np.asarray(lost.undecided) > 0
        has_seats = bool((self.vacancies.capacity > 0).any())
        reason = np.select(
            [fits & together[rows], fits, undecided, np.full(len(rows), has_seats)],
            [TOGETHER, TAKEN, UNDECIDED, LIMITS + most],
            TAKEN,
        )
        found[rows] = reason
        found[seat >= 0] = PLACED
        return found


def _best(ranker: Any, task: Task, warm: Array | None, watch: Watch) -> Any:
    from gangqiao.engine import assignment
    from gangqiao.engine.quotas import Quota

    homes, people = ranker.workers.home, max(1, len(ranker.workers))
    rows = {one.home: np.flatnonzero(homes == one.home).astype(np.int32) for one in task.quotas}
    try:
        return assignment.assign(
            ranker,
            epsilon=task.gap / TEN_THOUSAND,
            quotas=[Quota(one.name, rows[one.home], one.least) for one in task.quotas] or None,
            warm=warm,
            known=task.known,
            groups=[np.array(group) for group in task.groups] or None,
            cancel=watch.is_stopped,
            # Nobody knows how much there will be to do: some steps for each of the people, and then fewer and fewer.
            progress=lambda steps: watch.tell(round(100 * (1 - math.exp(-steps / (STEPS_EACH * people))))),
        )
    except assignment.Cancelled as error:
        raise Stopped from error
    except assignment.NotPossible as error:
        named = [one.name for one in task.quotas if one.name in str(error)] or [one.name for one in task.quotas]
        raise NotFeasible("\u3001".join(named)) from error


def _stable(ranker: Any, _task: Task, _warm: Array | None, watch: Watch) -> Any:
    """Stable among the lists of each: first the best few, and longer ones for whoever comes to the end of a list.

    Where lists would not fit into memory any more, whoever is left at the end of one stays: `MOST_EDGES`.
    """
    from gangqiao.engine import stability
    from gangqiao.engine.assignment import Graph

    workers, posts = ranker.workers, len(ranker.vacancies)
    length = np.full(len(workers), FIRST_LIST)  # how long a list was asked for, by worker
    kept = _lists(ranker, FIRST_LIST, np.arange(len(workers)))
    while True:
        graph = Graph(kept[0], kept[1], kept[2], ranker.vacancies.capacity, len(workers))
        found = stability.stable(graph, priority=workers.priority, salt=workers.salt)
        if watch.is_stopped():
            raise Stopped
        many = np.bincount(kept[0], minlength=len(workers))
        longer = np.flatnonzero((np.asarray(found.vacancy) < 0) & (many == length) & (length < posts))
        k = 4 * int(length[longer].max(initial=0))
        if not len(longer) or len(kept[0]) + k * len(longer) > MOST_EDGES:
            return found
        length[longer] = k
        watch.tell(50)
        others = ~np.isin(kept[0], longer)
        kept = tuple(
            np.concatenate([old[others], new]) for old, new in zip(kept, _lists(ranker, k, longer), strict=True)
        )


def _lists(ranker: Any, k: int, rows: Array) -> tuple[Array, ...]:
    """The best k vacancies of each of the rows as pairs: worker, vacancy, score."""
    top = ranker.top(k, rows)
    at, place = np.nonzero(top.vacancy >= 0)
    return rows[at].astype(np.int32), top.vacancy[at, place], top.score[at, place].astype(np.int64)
