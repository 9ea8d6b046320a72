"""What is kept of one judged line: its cells, what is remarkable, what would change, and the acts that would do it.

The payload of a row is this as JSON, sealed. Raw values in it are texts or JSON that `Attribute.parse` accepts.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from gangqiao.kernel.errors import Refusal, Refusals
from gangqiao.kernel.packing import pack_say, unpack_say

Json = dict[str, Any]
OTHER_TABLE = "other_table"  # code of a line that stands in a second table of its sheet
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)
LONGEST_REASONS = 200  # characters of `Row.reasons`


class Severity(StrEnum):
    """How much a note weighs: READ was written oddly but read without doubt, WRONG stops the row."""

    READ = "read"
    DOUBT = "doubt"
    WRONG = "wrong"


@dataclass(slots=True)
class Note:
    """One sentence about a row. `code` groups rows of the same reason; column and heading are "" for the whole row."""

    severity: str
    code: str
    say: Any
    column: str = ""
    heading: str = ""

    def to_json(self) -> Json:
        return {
            "severity": str(self.severity),
            "code": self.code,
            "column": self.column,
            "heading": self.heading,
            "say": pack_say(self.say),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Note:
        return cls(kept["severity"], kept["code"], unpack_say(kept["say"]), kept["column"], kept["heading"])


@dataclass(slots=True)
class Change:
    """One value that would become another: `about` is person, household, spell, intention or category."""

    about: str
    key: str
    old: Any
    new: Any

    def to_json(self) -> Json:
        return {"set": self.about, "key": self.key, "old": self.old, "new": self.new}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Change:
        return cls(kept["set"], kept["key"], kept["old"], kept["new"])


@dataclass(slots=True)
class Payload:
    """The content of a row. `acts` are as the register's verbs take them; see the module `judging.acts`."""

    name: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    acts: list[Json] = field(default_factory=list)

    def to_json(self) -> str:
        """The payload as a text to be sealed."""
        kept = {
            "name": self.name,
            "cells": self.cells,
            "notes": [n.to_json() for n in self.notes],
            "changes": [c.to_json() for c in self.changes],
            "acts": self.acts,
        }
        return _ENCODER.encode(kept)

    @classmethod
    def from_json(cls, text: str | Mapping[str, Any] | None) -> Payload:
        """The payload of a row; an empty one when the row keeps none."""
        kept = json.loads(text) if isinstance(text, str) and text else (text or {})
        return cls(
            name=kept.get("name", ""),
            cells=dict(kept.get("cells", {})),
            notes=[Note.from_json(n) for n in kept.get("notes", ())],
            changes=[Change.from_json(c) for c in kept.get("changes", ())],
            acts=list(kept.get("acts", ())),
        )

    @property
    def reasons(self) -> str:
        """The codes of doubts and faults, sorted and joined by commas."""
        if not self.notes:
            return ""
        codes = sorted({n.code for n in self.notes if n.severity != Severity.READ})
        joined = ""
        for code in codes:  # never cut in the middle of a code
            if len(joined) + len(code) + 1 > LONGEST_REASONS:
                break
            joined = f"{joined},{code}" if joined else code
        return joined


def keep_refusal(refusal: Refusal | Refusals) -> str:
    """The sentences of a refusal as a text of the database, to be said later in the reader's language."""
    several = refusal.refusals if isinstance(refusal, Refusals) else [refusal]
    return json.dumps([pack_say(one.sentence) for one in several], ensure_ascii=False)


def say_refusal(kept: str) -> str:
    """What `keep_refusal` kept, in the reader's language; "" when nothing was."""
    return " ".join(str(unpack_say(one)) for one in json.loads(kept)) if kept else ""
