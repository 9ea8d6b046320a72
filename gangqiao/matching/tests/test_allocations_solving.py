"""One run of the engine for an allocation, on synthetic columns: no database."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from gangqiao.engine.columns import Points, Rules
from gangqiao.engine.worlds import make_world
from gangqiao.matching.actions import allocations_solving as solving
from gangqiao.matching.actions.allocations_columns import Columns, kept, opened
from gangqiao.matching.actions.allocations_pairs import packed, unpacked
from gangqiao.matching.policy.allocations import LIMITS, OPTIMUM, PLACED, STABLE, TAKEN, UNDECIDED

QUIET = solving.Watch(lambda _share: None, lambda: False)


@pytest.fixture(scope="module")
def columns():
    workers, vacancies, ties = make_world(300, 40, 0.4, seed=3)
    return Columns(*(pl.DataFrame(pl.from_arrow(one.to_arrow())) for one in (workers, vacancies, ties)))


@pytest.fixture(scope="module")
def solver(columns):
    return solving.Solver(columns, Points(), Rules())


def task(columns, **changes):
    given = {"points": Points(), "rules": Rules(), "quotas": (), "groups": [], "mode": OPTIMUM, "warm": {}, "gap": 5}
    return solving.Task(columns=columns, **(given | changes))


def test_the_value_is_that_of_the_pairs_and_within_its_bound(columns, solver):
    solved = solver.run(task(columns), QUIET)
    sits = solved.seat >= 0
    first = solver.workers.priority[sits].sum() * Points().per_priority
    assert solved.value == solved.score.sum() + first
    assert solved.value <= solved.bound <= solved.value * 1.0006 + 1
    taken = np.bincount(solved.seat[sits], minlength=len(solver.vacancies))
    assert (taken <= solver.vacancies.capacity).all()
    top = solver.ranker.top(40)
    pairs = {(w, v): s for w in range(300) for v, s in zip(top.vacancy[w], top.score[w], strict=True) if v >= 0}
    assert all(pairs[w, int(v)] == solved.score[w] for w, v in enumerate(solved.seat) if v >= 0)


def test_a_least_number_is_met(columns, solver):
    home = int(solver.workers.home[0])
    members = solver.workers.home == home
    before = int((solver.run(task(columns), QUIET).seat[members] >= 0).sum())
    lifted = solver.run(task(columns, quotas=(solving.LeastSeats(home, "here", before + 1),)), QUIET)
    assert (lifted.seat[members] >= 0).sum() >= before + 1
    with pytest.raises(solving.NotFeasible):
        solver.run(task(columns, quotas=(solving.LeastSeats(home, "here", int(members.sum())),)), QUIET)


def test_groups_sit_in_one_vacancy_or_nowhere(columns, solver):
    groups = [[0, 1], [2, 3, 4], [10, 20]]
    solved = solver.run(task(columns, groups=groups), QUIET)
    assert all(len(set(solved.seat[group].tolist())) == 1 for group in groups)


def test_warm_prices_find_as_good_an_allocation(columns, solver):
    cold = solver.run(task(columns), QUIET)
    warm = dict(zip(solver.vacancies.vacancy.tolist(), cold.prices.tolist(), strict=True))
    again = solver.run(task(columns, warm=warm), QUIET)
    assert again.value >= cold.value * 0.999


def test_pairs_of_a_run_are_where_the_next_one_begins(columns, solver):
    cold = solver.run(task(columns), QUIET)
    back = unpacked(packed(columns, cold.known), columns)
    assert np.array_equal(back.worker, cold.known.worker)
    assert np.array_equal(back.vacancy, cold.known.vacancy)
    again = solver.run(task(columns, known=back), QUIET)
    assert again.value <= again.bound <= again.value * 1.0006 + 1
    assert again.bound >= cold.value


def test_pairs_of_people_and_vacancies_that_are_gone_are_left_out(columns, solver):
    known = solver.run(task(columns), QUIET).known
    fewer = Columns(columns.people[5:].reverse(), columns.posts[:30], columns.ties)
    found = unpacked(packed(columns, known), fewer)
    people, posts = columns.people["worker"].to_numpy(), columns.posts["vacancy"].to_numpy()
    stay = (known.worker >= 5) & (known.vacancy < 30)
    wanted = set(zip(people[known.worker[stay]], posts[known.vacancy[stay]], strict=True))
    here, open_now = fewer.people["worker"].to_numpy(), fewer.posts["vacancy"].to_numpy()
    assert wanted == set(zip(here[found.worker], open_now[found.vacancy], strict=True))
    solved = solving.Solver(fewer, Points(), Rules()).run(task(fewer, known=found), QUIET)
    assert solved.value <= solved.bound <= solved.value * 1.0006 + 1


@pytest.mark.parametrize("first", [1, 32])
def test_nobody_could_do_better_by_agreement_however_short_the_first_lists(columns, solver, monkeypatch, first):
    from gangqiao.engine.assignment import Graph
    from gangqiao.engine.stability import blocking_pairs

    monkeypatch.setattr(solving, "FIRST_LIST", first)
    solved = solver.run(task(columns, mode=STABLE), QUIET)
    whole = solving._lists(solver.ranker, 40, np.arange(300))
    graph = Graph(*whole, solver.vacancies.capacity, 300)
    assert blocking_pairs(graph, solved.seat, priority=solver.workers.priority) == 0


def test_whoever_gains_nothing_has_a_reason_that_is_true(columns, solver):
    solved = solver.run(task(columns), QUIET)
    reasons = solver.reasons(solved.seat, [])
    lost = solver.ranker.lost()
    for row, reason in enumerate(reasons.tolist()):
        if solved.seat[row] >= 0:
            assert reason == PLACED
        elif lost.fit[row]:
            assert reason == TAKEN
        elif lost.undecided[row]:
            assert reason == UNDECIDED
        else:
            assert lost.failed[row][reason - LIMITS] > 0


def test_a_stopped_run_says_so(columns, solver):
    with pytest.raises(solving.Stopped):
        solver.run(task(columns), solving.Watch(lambda _share: None, lambda: True))


def test_columns_come_back_from_their_file(columns):
    back = opened(kept(columns))
    assert back.people.equals(columns.people)
    assert back.posts.equals(columns.posts)
    assert back.ties.equals(columns.ties)
