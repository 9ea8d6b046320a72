"""The loop over all pairs from the side of the vacancies, compiled: whom each would rather have than others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gangqiao.engine import bitsets as b
from gangqiao.engine.columns import Array
from gangqiao.engine.kernels import Scores, add_ties, fit, levels_for, score_of
from gangqiao.engine.kernels_words import ONE, compiled, first_bit, lottery
from gangqiao.engine.points import SCALE
from gangqiao.engine.reaching_kernels import Reach, keep_reached

NEVER = 1 << 62


class Callings(NamedTuple):
    """Of each vacancy those who bring it most, in a heap, the least of them first. Vacancies by position.

    start   int64 [v + 1]: where its heap begins
    called  int64 [v]: how many are in it
    bar     int64 [v]: only what is worth more is looked at; `NEVER` for a vacancy that calls nobody
    most    int64 [v]: the greatest worth of all without the lottery, at this price nobody would come
    worth   int64: points, scaled, less what the worker gains already, and what the lottery adds
    worker  int32
    score   int64: points, scaled, priority included
    """

    start: Array
    called: Array
    bar: Array
    most: Array
    worth: Array
    worker: Array
    score: Array


def empty_callings(width: Array, bar: Array, most: Array) -> Callings:
    """Nobody called yet.

    width   how many each vacancy calls at most, by position
    bar     int64, scaled, by position: who is not worth more to it is not called
    most    int64, scaled, by position: what it is worth at least
    """
    start = np.concatenate(([0], np.cumsum(width))).astype(np.int64)
    places, posts = int(start[-1]), len(width)
    return Callings(
        start, np.zeros(posts, np.int64), np.where(width > 0, bar, NEVER), most.copy(),
        np.zeros(places, np.int64), np.zeros(places, np.int32), np.zeros(places, np.int64),
    )  # fmt: skip


@compiled
def call_alike(
    index: b.Index, scores: Scores, members: Array, start: Array, bonus: Array, gains: Array, draw: int,
    found: Callings, turn: int, turns: int, reach: Reach | None,
) -> None:  # fmt: skip
    """Offer the workers of some classes to every vacancy that fits them.

    members, start   the classes (`alike.Alike`); of each class those who gain least come first
    bonus, gains     scaled, by worker
    draw             within so much, in scaled points, the lottery decides and not the worth
    reach            only to what could be worth more than its price to them; null: to all
    turn, turns      only to the vacancies of every so many words, beginning with this one: what one thread does
    """
    words = index.rows.shape[1]
    met, room = np.empty(words, np.uint64), np.empty(words, np.uint64)
    levels, extra = np.empty(16, np.int32), scores.fixed.copy()
    for one in range(len(start) - 1):
        worker = members[start[one]]
        least, more = gains[worker], bonus[worker]
        used = fit(index, worker, met, room)
        if reach is not None:
            keep_reached(index, scores, reach, worker, least - more, used, met, room)
        add_ties(index, scores, worker, 1, extra)
        levels_for(index, scores, worker, levels)
        for j in range(turn, used, turns):
            word = met[j]
            while word:
                p = j * 64 + first_bit(word)
                word &= word - ONE
                points = score_of(index, scores, worker, p, levels, extra) * SCALE + more
                found.most[p] = max(found.most[p], points - least)
                if points - least > found.bar[p]:
                    offer(index, members[start[one] : start[one + 1]], gains, p, points, draw, found)
        add_ties(index, scores, worker, -1, extra)


@compiled
def offer(index: b.Index, members: Array, gains: Array, p: int, points: int, draw: int, found: Callings) -> None:
    """Offer the workers of one class to a vacancy."""
    first, width = found.start[p], found.start[p + 1] - found.start[p]
    for worker in members:
        worth = points - gains[worker]
        if worth <= found.bar[p]:
            return
        worth += lottery(index.facts[worker, b.SALT], index.salt[p]) * draw >> 32
        if found.called[p] < width:
            _rise(found, first, found.called[p], worth, worker, points)
            found.called[p] += 1
        elif worth > found.worth[first]:
            _sink(found, first, width, worth, worker, points)
        if found.called[p] == width:
            found.bar[p] = found.worth[first] - draw


@compiled
def _rise(found: Callings, first: int, place: int, worth: int, worker: int, score: int) -> None:
    while place > 0:
        above = (place - 1) >> 1
        if found.worth[first + above] <= worth:
            break
        _move(found, first + above, first + place)
        place = above
    found.worth[first + place], found.worker[first + place], found.score[first + place] = worth, worker, score


@compiled
def _sink(found: Callings, first: int, width: int, worth: int, worker: int, score: int) -> None:
    place = 0
    while True:
        below = 2 * place + 1
        if below >= width:
            break
        if below + 1 < width and found.worth[first + below + 1] < found.worth[first + below]:
            below += 1
        if found.worth[first + below] >= worth:
            break
        _move(found, first + below, first + place)
        place = below
    found.worth[first + place], found.worker[first + place], found.score[first + place] = worth, worker, score


@compiled
def _move(found: Callings, here: int, there: int) -> None:
    found.worth[there], found.worker[there], found.score[there] = (
        found.worth[here], found.worker[here], found.score[here]
    )  # fmt: skip
