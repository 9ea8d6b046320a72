"""The auction on graphs: feasible, proven, and as good as the exact optimum."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine import assignment, auction
from gangqiao.engine.assignment import Allocation, Cancelled, Graph, assign, market_of
from gangqiao.engine.exact import solve
from gangqiao.engine.points import SCALE
from gangqiao.engine.tests.matching.graphs import assert_feasible, graphs, random_graph, shuffled


@settings(max_examples=150, deadline=None)
@given(graphs())
def test_a_small_graph_is_solved_to_the_optimum(graph: Graph) -> None:
    found, best = assign(graph), solve(graph)
    assert_feasible(graph, found)
    assert found.value == found.bound == best.value
    assert found.gap == 0


@settings(max_examples=100, deadline=None)
@given(graphs(), st.sampled_from([0.0005, 0.01, 0.2]), st.randoms(use_true_random=False))
def test_every_way_of_the_auction_brackets_the_optimum(graph: Graph, epsilon: float, random: object) -> None:
    market, best = market_of(graph), solve(graph)
    prices = np.random.default_rng(graph.worker.size).integers(0, 1 << 30, graph.capacity.size)
    for warm in (None, prices):
        outcome = auction.hold(market, epsilon, warm=warm, watch=lambda _bids: None)
        assert outcome.proof.value <= best.value <= outcome.proof.bound
        assert outcome.proof.gap <= epsilon


@pytest.mark.parametrize("kind", ["any", "equal", "few", "huge"])
@pytest.mark.parametrize("seats", [0.5, 1.0, 1.4])
def test_larger_graphs_stay_within_the_proven_gap(kind: str, seats: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assignment, "SMALL", 0)
    graph = random_graph(3000, 150, 8, seats, kind)
    found, best = assign(graph), solve(graph)
    assert_feasible(graph, found)
    assert found.value <= best.value <= found.bound
    assert found.gap <= assignment.EPSILON


def test_vacancies_without_seats_take_nobody_and_break_nothing() -> None:
    graph = Graph(np.array([0, 0, 1, 1, 2]), np.array([0, 1, 0, 2, 0]), np.array([9, 5, 9, 4, 9]), np.array([0, 1, 0]))
    found = assign(graph)
    assert found.vacancy.tolist() == [1, -1, -1]
    assert (found.value, found.bound, found.seats) == (5, 5, 1)


@pytest.mark.parametrize("capacity", [[], [0, 0], [3, 5]])
def test_a_graph_without_edges_has_the_value_nought(capacity: list[int]) -> None:
    nothing = np.zeros(0, np.int64)
    found = assign(Graph(nothing, nothing, nothing, np.array(capacity, np.int64), 4))
    assert (found.value, found.bound, found.gap, found.matched) == (0, 0, 0.0, 0)
    assert found.vacancy.tolist() == [-1] * 4


def test_a_pair_without_points_is_never_better_than_staying() -> None:
    graph = Graph(np.array([0, 1, 2]), np.array([0, 0, 0]), np.array([0, -7, 1]), np.array([3]))
    assert assign(graph).vacancy.tolist() == [-1, -1, 0]


def test_the_best_of_doubled_pairs_counts() -> None:
    found = assign(Graph(np.array([0, 0, 0]), np.array([0, 0, 0]), np.array([3, 8, 5]), np.array([1])))
    assert (found.value, found.score.tolist()) == (8, [8])


def test_the_same_graph_gives_the_same_allocation() -> None:
    graph = random_graph(2000, 100, 8, 0.6, "few")
    one, other = assign(graph), assign(graph)
    assert np.array_equal(one.vacancy, other.vacancy)
    assert np.array_equal(one.prices, other.prices)
    assert assign(shuffled(graph)).value == one.value


@pytest.mark.parametrize("seats", [0.5, 1.3])
def test_a_warm_start_is_proven_like_a_cold_one(seats: float) -> None:
    graph = random_graph(3000, 150, 8, seats, "any")
    before = assign(graph)
    changed = Graph(graph.worker[500:], graph.vacancy[500:], graph.score[500:], graph.capacity, graph.people)
    found, best = assign(changed, warm=before.prices), solve(changed)
    assert_feasible(changed, found)
    assert found.value <= best.value <= found.bound
    assert found.gap <= assignment.EPSILON
    assert found.mode == "warm"


def test_senseless_prices_of_yesterday_fall_back() -> None:
    graph = random_graph(500, 30, 6, 0.7, "any")
    found = assign(graph, warm=np.full(30, 1 << 50))
    assert found.value <= solve(graph).value <= found.bound
    assert found.gap <= assignment.EPSILON


def test_prices_tell_what_a_seat_is_worth() -> None:
    graph = Graph(np.array([0, 1]), np.array([0, 0]), np.array([10, 7]), np.array([1]))
    found = assign(graph)
    assert 6.999 <= found.prices[0] / SCALE <= 10.001


def test_cancelling_leaves_nothing_half_done() -> None:
    graph = random_graph(500, 30, 6, 0.7, "any")
    kept = Graph(graph.worker.copy(), graph.vacancy.copy(), graph.score.copy(), graph.capacity.copy(), graph.people)
    with pytest.raises(Cancelled):
        assign(graph, cancel=lambda: True)
    for name in ("worker", "vacancy", "score", "capacity"):
        assert np.array_equal(getattr(graph, name), getattr(kept, name))
    assert assign(graph).gap == 0


def test_progress_is_told() -> None:
    told: list[int] = []
    assign(random_graph(500, 30, 6, 0.7, "any"), progress=told.append)
    assert told == sorted(told)
    assert told


def test_a_score_beyond_the_numbers_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond"):
        assign(Graph(np.array([0]), np.array([0]), np.array([10**13]), np.array([1])))


def test_a_tighter_epsilon_is_never_worse_proven() -> None:
    graph = random_graph(3000, 150, 8, 0.7, "any")
    market = market_of(graph)
    gaps = [auction.hold(market, e, warm=None, watch=lambda _bids: None).proof.gap for e in (0.1, 0.001, 0.00001, 0)]
    assert all(one >= other for one, other in pairwise(gaps))
    assert gaps[-1] == 0


def test_an_allocation_says_its_gap() -> None:
    nobody = np.zeros(0, np.int32)
    wide = Allocation(nobody, nobody.astype(np.int64), nobody.astype(np.int64), 75, 100, 0, 0, 0.0, "cold")
    assert wide.gap == 0.25
