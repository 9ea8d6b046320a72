"""The library of policies: every case, the 28th of March, one and many, and files that are wrong."""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.subsidies.policy.books import LIBRARY, Book
from gangqiao.subsidies.policy.cases import cases_of, fault_of
from gangqiao.subsidies.policy.checking import check_book
from gangqiao.subsidies.policy.comparing import compare
from gangqiao.subsidies.policy.functions import HOUSEHOLD
from gangqiao.subsidies.policy.rules import Standing

pytestmark = pytest.mark.once
YUNNAN = Book.load(LIBRARY / "yunnan_2020")
FOLDERS = sorted(path.parent for path in LIBRARY.glob("*/book.yaml"))
BOOKS = [Book.load(folder) for folder in FOLDERS]
ALL_CASES = [(book, case) for book in BOOKS for key in book.order for case in cases_of(book, key)]
WORKER = {
    "birth_date": date(1985, 5, 1), "is_alive": True, "is_registered_poor": True, "area_level": "other_province",
    "months_at_work": 4, "evidence": "B", "has_promise": False, "rode_organised": False, "ticket_cost": 32000,
}  # fmt: skip


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
@pytest.mark.requirement("R085")
def test_a_book_of_the_library_is_without_fault(folder):
    found = check_book(folder)
    assert found.faults == []
    assert found.cases >= 2 * found.rules
    for key, rule in Book.load(folder).rules.items():
        assert not [k for k, number in rule.numbers.items() if number.confirmed and "not found" in number.reference], (
            key
        )


@pytest.mark.parametrize(("book", "case"), ALL_CASES, ids=[f"{b.key}: {c.rule}: {c.name['en']}" for b, c in ALL_CASES])
def test_a_case_gives_what_it_says(book, case):
    assert fault_of(book, case) == ""


@pytest.mark.requirement("R091")
def test_on_28_march_one_rule_closes_and_another_opens():
    before, after = date(2020, 3, 27), date(2020, 3, 28)
    by_rule = {day: {d.rule.key: d for d in YUNNAN.explain(WORKER, day)} for day in (before, after)}
    assert by_rule[before]["transport_2020"].standing is Standing.ENTITLED
    assert "transport_2020" not in by_rule[after]
    assert "outgoing_work_reward" not in by_rule[before]
    assert by_rule[after]["outgoing_work_reward"].amount == 100_000


@pytest.mark.requirement("R091")
def test_what_changes_on_28_march_is_a_list_of_people_with_its_cost():
    frame = YUNNAN.frame_of([WORKER, WORKER | {"months_at_work": 1}, WORKER | {"is_registered_poor": False}])
    found = compare(frame, (YUNNAN, date(2020, 3, 27)), (YUNNAN, date(2020, 3, 28)), subject="person")
    told = {(change.rule, change.row, change.how) for change in found.changes}
    assert told == {
        ("transport_2020", 0, "loses"), ("transport_2020", 1, "loses"), ("outgoing_work_reward", 0, "gains"),
    }  # fmt: skip
    assert found.cost_before["employment"] == 64_000
    assert found.cost_after["employment"] == 100_000


def test_a_rule_explains_itself_with_its_numbers_in_the_sentence():
    decided = {d.rule.key: d for d in YUNNAN.explain(WORKER | {"months_at_work": 2}, date(2020, 7, 1))}
    (open_,) = decided["outgoing_work_reward"].open
    assert open_.says == {"zh": "稳定就业3个月以上", "en": "Has stayed in work for 3 months"}
    assert decided["outgoing_work_reward"].standing is Standing.ONE_MISSING


# --- one and many -----------------------------------------------------------------------------------------------------

KINDS: dict[str, Any] = {
    "integer": st.one_of(st.none(), st.integers(0, 80)), "fen": st.one_of(st.none(), st.integers(0, 2_000_000)),
    "number": st.one_of(st.none(), st.integers(0, 40).map(float)), "boolean": st.sampled_from([True, False, None]),
    "date": st.one_of(st.none(), st.dates(date(1940, 1, 1), date(2020, 1, 1))),
    "text": st.sampled_from(["other_province", "own_township", "none", "A", "B", "D", "special", "cleaning", "online",
                             "senior", "junior", "workshop", "enterprise", None]),
}  # fmt: skip
PEOPLE = st.lists(
    st.fixed_dictionaries({HOUSEHOLD: st.integers(0, 4)} | {k: KINDS[f.type] for k, f in YUNNAN.facts.items()}),
    min_size=1, max_size=12,
)  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.dates(date(2020, 1, 1), date(2021, 6, 1)))
def test_many_at_once_get_what_each_gets_alone(people, day):
    together = YUNNAN.decide(YUNNAN.frame_of(people), day)
    for number, person in enumerate(people):
        alone = YUNNAN.decide(YUNNAN.frame_of([person]), day)
        for key, result in alone.items():
            assert result.row(0) == together[key].row(number), key


@settings(max_examples=25, deadline=None)
@given(PEOPLE, st.data())
def test_an_unknown_never_makes_anybody_entitled(people, data):
    """Whoever is entitled with a fact unknown is entitled to the same whatever the fact turns out to be."""
    day, key = date(2020, 7, 1), data.draw(st.sampled_from(sorted(YUNNAN.facts)))
    row = people[0] | {key: None}
    told = row | {key: data.draw(KINDS[YUNNAN.facts[key].type])}
    unknown, known = (YUNNAN.decide(YUNNAN.frame_of([r]), day) for r in (row, told))
    for rule, result in unknown.items():
        if result["standing"][0] == "entitled":
            assert known[rule].row(0)[:2] == result.row(0)[:2], rule


# --- files that are wrong ---------------------------------------------------------------------------------------------

BROKEN = [
    ("amount: {is: 'far if is_far else near'", "amount: {is: 'far if is_far else nere'", "is “near” meant?"),
    ("months_at_work >= min_months", "months_at_work >= 'three'", "outgoing_work_reward.yaml"),
    ("from: 2020-03-28", "from: soon", "is not a day like 2020-03-28"),
    ("for: person", "for: dog", "is none of person"),
    ("confirmed: true\n    values: {2020-03-28: 100000}", "values: {2020-03-28: 100000}", "confirmed is missing"),
    ("fund_line: employment", "fund_line: employment\nfund_line: skills", "is given twice"),
    ("most: 1}", "most: nothing}", "is no number or step"),
    ("key: away", "key: alive", "is given twice"),
    ("2020-03-28: 3}", "2021-01-01: 3}", "2021-01-01"),
    ("rule: outgoing_work_reward", "rule: another", "bears the name of its rule"),
    ('en: "Reward for work elsewhere"', 'en: ""', "both languages"),
    ("met: 'is_alive'", "met: 'is_alive = true'", "is not a formula"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "says"), BROKEN)
def test_a_wrong_file_is_told_with_file_place_and_how_to_mend_it(tmp_path, old, new, says):
    folder = tmp_path / "book"
    shutil.copytree(LIBRARY / "yunnan_2020", folder)
    file = folder / "outgoing_work_reward.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(says in fault for fault in check_book(folder).faults), check_book(folder).faults


def test_a_book_with_a_wrong_case_does_not_pass(tmp_path, capsys):
    folder = tmp_path / "book"
    shutil.copytree(LIBRARY / "yunnan_2020", folder)
    file = folder / "start_up.cases.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("1000000", "1000001", 1), encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("policy", "check", str(folder))
    call_command("policy", "check", "yunnan_2020")


def test_rules_that_use_each_other_in_a_circle_are_refused(tmp_path):
    folder = tmp_path / "book"
    shutil.copytree(Path(__file__).parent / "books" / "country_template", folder)
    file = folder / "pension.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "uses: [income_tax]\n", encoding="utf-8")
    with pytest.raises(WrongPolicyFile, match="circle"):
        _ = Book.load(folder).order


def test_the_command_explains_a_file_of_facts(tmp_path, capsys):
    file = tmp_path / "facts.yaml"
    file.write_text("is_registered_poor: true\nbirth_date: 1985-05-01\nis_alive: true\n", encoding="utf-8")
    call_command("policy", "explain", str(file), "--day", "2020-07-01", "--language", "en")
    told = capsys.readouterr().out
    assert "Reward for work elsewhere [outgoing_work_reward]" in told
    assert "? Has stayed in work for 3 months" in told
    file.write_text("is_registerd_poor: true\n", encoding="utf-8")
    with pytest.raises(CommandError, match="is_registerd_poor"):
        call_command("policy", "explain", str(file))


def test_every_rule_that_pays_says_which_of_its_numbers_nobody_confirmed():
    open_ = {key: rule.unconfirmed(rule.first) for key, rule in YUNNAN.rules.items()}
    assert open_["outgoing_work_reward"] == []
    assert open_["training_through_work"] == ["document", "a_month"]
    assert "cap" in open_["transport_2020"]


def test_no_days_but_those_of_the_files_change_anything():
    """The day before a first day of a rule is not the day of it, for every rule."""
    for rule in YUNNAN.rules.values():
        assert not rule.is_in_force(rule.first - timedelta(days=1))
        assert rule.last is None or not rule.is_in_force(rule.last + timedelta(days=1))
    assert isinstance(YUNNAN.frame_of([{}]), pl.DataFrame)
