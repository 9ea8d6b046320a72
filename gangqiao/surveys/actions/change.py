"""What somebody sends about one household or one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Change:
    """Answers about one household or one person, as somebody sends them.

    change_id  unique for ever, made by the sender: the same one twice is applied once
    task       the household's task; person: whom it is about, null for the household itself; of a newcomer the number
               the sender gave, under which later answers come
    answers    raw values by key; a key that is absent keeps what is recorded, an empty value takes it away
    base       by key the digest (`reads.facts.seen`) of the value the sender saw; without one there is no comparing
    questions  digest of the version the answers were given under; "": the campaign's own
    newcomer   somebody who is not on the register yet: {"relation": code, "id_exception": text}; null otherwise
    """

    change_id: UUID
    task: UUID
    answers: Mapping[str, Any]
    person: UUID | None = None
    base: Mapping[str, str] = field(default_factory=dict)
    questions: str = ""
    notice_version: int = 0
    collected_at: datetime | None = None
    source: str = "desk"
    newcomer: Mapping[str, str] | None = None
