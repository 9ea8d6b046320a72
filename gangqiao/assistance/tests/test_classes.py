"""The rules of the classes, by the examples beside them; one by one they say what the scan of many says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.policy import classes, measures
from gangqiao.assistance.policy.classes_conditions import FACTS
from gangqiao.kernel.policy import Verdict

DAY = date(2020, 3, 16)
READ: dict[str, Any] = yaml.safe_load(
    Path(classes.__file__).with_name("classes_cases.yaml").read_text(encoding="utf-8")
)
MARKS = {"m": Verdict.MET, "n": Verdict.NOT_MET, "?": Verdict.MISSING}


@pytest.mark.requirement("R089", "R090", "R092", "R099", "R104")
@pytest.mark.parametrize("case", READ["cases"], ids=lambda case: case["name"])
def test_the_rules_give_what_the_example_says(case: dict[str, Any]) -> None:
    judged = classes.judge(classes.frame_of(READ["base"] | case["facts"]), DAY)
    assert (judged.kind, judged.none_reason) == (case["kind"], case.get("none_reason", ""))
    assert [why.key for why in judged.missing] == case.get("asks", [])
    assert all(str(why.says) and why.article.startswith("R") for why in judged.reasons)


VALUES: dict[str, st.SearchStrategy[Any]] = {
    "age": st.integers(16, 80), "sex": st.sampled_from(["1", "2"]),
    "capacity": st.sampled_from(["skilled", "ordinary", "weak", "lost", "none"]),
    "health": st.sampled_from(["01", "02", "03", "04", "05"]),
    "school": st.sampled_from(["in_school", "not_in_school"]), "population": st.sampled_from(["02", "03", "04", "07"]),
    "works_level": st.sampled_from(["own_township", "other_province"]), "works_days": st.integers(0, 400),
    "works_grade": st.sampled_from(["A", "C"]), "wants": st.sampled_from(["yes", "later", "no"]),
    "work_kind": st.sampled_from(["work_out", "local_work"]),
    "wished_level": st.sampled_from(["own_township", "other_province"]), "land_mu": st.sampled_from([3.0, 90.0]),
}  # fmt: skip
COUNTS = ("small_children", "infants", "elders", "dependants", "carers", "home_unknown", "home_works")


def _strategy(name: str) -> st.SearchStrategy[Any]:
    if name in COUNTS:
        return st.integers(0, 2)
    if name in ("is_on_post", "has_business", "home_industry"):
        return st.booleans()
    return st.none() | VALUES.get(name, st.booleans())


people = st.fixed_dictionaries({name: _strategy(name) for name in FACTS})


@settings(max_examples=60, deadline=None)
@given(st.lists(people, min_size=1, max_size=12))
def test_many_at_once_get_what_each_gets_alone(rows: list[dict[str, Any]]) -> None:
    scanned = classes.judge_many(pl.DataFrame(rows, schema=dict(FACTS)), DAY)
    for row, found in zip(rows, scanned.iter_rows(named=True), strict=True):
        alone = classes.judge(classes.frame_of(row), DAY)
        assert (found["kind"], found["none_reason"]) == (alone.kind, alone.none_reason)
        assert [MARKS[mark] for mark in found["answers"]] == [why.answer for why in alone.reasons]
        assert found["is_asked"] == bool(alone.missing)


@settings(max_examples=150, deadline=None)
@given(people)
def test_a_class_is_proposed_only_when_all_its_conditions_are_met_and_nobody_falls_between(row: dict[str, Any]) -> None:
    judged = classes.judge(classes.frame_of(row), DAY)
    if judged.kind in classes.CLASSES:
        assert all(why.answer == Verdict.MET for why in judged.reasons if why.kind == judged.kind)
    assert (judged.kind == "none") == bool(judged.none_reason)
    assert judged.none_reason in ("", *LISTS["none_reason"])
    # No class and no reason: then something is missing that can be asked.
    assert judged.kind or judged.missing


def test_every_fact_that_is_missing_leaves_no_class_that_leans_on_it() -> None:
    nothing = classes.judge(classes.frame_of({}), DAY)
    assert nothing.kind == ""
    assert not nothing.net_is_met


@pytest.mark.requirement("R091", "R093", "R094", "R095", "R096", "R097", "R098", "R100")
def test_each_class_has_its_own_measures_of_the_plan() -> None:
    assert set(measures.KINDS) == set(LISTS["measure"])
    assert all(
        one.owner in LISTS["owner"] and set(one.classes) <= set(classes.CLASSES) for one in measures.KINDS.values()
    )
    assert measures.fits("far", "transport_reward")
    assert not measures.fits("near", "transport_reward")
    assert {"workshop", "local_employer", "agriculture", "project", "employer_training", "insurance_subsidy"} <= set(
        measures.kinds_for("near")
    )
    assert measures.fits("net", "public_post")
    assert not measures.may_have("far", "public_post")
    assert measures.may_have("far", "counsel")
    assert not measures.fits("far", "counsel")
