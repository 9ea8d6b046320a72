"""Reads a filled form: whom it is about, and the raw answers by the keys of the questions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from gangqiao.openrosa.forms_compiled.names import node_of
from gangqiao.surveys.questions import Question, QuestionSheet

MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form.

    nodes    the text of every node that is no question and belongs to no member: on, questions, task, household, ...
    answers  of the person or household it is about: {key: raw value}; an absent key keeps what is recorded, an empty
             value takes it away
    members  of a household found: each with its own nodes (relation, person_id_number, id_exception, of) and answers
    """

    nodes: dict[str, str]
    answers: dict[str, Any]
    members: list[Filled] = field(default_factory=list)


def read(sheet: QuestionSheet, form: Element) -> Filled:
    """What stands in the root element of a filled form; the meta block is left to the reader of entities."""
    questions = {node_of(q.key): q for q in sheet}
    filled = _filled(form, questions)
    members = [_filled(child, questions) for child in form if _bare(child.tag) == MEMBERS]
    return Filled(filled.nodes, filled.answers, members)


def _filled(element: Element, questions: dict[str, Question]) -> Filled:
    nodes: dict[str, str] = {}
    answers: dict[str, Any] = {}
    for node, text in _leaves(element):
        question = questions.get(node)
        if question is None:
            nodes[node] = text
        else:
            answers[question.key] = text.split() if question.kind == "multi_choice" else text
    return Filled(nodes, answers)


def _leaves(element: Element) -> Iterator[tuple[str, str]]:
    for child in element:
        name = _bare(child.tag)
        if name in ("meta", MEMBERS):
            continue
        if len(child):
            yield from _leaves(child)
        else:
            yield name, (child.text or "").strip()


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]
