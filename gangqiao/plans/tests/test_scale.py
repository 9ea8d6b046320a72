"""A demonstration county of a part of the size is measured against the same part of the targets."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.plans.reads import current_plan, current_targets

pytestmark = pytest.mark.django_db


def test_real_people_are_measured_against_the_whole_plan() -> None:
    assert current_targets() == current_plan().targets


def test_numbers_of_people_shrink_with_the_county_and_rates_do_not(settings: Any) -> None:
    settings.PLAN_SCALE = 0.1
    reduced = {target.id: target for target in current_targets()}
    assert (reduced["R014"].value, reduced["R014"].whole_value) == (20_000, 200_000)
    assert (reduced["R017"].value, reduced["R017"].whole_value) == (80, 800)
    assert (reduced["R018"].value, reduced["R018"].whole_value) == (60, None)
