"""What can be taken out: a ledger, and what apps above `exports` add to it. All of it leaves by the same door."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from gangqiao.exports.models import Export
from gangqiao.kernel.actor import Actor

Told = Callable[[int], None]


@dataclass(slots=True)
class Made:
    """A file and whom it shows. `rows` counts records, not lines."""

    content: bytes = b""
    rows: int = 0
    persons: list[UUID] = field(default_factory=list)


class Kind(ABC):
    """One kind of thing that is taken out; `Export.kind` names it by its key."""

    key: str

    @abstractmethod
    def title(self, export: Export) -> str:
        """What it is called, in the reader's language."""

    @abstractmethod
    def about(self, export: Export) -> list[str]:
        """What narrows it, for who decides: filters, a day."""

    @abstractmethod
    def way(self, export: Export) -> str:
        """How it is written."""

    @abstractmethod
    def headings(self, export: Export, keys: list[str]) -> list[str]:
        """The columns of these keys in words; one that is no longer known is left out."""

    @abstractmethod
    def file_name(self, export: Export) -> str:
        """Under which name the file is saved."""

    @abstractmethod
    def make(self, export: Export, told: Told) -> Made:
        """The file as its asker may have it now; `told` hears how many rows are written. Raises a Refusal."""

    def link(self, export: Export, actor: Actor) -> str:
        """Where the reader sees more of what is taken out; "" for nowhere."""
        return ""

    def require(self, export: Export, actor: Actor) -> None:
        """Raise NotYourVerb when the actor may not have this made or fetched any more."""
        return


_KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Let this kind be taken out. Called once for each, by its app."""
    _KINDS[kind.key] = kind


def kind_of(export: Export) -> Kind:
    """How this export is shown and made."""
    return _KINDS[export.kind]
