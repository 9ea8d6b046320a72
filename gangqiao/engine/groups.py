"""People who go together: couples, or neighbours of one village. A group takes several seats of one vacancy, or stays.

Bidders for several seats are beyond a network, so groups have their own pass: the best allocation of each alone gives
prices; the groups choose at these prices, those who gain most first; everybody else is allocated to what is left; then
a group that found nothing may displace those whose points it outweighs. Prices flatter a group that needs many seats,
so it is also tried with all others first; the better of the two counts. The bound stays that of each alone: the gap
says at most what going together costs.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence

import numpy as np

from gangqiao.engine.assignment import Allocation, Graph, Group, Ints, NotPossible, Rows, assign, market_of
from gangqiao.engine.known import Pairs, of_rows
from gangqiao.engine.points import SCALE
from gangqiao.engine.quotas import Quota
from gangqiao.engine.ranking import Ranker


def together(
    graph: Graph | Ranker, groups: Sequence[Group], *, epsilon: float, quotas: Sequence[Quota] | None,
    warm: Ints | None, known: Pairs | None, watch: Callable[[int], None],
) -> Allocation:  # fmt: skip
    """The allocation in which each group sits in one vacancy or stays. Raises NotPossible when two groups overlap."""
    begun = time.process_time()
    members = np.concatenate([np.asarray(group, np.int64) for group in groups])
    if np.unique(members).size < members.size:
        raise NotPossible("Somebody is in two groups; take him out of one of them.")
    alone = assign(graph, epsilon=epsilon, quotas=quotas, warm=warm, known=known, cancel=_cancel(watch))
    pairs = _pairs_of(graph, members)
    rest = np.setdiff1d(np.arange(pairs.people), members)

    def seat_others(table: _Table) -> None:
        wanted = _left_of(quotas, members, rest, table.vacancy)
        room, nearer = _rest(graph, rest, table.left), None if alone.known is None else of_rows(alone.known, rest)
        found = assign(
            room, epsilon=epsilon, quotas=wanted, warm=alone.prices, known=nearer, cancel=_cancel(watch)
        )  # fmt: skip
        table.add(rest, found)

    tables = [_Table(pairs, alone.prices) for _ in range(2)]
    tables[0].choose(groups)
    for table in tables:
        seat_others(table)
        if table.displace([group for group in groups if table.vacancy[group[0]] < 0], rest):
            # Whoever had to rise may find another seat.
            seat_others(table)
    table = max(tables, key=lambda one: int(one.score.sum()))
    apart = tuple(place for place, group in enumerate(groups) if table.vacancy[group[0]] < 0)
    value = int(table.score.sum())
    return dataclasses.replace(
        alone, vacancy=table.vacancy, score=table.score, value=value, bound=max(alone.bound, value),
        matched=int((table.vacancy >= 0).sum()), lost=max(alone.bound - value, 0), apart=apart,
        seconds=time.process_time() - begun,
    )  # fmt: skip


class _Table:
    """Who sits where, and how many seats are left."""

    def __init__(self, pairs: Graph, prices: Ints) -> None:
        market = market_of(pairs)
        self.edges, self.prices = market.edges, prices
        self.left = np.asarray(pairs.capacity, np.int64).copy()
        self.vacancy, self.score = np.full(pairs.people, -1, np.int32), np.zeros(pairs.people, np.int64)

    def choose(self, groups: Sequence[Group]) -> None:
        """Groups take seats at these prices, those first that gain most for each seat."""
        gains = [self.best(group)[1] / len(group) for group in groups]
        for place in sorted(range(len(groups)), key=lambda place: (-gains[place], place)):
            self.seat(groups[place], self.best(groups[place])[0])

    def best(self, group: Group) -> tuple[int, int]:
        """The vacancy with seats for all of them in which they gain most, and that; -1 when staying is as good."""
        posts, counts, points = self._common(group)
        is_open = (counts == len(group)) & (self.left[posts] >= len(group))
        gain = np.where(is_open, points * SCALE - len(group) * self.prices[posts], 0)
        at = int(np.argmax(gain)) if gain.size else 0
        return (int(posts[at]), int(gain[at])) if gain.size and gain[at] > 0 else (-1, 0)

    def _common(self, group: Group) -> tuple[Rows, Ints, Ints]:
        """Of each vacancy that somebody of the group fits: how many fit, and their points in sum."""
        spans = [slice(self.edges.start[row], self.edges.start[row + 1]) for row in group]
        posts, back = np.unique(np.concatenate([self.edges.end[span] for span in spans]), return_inverse=True)
        points, counts = np.zeros(posts.size, np.int64), np.bincount(back, minlength=posts.size)
        np.add.at(points, back, np.concatenate([self.edges.score[span] // SCALE for span in spans]))
        return posts, counts, points

    def seat(self, group: Group, post: int) -> None:
        """Seat the group in this vacancy; -1: it stays."""
        if post < 0:
            return
        for row in group:
            span = slice(self.edges.start[row], self.edges.start[row + 1])
            at = int(np.searchsorted(self.edges.end[span], post))
            self.vacancy[row], self.score[row] = post, self.edges.score[span][at] // SCALE
        self.left[post] -= len(group)

    def add(self, rest: Ints, others: Allocation) -> None:
        """Seat everybody else as allocated. `left` still counts what groups left."""
        self.vacancy[rest], self.score[rest] = others.vacancy, others.score

    def displace(self, groups: Sequence[Group], rest: Ints) -> bool:
        """Seat groups where they gain more than those with the fewest points lose. Whether there was any."""
        if not groups:
            return False
        rows = rest[self.vacancy[rest] >= 0]
        rows = rows[np.lexsort((self.score[rows], self.vacancy[rows]))]
        ends = np.searchsorted(self.vacancy[rows], np.arange(self.left.size + 1))
        seated: dict[int, list[int]] = {}
        was_any = False
        for group in groups:
            posts, counts, points = self._common(group)
            best, where = 0, -1
            for post, gain in zip(posts[counts == len(group)].tolist(), points[counts == len(group)], strict=True):
                poor = seated.setdefault(post, rows[ends[post] : ends[post + 1]].tolist())
                rise = max(0, len(group) - (int(self.left[post]) - len(poor)))
                more = int(gain) - int(self.score[poor[:rise]].sum())
                if self.left[post] >= len(group) and more > best:
                    best, where = more, post
            if where >= 0:
                poor = seated[where]
                rise = max(0, len(group) - (int(self.left[where]) - len(poor)))
                self.vacancy[poor[:rise]], self.score[poor[:rise]] = -1, 0
                del poor[:rise]
                self.seat(group, where)
                was_any = True
        return was_any


def _pairs_of(graph: Graph | Ranker, members: Ints) -> Graph:
    """The pairs of the members of groups."""
    if isinstance(graph, Ranker):
        from gangqiao.engine.listing import whole_graph

        return whole_graph(graph, np.sort(members))
    is_member = np.isin(graph.worker, members)
    columns = graph.worker[is_member], graph.vacancy[is_member], graph.score[is_member]
    return Graph(*columns, graph.capacity, graph.people)


def _rest(graph: Graph | Ranker, rest: Ints, left: Ints) -> Graph | Ranker:
    """The problem of everybody else, with rows counted anew, and the seats that are left."""
    if isinstance(graph, Ranker):
        vacancies = dataclasses.replace(graph.vacancies, capacity=left.astype(np.int32))
        workers = graph.workers.take(rest)
        return Ranker(workers, vacancies, graph.ties, graph.points, graph.rules, graph.threads)
    row = np.full(graph.people, -1, np.int32)
    row[rest] = np.arange(rest.size, dtype=np.int32)
    kept = np.flatnonzero(row[graph.worker] >= 0)
    return Graph(row[graph.worker[kept]], graph.vacancy[kept], graph.score[kept], left, rest.size)


def _left_of(quotas: Sequence[Quota] | None, members: Ints, rest: Ints, vacancy: Rows) -> list[Quota] | None:
    """What the quotas still ask of everybody else."""
    if not quotas:
        return None
    left = []
    for quota in quotas:
        seated = int((vacancy[np.intersect1d(quota.members, members)] >= 0).sum())
        others = np.searchsorted(rest, np.intersect1d(quota.members, rest)).astype(np.int32)
        left.append(Quota(quota.name, others, max(quota.least - seated, 0)))
    return left


def _cancel(watch: Callable[[int], None]) -> Callable[[], bool]:
    """The watch as a question: it raises what it has to say."""

    def ask() -> bool:
        watch(0)
        return False

    return ask
