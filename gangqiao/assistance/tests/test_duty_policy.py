"""The rules of days and pay, by their examples and for all months."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.assistance.policy import duty

CASES = yaml.safe_load((Path(duty.__file__).parent / "duty_cases.yaml").read_text(encoding="utf-8"))
pytestmark = pytest.mark.requirement("R100")


@pytest.mark.parametrize("case", CASES["amount"], ids=lambda case: case["name"])
def test_the_amount_follows_from_standard_and_days(case: dict[str, Any]) -> None:
    assert duty.amount(case["standard"], case["required"], Decimal(case["days"])) == case["gives"]


@pytest.mark.parametrize("case", CASES["covered"], ids=lambda case: case["name"])
def test_only_days_of_the_agreement_count(case: dict[str, Any]) -> None:
    days = duty.covered(
        case["month"], begins_on=case["begins"], ends_on=case["ends"], ended_on=case.get("ended"),
        died_on=case.get("died"), suspended=[tuple(span) for span in case.get("suspended", ())],
    )  # fmt: skip
    assert len(days) == case["gives"]


@pytest.mark.parametrize("case", CASES["more"], ids=lambda case: case["name"])
def test_what_a_month_still_owes(case: dict[str, Any]) -> None:
    days, paid_days = Decimal(case["days"]), Decimal(case["paid_days"])
    found = duty.more(case["standard"], case["required"], days, paid_days, case["paid"])
    assert found == (Decimal(case["gives"][0]), case["gives"][1])


halves = st.integers(0, 62).map(lambda n: Decimal(n) / 2)


@given(st.integers(0, 500_000), st.integers(1, 31), st.lists(halves, min_size=1, max_size=6))
def test_in_however_many_parts_a_month_comes_in_it_pays_the_same(standard, required, parts):
    parts, paid_days, paid = sorted(parts), Decimal(0), 0
    for days in parts:
        more_days, fen = duty.more(standard, required, days, paid_days, paid)
        paid_days, paid = paid_days + more_days, paid + fen
    assert paid == duty.amount(standard, required, parts[-1]) <= standard


@given(st.lists(st.uuids(), unique=True, max_size=30), st.text(max_size=5), st.randoms())
def test_a_draw_is_the_same_for_the_same_word_in_whatever_order(people: list[UUID], seed: str, hand: Any) -> None:
    many = duty.to_draw(len(people), "visit", duty.date(2020, 3, 1))
    drawn = duty.draw(people, many, seed)
    shuffled = list(people)
    hand.shuffle(shuffled)
    assert duty.draw(shuffled, many, seed) == drawn
    assert len(set(drawn)) == many <= max(2, len(people))
