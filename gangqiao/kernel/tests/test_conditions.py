"""Conditions between facts: the cases both implementations run, and the laws of three answers."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.kernel.conditions import WrongCondition, check, evaluate, keys_of

CASES = json.loads((Path(__file__).parent.parent / "condition_cases.json").read_text())
DAY = date(2020, 3, 16)

facts = st.dictionaries(
    st.sampled_from("abc"), st.sampled_from([None, "", 0, 1, 2, "x", True, [], ["x"], "2004-03-16"])
)
literals = st.sampled_from([0, 1, 2, "x", True, ["x"], "2004-03-16"])
operands = st.one_of(st.sampled_from("abc"), st.builds(lambda key: {"age": key}, st.sampled_from("abc")))
leaves = st.one_of(
    st.builds(lambda key: {"answered": key}, st.sampled_from("abc")),
    st.builds(
        lambda name, left, right: {name: [left, right]},
        st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"]),
        operands,
        st.one_of(literals, st.builds(lambda key: {"fact": key}, st.sampled_from("abc"))),
    ),
    st.builds(lambda left, right: {"in": [left, right]}, operands, st.lists(literals, max_size=3)),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["name"])
def test_the_cases_of_both_implementations(case):
    assert evaluate(case["tree"], case["facts"], on=date.fromisoformat(case["on"])) is case["gives"]
    check(case["tree"], keys_of(case["tree"]))


@pytest.mark.parametrize("case", CASES["wrong"], ids=lambda case: case["name"])
def test_a_tree_that_means_nothing_is_refused(case):
    with pytest.raises(WrongCondition):
        check(case["tree"], CASES["keys"])


@given(trees, facts)
def test_a_tree_that_passed_the_check_always_gives_one_of_three_answers(tree, known):
    check(tree, "abc")
    answer = evaluate(tree, known, on=DAY)
    assert answer is None or isinstance(answer, bool)


@given(trees, trees, facts)
def test_de_morgan_and_double_negation_hold_with_unknowns(p, q, known):
    def gives(tree):
        return evaluate(tree, known, on=DAY)

    assert gives({"not": {"not": p}}) is gives(p)
    assert gives({"not": {"all": [p, q]}}) is gives({"any": [{"not": p}, {"not": q}]})
    assert gives({"all": [p, q]}) is gives({"all": [q, p]})
    assert gives({"any": [p, p]}) is gives(p)


@given(trees, facts, facts)
def test_an_answer_stands_whatever_is_learned_later(tree, known, learned):
    def without_answered(part):
        if isinstance(part, dict):
            return "answered" not in part and all(without_answered(p) for p in part.values())
        return all(without_answered(p) for p in part) if isinstance(part, list) else True

    if not without_answered(tree):
        return
    answer = evaluate(tree, known, on=DAY)
    more = {**learned, **{key: value for key, value in known.items() if value not in (None, "", [])}}
    assert answer is None or evaluate(tree, more, on=DAY) is answer


def test_dates_of_the_database_count_as_their_text():
    tree = {"all": [{"lt": [{"age": "birth"}, 16]}, {"eq": ["birth", "2010-01-01"]}, {"in": ["days", ["2020-01-01"]]}]}
    assert evaluate(tree, {"birth": date(2010, 1, 1), "days": [date(2020, 1, 1)]}, on=DAY) is True
    assert evaluate(tree, {"birth": datetime(2010, 1, 1, 8), "days": (date(2020, 1, 1),)}, on=DAY) is True


def test_the_facts_of_a_tree_are_known():
    tree = {"all": [{"eq": ["a", {"fact": "b"}]}, {"not": {"lt": [{"age": "c"}, 16]}}, {"answered": "d"}]}
    assert keys_of(tree) == {"a", "b", "c", "d"}
