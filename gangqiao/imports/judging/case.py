"""One line being judged: what is known of its person, and what has been found out so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from gangqiao.imports.judging.known import Known
from gangqiao.imports.judging.register import Block
from gangqiao.imports.reading import Record
from gangqiao.imports.reading.base import Place
from gangqiao.imports.rows import Change, Json, Note, Severity
from gangqiao.imports.states import Fate
from gangqiao.kernel.actor import Actor


@cache
def _split(key: str) -> tuple[str, str]:
    about, _dot, name = key.partition(".")
    return about, name


@dataclass(slots=True)
class Case:
    """What a line comes to. Rules add notes, changes and acts; the fate follows from them.

    person    the record of the register it is about; null for a newcomer, or when that is not clear
    is_new    the line registers somebody
    no_acts   the line may be accepted, but nothing follows from it: a person has to act on the screen
    """

    record: Record
    places: Mapping[str, Place]
    block: Block
    actor: Actor
    person: Known | None = None
    is_new: bool = False
    no_acts: bool = False
    notes: list[Note] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    acts: list[Json] = field(default_factory=list)
    _parts: dict[str, Json] | None = None

    def get(self, key: str) -> Any:
        """What the file says in a column; None when the cell is empty, unreadable, or there is no such column."""
        return self.record.values.get(key)

    def part(self, about: str) -> Json:
        """What the file says of one set, by attribute key; not to be changed."""
        if self._parts is None:
            self._parts = defaultdict(dict)
            for key, value in self.record.values.items():
                of, name = _split(key)
                self._parts[of][name] = value
        return self._parts.get(about) or {}

    def has_column(self, key: str) -> bool:
        return key in self.places

    def noted(self, *codes: str) -> bool:
        """True when one of the notes has been made already."""
        return any(n.code in codes for n in self.notes)

    def doubt(self, code: str, say: Any, key: str = "") -> None:
        """A sentence about a column (or the row) that the sender has to decide on."""
        self._note(Severity.DOUBT, code, say, key)

    def wrong(self, code: str, say: Any, key: str = "") -> None:
        """A sentence about what has to be mended before the row can be taken."""
        self._note(Severity.WRONG, code, say, key)

    def _note(self, severity: Severity, code: str, say: Any, key: str) -> None:
        place = self.places.get(key)
        self.notes.append(Note(severity, code, say, place.letter if place else "", place.heading if place else ""))

    def doubted(self, key: str) -> bool:
        """True when the cell of a column has a doubt of its own, so that a difference needs no second one."""
        place = self.places.get(key)
        return place is not None and any(n.column == place.letter and n.severity != Severity.READ for n in self.notes)

    def change(self, about: str, key: str, old: Any, new: Any) -> None:
        self.changes.append(Change(about, key, old, new))

    def act(self, verb: str, **arguments: Any) -> None:
        self.acts.append({"verb": verb, **arguments})

    @property
    def fate(self) -> Fate:
        severities = {n.severity for n in self.notes}
        if Severity.WRONG in severities:
            return Fate.WRONG
        if Severity.DOUBT in severities:
            return Fate.DOUBTFUL
        if self.is_new:
            return Fate.NEW
        return Fate.CHANGED if self.acts else Fate.SAME
