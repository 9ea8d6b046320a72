"""The rules of the follow-up, by the examples that stand beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.followup.policy import followup as policy

DAY = date(2026, 11, 26)
CASES: dict[str, Any] = yaml.safe_load(Path(policy.__file__).with_name("cases.yaml").read_text(encoding="utf-8"))
RULES = {
    "stands_at": lambda c: policy.stands_at(c["day"], kind=c["kind"], mark=c["mark"], categories=c["categories"]),
    "marks_to_plan": lambda c: policy.marks_to_plan(c["started"], c["day"]),
    "is_followed": lambda c: policy.is_followed(status=c["status"], kind=c["kind"], level=c["level"], day=DAY),
    "is_stronger": lambda c: policy.is_stronger(c["grade"], c["than"]),
    "case_due_on": lambda c: policy.case_due_on(c["kind"], c["day"]),
    "is_same_employer": lambda c: policy.is_same_employer(c["code"], c["ours"], c["listed_code"], c["listed"]),
    "answer_by": lambda c: policy.answer_by(c["day"]),
    "picture_until": lambda c: policy.picture_until(c["day"]),
    "sample_size": lambda c: policy.sample_size(c["claims"], DAY),
}


def cases() -> Iterator[Any]:
    for rule, entries in CASES.items():
        for case in entries:
            yield pytest.param(rule, case, id=f"{rule}: {case['name']}")


@pytest.mark.parametrize(("rule", "case"), list(cases()))
def test_the_rule_gives_what_its_example_says(rule: str, case: Any) -> None:
    assert RULES[rule](case) == case["gives"]


@pytest.mark.requirement("R013")
@given(st.sets(st.uuids(), min_size=1, max_size=40), st.integers(1, 10), st.text(max_size=8), st.randoms())
def test_a_sample_is_the_same_for_the_same_seed_in_whatever_order(
    claims: set[UUID], many: int, seed: str, chance: Any
) -> None:
    shuffled = sorted(claims)
    chance.shuffle(shuffled)
    drawn = policy.draw(sorted(claims), many, seed)
    assert drawn == policy.draw(shuffled, many, seed)
    assert len(drawn) == min(many, len(claims))
    assert set(drawn) <= claims


def test_what_stands_on_the_list_can_still_be_planned() -> None:
    """The night plans nothing that the event would not have planned, too."""
    for mark in policy.days_of_contacts(DAY):
        first, last = policy.window(mark, DAY)
        assert mark in policy.marks_to_plan(first, DAY)
        assert mark in policy.marks_to_plan(last, DAY)
        assert mark not in policy.marks_to_plan(date.fromordinal(first.toordinal() - 1), DAY)
