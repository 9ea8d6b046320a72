"""The cases beside a rule: examples that show it, and test it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from gangqiao.kernel.policy import NoParameterYet, WrongPolicyFile
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.files import loaded
from gangqiao.subsidies.policy.functions import HOUSEHOLD
from gangqiao.subsidies.policy.rules import Rule, Standing, Words


class Case(NamedTuple):
    """One example of a rule: a test, and a line of the handbook. others: the rest of the household."""

    rule: str
    name: Words
    day: date
    facts: dict[str, Any]
    others: list[dict[str, Any]]
    gives: dict[str, Any]


def cases_of(book: Book, key: str) -> list[Case]:
    """The cases beside a rule. Raises WrongPolicyFile when there are none: a rule nobody tried is no rule.

    A rule that the county brought in has those of its text, or none.
    """
    if key in book.cases:
        return [_case(key, key, entry) for entry in book.cases[key]]
    path = book.where / f"{key}.cases.yaml"
    read = loaded(path.read_text(encoding="utf-8"), path.name) if path.is_file() else None
    if not isinstance(read, list) or not read:
        raise WrongPolicyFile(
            f"{path.name}: the rule has no cases; write at least one that is entitled and one that is not"
        )
    return [_case(key, path.name, entry) for entry in read]


def _case(key: str, where: str, read: Any) -> Case:
    if not isinstance(read, dict) or not {"name", "day", "facts", "gives"} <= read.keys():
        raise WrongPolicyFile(f"{where}: a case has name, day, facts, gives (and others): {read}")
    if type(read["day"]) is not date or not read["gives"]:
        raise WrongPolicyFile(f"{where}: {read['name']}: day must be a day, and gives must say something")
    name = read["name"] if isinstance(read["name"], dict) else {"zh": str(read["name"]), "en": str(read["name"])}
    return Case(key, name, read["day"], read["facts"], read.get("others", []), read["gives"])


def fault_of(book: Book, case: Case) -> str:
    """What a case gives other than it says; "" when it gives just that.

    `gives` may name standing, amount, and any condition by its key (true, false, or null for unknown).
    """
    rule = book.rules[case.rule]
    if not rule.is_in_force(case.day):
        row: dict[str, Any] = {"standing": str(Standing.NOT_IN_FORCE), "amount": None}
    else:
        frame = book.frame_of([{HOUSEHOLD: 1, **_own(case.facts, rule)}, *({HOUSEHOLD: 1, **o} for o in case.others)])
        try:
            row = book.decide(frame, case.day)[case.rule].row(0, named=True)
        except NoParameterYet as error:
            return f"{case.rule}: {case.name['en']}: {error}"
    wrong = {key: row.get(key, row.get(f"is:{key}")) for key in case.gives}
    wrong = {key: found for key, found in wrong.items() if not _same(found, case.gives[key])}
    return f"{case.rule}: {case.name['en']}: gives {wrong}, not {case.gives}" if wrong else ""


def _own(facts: Mapping[str, Any], rule: Rule) -> dict[str, Any]:
    """What was had before is named without the rule in its own cases."""
    return {f"{rule.key}:{key}" if key in rule.history else key: value for key, value in facts.items()}


def _same(found: Any, said: Any) -> bool:
    if isinstance(said, float) and isinstance(found, int | float) and not isinstance(found, bool):
        return abs(found - said) <= 1e-6 * max(1.0, abs(said))
    return bool(found == said)
