"""What a public paper hides: counts from 1 to 9, and whatever they could be worked out from within the paper.

Columns are counts of the same persons, some within others. Each column with its total is a line of its own
(`indicators.suppression`); of each pair of columns one of which lies within the other, the difference is a count, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gangqiao.indicators.suppression import SMALL, hidden_of_line, is_small

Place = tuple[int, str]  # row, or one beyond the last for the total; and the column


def hidden(columns: Mapping[str, Sequence[int]], within: Sequence[tuple[str, str]]) -> frozenset[Place]:
    """The places to hide.

    columns  counts of the rows, by column; the total of a column is the sum of its rows
    within   pairs (inner, outer) of columns
    """
    found: set[Place] = set()
    for name, counts in columns.items():
        rows, no_total = hidden_of_line(counts)
        found |= {(row, name) for row in rows} | ({(len(counts), name)} if no_total else set())
    while more := _differences(columns, within, found) | _alone(columns, found):
        found |= more
    return frozenset(found)


def _differences(
    columns: Mapping[str, Sequence[int]], within: Sequence[tuple[str, str]], found: set[Place]
) -> set[Place]:
    """Inner counts to hide because outer less inner would tell a small count, or a hidden difference from its line."""
    more: set[Place] = set()
    for inner, outer in within:
        rest = [o - i for i, o in zip(columns[inner], columns[outer], strict=True)]
        rows, no_total = hidden_of_line(rest)
        for row in {*rows, *({len(rest)} if no_total else set())}:
            if (row, inner) not in found and (row, outer) not in found:
                more.add((row, inner))
    return more


def _alone(columns: Mapping[str, Sequence[int]], found: set[Place]) -> set[Place]:
    """One more place of a column whose hidden counts could be worked out from its total."""
    for name, counts in columns.items():
        rows = [row for row in range(len(counts)) if (row, name) in found]
        if not rows or (len(counts), name) in found:
            continue
        if sum(counts[row] for row in rows) >= SMALL + len(rows) - 1 and len(rows) > 1:
            continue
        shown = [(count, row) for row, count in enumerate(counts) if count and row not in rows]
        return {(min(shown)[1], name)} if shown else {(len(counts), name)}
    return set()


def hidden_alone(count: int) -> bool:
    """Whether a count that stands for itself is hidden."""
    return is_small(count)
