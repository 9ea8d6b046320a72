"""A version of the questions: canonical JSON, so that the same questions always have the same digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from gangqiao.surveys.questions.expressions import check

Json = dict[str, Any]
FORMAT = 1
ORDER = "order"
# What the register tells about somebody beside the answers; conditions may ask for it, nobody is asked.
GIVEN = frozenset({"given.works", "person.birth_date", "person.id_number"})


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    key         "set.attribute", for ever; own items of the city are "own.<name>"
    label       the words by language: {"zh": ..., "en": ...}; help likewise, empty when there is none
    required    counts as missing when it is asked and not answered (R028)
    relevant    condition under which it is asked; null: always
    constraint  condition an answer must meet; unknown is not a fault
    schema      JSON schema of a value; codes: {code: {"zh", "en"}} of a choice, in order; {} for others
    level       how sensitive an answer is (kernel.actor.Level)
    """

    key: str
    kind: str
    label: dict[str, str]
    required: bool = False
    relevant: Json | None = None
    constraint: Json | None = None
    schema: Json | None = None
    codes: dict[str, dict[str, str]] | None = None
    help: dict[str, str] | None = None
    level: int = 2

    def word(self, code: Any, language: str) -> str:
        """The word for a code of a choice; the code itself when it has none."""
        words = (self.codes or {}).get(str(code))
        return words.get(_short(language), str(code)) if words else str(code)

    def said(self, language: str) -> str:
        """The question in a language."""
        return self.label.get(_short(language)) or self.label.get("zh", self.key)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions asked once for each of what they are about: "household" or "person"."""

    about: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """All questions of a version, in the order in which they are asked."""

    sections: tuple[Section, ...]

    def __iter__(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    def section(self, about: str) -> Section:
        return next(s for s in self.sections if s.about == about)

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(question.key for question in self)

    def check(self) -> None:
        """Raise WrongCondition when a condition is malformed or asks for what nobody is asked; ValueError: twice."""
        for section in self.sections:
            keys = [q.key for q in section.questions]
            if len(keys) != len(set(keys)):
                raise ValueError(f"a question of {section.about} is asked twice")
            known = GIVEN | set(keys)
            for question in section.questions:
                for tree in (question.relevant, question.constraint):
                    if tree is not None:
                        check(tree, known)

    def as_json(self) -> Json:
        """As it is stored and sent. "order" says the codes once more as a list: no database or phone keeps keys apart
        from a list in order."""
        sections = [{"about": s.about, "questions": [_as_json(q) for q in s.questions]} for s in self.sections]
        return {"format": FORMAT, "sections": sections}

    @classmethod
    def from_json(cls, stored: Json) -> QuestionSheet:
        """The sheet as it was stored. Raises ValueError for a format this version does not know."""
        if stored.get("format") != FORMAT:
            raise ValueError(f"questions of format {stored.get('format')} are not known")
        sections = (Section(s["about"], tuple(map(_from_json, s["questions"]))) for s in stored["sections"])
        return cls(tuple(sections))


def canonical(stored: Json) -> str:
    """The JSON in its one writing: no spaces, keys of objects in order, texts as they are."""
    return json.dumps(stored, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(stored: Json) -> str:
    """SHA-256 of the canonical writing, as hex: the name of a version, the same on every machine.

    The order of codes is part of it: they are listed beside their object, whose keys are sorted.
    """
    plain = [{**s, "questions": [_without_order(q) for q in s["questions"]]} for s in stored["sections"]]
    orders = [q.get(ORDER) or list(q.get("codes") or {}) for s in stored["sections"] for q in s["questions"]]
    return hashlib.sha256((canonical({**stored, "sections": plain}) + json.dumps(orders)).encode()).hexdigest()


def _as_json(question: Question) -> Json:
    return asdict(question) | ({ORDER: list(question.codes)} if question.codes else {})


def _from_json(stored: Json) -> Question:
    question = Question(**_without_order(stored))
    order = stored.get(ORDER)
    if not order or question.codes is None:
        return question
    return replace(question, codes={code: question.codes[code] for code in order})


def _without_order(stored: Json) -> Json:
    return {key: value for key, value in stored.items() if key != ORDER}


def _short(language: str) -> str:
    return "zh" if language.startswith("zh") else "en"
