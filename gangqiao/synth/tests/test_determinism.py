"""The same plan, seed and scale make the same county, digit for digit."""

from __future__ import annotations

import numpy as np
import pytest

from gangqiao.synth.load import digest_of
from gangqiao.synth.profile import UnknownProfile
from gangqiao.synth.streams import apportion, choose, stream
from gangqiao.synth.tables import make_tables
from gangqiao.synth.tests.conftest import PLAN, PLAN_DAY, SEED, paper_ground
from gangqiao.synth.world import make_world

TINY = 0.002


def digest(seed: int, scale: float = TINY) -> str:
    world = make_world(PLAN, seed, scale)
    return digest_of(make_tables(world, paper_ground(world.county), PLAN_DAY))


def test_the_same_seed_makes_the_same_county_twice():
    assert digest(SEED) == digest(SEED)


def test_another_seed_makes_another_county():
    assert digest(SEED) != digest(SEED + 1)


def test_a_new_part_does_not_change_the_numbers_of_another():
    before = stream(SEED, "names").random(5)
    stream(SEED, "a part that was added later").random(100)
    assert np.array_equal(before, stream(SEED, "names").random(5))


def test_a_plan_without_shares_is_refused_with_the_known_ones():
    with pytest.raises(UnknownProfile, match="mile-2020"):
        make_world("atlantis", SEED, TINY)


def test_parts_add_up_to_the_whole():
    assert apportion(10, np.array([1.0, 1.0, 1.0])).sum() == 10


def test_nobody_is_chosen_twice():
    chosen = choose(stream(SEED, "test"), np.arange(50), 20, np.linspace(0.1, 5, 50))
    assert len(set(chosen.tolist())) == 20
