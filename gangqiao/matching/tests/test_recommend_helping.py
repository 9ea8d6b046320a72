"""What would open more to a person is what the engine judges after the change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gangqiao.engine.columns import World
from gangqiao.engine.explaining import judge
from gangqiao.engine.worlds import make_world
from gangqiao.matching.helping import what_would_help


@pytest.mark.requirement("R053")
@pytest.mark.requirement("R056")
def test_a_change_opens_exactly_as_many_vacancies_as_it_says() -> None:
    workers, vacancies, ties = make_world(40, 60, 1.0, 8, unknown=0.05)
    seen = set()
    for row in range(40):
        mine = World(workers.take(np.array([row])), vacancies, ties)
        before = sum(judge(mine, 0, vacancy).fits for vacancy in range(60))
        for change in what_would_help(mine):
            seen.add(change.kind)
            if change.kind == "level":
                levels = mine.workers.levels | np.uint8((1 << (int(change.value or 0) + 1)) - 1)
                after = replace(mine, workers=replace(mine.workers, levels=levels))
                assert sum(judge(after, 0, vacancy).fits for vacancy in range(60)) - before == change.opens
    assert {"level", "pay"} <= seen
