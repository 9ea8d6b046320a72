"""The whole plan as a file: what it holds, every kind of fault with its line, and a second plan that is data alone."""

from __future__ import annotations

from typing import Any

import pytest

from gangqiao.kernel.errors import Refusals
from gangqiao.plans.document import Cadence, Part
from gangqiao.plans.loading import LIBRARY, load, read_plan
from gangqiao.plans.tests.conftest import MILE_TEXT, changed

MILE = load(LIBRARY / "mile-2020.yaml")


def told(text: str) -> dict[str, str]:
    """What is said about a file that cannot be followed, by place."""
    with pytest.raises(Refusals) as caught:
        read_plan(text)
    return {refusal.field: str(refusal) for refusal in caught.value.refusals}


# --- the plan of Mile, whole -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R003", "R011", "R042", "R057", "R069", "R087", "R102", "D18")
def test_the_five_tasks_are_owed_by_the_units_the_plan_names() -> None:
    owed = {task.id: {unit for _part, unit in task.owed} for task in MILE.tasks}
    assert owed == {
        "T1": {"townships", "farm"},
        "T2": {"townships", "farm", "departments"},
        "T3": {"townships", "farm", "hrss", "transport", "health"},
        "T4": {"townships", "farm", "hrss"},
        "T5": {"townships", "farm", "poverty"},
    }
    assert {c.id for c in MILE.campaigns} == {"epidemic", "poverty"}
    assert MILE.find_task("T5.4").campaigns == ("poverty",)


@pytest.mark.requirement("R043", "R058", "R070", "R088", "R103")
def test_days_and_cadences_are_those_of_the_plan() -> None:
    assert [(t.id, str(t.due_on), t.cadence) for t in MILE.tasks] == [
        ("T1", "2020-03-01", None),
        ("T2", "None", None),
        ("T3", "None", Cadence.ALL_YEAR),
        ("T4", "2020-11-30", None),
        ("T5", "2020-10-01", None),
    ]
    assert MILE.find_task("T2.4").cadence is Cadence.MONTHLY
    early = [task.id for task in MILE.leaves if MILE.is_due_before_issue(task.due_on)]
    assert early == ["T1.1", "T1.2", "T1.3", "T1.4"]


@pytest.mark.requirement("R115")
def test_the_measures_are_there_with_their_units() -> None:
    assert [m.id for m in MILE.measures] == ["M1", "M2", "M3"]
    assert MILE.find_task("M2.1").part_of("hrss") is Part.LEADS
    assert MILE.find_task("M1.6").part_of("departments") is Part.RESPONSIBLE
    assert {unit for _part, unit in MILE.find_task("M2.3").owed} == {
        "reform",
        "industry",
        "housing",
        "water",
        "culture",
    }


def test_every_requirement_on_work_is_cited_by_the_task_it_belongs_to() -> None:
    cited = {number for task in MILE.walk() for number in task.requirements}
    assert {f"R{n:03}" for n in range(24, 127)} - cited == set()


def test_what_the_plan_does_not_say_is_marked_as_ours() -> None:
    for task in MILE.walk():
        assert task.quote or task.added, task.id
        for asked in task.evidence:
            assert asked.added, task.id
    assert MILE.find_task("M1.1").assigned


def test_every_duty_asks_for_evidence() -> None:
    assert [task.id for task in MILE.leaves if not task.evidence] == []


def test_a_part_has_what_it_does_not_say_from_its_task() -> None:
    part = MILE.find_task("T1.2")
    assert (str(part.due_on), part.line, part.clause.zh) == ("2020-03-01", 7, "三、重点工作(一)")


# --- faults ----------------------------------------------------------------------------------------------------------

FAULTS = {
    "an unknown field": (
        lambda p: p["tasks"][0].update(responsable=["townships"]),
        "tasks[0].responsable",
        "responsible",
    ),
    "a field nobody knows": (lambda p: p.update(xyz=1), "xyz", "policy_basis"),
    "an unknown unit": (lambda p: p["tasks"][2].update(responsible=["transprt"]), "tasks[2].responsible", "transport"),
    "an unknown campaign": (lambda p: p["tasks"][2].update(campaigns=["war"]), "tasks[2].campaigns", "epidemic"),
    "an unknown cadence": (lambda p: p["tasks"][2].update(cadence="daily"), "tasks[2].cadence", "monthly"),
    "a day and a cadence": (lambda p: p["tasks"][0].update(cadence="monthly"), "tasks[0]", "cadence:"),
    "a day that is none": (lambda p: p["tasks"][0].update(due_on="March"), "tasks[0].due_on", "2020-12-31"),
    "neither quote nor reason": (lambda p: p["tasks"][0].pop("quote"), "tasks[0]", "quote"),
    "a task nobody owes": (lambda p: p["measures"][1]["parts"][0].pop("leads"), "measures[1].parts[0]", "responsible"),
    "a task set twice": (lambda p: p["tasks"][1].update(id="T1"), "tasks[1]", "T1"),
    "a unit of no sort": (lambda p: p["units"][0].pop("every"), "units[0]", "code"),
    "a kind of unit that is none": (lambda p: p["units"][0].update(every="castle"), "units[0].every", "township"),
    "a missing language": (lambda p: p["title"].pop("en"), "title.en", "title.en"),
    "an unknown figure": (
        lambda p: p["tasks"][2]["parts"][3]["evidence"][0].update(figure="happiness"),
        "tasks[2].parts[3].evidence[0].figure",
        "happiness",
    ),
    "a list that is none": (lambda p: p.update(tasks="many"), "tasks", "“-”"),
    "a text instead of fields": (lambda p: p.update(title="Plan"), "title", "“zh”"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_with_its_place_and_how_to_mend_it(fault: str) -> None:
    change, place, word = FAULTS[fault]
    assert word in told(changed(change))[place]


def test_a_field_written_twice_is_told_with_its_line() -> None:
    text = MILE_TEXT.replace("year: 2020\n", "year: 2020\nyear: 2021\n", 1)
    with pytest.raises(Refusals) as caught:
        read_plan(text)
    (refusal,) = caught.value.refusals
    assert (refusal.field, refusal.line) == ("year", text.splitlines().index("year: 2021") + 1)


def test_a_fault_names_the_line_of_the_file() -> None:
    text = MILE_TEXT.replace("    due_on: 2020-03-01", "    due_on: soon", 1)
    with pytest.raises(Refusals) as caught:
        read_plan(text)
    assert caught.value.refusals[0].line == text.splitlines().index("    due_on: soon") + 1


def test_every_fault_is_told_at_once() -> None:
    def change(plan: Any) -> None:
        plan["tasks"][0]["responsable"] = plan["tasks"][0].pop("responsible")
        plan["targets"][0]["value"] = 0
        plan["units"][3]["code"] = ""

    assert len(told(changed(change))) >= 3


# --- another plan ----------------------------------------------------------------------------------------------------


@pytest.mark.requirement("D10", "D18", "R004")
def test_a_plan_of_another_year_with_other_categories_is_data_alone() -> None:
    plan = load(LIBRARY / "mile-2026.yaml")
    assert (plan.key, plan.year) == ("mile-2026", 2026)
    assert plan.unconfirmed
    assert all(target.id in plan.doubts for target in plan.targets)
    assert {campaign.id for campaign in plan.campaigns}.isdisjoint(c.id for c in MILE.campaigns)
