"""What was read from a message: a value, the words it was read from, and how sure the reading is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from gangqiao.kernel.words import Say

# Under this a value is shown as doubtful even when no doubt has words.
SURE = 0.75


@dataclass(frozen=True, slots=True)
class Found:
    """One value of one field.

    start, end   the span of the message it was read from; text is what stands there
    confidence   0 to 1
    doubt        what should be asked before it is taken, or None
    """

    key: str
    value: Any
    start: int
    end: int
    text: str
    confidence: float = 0.95
    doubt: Say | None = None

    @property
    def is_doubtful(self) -> bool:
        return self.doubt is not None or self.confidence < SURE

    def keyed(self, key: str, value: Any = None) -> Found:
        """The same words read as another field."""
        return replace(self, key=key, value=self.value if value is None else value)


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit by sex, age or ethnicity: it may stand only with a legal reason."""

    key: str
    found: Found
    sentence: Say


@dataclass(frozen=True, slots=True)
class Fee:
    """Money asked of the worker. A vacancy that asks for it is refused."""

    start: int
    end: int
    text: str
    sentence: Say


@dataclass
class Draft:
    """One vacancy as it was read. `missing` are keys to ask for; what was not said stays absent from `fields`."""

    fields: dict[str, Found] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()

    def value(self, key: str, default: Any = None) -> Any:
        found = self.fields.get(key)
        return default if found is None else found.value

    @property
    def values(self) -> dict[str, Any]:
        """The values alone, by key."""
        return {key: found.value for key, found in self.fields.items()}

    @property
    def doubts(self) -> tuple[Found, ...]:
        """What should be looked at before it is taken."""
        return tuple(found for found in self.fields.values() if found.is_doubtful)


@dataclass(frozen=True)
class Reading:
    """Everything read from one message. `fees` not empty: it must not become a vacancy as it is."""

    text: str
    drafts: tuple[Draft, ...]
    fees: tuple[Fee, ...] = ()
    notes: tuple[Say, ...] = ()
