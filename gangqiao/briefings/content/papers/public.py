"""The public version of the figures of the county: counts under 10 are not shown, and nobody can be named."""

from __future__ import annotations

from django.utils.translation import gettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.composer import Composer, aim_text, day_text, name_of, result_text, share_cell
from gangqiao.briefings.content.gathering import Unit
from gangqiao.briefings.content.hiding import Place, hidden
from gangqiao.briefings.content.papers.parts import called
from gangqiao.indicators.targets import Progress

HIDDEN = "*"


def public(c: Composer) -> None:
    """Results of the county and its units. No curves and no evidence: they would tell small counts by difference."""
    units = c.gathered.units
    places = _places(c.gathered.own, units)
    c.heading(gettext("Overall"))
    c.words(
        gettext("Counted up to %(day)s. A star stands for a count under 10, or one that would tell such a count.")
        % {"day": day_text(c.gathered.day)}
    )
    columns = [
        Column(gettext("Target"), wide=4),
        Column(gettext("Result"), True),
        Column(gettext("To reach"), True),
        Column(gettext("Share of the target"), True),
        Column(gettext("Due"), wide=2),
    ]
    rows = [
        _target_row(progress, number, len(units), places) for number, progress in enumerate(c.gathered.own.progress)
    ]
    c.grid("targets", gettext("Targets of %(area)s") % {"area": c.gathered.area.name}, columns, rows)
    if not units:
        return
    c.heading(gettext("By unit"))
    heads = [Column(gettext("Unit"), wide=2)]
    heads += [Column(c.column(n).label, True) for n in range(len(c.gathered.own.progress))]
    table = [_unit_row(unit, row, places) for row, unit in enumerate(units)]
    c.grid("results", gettext("Results by unit"), heads, table)


def _key(progress: Progress, measure: str) -> str:
    return f"{measure} {progress.day}"


def _places(own: Unit, units: list[Unit]) -> frozenset[Place]:
    """What is hidden, over the counts and bases of every target; the rest in no part is a row of its own."""
    rows = [unit.progress for unit in units]
    columns: dict[str, list[int]] = {}
    within: list[tuple[str, str]] = []
    for n, progress in enumerate(own.progress):
        figure = progress.target.figure
        key, base = _key(progress, figure.numerator), _key(progress, figure.denominator or figure.base)
        columns[key] = [row[n].result.persons for row in rows] + [progress.result.persons]
        columns[base] = [row[n].result.base for row in rows] + [progress.result.base]
        within.append((key, base))
    for name, counts in columns.items():
        whole = counts.pop()
        columns[name] = [*counts, whole - sum(counts)]
    for n, inner in enumerate(own.progress):
        for m, outer in enumerate(own.progress):
            if n != m and _lies_within(inner, outer):
                within.append((_key(inner, inner.target.figure.numerator), _key(outer, outer.target.figure.numerator)))
    pairs = [(a, b) for a, b in within if a != b and all(i <= o for i, o in zip(columns[a], columns[b], strict=True))]
    return hidden(columns, sorted(set(pairs)))


def _lies_within(inner: Progress, outer: Progress) -> bool:
    """One target lies within another, or counts the same up to an earlier day."""
    same = inner.target.figure.numerator == outer.target.figure.numerator
    return outer.target.id in inner.target.within or (same and inner.day < outer.day)


def _is_hidden(progress: Progress, row: int, places: frozenset[Place]) -> bool:
    figure = progress.target.figure
    if (row, _key(progress, figure.numerator)) in places:
        return True
    # A rate with a count that is shown tells its base.
    return bool(figure.denominator) and (row, _key(progress, figure.denominator)) in places


def _target_row(progress: Progress, number: int, units: int, places: frozenset[Place]) -> list[Cell]:
    # One row beyond the units stands for what is recorded in none of them; the total follows it.
    out = _is_hidden(progress, units + 1, places)
    return [
        Cell(f"{number + 1}. {name_of(progress.target)}"),
        _result(progress, out),
        Cell(aim_text(progress)),
        Cell(HIDDEN) if out else share_cell(progress.share),
        Cell(progress.target.due_on.isoformat()),
    ]


def _unit_row(unit: Unit, row: int, places: frozenset[Place]) -> list[Cell]:
    return [Cell(called(unit)), *(_result(p, _is_hidden(p, row, places)) for p in unit.progress)]


def _result(progress: Progress, out: bool) -> Cell:
    if out:
        return Cell(HIDDEN)
    value = None if progress.target.figure.denominator else float(progress.result.persons)
    return Cell(result_text(progress), value)
