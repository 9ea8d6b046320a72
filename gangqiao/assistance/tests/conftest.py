"""The offices that lead a public post."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.accounts.reads import actor_of
from gangqiao.assistance.tests.rig_posts import Offices
from gangqiao.kernel.actor import Actor


@pytest.fixture
def offices(county: Any, make_user: Any, village_officer: Actor, township_clerk: Actor, city_officer: Actor) -> Offices:
    """Village, two clerks of its township, the headquarters office and the employment bureau."""
    second = actor_of(make_user("township_clerk", county.xinshao))
    bureau = actor_of(make_user("employment_clerk", county.division))
    return Offices(village_officer, township_clerk, second, city_officer, bureau, county)
