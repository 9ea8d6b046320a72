"""Dated numbers, conditions with three answers, and decisions that never take unknown for yes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.policy import (
    Condition,
    NoLongerInForce,
    NoParameterYet,
    Numbers,
    Parameters,
    Policy,
    Verdict,
    WrongPolicyFile,
    cases,
)

pytestmark = pytest.mark.requirement("D10")

HERE = Path(__file__).parent
NUMBERS = (HERE / "travel_numbers.yaml").read_text()
CASES = cases(HERE / "travel_cases.yaml")
DAY = date(2025, 8, 1)
FACTS = {"household_kind": pl.String, "months_employed": pl.Float64, "ticket_cost": pl.Int64}


def conditions(p: Numbers) -> list[Condition]:
    return [
        Condition("is_of_kind", pl.col("household_kind").is_in(p.kinds), "The household is of a kind.", "art. 2"),
        Condition("stayed", pl.col("months_employed") >= p.min_months, f"At least {p.min_months} months.", "art. 4"),
        Condition("has_ticket", pl.col("ticket_cost") > 0, "There is a ticket.", "art. 4"),
    ]


def amounts(p: Numbers) -> dict[str, pl.Expr]:
    return {"amount": pl.min_horizontal("ticket_cost", pl.lit(p.cap))}


TRAVEL = Policy("travel", Parameters.from_yaml(HERE / "travel_numbers.yaml"), FACTS, conditions, amounts)


def write(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    ("day", "cap"),
    [(date(2024, 1, 1), 30000), (date(2025, 6, 30), 30000), (date(2025, 7, 1), 50000), (date(2025, 12, 31), 50000)],
)
def test_a_number_holds_from_its_day_until_the_next(day, cap):
    assert TRAVEL.parameters.on(day).cap == cap


def test_a_day_before_the_first_document_and_after_the_last_has_no_number():
    with pytest.raises(NoParameterYet) as too_early:
        _ = TRAVEL.parameters.on(date(2023, 12, 31)).cap
    assert too_early.value.sentence.values["first"] == date(2024, 1, 1)
    with pytest.raises(NoLongerInForce) as too_late:
        _ = TRAVEL.parameters.on(date(2026, 1, 1)).cap
    assert too_late.value.sentence.values["since"] == date(2026, 1, 1)
    assert TRAVEL.parameters.on(date(2026, 1, 1)).min_months == 3
    with pytest.raises(AttributeError, match="no number 'floor'"):
        _ = TRAVEL.parameters.on(DAY).floor


def test_a_number_knows_its_document_and_whether_somebody_compared_it():
    assert [(p.key, p.confirmed) for p in TRAVEL.parameters] == [("cap", True), ("min_months", False), ("kinds", True)]
    assert TRAVEL.parameters["cap"].reference == "Example notice 2024/3, art. 5"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("2024-01-01: 30000", "on: 30000", "is not a date"),
        ("2025-07-01: 50000", "2024-01-01: 50000", "given twice"),
        ("min_months:", "cap:", "given twice"),
        ("  unit: fen\n", "", "must have exactly"),
        ("confirmed: false", "confirmed: perhaps", "true or false"),
        ("{2024-01-01: 3}", "{}", "has no values"),
    ],
)
def test_a_damaged_file_names_its_fault(tmp_path, old, new, fault):
    assert old in NUMBERS
    with pytest.raises(WrongPolicyFile, match=fault):
        Parameters.from_yaml(write(tmp_path, NUMBERS.replace(old, new)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_cases_of_the_policy(case):
    case.check(TRAVEL)


def test_a_case_that_is_wrong_fails():
    wrong = CASES[0]._replace(gives={"amount": 1})
    with pytest.raises(AssertionError, match=r"gives \{'amount': 12000\}, not \{'amount': 1\}"):
        wrong.check(TRAVEL)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[]", "has no cases"),
        ("- {name: x, day: 2025-08-01, facts: {}}", "exactly name, day, facts, gives"),
        ("- {name: x, on: 2025-08-01, facts: {}, gives: {a: 1}}", "exactly name, day, facts, gives"),
        ("- {name: x, day: summer, facts: {}, gives: {a: 1}}", "day must be a date"),
        ("- {name: x, day: 2025-08-01, facts: {}, gives: {}}", "gives must say something"),
    ],
)
def test_a_file_of_cases_that_shows_nothing_is_refused(tmp_path, text, fault):
    with pytest.raises(WrongPolicyFile, match=fault):
        cases(write(tmp_path, text))


def test_the_reasons_of_one_person_are_told_with_their_articles():
    facts = TRAVEL.frame_of({"household_kind": "other", "ticket_cost": 100})
    assert TRAVEL.explain(facts, on=DAY) == [
        (Verdict.NOT_MET, "The household is of a kind.", "art. 2"),
        (Verdict.MISSING, "At least 3 months.", "art. 4"),
        (Verdict.MET, "There is a ticket.", "art. 4"),
    ]
    unmet = [says for met, says, _ in TRAVEL.explain(facts, on=DAY) if not met]
    assert unmet == ["The household is of a kind.", "At least 3 months."]


def test_a_fact_the_policy_does_not_read_is_a_fault_of_the_program():
    with pytest.raises(KeyError, match="reads no fact shoe_size"):
        TRAVEL.frame_of({"shoe_size": 42})
    with pytest.raises(ValueError, match="not 2"):
        TRAVEL.explain(pl.concat([TRAVEL.frame_of({})] * 2), on=DAY)


def test_not_a_number_is_unknown_and_not_very_large():
    facts = TRAVEL.frame_of({"household_kind": "monitored", "months_employed": float("nan"), "ticket_cost": 1})
    assert TRAVEL.decide(facts, on=DAY).row(0) == ("missing", False, 0)


def test_a_policy_whose_condition_is_the_same_for_all_keeps_its_rows():
    closed = Policy(
        "closed", TRAVEL.parameters, FACTS, lambda p: [Condition("open", pl.lit(False), "It is open.", "art. 1")]
    )
    rows = pl.concat([closed.frame_of({})] * 3)
    assert closed.explain_many(rows, on=DAY)["open"].to_list() == ["not_met"] * 3
    assert closed.decide(rows, on=DAY)["eligible"].to_list() == [False] * 3
    assert closed.decide(rows.clear(), on=DAY).height == 0


people = st.fixed_dictionaries(
    {
        "household_kind": st.sampled_from([None, "monitored", "registered_poor", "other"]),
        "months_employed": st.sampled_from([None, 0.0, 2.9, 3.0, 40.0, float("nan")]),
        "ticket_cost": st.sampled_from([None, 0, 100, 90000]),
    }
)


@given(st.lists(people, min_size=1, max_size=8))
def test_many_at_once_get_what_each_gets_alone_and_unknown_is_never_yes(rows):
    frames = [TRAVEL.frame_of(row) for row in rows]
    together = pl.concat(frames)
    decided, explained = TRAVEL.decide(together, on=DAY), TRAVEL.explain_many(together, on=DAY)
    for place, (row, frame) in enumerate(zip(rows, frames, strict=True)):
        assert TRAVEL.decide(frame, on=DAY).row(0) == decided.row(place)
        answers = [reason.state for reason in TRAVEL.explain(frame, on=DAY)]
        assert list(explained.row(place)) == answers
        assert decided["eligible"][place] is all(answers)
        unknown = None in row.values() or row["months_employed"] != row["months_employed"]
        assert not (unknown and decided["eligible"][place])
