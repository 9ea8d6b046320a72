"""Workers who are alike to every vacancy: the same vacancies fit them, and give them the same points.

Facts that no vacancy asks for do not tell them apart, so most of those who said nothing of wishes are alike to some
hundred others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from gangqiao.engine import bitsets
from gangqiao.engine.columns import Array

if TYPE_CHECKING:
    from gangqiao.engine.ranking import Ranker


class Alike(NamedTuple):
    """Classes of workers, in a fixed order.

    of       int64 by worker: its class
    members  int64: the workers, class by class
    start    int64: class c has members[start[c]] up to members[start[c + 1]]
    """

    of: Array
    members: Array
    start: Array

    @property
    def first(self) -> Array:
        """One worker of each class."""
        return self.members[self.start[:-1]]


def alike(ranker: Ranker) -> Alike:
    """The classes of all workers; priority tells them apart, the lottery does not."""
    keys = _keys_of(ranker)
    one = np.dtype((np.void, keys.dtype.itemsize * keys.shape[1]))
    _, of, counts = np.unique(keys.view(one).ravel(), return_inverse=True, return_counts=True)
    return Alike(of, np.argsort(of, kind="stable"), np.concatenate(([0], np.cumsum(counts))))


def _keys_of(ranker: Ranker) -> Array:
    """All that the kernels read of a worker when they look who fits and count points, int32 [n, .]."""
    facts, masks, posts = ranker.index.facts.copy(), ranker.index.masks, ranker.vacancies
    facts[:, bitsets.SALT] = facts[:, bitsets.GAPS] = 0
    needed = np.bitwise_or.reduce(posts.skills_needed | posts.certificates_needed | posts.trades, initial=np.uint64(0))
    is_open = masks[:, 0] == 0  # whoever wishes a trade that nobody offers is not open to any
    useful = np.ascontiguousarray(masks & needed).view(np.int32)
    return np.ascontiguousarray(
        np.column_stack((facts, useful, is_open.astype(np.int32), ranker.workers.priority.astype(np.int32)))
    )
