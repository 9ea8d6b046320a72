"""The allocation over all pairs that fit, without listing them."""

from __future__ import annotations

import numpy as np
import pytest

from gangqiao.engine import all_pairs, growing, lazy
from gangqiao.engine.assignment import EPSILON, Allocation, Cancelled, NotPossible, assign
from gangqiao.engine.exact import solve
from gangqiao.engine.listing import whole_graph
from gangqiao.engine.quotas import Quota
from gangqiao.engine.ranking import Ranker
from gangqiao.engine.worlds import make_world


def ranker_of(seed: int, seats: float = 0.6, workers: int = 400, vacancies: int = 60) -> Ranker:
    return Ranker(*make_world(workers, vacancies, seats, seed))


def assert_sound(ranker: Ranker, found: Allocation) -> None:
    graph = whole_graph(ranker)
    score = {(w, v): s for w, v, s in zip(graph.worker, graph.vacancy, graph.score, strict=True)}
    rows = np.flatnonzero(found.vacancy >= 0)
    assert all(score[row, found.vacancy[row]] == found.score[row] for row in rows)
    assert np.all(np.bincount(found.vacancy[rows], minlength=graph.capacity.size) <= graph.capacity)
    assert found.value == int(found.score.sum())


def know_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the world were great: it begins with a part, few pairs are known at first, none are listed in full."""
    for name, value in {"KNOWN": 1, "ALL_KNOWN": 2, "SMALLEST": 40, "CALLED": 1, "SPARE": 1, "CHUNK": 150}.items():
        monkeypatch.setattr(growing, name, value)
    monkeypatch.setattr(growing, "SMALL", 0)
    monkeypatch.setattr(lazy, "KNOWN", 3)  # so that lists grow stale


@pytest.mark.parametrize("seats", [0.3, 0.9, 1.5])
@pytest.mark.parametrize("seed", range(4))
def test_the_bracket_holds_the_optimum_over_all_pairs(seed: int, seats: float, monkeypatch: pytest.MonkeyPatch) -> None:
    know_little(monkeypatch)
    ranker = ranker_of(seed, seats)
    found, best = assign(ranker), solve(whole_graph(ranker))
    assert_sound(ranker, found)
    assert found.value <= best.value <= found.bound
    assert found.gap <= EPSILON


@pytest.mark.parametrize("apart", [0.0, 2.0])
def test_a_warm_start_is_certified_over_all_pairs(apart: float, monkeypatch: pytest.MonkeyPatch) -> None:
    know_little(monkeypatch)
    monkeypatch.setattr(all_pairs, "APART", apart)  # 0: by short lists, 2: by an excerpt that grows
    ranker = ranker_of(5)
    cold = assign(ranker)
    for prices in (cold.prices, cold.prices * 0, cold.prices + (1 << 40)):
        found = assign(ranker, warm=prices)
        assert_sound(ranker, found)
        assert found.value <= cold.bound
        assert found.gap <= EPSILON


def test_the_same_world_gives_the_same_allocation() -> None:
    one, other = assign(ranker_of(6)), assign(ranker_of(6))
    assert np.array_equal(one.vacancy, other.vacancy)
    assert np.array_equal(one.prices, other.prices)


def test_priority_decides_who_gets_the_last_seat() -> None:
    ranker = ranker_of(7, 0.2)
    found = assign(ranker)
    tier = ranker.workers.priority
    shares = [float((found.vacancy[tier == one] >= 0).mean()) for one in (0, 1, 2) if np.any(tier == one)]
    assert shares == sorted(shares)


def test_quotas_by_township_are_met_over_all_pairs() -> None:
    ranker = ranker_of(8, 0.3)
    homes, before = ranker.workers.home, assign(ranker)
    quotas = []
    for home in np.unique(homes)[:4]:
        members = np.flatnonzero(homes == home).astype(np.int32)
        seated = int((before.vacancy[members] >= 0).sum())
        quotas.append(Quota(str(home), members, min(seated + 3, members.size)))
    found, best = assign(ranker, quotas=quotas), solve(whole_graph(ranker), quotas)
    assert_sound(ranker, found)
    assert all((found.vacancy[quota.members] >= 0).sum() >= quota.least for quota in quotas)
    assert found.value <= best.value <= found.bound
    assert found.gap <= EPSILON
    assert best.value < before.bound


def test_a_quota_that_nobody_can_meet_is_refused_by_name() -> None:
    ranker = ranker_of(9, 0.3)
    everybody = np.arange(400, dtype=np.int32)
    with pytest.raises(NotPossible, match="whole county"):
        assign(ranker, quotas=[Quota("whole county", everybody, 399)])


def test_cancelling_stops_it() -> None:
    with pytest.raises(Cancelled):
        assign(ranker_of(10), cancel=lambda: True)


def test_a_world_without_seats_or_people_has_the_value_nought() -> None:
    assert assign(ranker_of(11, 0.0)).value == 0
    assert assign(ranker_of(11, 0.5, workers=1)).gap <= EPSILON
