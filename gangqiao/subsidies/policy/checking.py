"""Checks a whole book: every formula against the facts, every case against its rule. For `gangqiao policy check`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import polars as pl

from gangqiao.kernel.policy import NoParameterYet, WrongPolicyFile
from gangqiao.subsidies.policy.books import Book
from gangqiao.subsidies.policy.cases import Case, cases_of, fault_of
from gangqiao.subsidies.policy.rules import Rule, decided


@dataclass
class Checked:
    """What was found. unconfirmed: by rule, what nobody has compared with a document (see `Rule.unconfirmed`)."""

    rules: int = 0
    cases: int = 0
    faults: list[str] = field(default_factory=list)
    unconfirmed: dict[str, list[str]] = field(default_factory=dict)


def check_book(where: Path) -> Checked:
    """Read a book and try all of it. What is wrong stands in `faults`, a sentence each; nothing is raised."""
    found = Checked()
    try:
        book = Book.load(where)
        order = book.order
    except WrongPolicyFile as error:
        found.faults.append(str(error))
        return found
    for key in order:
        rule = book.rules[key]
        found.rules += 1
        if open_ := rule.unconfirmed(rule.first):
            found.unconfirmed[key] = open_
        found.faults += faults_of(book, rule)
        try:
            cases = cases_of(book, key)
        except WrongPolicyFile as error:
            found.faults.append(str(error))
            continue
        found.cases += len(cases)
        found.faults += [fault for case in cases if (fault := _tried(book, case))]
    return found


def _tried(book: Book, case: Case) -> str:
    try:
        return fault_of(book, case)
    except (KeyError, pl.exceptions.PolarsError, WrongPolicyFile, TypeError) as error:
        return f"{case.rule}: {case.name['en']}: {_first_line(error)}"


def check_rule(book: Book, key: str) -> list[str]:
    """What is wrong with one rule within its book, its cases tried; a sentence each, [] when nothing is."""
    try:
        book.order  # noqa: B018  rules that use each other in a circle
        cases = cases_of(book, key)
    except WrongPolicyFile as error:
        return str(error).splitlines()
    found = faults_of(book, book.rules[key])
    return found or [fault for case in cases if (fault := _tried(book, case))]


def faults_of(book: Book, rule: Rule) -> list[str]:
    """Formulas that fit no facts, on the first day of the rule and of each of its numbers."""
    strange = [key for key in rule.excludes if key not in book.rules]
    faults = [f"{rule.key}.yaml: excludes: there is no rule {key}" for key in strange]
    days = {rule.first} | {day for number in rule.numbers.values() for day in number.values if rule.is_in_force(day)}
    for day in sorted(days):
        try:
            _typed(book, rule, day)
        except NoParameterYet as error:
            faults.append(f"{rule.key}.yaml: {error}")
        except (WrongPolicyFile, pl.exceptions.PolarsError, TypeError) as error:
            faults.append(f"{rule.key}.yaml: on {day}: {_first_line(error)}")
    return faults


def _typed(book: Book, rule: Rule, day: date) -> None:
    """Computes the rule for nobody known: a word added to a number is found although no case has it."""
    known = book.prepared(book.frame_of([{}]), day)
    known = known.with_columns(pl.lit(0.0).alias(key) for key in rule.uses)
    decided(book.stood(rule.key, day), known)


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__


def days_that_matter(book: Book) -> list[date]:
    """First and last days of rules and numbers, and the day after each: where something changes."""
    days = set()
    for rule in book.rules.values():
        days |= {rule.first, *(day for number in rule.numbers.values() for day in number.values)}
        days |= {rule.last, rule.last + timedelta(days=1)} if rule.last is not None else set()
    return sorted(days)
