"""The sheet of one household as fields to type into: in the order of the paper, each beside what is recorded."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from gangqiao.kernel.actor import Actor
from gangqiao.surveys.compiling import PERSON_SETS
from gangqiao.surveys.models import Task
from gangqiao.surveys.paper.entering import Fault, Written, asked_lines
from gangqiao.surveys.paper.lines import Block, Line, blocks_of
from gangqiao.surveys.reads import facts

GATES = {about: gate for about, gate, _relevant in PERSON_SETS if gate}
LEADS = "yes"  # the answer to a leading question under which what follows is asked


@dataclass(frozen=True, slots=True)
class Field:
    """One question to type into. gate: the field of the question that leads to it, "" when there is none."""

    line: Line
    name: str
    typed: str
    fault: str
    gate: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The household or one member."""

    block: Block
    prefix: str
    change_id: str
    base: str
    fields: list[Field]


class Desk:
    """The sheet of a household with what was typed. Everything is taken over together; `faults` says why it was not."""

    def __init__(self, task: Task, actor: Actor, sent: Mapping[str, str] | None) -> None:
        self.task, self.sent = task, sent or {}
        self.blocks = blocks_of(task, task.campaign.questions, actor)
        self.faults: list[Fault] = []
        self.hands_in = sent is None or self.sent.get("hand_in") == "yes"

    def refuse(self, faults: Sequence[Fault]) -> None:
        """Remember why nothing was taken over."""
        self.faults = list(faults)

    @property
    def parts(self) -> Iterator[Part]:
        """What is shown, in the order of the paper."""
        for number, block in enumerate(self.blocks):
            prefix = f"b{number}"
            fields = [self._field(prefix, block, line) for line in asked_lines(block)]
            keys = [line.question.key for line in asked_lines(block)]
            # What was shown when it was first opened counts, also after a fault.
            base = self.sent.get(f"{prefix}.base") or json.dumps(facts.base_of(block.values, keys))
            yield Part(block, prefix, self.sent.get(f"{prefix}.id") or str(uuid4()), base, fields)

    @property
    def other_faults(self) -> list[str]:
        """Sentences that belong to no field."""
        named = {fault for part in self.parts for field in part.fields for fault in [field.fault] if fault}
        return [fault.sentence for fault in self.faults if fault.sentence not in named]

    def written(self) -> list[Written]:
        """What was typed, the household first. A block without its number was not on the page and is left out."""
        found = []
        for number, block in enumerate(self.blocks):
            prefix = f"b{number}"
            change_id = _uuid(self.sent.get(f"{prefix}.id", ""))
            if change_id is None:
                continue
            texts = {
                line.question.key: self.sent.get(f"{prefix}.{line.question.key}", "") for line in asked_lines(block)
            }
            base = _base(self.sent.get(f"{prefix}.base", ""))
            found.append(Written(change_id, block.person.uuid if block.person else None, texts, base))
        return found

    def _field(self, prefix: str, block: Block, line: Line) -> Field:
        key = line.question.key
        person = block.person.uuid if block.person else None
        mine = [f for f in self.faults if f.person == person and f.key and (f.key == key or _is_named(f.key, key))]
        gate = GATES.get(key.partition(".")[0], "")
        leads = block.values.get(f"survey.{gate}") == LEADS if gate else True
        return Field(
            line=line,
            name=f"{prefix}.{key}",
            typed=self.sent.get(f"{prefix}.{key}", ""),
            fault=mine[0].sentence if mine else "",
            gate=f"{prefix}.survey.{gate}" if gate else "",
            is_open=leads,
        )


def _is_named(name: str, key: str) -> bool:
    """Whether a fault that names an attribute of the register means this question."""
    return "." not in name and key.endswith(f".{name}")


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _base(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}
