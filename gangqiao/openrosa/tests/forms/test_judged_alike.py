"""What a phone, another phone app and the server say of the same answers is the same."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gangqiao.kernel.conditions import evaluate, keys_of
from gangqiao.openrosa.forms_compiled.names import node_of
from gangqiao.openrosa.tests.forms import judges
from gangqiao.openrosa.tests.forms.people import ON, every_kind, persons
from gangqiao.surveys.questions import Question, QuestionSheet, Section

CASES = json.loads((Path(__file__).parents[3] / "kernel/condition_cases.json").read_text())["cases"]


@pytest.mark.requirement("R036")
def test_a_thousand_random_persons_are_judged_alike_by_server_phone_and_form(tmp_path: Path) -> None:
    sheet = every_kind()
    section = sheet.section("person")
    people = persons(sheet, seed=2020, count=1_000)
    by_server = judges.server(section, people, ON)
    by_phone = judges.phone(section, people, ON)
    by_form = judges.form(sheet, people, ON, tmp_path)
    assert by_phone == by_server
    assert by_form == by_server
    # A test in which nobody differs from anybody would prove nothing.
    asked = {key for verdict in by_server for key in verdict.asked}
    assert asked == {q.key for q in section.questions} - {"own.never"}
    assert len({verdict.asked for verdict in by_server}) > 100
    wrong = {key for verdict in by_server for key in verdict.wrong}
    assert wrong == {q.key for q in section.questions if q.constraint} - {
        "business.jobs_created",
        "business.poor_workers",
    }


def test_every_case_of_a_condition_comes_out_in_a_form_as_on_the_server(tmp_path: Path) -> None:
    told = [case for case in CASES if case["on"] == "2020-03-16" and all(map(_can_be_typed, case["facts"].values()))]
    assert len(told) > 40
    questions: list[Question] = []
    typed = {"on": "2020-03-16"}
    for number, case in enumerate(told):
        tree = _renamed(case["tree"], number)
        for key in sorted(keys_of(case["tree"])):
            value = case["facts"].get(key)
            question = Question(f"own.c{number}{key}", _kind(value), {"zh": key})
            questions.append(question)
            typed[node_of(question.key)] = _text(value)
        questions.append(Question(f"own.true{number}", "text", {"zh": "真"}, relevant=tree))
        questions.append(Question(f"own.false{number}", "text", {"zh": "假"}, relevant={"not": tree}))
    sheet = QuestionSheet((Section("household", ()), Section("person", tuple(questions))))
    xml = judges.xform(sheet, "0", "person_update")
    (filled,) = judges.fill(xml, [typed], tmp_path)
    for number, case in enumerate(told):
        says = {(True, False): True, (False, True): False, (False, False): None}
        found = says[filled[f"own_true{number}"][0], filled[f"own_false{number}"][0]]
        assert found == evaluate(case["tree"], case["facts"], date(2020, 3, 16)) == case["gives"], case["name"]


def _can_be_typed(value: Any) -> bool:
    """Whether a form can hold it: no booleans, and lists of words only."""
    if isinstance(value, list):
        return all(isinstance(entry, str) and " " not in entry for entry in value)
    return value is None or (isinstance(value, (str, int, float)) and not isinstance(value, bool))


def _kind(value: Any) -> str:
    return "multi_choice" if isinstance(value, list) else "number" if isinstance(value, (int, float)) else "text"


def _text(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else "" if value is None else str(value)


def _renamed(tree: Any, number: int) -> Any:
    """The tree with the facts of this case under names of their own."""
    ((name, body),) = tree.items()
    if name in ("all", "any"):
        return {name: [_renamed(part, number) for part in body]}
    if name == "not":
        return {name: _renamed(body, number)}
    own = f"own.c{number}"
    if name == "answered":
        return {name: own + body}
    left = {"age": own + body[0]["age"]} if isinstance(body[0], dict) else own + body[0]
    right = {"fact": own + body[1]["fact"]} if isinstance(body[1], dict) else body[1]
    return {name: [left, right]}
