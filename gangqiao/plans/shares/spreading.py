"""What follows from numbers written by hand: the months of a share go with it. No database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from gangqiao.indicators.targets import Target
from gangqiao.plans.shares.cascading import Values, monthly, months_of
from gangqiao.plans.shares.checking import Cell, Cells


def spread(
    targets: Sequence[Target], before: Cells, written: Cells, by_hand: set[Cell], *, county: str
) -> dict[Cell, int]:
    """All cells after the written ones were put in.

    The months are dealt again by the county's own course, so that they nest; a month somebody wrote stays, unless the
    whole share of its area was written now. A course written for the county holds for the areas, too.
    """
    after = dict(before) | dict(written)
    known = [target for target in targets if any(cell[0] == target.id for cell in before)]
    shared = {target.id: _wholes(target.id, after) for target in known}
    courses = {target.id: _course(target, after, county) for target in known}
    for target, by_month in monthly(known, shared, courses, county).items():
        for month, row in by_month.items():
            for area, value in row.items():
                if area != county and (target, area, month) in after:
                    after[target, area, month] = value
    renewed = {(target, area) for target, area, month in written if not month}
    kept = {cell: before[cell] for cell in by_hand if cell[2] and (cell[0], cell[1]) not in renewed}
    return after | kept | dict(written)


def _wholes(target: str, cells: Mapping[Cell, int]) -> Values:
    return {area: value for (key, area, month), value in cells.items() if key == target and not month}


def _course(target: Target, cells: Mapping[Cell, int], county: str) -> Mapping[str, Fraction]:
    whole = target.value or 1
    return {month: Fraction(cells.get((target.id, county, month), 0), whole) for month in months_of(target)}
