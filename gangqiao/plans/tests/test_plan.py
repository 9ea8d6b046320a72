"""The plan of Mile as a file, and what is said about a file that cannot be followed."""

from __future__ import annotations

import copy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from gangqiao.kernel.errors import Refusals
from gangqiao.plans.loading import LIBRARY, load
from gangqiao.plans.reads import current_plan, current_targets

pytestmark = pytest.mark.django_db  # the plan in force is asked for in the database first
SOURCE = Path(__file__).parents[3] / "docs/mission/work-plan-2020.txt"
MILE = yaml.safe_load((LIBRARY / "mile-2020.yaml").read_text(encoding="utf-8"))


def written(tmp_path: Path, change: Any) -> Path:
    """The plan of Mile with a change made to it, in a file."""
    plan = copy.deepcopy(MILE)
    change(plan)
    path = tmp_path / "plan.yaml"
    path.write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.requirement("R014", "R015", "R016", "R017", "R018", "R019", "R020", "R021", "D18")
def test_the_eight_targets_are_those_of_the_plan() -> None:
    assert [(t.id, t.value, t.due_on) for t in current_targets()] == [
        ("R014", 200_000, date(2020, 12, 31)),
        ("R015", 16_000, date(2020, 12, 31)),
        ("R016", 15_000, date(2020, 12, 31)),
        ("R017", 800, date(2020, 12, 31)),
        ("R018", 60, date(2020, 12, 31)),
        ("R019", 60, date(2020, 12, 31)),
        ("R020", 155_000, date(2020, 3, 31)),
        ("R021", 9_800, date(2020, 3, 31)),
    ]


@pytest.mark.requirement("R001", "R010", "R127")
def test_every_quote_stands_in_the_plan_on_the_line_named() -> None:
    lines = SOURCE.read_text(encoding="utf-8").splitlines()
    plan = current_plan()
    for target in MILE["targets"]:
        assert target["quote"] in lines[target["line"] - 1]
    for said in (*plan.policy_basis, *plan.principles, *plan.goals, *plan.campaigns):
        assert said.line
        assert said.zh in lines[said.line - 1]
    for task in plan.walk():
        assert task.line
        assert task.quote in lines[task.line - 1], task.id
    assert plan.issuer.zh in lines[-2]
    assert len(plan.policy_basis) == 2
    assert [goal.zh for goal in plan.goals] == ["战疫情", "稳就业", "助脱贫", "促发展"]


def test_every_text_of_the_plan_is_in_both_languages() -> None:
    plan = current_plan()
    for words in (plan.title, plan.issuer, *plan.goals, *(t.words for t in plan.targets)):
        assert words.in_language("zh-hans") != words.in_language("en")


@pytest.mark.parametrize(
    ("change", "field", "word"),
    [
        (lambda p: p.pop("issued_on"), "issued_on", "issued_on"),
        (lambda p: p["targets"][3].pop("value"), "targets[3].value", "targets[3].value"),
        (lambda p: p["targets"][0].update(value="many"), "targets[0].value", "targets[0]"),
        (lambda p: p["targets"][0].update(value=-1), "targets[0].value", "targets[0]"),
        (lambda p: p["targets"][0].update(indicator="happiness"), "targets[0].indicator", "happiness"),
        (lambda p: p["targets"][4].update(unit="persons"), "targets[4].unit", "percent"),
        (lambda p: p["targets"][0].update(due_on="soon"), "targets[0].due_on", "targets[0]"),
        (lambda p: p["targets"].append(p["targets"][0]), "targets[8]", "R014"),
        (lambda p: p.update(targets=[]), "targets", "targets"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, change: Any, field: str, word: str) -> None:
    with pytest.raises(Refusals) as caught:
        load(written(tmp_path, change))
    told = {r.field: str(r.sentence) for r in caught.value.refusals}
    assert word in told[field]


@pytest.mark.requirement("R022")
@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda p: p["targets"][1].update(value=200_001), "R015.within"),
        (lambda p: p["targets"][3].update(value=15_001), "R017.within"),
        (lambda p: p["targets"][6].update(due_on=date(2021, 1, 1)), "R020.within"),
        (lambda p: p["targets"][1].update(within=["R099"]), "R015.within"),
    ],
)
def test_a_target_larger_or_later_than_the_one_around_it_is_refused(tmp_path: Path, change: Any, field: str) -> None:
    with pytest.raises(Refusals) as caught:
        load(written(tmp_path, change))
    assert field in [r.field for r in caught.value.refusals]


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    def change(plan: Any) -> None:
        plan.pop("issuer")
        plan["targets"][0]["value"] = 0
        plan["targets"][5]["unit"] = "persons"

    with pytest.raises(Refusals) as caught:
        load(written(tmp_path, change))
    assert len(caught.value.refusals) >= 3


@pytest.mark.requirement("R043")
def test_a_deadline_before_the_plans_own_date_is_accepted(tmp_path: Path) -> None:
    path = written(tmp_path, lambda p: p["targets"][7].update(due_on=date(2020, 3, 1)))
    assert load(path).targets[7].due_on < load(path).issued_on


@pytest.mark.parametrize("text", ["plan: [", "- 1", ""])
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refusals):
        load(path)


def test_a_plan_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusals):
        load(tmp_path / "none.yaml")
