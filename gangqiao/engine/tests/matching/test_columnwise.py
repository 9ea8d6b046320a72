"""What is computed by column is what is judged pair by pair: `columnwise` against its oracle, `judging`."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gangqiao.engine.columns import Limit, Line, State, World
from gangqiao.engine.columnwise import Sides, Sorted, best_vacancies, points, states
from gangqiao.engine.explaining import judge
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.worlds import make_world

STATE = {State.MET: 0, State.FAILED: 1, State.UNKNOWN: 2}
pytestmark = pytest.mark.requirement("R053")


def world(seed: int, unknown: float = 0.15) -> World:
    workers, vacancies, ties = make_world(40, 60, 1.0, seed, unknown=unknown)
    return World(workers, vacancies, ties)


def one(whole: World, *, worker: int | None = None, vacancy: int | None = None) -> World:
    rows = lambda row: np.array([row])  # noqa: E731
    workers = whole.workers if worker is None else whole.workers.take(rows(worker))
    vacancies = whole.vacancies if vacancy is None else whole.vacancies.take(rows(vacancy))
    return replace(whole, workers=workers, vacancies=vacancies)


@pytest.mark.parametrize("seed", range(3))
def test_a_worker_against_all_vacancies_is_what_the_engine_judges(seed: int) -> None:
    whole = world(seed)
    for row in range(0, 40, 3):
        sides = Sides(one(whole, worker=row))
        decided, given = states(sides), points(sides)
        for vacancy in range(60):
            said = judge(whole, row, vacancy)
            assert {limit: decided[limit][vacancy] for limit in Limit} == {
                k: STATE[v] for k, v in said.decisions.items()
            }
            assert {line: given[line][vacancy] for line in Line} == said.points


def test_a_vacancy_against_all_workers_is_what_the_engine_judges() -> None:
    whole = world(11)
    for vacancy in range(0, 60, 7):
        sides = Sides(one(whole, vacancy=vacancy))
        decided, given = states(sides), points(sides)
        for row in range(40):
            said = judge(whole, row, vacancy)
            assert {limit: decided[limit][row] for limit in Limit} == {k: STATE[v] for k, v in said.decisions.items()}
            assert sum(int(given[line][row]) for line in Line) == said.score


def test_counts_name_every_vacancy_that_is_lost_or_undecided() -> None:
    whole = world(5)
    for row in range(0, 40, 5):
        counts = Sorted(Sides(one(whole, worker=row))).counts()
        said = [judge(whole, row, vacancy) for vacancy in range(60)]
        assert counts.fit == sum(pair.fits for pair in said)
        assert counts.undecided == sum(pair.state is State.UNKNOWN for pair in said)
        for limit in Limit:
            failed = [[k for k, v in pair.decisions.items() if v is State.FAILED] for pair in said]
            unknown = [[k for k, v in pair.decisions.items() if v is State.UNKNOWN] for pair in said]
            assert counts.all[limit] == sum(limit in names for names in failed)
            assert counts.alone[limit] == sum(names == [limit] for names in failed)
            assert counts.unknown[limit] == sum(
                not bad and names == [limit] for bad, names in zip(failed, unknown, strict=True)
            )


def test_the_best_of_one_worker_are_those_of_the_ranking_of_all() -> None:
    whole = world(21)
    everybody = Ranker(whole.workers, whole.vacancies, whole.ties).top(6)
    for row in range(40):
        rows, scores = best_vacancies(Sides(one(whole, worker=row)), 6)
        assert rows.tolist() == [found for found in everybody.vacancy[row].tolist() if found >= 0]
        assert scores.tolist() == everybody.score[row].tolist()[: len(rows)]
