"""What stands on the paper of one household: each question with its number, what is recorded, and what to tick."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.utils.translation import get_language

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import words_of
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import QuestionVersion, Task
from gangqiao.surveys.questions import Question, is_out_of_age
from gangqiao.surveys.reads import facts
from gangqiao.surveys.reads.many import homes_of

# Lists of at most so many answers are ticked and typed by number; of longer ones the word or the code is written.
NUMBERED = 12
AT_ONCE = 100  # households read together


@dataclass(frozen=True, slots=True)
class Line:
    """One question. number: within its block, the same on paper and desk; chosen: codes recorded; known: in words."""

    question: Question
    number: int
    known: str = ""
    chosen: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        return self.question.said(get_language() or "zh")

    @property
    def choices(self) -> list[tuple[int, str, str, bool]]:
        """(number, code, word, whether it is recorded) of a list that is ticked; empty for every other answer."""
        codes = list(self.question.codes or {})
        if not 0 < len(codes) <= NUMBERED:
            return []
        language = get_language() or "zh"
        words = [self.question.word(code, language) for code in codes]
        numbered = enumerate(zip(codes, words, strict=True), 1)
        return [(n, code, word, code in self.chosen) for n, (code, word) in numbered]


@dataclass(frozen=True, slots=True)
class Block:
    """The household (person null) or one member: its lines, and the values they were filled from."""

    person: Person | None
    lines: list[Line]
    values: dict[str, Any] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    @property
    def about(self) -> str:
        return "person" if self.person is not None else "household"


def blocks_of(task: Task, version: QuestionVersion, actor: Actor) -> list[Block]:
    """The household and its living members, the head first."""
    ((_task, blocks),) = sheets_of([task], version, actor)
    return blocks


def sheets_of(tasks: Iterable[Task], version: QuestionVersion, actor: Actor) -> Iterator[tuple[Task, list[Block]]]:
    """`blocks_of` of many households, in their order: a dozen queries for each hundred of them."""
    rest = iter(tasks)
    while some := list(islice(rest, AT_ONCE)):
        homes = homes_of([task.household for task in some], version)
        for task in some:
            home, level = homes[task.household_id], actor.level_in(task.area_id)
            own = [_block(None, version, home.values, level)]
            yield task, own + [_block(person, version, known, level) for person, known in home.members]


def _block(person: Person | None, version: QuestionVersion, known: dict[str, Any], level: Level) -> Block:
    questions = version.sheet.section("person" if person else "household").questions
    today = clock.today()
    said = facts.plain(known)
    lines, hidden = [], set()
    # Numbered before those are left out that the age rules out: a question bears its number on every sheet.
    for number, question in enumerate(questions, 1):
        if question.level > level:
            hidden.add(question.key)
        if not is_out_of_age(question, said, today):
            lines.append(_line(question, number, known.get(question.key), level))
    return Block(person, lines, known, frozenset(hidden))


def _line(question: Question, number: int, value: Any, level: Level) -> Line:
    attribute = attribute_of(question)
    if attribute is None or value in (None, "", []):
        return Line(question, number)
    if question.level > level:
        return Line(question, number, "***")
    chosen = tuple(map(str, value)) if isinstance(value, (list, tuple)) else (str(value),)
    return Line(question, number, words_of(attribute, value), chosen)
