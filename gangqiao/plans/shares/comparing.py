"""What is different between two versions of the shares. No database."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from gangqiao.plans.shares.checking import Cells


@dataclass(frozen=True, slots=True)
class ChangedShare:
    """One number that is different. old, new: null where the version has no such number."""

    target: str
    area: str
    month: str
    old: int | None
    new: int | None

    @property
    def difference(self) -> int | None:
        return None if self.old is None or self.new is None else self.new - self.old


def changed_shares(old: Cells, new: Cells, *, areas: Collection[str]) -> list[ChangedShare]:
    """The different numbers of these areas: whole shares first, then the months."""
    cells = sorted({*old, *new}, key=lambda cell: (cell[2] != "", cell))
    return [
        ChangedShare(*cell, old.get(cell), new.get(cell))
        for cell in cells
        if cell[1] in areas and old.get(cell) != new.get(cell)
    ]
