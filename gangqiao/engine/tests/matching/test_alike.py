"""Many who are alike, and many posts that are: ties everywhere, and far more people than seats."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from gangqiao.engine import all_pairs, growing
from gangqiao.engine.alike import alike
from gangqiao.engine.assignment import EPSILON, NotPossible, assign
from gangqiao.engine.columns import Vacancies, World
from gangqiao.engine.exact import solve
from gangqiao.engine.listing import whole_graph
from gangqiao.engine.quotas import Quota
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.tests.matching.worlds_at_random import worlds
from gangqiao.engine.worlds import make_world
from gangqiao.engine.worlds_unasked import unasked_world


def ranker_of(world: World) -> Ranker:
    return Ranker(world.workers, world.vacancies, world.ties, world.points, world.rules)


def world_of_few_kinds(seed: int, *, people: int = 300, posts: int = 40, kinds: int = 12) -> Ranker:
    """A handful of kinds of people and of posts, each many times; every third post has no seat or several."""
    random = np.random.default_rng(seed)
    workers, vacancies, ties = make_world(kinds, kinds, 1.0, seed, unknown=0.0)
    twice = workers.take(np.sort(random.integers(kinds, size=people)))
    who = {name: getattr(twice, name) for name in twice.columns()} | {
        "worker": np.arange(people), "salt": random.integers(2**32, size=people).astype(np.uint32),
    }  # fmt: skip
    nulls = {name: twice.unknown(name) for name in who}
    what = vacancies.take(random.integers(kinds, size=posts))
    given = {name: getattr(what, name) for name in what.columns()} | {
        "vacancy": np.arange(posts), "capacity": random.integers(0, 4, size=posts),
    }  # fmt: skip
    empty = {name: what.unknown(name) for name in given}
    return Ranker(type(workers)(nulls=nulls, **who), Vacancies(nulls=empty, **given), ties)


@pytest.fixture
def _knows_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the world were great: the excerpt has to grow."""
    for name, value in {"KNOWN": 1, "ALL_KNOWN": 2, "SMALLEST": 60, "CALLED": 1, "SPARE": 1, "SMALL": 0}.items():
        monkeypatch.setattr(growing, name, value)


@given(worlds(most_workers=30, most_vacancies=40))
@settings(max_examples=40, deadline=None)
def test_those_of_a_class_fit_the_same_vacancies_with_the_same_points(world: World) -> None:
    ranker = ranker_of(world)
    classes, graph = alike(ranker), whole_graph(ranker)
    points = np.full((len(world.workers), len(world.vacancies)), -1, np.int64)
    points[graph.worker, graph.vacancy] = graph.score
    assert np.array_equal(np.sort(classes.members), np.arange(len(world.workers)))
    for low, high in zip(classes.start[:-1], classes.start[1:], strict=True):
        members = classes.members[low:high]
        assert np.all(classes.of[members] == classes.of[members[0]])
        assert np.all(points[members] == points[members[0]])


@pytest.mark.usefixtures("_knows_little")
@pytest.mark.parametrize("seed", range(8))
def test_ties_of_people_and_posts_are_proven_against_the_optimum(seed: int) -> None:
    ranker = world_of_few_kinds(seed)
    found, best = assign(ranker), solve(whole_graph(ranker))
    assert found.value <= best.value <= found.bound
    assert found.gap <= EPSILON
    again = assign(world_of_few_kinds(seed))
    assert np.array_equal(found.vacancy, again.vacancy)
    assert assign(ranker, warm=found.prices).value <= found.bound


@pytest.mark.usefixtures("_knows_little")
@pytest.mark.parametrize("seed", range(4))
def test_quotas_are_met_where_everybody_is_alike(seed: int) -> None:
    ranker = world_of_few_kinds(seed)
    graph = whole_graph(ranker)
    fit = np.unique(graph.worker)
    quotas = [Quota("first", fit[::4].astype(np.int32), min(8, fit[::4].size // 2))]
    found, best = assign(ranker, quotas=quotas), solve(graph, quotas)
    assert int((found.vacancy[quotas[0].members] >= 0).sum()) >= quotas[0].least
    assert found.value <= best.value <= found.bound
    assert found.gap <= EPSILON


@pytest.mark.requirement("R052")
def test_a_county_of_people_who_were_not_asked_comes_to_an_end() -> None:
    ranker = Ranker(*unasked_world(12_000, 200, 2_000, 3))
    classes = alike(ranker)
    assert classes.first.size < 0.75 * len(ranker.workers)
    steps: list[int] = []
    found = assign(ranker, progress=steps.append)
    assert found.gap <= EPSILON
    assert found.matched > 1_600
    assert steps == sorted(steps)
    # What made it endless was asking anew for everybody, again and again.
    assert steps[-1] < 200 * len(ranker.workers)
    warm = assign(ranker, warm=found.prices)
    assert (warm.mode, warm.gap <= EPSILON) == ("warm", True)


@pytest.mark.usefixtures("_knows_little")
def test_what_an_excerpt_cannot_meet_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_pairs, "MANY", 0)  # nothing is listed beforehand
    ranker = world_of_few_kinds(6)
    seats = int(ranker.vacancies.capacity.sum())
    everybody = np.arange(len(ranker.workers), dtype=np.int32)
    with pytest.raises(NotPossible, match="whole county"):
        assign(ranker, quotas=[Quota("whole county", everybody, seats + 1)])
