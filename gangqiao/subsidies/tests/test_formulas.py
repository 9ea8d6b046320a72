"""Formulas: what they mean, that unknown is never yes, and that nothing but a formula is one."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gangqiao.subsidies.policy.formulas import WrongFormula, compiled
from gangqiao.subsidies.policy.functions import numbered
from gangqiao.subsidies.policy.numbers import Scale

pytestmark = pytest.mark.once
DAY = date(2020, 6, 1)
FACTS: dict[str, Any] = {
    "household": pl.Int64, "yes": pl.Boolean, "no": pl.Boolean, "asked": pl.Boolean, "n": pl.Int64, "none": pl.Int64,
    "word": pl.String, "born": pl.Date, "half": pl.Float64,
}  # fmt: skip
ROW = {
    "household": 0, "yes": True, "no": False, "asked": None, "n": 7, "none": None, "word": "far",
    "born": date(1990, 6, 2), "half": 0.5,
}  # fmt: skip
TABLE = Scale("marginal_rate", ((0.0, 0.1), (100.0, 0.2)))


def value(text: str, **row: Any) -> Any:
    frame = pl.DataFrame([ROW | row], schema=FACTS, orient="row")
    names = {key: pl.col(key) for key in FACTS} | {"limit": 10, "table": TABLE, "near": ["far", "near"]}
    return frame.select(compiled(text, names, DAY)).item()


@pytest.mark.parametrize(
    ("text", "gives"),
    [
        ("n + 2 * 3", 13), ("-n", -7), ("n / 2", 3.5), ("n // 2", 3), ("n % 2", 1), ("n > limit", False),
        ("1 < n <= 7", True), ('word == "far" and not no', True), ("word in near", True), ('word not in ["x"]', True),
        ("n if yes else 0", 7), ("min(n, limit, 9)", 7), ("max(n, limit)", 10), ("age(born)", 29),
        ('age(born, date("2020-06-02"))', 30), ('months(date("2020-01-31"), date("2020-03-01"))', 1),
        ('days(date("2020-02-28"), date("2020-03-01"))', 2), ("round(n / 2)", 4.0), ("floor(n / 2)", 3.0),
        ("ceil(n / 2)", 4.0), ("by_table(150, table)", 20.0), ("known(none)", False), ("or_else(none, 3)", 3),
        ("year(day)", 2020), ("true and n == 7", True),
    ],
)  # fmt: skip
def test_a_formula_means_what_it_says(text, gives):
    assert value(text) == gives


@pytest.mark.parametrize(
    "text",
    [
        "none > 3", "none + n", "min(n, none)", "max(none, limit)", "asked and yes", "asked or no", "not asked",
        "n if asked else 0", "n / 0", "by_table(none, table)", "none in [1, 2]", "sum_of_household(none)",
        "any_of_household(asked)", "months(day, unknown)", "1 < none < 9", "age(born, unknown)",
    ],
)  # fmt: skip
def test_what_depends_on_an_unknown_is_unknown(text):
    assert value(text) is None


@pytest.mark.parametrize(
    ("text", "gives"), [("asked and no", False), ("asked or yes", True), ("no and none > 1", False)]
)
def test_an_unknown_that_decides_nothing_does_not_matter(text, gives):
    assert value(text) is gives


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "n.real", "(lambda: 1)()", "[x for x in near]", "n := 3", "f'{n}'",
        "open('/etc/passwd')", "n ** 999999", "near", "nobody + 1", "min()", "n @ 2", "n is 3", "{1: 2}", "*near",
        "by_table(n, limit)", "age()", "word[0]", "yes +", "exec('1')", "min(n, key=limit)", "b'1'", "n" * 601,
    ],
)  # fmt: skip
def test_nothing_but_a_formula_is_one(text):
    with pytest.raises(WrongFormula):
        value(text)


def test_a_mistyped_name_is_told_with_the_one_that_was_meant():
    with pytest.raises(WrongFormula, match="is “limit” meant"):
        value("n > limti")


SOME = st.lists(st.tuples(st.integers(0, 5), st.sampled_from([True, False, None])), min_size=1, max_size=30)


@given(SOME)
def test_the_members_of_a_household_are_looked_at_together(people):
    frame = numbered(pl.DataFrame(people, schema={"household": pl.Int64, "met": pl.Boolean}, orient="row"))
    names = {"met": pl.col("met")}
    columns = {
        name: compiled(f"{name}(met)", names, DAY)
        for name in ("any_of_household", "all_of_household", "count_of_household")
    }
    found = frame.select(**columns).to_dicts()
    for (home, _met), row in zip(people, found, strict=True):
        members = [met for other, met in people if other == home]
        some = True if True in members else (None if None in members else False)
        every = False if False in members else (None if None in members else True)
        many = None if None in members else members.count(True)
        assert row == {"any_of_household": some, "all_of_household": every, "count_of_household": many}
