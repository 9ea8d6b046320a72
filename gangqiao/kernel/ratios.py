"""How many of how many, and how it is said: 100 % only of what is complete."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Ratio:
    """How many of how many."""

    done: int = 0
    total: int = 0

    @property
    def missing(self) -> int:
        return self.total - self.done

    @property
    def share(self) -> float | None:
        """Null when there is nothing to count."""
        return self.done / self.total if self.total else None

    @property
    def words(self) -> str:
        """The share in percent with one digit, rounded down; "—" when there is nothing to count."""
        return f"{self.done * 1000 // self.total / 10:g}%" if self.total else "—"

    @property
    def tone(self) -> str:
        """How a state beside it looks."""
        return "good" if self.total and not self.missing else "calm"
