"""`assignment.assign` over all pairs that fit: which way the allocation is found."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from gangqiao.engine.alike import Alike, alike
from gangqiao.engine.assignment import Allocation, Graph, Ints, NotPossible
from gangqiao.engine.growing import grow
from gangqiao.engine.lazy import continued
from gangqiao.engine.listing import TooMany, listed, whole_graph

if TYPE_CHECKING:
    from gangqiao.engine.quotas import Quota
    from gangqiao.engine.ranking import Ranker

APART = 0.75  # classes for each worker from which a warm auction by short lists is the shorter way


def assign_all(
    ranker: Ranker, *, epsilon: float, quotas: Sequence[Quota] | None, warm: Ints | None,
    watch: Callable[[int], None],
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
        _check(ranker, wanted)
    watch(0)
    classes, prices = alike(ranker), None
    if warm is not None:
        prices = np.zeros(len(ranker.vacancies), np.int64)
        prices[: warm.size] = warm
        if _are_apart(classes) and (found := continued(ranker, wanted, prices, epsilon, watch)) is not None:
            return dataclasses.replace(found, seconds=time.process_time() - begun)
    found = grow(ranker, epsilon=epsilon, quotas=wanted, prices=prices, watch=watch, classes=classes)
    return dataclasses.replace(found, seconds=time.process_time() - begun)


def _are_apart(classes: Alike) -> bool:
    return classes.first.size >= APART * classes.of.size


def _check(ranker: Ranker, quotas: Sequence[Quota]) -> None:
    """Refuse quotas that cannot be met: by short lists where these suffice, else by all pairs of the members."""
    from gangqiao.engine import quotas as rules

    members = np.concatenate([quota.members for quota in quotas]).astype(np.int64)
    try:
        rules.check(listed(ranker, 64, members), quotas)
    except NotPossible:
        rules.check(whole_graph(ranker, members), quotas)


def _listed_for_quotas(ranker: Ranker) -> Graph:
    try:
        return whole_graph(ranker)
    except TooMany as fault:
        raise NotPossible(f"Quotas that overlap need all pairs in memory. {fault}") from fault
