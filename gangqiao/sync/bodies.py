"""Reads what a phone sends. A body that is not of the agreed shape is refused, never guessed at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

Json = dict[str, Any]
LONGEST = 2_000  # characters of one answer


class Malformed(Refusal):
    """A part of an operation is missing or of another kind than agreed."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Say(
                "The phone sent something this server cannot read (%(name)s). Update the phone and send again.",
                name=name,
            )
        )


class Body:
    """The body of an operation. Each reader gives a part of it, or raises Malformed."""

    def __init__(self, content: Json) -> None:
        self.content = content

    def uuid(self, name: str) -> UUID:
        found = self.find_uuid(name)
        if found is None:
            raise Malformed(name)
        return found

    def find_uuid(self, name: str) -> UUID | None:
        raw = self.content.get(name)
        if raw in (None, ""):
            return None
        try:
            return UUID(str(raw))
        except ValueError as error:
            raise Malformed(name) from error

    def text(self, name: str, longest: int = 500) -> str:
        raw = self.content.get(name)
        if raw is None:
            return ""
        if not isinstance(raw, str) or len(raw) > longest:
            raise Malformed(name)
        return raw

    def number(self, name: str) -> int:
        """A count; 0 when absent."""
        raw = self.content.get(name)
        if raw is None:
            return 0
        if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw < 100_000:
            raise Malformed(name)
        return raw

    def moment(self, name: str) -> datetime | None:
        """An instant by the clock of the phone; null when absent or unreadable: it is a claim and decides nothing."""
        raw = self.content.get(name)
        try:
            found = parse_datetime(raw) if isinstance(raw, str) else None
        except ValueError:
            return None
        if found is None or not 1970 < found.year < 9000:
            return None
        return found if timezone.is_aware(found) else timezone.make_aware(found)

    def values(self, name: str) -> Json:
        """Answers by key: texts, numbers, yes or no, lists of codes, null."""
        raw = self.content.get(name)
        if raw is None:
            return {}
        if not isinstance(raw, dict) or not all(_is_answer(value) for value in raw.values()):
            raise Malformed(name)
        return raw

    def part(self, name: str) -> Body:
        """A body inside the body."""
        raw = self.content.get(name)
        if not isinstance(raw, Mapping):
            raise Malformed(name)
        return Body(dict(raw))


def _is_answer(value: Any) -> bool:
    if isinstance(value, list):
        return len(value) <= 100 and all(isinstance(one, str) and len(one) <= LONGEST for one in value)
    return value is None or (isinstance(value, str) and len(value) <= LONGEST) or isinstance(value, (int, float))
