"""Ranking against the plain judgement of every pair."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.engine.columns import Limit, Vacancies, Workers, World
from gangqiao.engine.points import SCALE
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.tests.matching import plain
from gangqiao.engine.tests.matching.worlds_at_random import worlds
from gangqiao.engine.worlds import make_world

FEW = settings(max_examples=60, deadline=None)


def ranker(world: World, threads: int = 1) -> Ranker:
    return Ranker(world.workers, world.vacancies, world.ties, world.points, world.rules, threads)


def listed(top: Any, row: int) -> list[tuple[int, int]]:
    """Vacancies and values of one worker, and nothing beyond the count."""
    many = int(top.count[row])
    assert (top.vacancy[row, many:] == -1).all()
    return list(zip(top.vacancy[row, :many].tolist(), top.score[row, :many].tolist(), strict=True))


@FEW
@given(worlds(), st.sampled_from([1, 2, 10, 300]))
def test_the_best_are_those_of_the_plain_judgement(world, k):
    top = ranker(world).top(k)
    for row in range(len(world.workers)):
        assert listed(top, row) == plain.best(world, row, k)


@FEW
@given(worlds(), st.sampled_from([1, 3, 300]), st.integers(0, 2**32 - 1))
def test_with_prices_the_best_are_those_worth_most_above_the_floor(world, k, seed):
    random = np.random.default_rng(seed)
    prices = random.integers(0, 3, len(world.vacancies)) * random.choice([1, SCALE // 2, 40 * SCALE])
    rows = random.permutation(len(world.workers))[:4]
    floor = int(random.choice([-(10**12), 0, 50 * SCALE]))
    top = ranker(world).top(k, rows=rows, prices=prices, floor=floor)
    for place, row in enumerate(rows.tolist()):
        assert listed(top, place) == plain.best(world, row, k, prices.tolist(), floor)


@FEW
@given(worlds())
def test_what_each_limit_costs_a_worker_is_what_the_plain_judgement_counts(world):
    lost = ranker(world).lost()
    open_posts = np.flatnonzero(world.vacancies.capacity > 0).tolist()
    for row in range(len(world.workers)):
        counts = plain.losses(world, ((row, post) for post in open_posts))
        assert {which: lost.of(row, which) for which in counts} == {which: dict(c) for which, c in counts.items()}
        assert lost.fit[row] == len(plain.best(world, row, 10**6))


@FEW
@given(worlds(most_workers=120, most_vacancies=5), st.sampled_from([0, 1, 4, 500]))
def test_the_people_of_a_vacancy_are_those_of_the_plain_judgement(world, k):
    whole = ranker(world)
    for post in range(min(2, len(world.vacancies))):
        people, lost = whole.people(post, k), whole.lost_people(post)
        assert list(zip(people.worker.tolist(), people.score.tolist(), strict=True)) == plain.best_people(
            world, post, k
        )
        counts = plain.losses(world, ((row, post) for row in range(len(world.workers))))
        assert [lost.failed, lost.alone, lost.unknown] == [dict(counts[c]) for c in ("failed", "alone", "unknown")]
        assert people.fit == lost.fit == len(plain.best_people(world, post, 10**6))


@pytest.fixture(scope="module")
def county() -> World:
    return World(*make_world(9_000, 300, 0.5, seed=4))


def test_two_threads_give_what_one_gives(county):
    one, two = ranker(county), ranker(county, threads=2)
    for give in (lambda r: r.top(5), lambda r: r.lost(), lambda r: r.people(7, 50)):
        for first, second in zip(*(vars_of(give(which)) for which in (one, two)), strict=True):
            assert np.array_equal(first, second)


def vars_of(found: Any) -> list[Any]:
    return [getattr(found, name) for name in type(found).__slots__]


def test_a_vacancy_without_open_seats_is_recommended_to_nobody(county):
    top = ranker(county).top(300)
    shown = np.unique(top.vacancy[top.vacancy >= 0])
    assert (county.vacancies.capacity == 0).any()
    assert (county.vacancies.capacity[shown] > 0).all()


def test_equals_are_drawn_by_salt_and_the_draw_can_be_repeated():
    draws = np.random.default_rng(1).integers(2**32, size=50)
    equal = Vacancies.of(vacancy=np.arange(50), salt=draws)
    workers = Workers.of(salt=list(range(200)))
    first = equal.vacancy[ranker(World(workers, equal)).top(1).vacancy]
    assert len(np.unique(first)) > 40
    turned = equal.take(np.arange(50)[::-1])
    assert np.array_equal(turned.vacancy[ranker(World(workers, turned)).top(1).vacancy], first)


def test_of_those_with_the_same_ticket_the_lower_number_is_first():
    equal = Vacancies.of(vacancy=[5, 3, 9], salt=[1, 1, 1], pay=[1000, 1010, 1020])
    assert ranker(World(Workers.of(1), equal)).top(3).vacancy.tolist() == [[1, 0, 2]]


def test_about_one_pair_in_fifteen_of_a_synthetic_world_fits(county):
    lost = ranker(county).lost()
    open_posts = int((county.vacancies.capacity > 0).sum())
    assert 0.04 < lost.fit.mean() / open_posts < 0.09
    assert all(lost.failed[:, place].any() for place in range(len(Limit)))
