"""`assignment.assign` over all pairs that fit: which way the allocation is found."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gangqiao.engine.alike import alike
from gangqiao.engine.assignment import Allocation, Graph, Ints, NotPossible
from gangqiao.engine.growing import grow
from gangqiao.engine.lazy import continued
from gangqiao.engine.listing import TooMany, listed, whole_graph

if TYPE_CHECKING:
    from gangqiao.engine.known import Pairs
    from gangqiao.engine.quotas import Quota
    from gangqiao.engine.ranking import Ranker

APART = 0.75  # classes for each worker from which a warm auction by short lists is the shorter way
MANY = 20_000  # members of quotas whose pairs are not listed only to see whether the quotas can be met


def assign_all(
    ranker: Ranker, *, epsilon: float, quotas: Sequence[Quota] | None, warm: Ints | None,
    known: Pairs | None, watch: Callable[[int], None],
) -> Allocation:  # fmt: skip
    """The best allocation over all pairs, proven to be within `epsilon`.

    Cold it grows an excerpt of the pairs (`growing`). Warm, where hardly anybody is like another, who sits well keeps
    his seat and the others bid (`lazy`); where that is no short way, the excerpt grows from the same prices.
    """
    begun, wanted = time.process_time(), list(quotas or ())
    if wanted:
        from gangqiao.engine import quotas as rules

        if not rules.are_apart(wanted):
            return rules.linear(_listed_for_quotas(ranker), wanted, begun)
    watch(0)
    classes, prices = alike(ranker), None
    are_apart = warm is not None and known is None and classes.first.size >= APART * classes.of.size
    if wanted:
        are_apart &= _are_possible(ranker, wanted, must=are_apart)
    if warm is not None:
        prices = np.zeros(len(ranker.vacancies), np.int64)
        prices[: warm.size] = warm
        if are_apart and (found := continued(ranker, wanted, prices, epsilon, watch)) is not None:
            return dataclasses.replace(found, seconds=time.process_time() - begun)
    found = grow(ranker, epsilon=epsilon, quotas=wanted, prices=prices, watch=watch, classes=classes, known=known)
    return dataclasses.replace(found, seconds=time.process_time() - begun)


def _are_possible(ranker: Ranker, quotas: Sequence[Quota], *, must: bool) -> bool:
    """Refuse quotas that cannot be met: by short lists where these suffice, else by all pairs of the members.

    False when these are too many to know; an excerpt that grows finds out by itself. must: look at many, too.
    """
    from gangqiao.engine import quotas as rules

    rules.refuse_short(quotas)
    members = np.concatenate([quota.members for quota in quotas]).astype(np.int64)
    if members.size > MANY and not must:
        return False
    try:
        rules.check(listed(ranker, 64, members), quotas)
    except NotPossible:
        try:
            rules.check(whole_graph(ranker, members), quotas)
        except TooMany:
            return False
    return True


def _listed_for_quotas(ranker: Ranker) -> Graph:
    try:
        return whole_graph(ranker)
    except TooMany as fault:
        raise NotPossible(f"Quotas that overlap need all pairs in memory. {fault}") from fault
