"""The phone judges answers and ID numbers exactly as the server does: the same cases, and people by chance."""

from __future__ import annotations

import json
import random
import string
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from gangqiao.kernel import clock, conditions
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import id_check_character, make_id_number, parse_id_number
from gangqiao.surveys import questions
from gangqiao.surveys.compiling import compile_sheet
from gangqiao.surveys.reads.completeness import Completeness, Line
from gangqiao.surveys.states import HANDED_IN
from tests.phone.node import answers

DAY = date(2020, 3, 16)
CASES = json.loads(Path(conditions.__file__).with_name("condition_cases.json").read_text())["cases"]
# What the sentence of the server begins with, and what the phone calls the same fault.
WHY = {
    "The ID number is empty": "empty",
    "The spreadsheet has turned": "spreadsheet",
    "The ID number has “%": "character",
    "The ID number has %(n)s of": "short",
    "The ID number has %(n)s digits": "long",
    "No province": "province",
    "The birthday in the ID number, %(year)s": "calendar",
    "The birthday in the ID number, %(day)s, is before": "early",
    "The birthday in the ID number, %(day)s, is in the future": "future",
    "The last character": "check",
}


def test_the_phone_gives_the_answers_of_the_cases_of_all_implementations():
    given = answers([["evaluate", case["tree"], case["facts"], case["on"]] for case in CASES])
    assert {c["name"]: g for c, g in zip(CASES, given, strict=True)} == {c["name"]: c["gives"] for c in CASES}
    assert len(CASES) > 60


def numbers(chance: random.Random) -> list[str]:
    """ID numbers as people type them: right, mistyped, old ones, with spaces, full width, letters, and nonsense."""
    found = [
        "",
        "   ",
        "5.32501E+17",
        "532501198001010.0",
        "５３２５９９",
        "ß" * 18,
        "一二三",
        "\u3000",
        "X" * 18,
        "3" * 15,
    ]
    for _ in range(700):
        born = date(1880, 1, 1) + timedelta(days=chance.randrange(-3000, 54000))
        right = make_id_number(born, chance.choice("12"), chance.randrange(500))
        place = chance.randrange(18)
        body = "".join(chance.choices(string.digits, k=17))
        found += [
            right,
            right.lower(),
            f" {right[:6]} {right[6:14]}\u00a0{right[14:]}\t",
            right.translate({ord(c): ord(c) + 0xFEE0 for c in string.digits + "X"}),
            f"\u200e{right}\ufeff",
            right[:place] + chance.choice(string.digits + "XOl-\u00b2\u0662") + right[place + 1 :],
            right[:6] + right[8:17],
            right[: chance.randrange(18)],
            right + chance.choice("0X"),
            body + chance.choice(string.digits + "X"),
            body + id_check_character(body),
            f"{chance.randrange(10, 99)}{right[2:17]}" + id_check_character(f"{right[:2]}{right[2:17]}"),
            "".join(chance.choices(string.printable + "\u0085\u001c\u2003\u2060", k=chance.randrange(25))),
        ]
    return found


def read_by_server(text: str) -> dict[str, Any]:
    try:
        read = parse_id_number(text)
    except Refusal as refusal:
        sentence = refusal.sentence.msgid
        return {"ok": False, "why": next(why for start, why in WHY.items() if sentence.startswith(start))}
    return {"ok": True, "number": read.text, "birth": read.birth_date.isoformat(), "sex": read.sex}


def test_nine_thousand_numbers_are_read_alike_and_refused_for_the_same_reason():
    typed = numbers(random.Random(17))
    given = answers([["idNumber", text, DAY.isoformat()] for text in typed])
    with clock.frozen_at(DAY):
        expected = [read_by_server(text) for text in typed]
    kept = [{k: v for k, v in one.items() if k in {"ok", "why", "number", "birth", "sex"}} for one in given]
    assert [(t, e, k) for t, e, k in zip(typed, expected, kept, strict=True) if e != k] == []
    assert {one["why"] for one in expected if not one["ok"]} == set(WHY.values())
    assert sum(one["ok"] for one in expected) > 2000


def some_value(question: questions.Question, chance: random.Random) -> Any:
    """An answer of the question's kind, a strange one, or none."""
    by_kind = {
        "date": lambda: (date(1925, 1, 1) + timedelta(days=chance.randrange(35500))).isoformat(),
        "integer": lambda: chance.choice([-1, 0, 1, 3, 12, 90, 2020, 10**6]),
        "money": lambda: chance.choice([0, 1, 4500, 10**9]),
    }
    if question.codes:
        one = chance.choice(list(question.codes))
        picked = [one] if "multi" in question.kind else one
    elif question.key == "person.id_number":
        picked = chance.choice([make_id_number(date(1985, 2, 3), "2", 7), "53259919850203014", "532599198502030141"])
    else:
        picked = by_kind.get(question.kind, lambda: chance.choice(["3", "x", "13987654321", "2020-02-30"]))()
    strange = [None, "", [], 0, False, "99", 7, ["1", "99"], "2019-02-29", "constructor"]
    return chance.choice([picked] * 8 + strange)


def somebody(section: questions.Section, chance: random.Random) -> dict[str, Any]:
    facts = {q.key: some_value(q, chance) for q in section.questions if chance.random() < 0.8}
    if chance.random() < 0.9:
        facts["person.birth_date"] = (date(1930, 1, 1) + timedelta(days=chance.randrange(33200))).isoformat()
    facts["given.works"] = chance.choice(["yes", "no", None])
    return facts


@pytest.mark.requirement("R028")
def test_a_thousand_people_by_chance_are_judged_alike_by_phone_and_server():
    sheet, chance = compile_sheet(), random.Random(5)
    asked: list[list[Any]] = [["section", s["about"], s] for s in sheet.as_json()["sections"]]
    people = [("person", somebody(sheet.section("person"), chance)) for _ in range(1000)]
    people += [("household", somebody(sheet.section("household"), chance)) for _ in range(200)]
    given = answers(asked + [["judge", about, facts, DAY.isoformat()] for about, facts in people])[len(asked) :]
    faults = set()
    with clock.frozen_at(DAY):
        for (about, facts), judged in zip(people, given, strict=True):
            expected = questions.judge(sheet.section(about), facts, DAY)
            faults |= {(f.key, f.why) for f in expected.faults}
            assert judged == {
                "asked": list(expected.asked),
                "required": list(expected.required),
                "missing": list(expected.missing),
                "faults": [{"key": f.key, "why": f.why} for f in expected.faults],
            }
    # Without faults found by either rule the comparing would say little.
    assert {why for _key, why in faults} == {"code", "constraint"}


def some_steps(chance: random.Random, keys: str) -> list[dict[str, Any]]:
    def codes() -> dict[str, str]:
        return {one: chance.choice("123") for one in chance.sample("123", 2)}

    def step() -> dict[str, Any]:
        renamed = {one: chance.choice(keys) for one in chance.sample(keys, chance.randrange(3))}
        return {"renamed": renamed, "codes": {one: codes() for one in chance.sample(keys, 2)}}

    return [step() for _ in range(chance.randrange(4))]


def test_old_answers_are_led_to_the_same_new_questions():
    chance, keys = random.Random(3), "abcde"
    old = ["1", "2", "3", "x", 1, None, ["1", "2"], [1, "3"]]
    cases = [
        (
            {key: chance.choice(old) for key in chance.sample(keys, chance.randrange(6))},
            some_steps(chance, keys),
            chance.sample(keys, chance.randrange(6)),
        )
        for _ in range(500)
    ]
    led = answers([["upgrade", answered, steps, now] for answered, steps, now in cases])
    expected = [questions.upgrade(answered, steps, frozenset(now)) for answered, steps, now in cases]
    assert [(moved, apart) for moved, apart in led] == expected


def some_task(chance: random.Random, groups: list[str]) -> dict[str, Any]:
    status = chance.choice(["assigned", "collecting", "submitted", "returned", "accepted", "locked"])
    persons, required = chance.randrange(7), chance.randrange(90)
    return {
        "area": chance.choice(groups),
        "status": status,
        "outcome": chance.choice(["surveyed", "moved", "died", "refused", "not_found", "double"]),
        "persons": persons,
        "persons_done": chance.randint(0, persons),
        "required": required,
        "missing": chance.randint(0, required),
    }


@pytest.mark.requirement("R025", "R026", "R027", "R028")
def test_the_four_ratios_are_counted_alike_on_the_phone_and_in_the_office():
    chance, groups = random.Random(11), ["01", "02", "03", "04"]
    tasks = [some_task(chance, groups[:3]) for _ in range(300)]
    rows = [{"group": task["area"], "tasks": [{"survey": "s", **task}]} for task in tasks]
    [counted] = answers([["count", rows, [{"key": key, "name": key} for key in groups], "s"]])
    complete = Completeness()
    for task in tasks:
        complete.add(Line(households=1, **task))
    for name in ("household", "person", "item"):
        assert counted[name] == {"done": getattr(complete, name).done, "total": getattr(complete, name).total}
    reached = {task["area"] for task in tasks if task["status"] in HANDED_IN}
    assert counted["group"] == {"done": len(reached), "total": 4}


def test_patterns_are_read_alike_by_every_engine():
    patterns = [r"\d{3}", r"[0-9]{2,3}", r"[A-Za-z-]{1,4}", r"0\d{2}-\d{1,2}", r"[a-c]\d"]
    texts = ["123", "１２３", "12", "1234", "a-B", "012-3", "012-3\n", "b7", "B7", "", None, 123, ["123"]]
    asked = [({"matches": ["k", pattern]}, {"k": text}) for pattern in patterns for text in texts]
    given = answers([["evaluate", tree, facts, DAY.isoformat()] for tree, facts in asked])
    assert given == [questions.evaluate(tree, facts, DAY) for tree, facts in asked]
    assert {True, False, None} == set(given)
