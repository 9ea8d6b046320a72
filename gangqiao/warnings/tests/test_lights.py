"""The rule of the lights, by itself."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.words import Say
from gangqiao.warnings.policy import NUMBERS, Facts, Light, light_of
from gangqiao.warnings.wording import COLLECTED

ON = NUMBERS.on(dt.date(2020, 3, 16))
COUNT = st.integers(0, 10_000)


def facts(**changed: Any) -> Facts:
    usual: dict[str, Any] = {"result": 80, "needed": 100, "counted": True, "is_over": False, "days_left": 10}
    return Facts(**usual | changed)


@pytest.mark.requirement("R126")
@pytest.mark.parametrize(
    ("light", "changed"),
    [
        (Light.NONE, {"needed": None}),
        (Light.NONE, {"needed": 0}),
        (Light.NONE, {"counted": False}),
        (Light.REACHED, {"result": 100}),
        (Light.REACHED, {"result": 100, "is_over": True}),
        (Light.MISSED, {"is_over": True}),
        (Light.GREEN, {"low": 100, "high": 120}),
        (Light.YELLOW, {"low": 99, "high": 120}),
        (Light.YELLOW, {"low": 90, "high": 100}),
        (Light.RED, {"low": 85, "high": 99}),
        (Light.GREEN, {"pace": 2.0}),
        (Light.YELLOW, {"pace": 1.5}),
        (Light.RED, {"pace": 1.0}),
        (Light.RED, {"pace": 0.0}),
        (Light.YELLOW, {"pace": None}),
        (Light.YELLOW, {"low": 100, "high": 120, "days_left": 3}),
    ],
)
def test_each_case_of_the_rule_has_its_light_and_says_why(light: Light, changed: dict[str, Any]) -> None:
    verdict = light_of(facts(**changed), ON)
    assert verdict.light is light
    assert str(verdict.reason)


@given(result=COUNT, needed=st.integers(1, 10_000), low=COUNT, wide=COUNT, more=COUNT, days=st.integers(0, 200))
def test_a_higher_forecast_never_makes_the_light_worse(
    result: int, needed: int, low: int, wide: int, more: int, days: int
) -> None:
    order = [Light.RED, Light.YELLOW, Light.GREEN, Light.REACHED]
    of = {"result": result, "needed": needed, "days_left": days}
    before = light_of(facts(**of, low=low, high=low + wide), ON).light
    after = light_of(facts(**of, low=low + more, high=low + more + wide), ON).light
    assert order.index(after) >= order.index(before)


@given(result=COUNT, needed=st.none() | COUNT, pace=st.none() | st.floats(0, 1000), over=st.booleans())
def test_every_target_gets_one_light_with_a_reason(
    result: int, needed: int | None, pace: float | None, over: bool
) -> None:
    verdict = light_of(facts(result=result, needed=needed, pace=pace, is_over=over, why=Say("No forecast")), ON)
    assert verdict.light in Light
    assert "%(" not in str(verdict.reason)


def test_every_text_of_the_policy_file_is_collected_for_translation() -> None:
    texts = {text for p in NUMBERS for text in (p.description, p.unit, p.reference)}
    assert texts == COLLECTED


def test_the_numbers_of_the_rule_are_said_to_be_ours() -> None:
    assert all(parameter.reference == "ours" and not parameter.confirmed for parameter in NUMBERS)
