"""What was understood of a sheet: where its header stands and what each column is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from gangqiao.kernel.sheets.headings import take_apart
from gangqiao.kernel.sheets.words import words


@dataclass
class Column:
    """One column of a list.

    index, letter  where it stands, from 0 and as the spreadsheet calls it
    heading        as written; headings in two rows joined by " / "
    normal         its normal form, by which it is remembered
    key            of the term; "" when it was not recognised, or is left out
    how            "remembered", "declared", "similar", "content" or ""
    confidence     0 to 1: of the key; of a guess not taken when `key` is ""
    unit           text in brackets, "" when there was none
    samples        a few cells as text
    """

    index: int
    letter: str
    heading: str
    normal: str
    key: str = ""
    how: str = ""
    confidence: float = 0.0
    unit: str = ""
    samples: list[str] = field(default_factory=list)


@dataclass
class Layout:
    """A sheet understood. `header_lines`: lines of the header from 1, () when none was found; `titles`: texts above it
    with their lines; `is_ledger`: whether it is a list of records that can be read line by line; `known`: what the
    vocabulary declares, by which the header of another table further down is told."""

    header_lines: tuple[int, ...]
    columns: list[Column]
    titles: list[tuple[int, str]]
    is_ledger: bool
    known: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def first_line(self) -> int:
        """The first line that can be a record."""
        return self.header_lines[-1] + 1 if self.header_lines else 1

    @cached_property
    def forms(self) -> dict[int, frozenset[str]]:
        """For each column the normal forms of its heading and of its parts: by these a repeated header is known."""
        return {
            column.index: frozenset(take_apart(part).normal for part in (column.heading, *column.heading.split(" / ")))
            for column in self.columns
            if column.heading
        }

    @cached_property
    def keys(self) -> dict[int, str]:
        """What each column is, by index; "" when it was not recognised."""
        return {column.index: column.key for column in self.columns}

    @cached_property
    def sequence(self) -> frozenset[int]:
        """Indexes of the columns that only number the lines."""
        return frozenset(index for index, forms in self.forms.items() if forms & words("sequence"))

    def column_of(self, key: str) -> Column | None:
        """The column of a term, or None."""
        return next((column for column in self.columns if key and column.key == key), None)
