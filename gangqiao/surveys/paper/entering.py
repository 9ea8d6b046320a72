"""What was written on paper beside the recorded values, and how it ends in answers: at the desk and from a workbook.

Nothing written keeps what is recorded; a dash takes it away. A list is answered by the number printed on the sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.surveys import actions
from gangqiao.surveys.models import Task
from gangqiao.surveys.paper.lines import NUMBERED, Block, Line
from gangqiao.surveys.questions import Question
from gangqiao.surveys.reads import facts
from gangqiao.surveys.states import Outcome

TAKEN_AWAY = frozenset({"-", "－", "—", "–", "－－", "--"})
_BETWEEN = re.compile(r"[\s,，、;；/]+")
# They follow from the ID number and change only with it.
FOLLOW_THE_ID = frozenset({"person.sex", "person.birth_date"})


@dataclass(frozen=True, slots=True)
class Written:
    """What was written about the household (person null) or one member, as raw texts by key; and what was shown then.

    base  digests of what stood beside (`reads.facts.base_of`); at: the day of the visit as it was written, or null
    """

    change_id: UUID
    person: UUID | None
    texts: Mapping[str, str]
    base: Mapping[str, str]
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken. person: whom it is about; key: the question, "" for all of it."""

    person: UUID | None
    key: str
    sentence: str


class NotTaken(Exception):
    """Nothing of the household was taken over, with every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("not taken")
        self.faults = list(faults)


def asked_lines(block: Block) -> list[Line]:
    """The lines of a block that may be answered anew."""
    has_id = block.person is not None and bool(block.person.id_index)
    return [line for line in block.lines if not (has_id and line.question.key in FOLLOW_THE_ID)]


def meant(question: Question, text: str) -> Any:
    """The raw answer behind what was written: numbers of a printed list become codes; everything else stays a text."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in TAKEN_AWAY or text.strip() in TAKEN_AWAY:
        return [] if question.kind == "multi_choice" else ""
    codes = list(question.codes or {})
    if not 0 < len(codes) <= NUMBERED:
        return plain
    if question.kind != "multi_choice":
        return _code(codes, plain)
    parts = [part for part in _BETWEEN.split(plain) if part]
    if len(parts) == 1 and len(codes) <= 9 and parts[0].isdigit():
        parts = list(parts[0])  # 135 ticks the first, the third and the fifth
    return [_code(codes, part) for part in parts]


def _code(codes: list[str], text: str) -> str:
    is_number = text.isascii() and text.isdigit() and 1 <= int(text) <= len(codes)
    return codes[int(text) - 1] if is_number else text


def enter(
    task: Task, blocks: Sequence[Block], written: Sequence[Written], *, source: str, hand_in: bool, actor: Actor
) -> None:
    """Take over what was written about one household, all of it or nothing; then hand it in as surveyed, when asked.

    The same change a second time changes nothing. Raises NotTaken.
    """
    by_person = {block.person.uuid if block.person else None: block for block in blocks}
    faults: list[Fault] = []
    with transaction.atomic():
        for one in written:
            try:
                with transaction.atomic():
                    actions.apply_answers(_change(task, by_person[one.person], one, source), actor=actor)
            except (Refusal, Refusals) as refusal:
                faults += [Fault(one.person, f.field or "", str(f.sentence)) for f in _each(refusal)]
        if hand_in and not faults:
            try:
                actions.submit(task.pk, outcome=Outcome.SURVEYED, visits=1, actor=actor)
            except (Refusal, Refusals) as refusal:
                faults += [Fault(None, "", str(f.sentence)) for f in _each(refusal)]
        if faults:
            raise NotTaken(faults)


def _change(task: Task, block: Block, one: Written, source: str) -> actions.Change:
    questions = {line.question.key: line.question for line in asked_lines(block)}
    answers: dict[str, Any] = {
        key: meant(questions[key], text) for key, text in one.texts.items() if key in questions and text.strip()
    }
    # Leading questions and the city's items live on the newest sheet alone: what is kept must stand on it again.
    kept = {k: v for k, v in facts.plain(block.values).items() if k.startswith(facts.KEPT_HERE) and k in questions}
    return actions.Change(
        change_id=one.change_id,
        task=task.uuid,
        person=one.person,
        answers={**kept, **answers},
        base={key: value for key, value in one.base.items() if key in answers},
        notice_version=task.campaign.notice_version,
        collected_at=one.at,
        source=source,
    )


def _each(refusal: Refusal | Refusals) -> list[Refusal]:
    return list(refusal.refusals) if isinstance(refusal, Refusals) else [refusal]
