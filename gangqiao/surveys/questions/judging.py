"""What follows from answers: which questions are asked, which are missing, and which answers cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.surveys.questions.definition import Question, Section
from gangqiao.surveys.questions.expressions import evaluate

NUMBERS = frozenset({"integer", "number", "money"})
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


@dataclass(frozen=True, slots=True)
class Fault:
    """An answer that cannot be. `why`: "constraint", or "code" for a code that is not in the list."""

    key: str
    why: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """asked: the questions that are due; required: those of them that must be answered; missing: those that are not."""

    asked: tuple[str, ...]
    required: tuple[str, ...]
    missing: tuple[str, ...]
    faults: tuple[Fault, ...]


def judge(section: Section, facts: Mapping[str, Any], on: date) -> Judgement:
    """Judge the answers to one section.

    facts  values by key as JSON holds them: what is recorded, and over it the answers; and what is given
    A question is asked when its condition is true; while that is unknown, the question before it is what is missing.
    An answer to a question that is not asked counts for nothing, also in the conditions of those after it.
    """
    known = _numbers(section, facts)
    asked, required, missing, faults = [], [], [], []
    for question in section.questions:
        if question.relevant is not None and evaluate(question.relevant, known, on) is not True:
            known.pop(question.key, None)
            continue
        asked.append(question.key)
        answered = known.get(question.key) not in (None, "", [])
        if question.required:
            required.append(question.key)
            if not answered:
                missing.append(question.key)
        if answered:
            faults += _faults(question, known, on)
    return Judgement(tuple(asked), tuple(required), tuple(missing), tuple(faults))


def is_out_of_age(question: Question, facts: Mapping[str, Any], on: date) -> bool:
    """Whether a question is not asked whatever else is answered, since the age alone rules it out."""
    age = {"person.birth_date": facts.get("person.birth_date")}
    return question.relevant is not None and evaluate(question.relevant, age, on) is False


def _numbers(section: Section, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, with the numbers among them as numbers: they are kept and typed as text, and text has no order."""
    known = dict(facts)
    for question in section.questions:
        value = known.get(question.key)
        if question.kind in NUMBERS and isinstance(value, str) and _NUMBER.fullmatch(value):
            known[question.key] = float(value)
    return known


def _faults(question: Question, known: Mapping[str, Any], on: date) -> list[Fault]:
    found = []
    value = known[question.key]
    chosen = value if isinstance(value, list) else [value]
    if question.codes and any(code not in question.codes for code in chosen):
        found.append(Fault(question.key, "code"))
    if question.constraint is not None and evaluate(question.constraint, known, on) is False:
        found.append(Fault(question.key, "constraint"))
    return found
