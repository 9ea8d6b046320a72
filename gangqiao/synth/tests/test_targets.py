"""The eight targets of the plan lie where the demonstration needs them, and nest."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from gangqiao.synth.tables import make_tables
from gangqiao.synth.tests.conftest import MONTH_END, PLAN_DAY, SCALE, YEAR_END, holders, paper_ground
from gangqiao.synth.work.quotas import rural_workers
from gangqiao.synth.world import World

NEW_YEAR, YEAR_BEFORE = np.datetime64("2020-01-01"), np.datetime64("2019-01-01")


def figures(world: World, day: dt.date) -> dict[str, np.ndarray]:
    """Who is transferred, new and poor on a day, counted from the rows recorded by that day."""
    spells = make_tables(world, paper_ground(world.county), day)["spells"]
    spells = spells.take(np.isnat(spells["recorded_to"]) & (spells["is_farm_work"] == "no"))
    person = spells["person_id"] - 1
    open_end = np.where(np.isnat(spells["ended_on"]), np.datetime64("9999-01-01"), spells["ended_on"])

    def overlap(first: np.datetime64, last: np.datetime64) -> np.ndarray:
        out = np.zeros(len(world.persons), dtype=bool)
        out[person[(spells["started_on"] <= last) & (open_end >= first)]] = True
        return out

    transferred = overlap(NEW_YEAR, np.datetime64(day)) & rural_workers(world.persons, day)
    return {
        "transferred": transferred,
        "new": transferred & ~overlap(YEAR_BEFORE, NEW_YEAR - np.timedelta64(1, "D")),
        "poor": transferred & holders(world, "registered_poor"),
    }


@pytest.mark.parametrize("day", [PLAN_DAY, MONTH_END, YEAR_END])
@pytest.mark.requirement("R014", "R015", "R016", "R017", "R022")
def test_the_figures_are_those_of_the_profile(world, day):
    found = figures(world, day)
    targets = world.profile["targets"]
    # Each is a sum of up to four rounded parts.
    assert found["transferred"].sum() == pytest.approx(targets["transferred"][day] * SCALE, abs=3)
    assert found["new"].sum() == pytest.approx(targets["new"][day] * SCALE, abs=3)
    assert found["poor"].sum() == pytest.approx(targets["poor"][day] * SCALE, abs=3)
    assert (found["new"] & found["poor"]).sum() == pytest.approx(targets["new_poor"][day] * SCALE, abs=2)


def test_on_31_march_one_target_is_just_missed_and_one_reached(world):
    found = figures(world, MONTH_END)
    assert 0.97 < found["transferred"].sum() / (155_000 * SCALE) < 1
    assert 1 < found["poor"].sum() / (9_800 * SCALE) < 1.1


@pytest.mark.requirement("R018", "R019")
def test_by_the_end_of_the_year_both_rates_pass_sixty_percent(world):
    found, workers = figures(world, YEAR_END), rural_workers(world.persons, YEAR_END)
    assert 0.6 < found["transferred"].sum() / workers.sum() < 0.66
    poor = holders(world, "registered_poor")
    assert 0.6 < found["poor"].sum() / (workers & poor).sum() < 0.66


def test_the_count_climbs_after_the_spring_festival_late_because_of_the_epidemic(world):
    spells = world.spells
    starts = spells["started_on"][spells["started_on"] >= NEW_YEAR].astype("datetime64[M]")
    by_month = {month: int((starts == np.datetime64(f"2020-{month:02}")).sum()) for month in range(1, 13)}
    assert by_month[2] < by_month[3]
    before = spells["started_on"].astype("datetime64[M]")
    assert (before == np.datetime64("2019-02")).sum() > 3 * by_month[2] / 2
