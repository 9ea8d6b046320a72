"""What was meant by the answers, and which of them somebody else has answered otherwise since the sender looked."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import AnswerSheet, Difference
from gangqiao.surveys.questions import Section
from gangqiao.surveys.reads import facts

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """Answers beside what is recorded.

    taken      the values that may be taken over; held_back: those where the record says something else than was seen
    is_behind  the record had changed at any item the sender saw
    """

    taken: Json
    held_back: Json
    is_behind: bool


def read(section: Section, answers: Mapping[str, Any]) -> Json:
    """What was meant by the answers, by the doors of the attributes themselves. Raises Refusals with every fault."""
    values: Json = {}
    faults: list[Refusal] = []
    for question in section.questions:
        attribute = attribute_of(question) if question.key in answers else None
        if attribute is None:
            continue
        try:
            values[question.key] = attribute.parse(answers[question.key])
        except Refusal as refusal:
            refusal.field = question.key
            faults.append(refusal)
    if faults:
        raise Refusals(faults)
    return values


def compare(values: Json, before: Json, base: Mapping[str, str]) -> Compared:
    """Sort the values by what was seen, three ways: what the sender saw, what is recorded now, what was answered.

    Two who answer the same do not differ. Without a base for an item there is no comparing.
    """
    changed = {key for key, digest in base.items() if digest != facts.seen(before.get(key))}
    taken: Json = {}
    held_back: Json = {}
    for key, value in values.items():
        differs = key in changed and facts.seen(value) != facts.seen(before.get(key))
        (held_back if differs else taken)[key] = value
    return Compared(taken, held_back, bool(changed))


def keep_differences(sheet: AnswerSheet, held_back: Json, answers: Mapping[str, Any], before: Json) -> None:
    """Put every answer that was held back on the list of the township, beside what the register says."""
    for key, value in held_back.items():
        current = facts.as_plain(before.get(key))
        Difference(
            area_id=sheet.area_id,
            sheet=sheet,
            task_id=sheet.task_id,
            person=sheet.person,
            key=key,
            sent=json.dumps(facts.as_plain(answers.get(key, value)), ensure_ascii=False),
            current=json.dumps(current, ensure_ascii=False),
        ).save(force_insert=True)
