"""A run that begins with the pairs of an earlier one: as well proven as without them, whatever these pairs are."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine import growing
from gangqiao.engine.alike import alike
from gangqiao.engine.assignment import EPSILON, Allocation, assign
from gangqiao.engine.columns import World
from gangqiao.engine.exact import solve
from gangqiao.engine.known import Pairs, of_rows, scored
from gangqiao.engine.listing import whole_graph
from gangqiao.engine.points import SCALE
from gangqiao.engine.quotas import Quota
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.tests.matching.test_alike import world_of_few_kinds
from gangqiao.engine.tests.matching.test_full_assignment import assert_sound, know_little, ranker_of
from gangqiao.engine.tests.matching.worlds_at_random import worlds
from gangqiao.engine.worlds_unasked import unasked_world


@pytest.fixture(autouse=True, scope="module")
def _knows_little() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        know_little(patch)
        yield


def assert_proven(ranker: Ranker, found: Allocation, quotas: list[Quota] | None = None) -> None:
    best = solve(whole_graph(ranker), quotas)
    assert_sound(ranker, found)
    assert found.value <= best.value <= found.bound
    assert found.gap <= EPSILON


def changed(ranker: Ranker, *, capacity: np.ndarray | None = None, per_priority: int | None = None) -> Ranker:
    points, posts = ranker.points, ranker.vacancies
    if per_priority is not None:
        points = dataclasses.replace(points, per_priority=per_priority)
    if capacity is not None:
        posts = dataclasses.replace(posts, capacity=capacity.astype(posts.capacity.dtype))
    return Ranker(ranker.workers, posts, ranker.ties, points, ranker.rules, ranker.threads)


@pytest.mark.parametrize("make", [ranker_of, world_of_few_kinds])
@pytest.mark.parametrize("seed", range(4))
def test_known_pairs_give_the_same_proof(make, seed: int) -> None:
    ranker = make(seed)
    cold = assign(ranker)
    assert cold.known is not None
    again = assign(ranker, warm=cold.prices, known=cold.known)
    assert again.mode == "warm"
    assert_proven(ranker, again)
    twice = assign(ranker, warm=cold.prices, known=cold.known)
    assert np.array_equal(again.vacancy, twice.vacancy)


@pytest.mark.parametrize("seed", range(4))
def test_known_pairs_of_another_world_are_believed_in_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    ranker = ranker_of(seed)
    known = assign(ranker).known
    assert known is not None
    posts = ranker.vacancies.capacity
    for other in (
        changed(ranker, per_priority=0),
        changed(ranker, per_priority=900),
        changed(ranker, capacity=np.where(random.random(posts.size) < 0.3, 0, posts)),
        changed(ranker, capacity=random.permutation(posts)),
        ranker_of(seed + 50),  # other people, other vacancies
        ranker_of(seed, workers=150, vacancies=25),  # pairs lead beyond it
    ):
        assert_proven(other, assign(other, known=known))


@pytest.mark.parametrize("seed", range(3))
def test_pairs_that_are_none_do_no_harm(seed: int) -> None:
    ranker, random = ranker_of(seed), np.random.default_rng(seed)
    none = np.zeros(0, np.int32)
    wild = Pairs(random.integers(-9, 500, 3_000), random.integers(-9, 90, 3_000))
    for known in (Pairs(none, none), wild, Pairs(wild.worker[:1], wild.vacancy[:1])):
        assert_proven(ranker, assign(ranker, known=known))


@pytest.mark.parametrize("make", [ranker_of, world_of_few_kinds])
def test_the_very_optimum_is_found_from_known_pairs(make) -> None:
    ranker = make(5)
    known = assign(ranker).known
    other = changed(ranker, per_priority=0)
    found = assign(other, known=known, epsilon=0.0)
    assert found.value == found.bound == solve(whole_graph(other)).value


def price_at_which_nobody_comes(ranker: Ranker, gains: np.ndarray) -> np.ndarray:
    graph, price = whole_graph(ranker), np.zeros(len(ranker.vacancies), np.int64)
    np.maximum.at(price, graph.vacancy, graph.score * SCALE - gains[graph.worker])
    return price


@given(worlds(most_workers=30, most_vacancies=40), st.integers(0, 2**32 - 1))
@settings(max_examples=60, deadline=None)
def test_looking_only_at_what_can_be_reached_misses_nobody(world: World, seed: int) -> None:
    random = np.random.default_rng(seed)
    ranker = Ranker(world.workers, world.vacancies, world.ties, world.points, world.rules)
    gains = random.integers(0, 150 * SCALE, len(world.workers))
    price = random.integers(0, 100 * SCALE, len(world.vacancies))
    excerpt = growing.Excerpt(ranker, (), alike(ranker), lambda _steps: None)
    gains[excerpt.alike.members] = gains[np.repeat(excerpt.alike.first, np.diff(excerpt.alike.start))]
    found = excerpt.call(gains, price)
    is_open = world.vacancies.capacity > 0
    assert np.array_equal(found[is_open], np.maximum(price, price_at_which_nobody_comes(ranker, gains))[is_open])


def test_a_result_is_not_called_proven_before_all_pairs_were_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    ranker = ranker_of(3)
    graph = whole_graph(ranker)
    least = int(graph.vacancy.min())
    one = graph.vacancy == least  # an auction on these pairs alone is proven there, and says nothing of the others
    monkeypatch.setattr(growing, "KNOWN", 0)
    assert_proven(ranker, assign(ranker, known=Pairs(graph.worker[one], graph.vacancy[one])))


def test_quotas_are_met_from_known_pairs() -> None:
    ranker = ranker_of(8, 0.3)
    homes, before = ranker.workers.home, assign(ranker)
    quotas = []
    for home in np.unique(homes)[:4]:
        members = np.flatnonzero(homes == home).astype(np.int32)
        seated = int((before.vacancy[members] >= 0).sum())
        quotas.append(Quota(str(home), members, min(seated + 3, members.size)))
    found = assign(ranker, quotas=quotas, warm=before.prices, known=before.known)
    assert all((found.vacancy[quota.members] >= 0).sum() >= quota.least for quota in quotas)
    assert_proven(ranker, found, quotas)


def test_groups_go_together_from_known_pairs() -> None:
    ranker = ranker_of(9)
    before, groups = assign(ranker), [np.array([0, 1]), np.array([7, 300, 301])]
    found = assign(ranker, warm=before.prices, known=before.known, groups=groups)
    assert all(len(set(found.vacancy[group].tolist())) == 1 for group in groups)
    assert_sound(ranker, found)


def test_pairs_get_the_points_of_now() -> None:
    ranker = ranker_of(4)
    graph = whole_graph(ranker)
    every = Pairs(*(part.ravel().astype(np.int32) for part in np.meshgrid(np.arange(400), np.arange(60))))
    worker, post, points = scored(ranker, every)
    bonus = ranker.workers.priority[worker].astype(np.int64) * ranker.points.per_priority
    order, of_graph = np.lexsort((post, worker)), np.lexsort((graph.vacancy, graph.worker))
    assert np.array_equal(worker[order], graph.worker[of_graph])
    assert np.array_equal(post[order], graph.vacancy[of_graph])
    assert np.array_equal((points + bonus)[order], graph.score[of_graph])
    rest = of_rows(every, np.array([3, 8, 399]))
    assert np.array_equal(np.unique(rest.worker), [0, 1, 2])
    assert rest.vacancy.size == 180


def test_the_number_of_threads_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gangqiao.engine.parts.LEAST", 100)
    found = []
    for threads in (1, 2, 3):
        ranker = Ranker(*unasked_world(3_000, 90, 600, 3), threads=threads)
        cold = assign(ranker)
        again = assign(changed(ranker, per_priority=50), warm=cold.prices, known=cold.known)
        found.append((cold, again))
    for cold, again in found[1:]:
        for one, other in ((cold, found[0][0]), (again, found[0][1])):
            assert np.array_equal(one.vacancy, other.vacancy)
            assert np.array_equal(one.prices, other.prices)
            assert one.bound == other.bound
