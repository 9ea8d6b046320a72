"""The same ranking, and the same allocation, in one process, in a pool, and on a Spark Connect cluster."""

from __future__ import annotations

import pytest

from gangqiao.engine import partitions as p
from gangqiao.engine.assignment import assign
from gangqiao.engine.cluster import digest_of
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.worlds import make_world

K = 5


@pytest.fixture(scope="module")
def world() -> p.Part:
    workers, vacancies, ties = make_world(120, 60, 0.6, 3)
    return p.Part(workers, vacancies, K, ties)


@pytest.fixture(scope="module")
def whole(world: p.Part) -> str:
    top = Ranker(world.workers, world.vacancies, world.ties).top(K)
    ranked = p.ranked(world)
    assert ranked.num_rows == int(top.count.sum())
    return digest_of(p.merged([ranked], K))


@pytest.mark.parametrize(("by_workers", "by_vacancies"), [(1, 1), (3, 1), (1, 4), (3, 2)])
def test_however_a_world_is_cut_the_best_are_the_same(
    world: p.Part, whole: str, by_workers: int, by_vacancies: int
) -> None:
    parts = p.split(world, by_workers, by_vacancies)
    assert digest_of(p.merged(p.in_process(parts), K)) == whole


def test_a_pool_of_processes_finds_the_same(world: p.Part, whole: str) -> None:
    assert digest_of(p.merged(p.in_pool(p.split(world, 2, 2), 1), K)) == whole


def test_a_spark_connect_cluster_finds_the_same(world: p.Part, whole: str) -> None:
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://localhost:{server.listening_address[1]}").getOrCreate()
    try:
        found = p.on_cluster(p.split(world, 2, 2), session)
    finally:
        session.stop()
        server.stop()
    assert digest_of(p.merged(found, K)) == whole


def test_parts_lead_to_the_same_allocation(world: p.Part) -> None:
    graphs = [
        p.graph_of(p.merged(p.in_process(p.split(world, *cut)), K), world.workers, world.vacancies)
        for cut in ((1, 1), (4, 2))
    ]
    one, other = (assign(graph) for graph in graphs)
    assert one.vacancy.tolist() == other.vacancy.tolist()
    assert one.value == other.value > 0


def test_nothing_merges_to_nothing() -> None:
    assert p.merged([], K).num_rows == 0
