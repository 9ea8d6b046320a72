"""Random graphs of workers and vacancies, and what every allocation of one must hold."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from gangqiao.engine.assignment import Allocation, Graph


@st.composite
def graphs(draw: st.DrawFn, most: int = 9, lowest: int = -2) -> Graph:
    """Small graphs with ties, vacancies without seats, doubled pairs, isolated rows, pairs worth nothing."""
    workers, vacancies = draw(st.integers(1, most)), draw(st.integers(1, most))
    score = draw(st.sampled_from([st.integers(lowest, 3), st.integers(lowest, 10**9), st.just(5)]))
    row = st.tuples(st.integers(0, workers - 1), st.integers(0, vacancies - 1), score)
    pairs = draw(st.lists(row, max_size=4 * most))
    capacity = draw(st.lists(st.sampled_from([0, 1, 1, 2, 3, 10**9]), min_size=vacancies, max_size=vacancies))
    worker, vacancy, points = (np.array([pair[place] for pair in pairs], np.int64) for place in range(3))
    return Graph(worker, vacancy, points, np.array(capacity, np.int64), workers)


def random_graph(workers: int, vacancies: int, degree: int, seats: float, kind: str, seed: int = 3) -> Graph:
    """`degree` pairs for each worker; `seats` open seats for each worker, very unevenly spread."""
    random = np.random.default_rng(seed)
    pairs = workers * degree
    lowest, highest = {"any": (1, 60_000), "equal": (1000, 1001), "few": (1, 6), "huge": (1, 10**9)}[kind]
    capacity = np.bincount(random.zipf(1.4, int(seats * workers)) % vacancies, minlength=vacancies)
    return Graph(
        np.repeat(np.arange(workers), degree), random.integers(0, vacancies, pairs),
        random.integers(lowest, highest, pairs), capacity, workers,
    )  # fmt: skip


def shuffled(graph: Graph) -> Graph:
    """The same pairs in another order."""
    order = np.random.default_rng(1).permutation(graph.worker.size)
    return Graph(graph.worker[order], graph.vacancy[order], graph.score[order], graph.capacity, graph.workers)


def assert_feasible(graph: Graph, found: Allocation) -> None:
    """Every seat is a pair of the graph at its best score, and no vacancy holds more than its seats."""
    best: dict[tuple[int, int], int] = {}
    for worker, vacancy, score in zip(graph.worker.tolist(), graph.vacancy.tolist(), graph.score.tolist(), strict=True):
        best[worker, vacancy] = max(score, best.get((worker, vacancy), score))
    rows = np.flatnonzero(found.vacancy >= 0)
    for row in rows.tolist():
        assert best[row, int(found.vacancy[row])] == found.score[row]
    assert np.all(np.bincount(found.vacancy[rows], minlength=graph.capacity.size) <= graph.capacity)
    assert found.value == int(found.score.sum())
    assert (found.matched, found.vacancy.size) == (rows.size, graph.people)
