"""The sheet of one household for paper: the same questions, filled with what is known, with a box for the pen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import get_language

from gangqiao.kernel import clock
from gangqiao.kernel.actor import Actor, Level
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import words_of
from gangqiao.surveys.compiling import attribute_of
from gangqiao.surveys.models import Campaign, QuestionVersion, Task
from gangqiao.surveys.questions import Question, is_out_of_age
from gangqiao.surveys.reads import facts
from gangqiao.surveys.reads.completeness import tasks_of
from gangqiao.surveys.states import AT_VILLAGE

AT_MOST = 400  # households of one print: a large village
OFFERED = 8  # more answers than these do not fit a sheet: the list is written by hand


@dataclass(frozen=True, slots=True)
class Line:
    """One question on paper. known: what is recorded; choices: the answers to tick, none for a free answer."""

    label: str
    known: str
    choices: list[str]
    required: bool


@dataclass(frozen=True, slots=True)
class Block:
    """The questions about the household ("") or one member."""

    title: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One household. code: the number by which the sheet is found again."""

    task: Task
    code: str
    place: str
    blocks: list[Block]


@dataclass(frozen=True, slots=True)
class Printed:
    """The sheets of an area; persons: who stands on them, for the log; is_cut: there are more than one print holds."""

    sheets: list[Sheet]
    persons: list[UUID]
    is_cut: bool


def sheets(campaign: Campaign, area: str, actor: Actor) -> Printed:
    """The sheets of an area in walking order, those handed in left out."""
    wanted = tasks_of(campaign, area).filter(status__in=AT_VILLAGE).select_related("household", "area")
    tasks = list(wanted.order_by("area", "household_no", "pk")[: AT_MOST + 1])
    version = campaign.questions
    if version is None:
        return Printed([], [], is_cut=False)
    made, persons = [], []
    for task in tasks[:AT_MOST]:
        living = facts.members(task.household)
        persons += [p.uuid for p in living]
        made.append(_sheet(task, living, version, actor))
    return Printed(made, persons, is_cut=len(tasks) > AT_MOST)


def _sheet(task: Task, living: list[Person], version: QuestionVersion, actor: Actor) -> Sheet:
    level = actor.level_in(task.area_id)
    own = facts.household_values(task.household) | facts.survey_values(task.household, None, version)
    blocks = [Block("", _lines(version, "household", own, level))]
    for person in living:
        known = facts.survey_values(task.household, person, version) | facts.person_values(person)
        blocks.append(Block(person.name, _lines(version, "person", known, level)))  # type: ignore[attr-defined]
    return Sheet(task, f"{task.household_no}", task.area.name, blocks)


def _lines(version: QuestionVersion, about: str, known: dict[str, Any], level: Level) -> list[Line]:
    asked = (q for q in version.sheet.section(about).questions if not is_out_of_age(q, known, clock.today()))
    return [_line(q, known.get(q.key), level) for q in asked]


def _line(question: Question, value: Any, level: Level) -> Line:
    attribute = attribute_of(question)
    language = get_language() or "zh"
    said = ""
    if attribute is not None and value not in (None, "", []):
        said = words_of(attribute, value) if attribute.level <= level else "***"
    codes = list(question.codes or {})
    choices = [question.word(c, language) for c in codes] if len(codes) <= OFFERED else []
    return Line(question.said(language), said, choices, question.required)
