"""Quotas are met or refused, groups stay together, stable allocations leave nobody a better offer."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine.assignment import EPSILON, Graph, NotPossible, assign
from gangqiao.engine.exact import NoSolver, solve
from gangqiao.engine.listing import whole_graph
from gangqiao.engine.quotas import Quota, linear
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.stability import blocking_pairs, stable
from gangqiao.engine.tests.matching.graphs import assert_feasible, graphs, random_graph
from gangqiao.engine.worlds import make_world


def lists(workers: int, least: list[int], *, overlap: bool = False) -> list[Quota]:
    step = max(1, workers // len(least))
    reach = step + (step + 1) // 2 if overlap else step
    return [
        Quota(f"town {place}", np.arange(place * step, min(place * step + reach, workers), dtype=np.int32), number)
        for place, number in enumerate(least)
        if place * step < workers
    ]


def is_met(quotas: list[Quota], vacancy: np.ndarray) -> bool:
    return all((vacancy[quota.members] >= 0).sum() >= quota.least for quota in quotas)


@settings(max_examples=120, deadline=None)
@given(graphs(), st.lists(st.integers(0, 3), min_size=1, max_size=3), st.booleans())
def test_quotas_are_met_at_the_least_cost_or_refused(graph: Graph, least: list[int], overlap: bool) -> None:
    quotas = lists(graph.people, least, overlap=overlap)
    if graph.score.max(initial=0) > 10**6:
        graph = Graph(graph.worker, graph.vacancy, graph.score // 1000, graph.capacity, graph.people)
    try:
        best = linear(graph, quotas, 0.0)
    except NotPossible:
        with pytest.raises(NotPossible):
            assign(graph, quotas=quotas)
        return
    found = assign(graph, quotas=quotas)
    assert_feasible(graph, found)
    assert is_met(quotas, found.vacancy)
    assert is_met(quotas, best.vacancy)
    assert found.value == best.value <= found.bound
    assert solve(graph, quotas).value == found.value


def test_a_quota_lifts_a_township_and_costs_a_little() -> None:
    graph = random_graph(2000, 100, 8, 0.3, "any")
    free = assign(graph)
    seated = int((free.vacancy[:200] >= 0).sum())
    quotas = [Quota("lagging", np.arange(200, dtype=np.int32), seated + 40)]
    found = assign(graph, quotas=quotas)
    assert is_met(quotas, found.vacancy)
    assert found.gap <= EPSILON
    assert 0.95 * free.value < found.value < free.value
    assert found.value == solve(graph, quotas).value


def test_quotas_that_cannot_be_met_are_named() -> None:
    graph = Graph(np.array([0, 1, 2]), np.array([0, 0, 1]), np.array([3, 4, 5]), np.array([1, 1]), 3)
    with pytest.raises(NotPossible, match="town 7 asks for 2 people, and at most 1"):
        assign(graph, quotas=[Quota("town 7", np.array([0, 1], np.int32), 2)])
    with pytest.raises(NotPossible, match="town 8 asks for 3 people, and it has only 2"):
        assign(graph, quotas=[Quota("town 8", np.array([0, 1], np.int32), 3)])
    both = [Quota("one", np.array([0], np.int32), 1), Quota("two", np.array([1], np.int32), 1)]
    with pytest.raises(NotPossible, match="together"):
        assign(graph, quotas=both)


@settings(max_examples=150, deadline=None)
@given(graphs(), st.integers(0, 9), st.lists(st.integers(0, 2), min_size=9, max_size=9))
def test_a_stable_allocation_has_no_blocking_pair(graph: Graph, seed: int, tiers: list[int]) -> None:
    priority = np.array(tiers[: graph.people], np.int32)
    found = stable(graph, priority=priority, seed=seed)
    assert_feasible(graph, found)
    assert blocking_pairs(graph, found.vacancy, priority=priority) == 0
    assert found.value <= solve(graph).value
    again = stable(graph, priority=priority, seed=seed)
    assert np.array_equal(found.vacancy, again.vacancy)


def test_blocking_pairs_are_found_where_there_are_some() -> None:
    graph = Graph(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([9, 5, 3]), np.array([1, 1]))
    assert blocking_pairs(graph, np.array([1, 0], np.int32)) == 1
    assert blocking_pairs(graph, np.array([0, -1], np.int32)) == 0
    assert blocking_pairs(graph, np.array([0, -1], np.int32), priority=np.array([0, 1])) == 1


@settings(max_examples=100, deadline=None)
@given(graphs(), st.integers(1, 3))
def test_groups_sit_in_one_vacancy_or_stay(graph: Graph, size: int) -> None:
    groups = [np.arange(first, first + 2) for first in range(0, min(2 * size, graph.people - 1), 2)]
    if not groups:
        return
    found = assign(graph, groups=groups)
    assert_feasible(graph, found)
    for place, group in enumerate(groups):
        assert np.unique(found.vacancy[group]).size == 1
        assert (found.vacancy[group[0]] < 0) == (place in found.apart)
    assert found.value <= solve(graph).value <= found.bound
    assert found.lost == found.bound - found.value


def test_a_couple_takes_two_seats_where_both_fit() -> None:
    graph = Graph(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 1]), np.array([50, 40, 45, 60]), np.array([1, 2]))
    found = assign(graph, groups=[np.array([0, 1])])
    assert found.vacancy.tolist() == [1, 1, -1]
    assert found.lost == 155 - 85
    with pytest.raises(NotPossible, match="two groups"):
        assign(graph, groups=[np.array([0, 1]), np.array([1, 2])])


def test_groups_of_a_world_stay_together() -> None:
    ranker = Ranker(*make_world(300, 40, 0.7, 4))
    graph = whole_graph(ranker)
    groups = [np.array([first, first + 1]) for first in range(0, 40, 2)]
    found = assign(ranker, groups=groups)
    assert all(np.unique(found.vacancy[group]).size == 1 for group in groups)
    assert len(found.apart) < len(groups)
    assert np.all(np.bincount(found.vacancy[found.vacancy >= 0], minlength=40) <= graph.capacity)


def test_without_or_tools_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "ortools.graph.python", None)
    with pytest.raises(NoSolver, match="pip install"):
        solve(random_graph(5, 3, 2, 0.5, "any"))
