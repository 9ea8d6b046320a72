"""What several papers say in the same way: targets, units, quality beside quantity, what lags."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext

from gangqiao.briefings.content.blocks import Cell, Column
from gangqiao.briefings.content.composer import (
    Composer,
    aim_text,
    day_text,
    name_of,
    number_cell,
    people_cell,
    result_text,
    share_cell,
)
from gangqiao.briefings.content.gathering import Unit, unplaced
from gangqiao.headquarters.screens.panels import expected_of
from gangqiao.kernel import charts
from gangqiao.people.codes import LISTS
from gangqiao.warnings.policy import Light
from gangqiao.warnings.reads.standings import Standing
from gangqiao.warnings.wording import LIGHT_WORDS, TONES

GRADES = ("A", "B", "C", "D", "E")
MAIN = 0  # the plan's first target: the one units are ranked and charts are drawn by


def targets_chart(c: Composer) -> None:
    """Every target of the area beside what is expected of it by now."""
    c.draw(charts.progress(gettext("Targets, and what is expected by now"), [_bar(c, n) for n in _numbers(c)]))


def _bar(c: Composer, number: int) -> charts.Standing:
    one = c.gathered.own.standings[number]
    progress = one.progress
    result = c.result(c.gathered.own, number)
    return charts.Standing(
        name=name_of(progress.target),
        figure=result.text,
        aim=aim_text(progress),
        share=progress.share,
        expected=expected_of(one),
        tone=TONES[one.light],
        state=str(LIGHT_WORDS[one.light]),
        href=result.ref,
        definition_href=c.uses(progress.target.figure.id),
        persons=result.persons,
    )


def _numbers(c: Composer) -> range:
    return range(len(c.gathered.own.progress))


def targets_grid(c: Composer, *, with_new: bool = True) -> None:
    """Each target of the area in a row."""
    columns = [
        Column(gettext("Target"), wide=4),
        *([Column(gettext("New in the period"), True)] if with_new else []),
        Column(gettext("Result"), True),
        Column(gettext("To reach"), True, counts="target"),
        Column(gettext("Share of the target"), True),
        Column(gettext("Persons missing"), True, counts="gap"),
        Column(gettext("Due"), wide=2),
        Column(gettext("Light")),
    ]
    c.grid("targets", gettext("Targets of %(area)s") % {"area": c.gathered.area.name}, columns,
           [_target_row(c, n, with_new) for n in _numbers(c)])  # fmt: skip


def _target_row(c: Composer, number: int, with_new: bool) -> list[Cell]:
    own = c.gathered.own
    progress, standing = own.progress[number], own.standings[number]
    new = Cell("") if progress.target.figure.denominator else number_cell(own.new(number), sign="+")
    aim = progress.target_value
    return [
        Cell(f"{number + 1}. {name_of(progress.target)}"),
        *([new] if with_new else []),
        c.cell(own, number),
        Cell(aim_text(progress), None if aim is None else float(aim)),
        share_cell(progress.share),
        number_cell(progress.gap),
        Cell(progress.target.due_on.isoformat()),
        Cell(str(LIGHT_WORDS[standing.light])),
    ]


def overall(c: Composer, period: str) -> None:
    """A sentence for each target. period: "this week", "this month", in the language."""
    own = c.gathered.own
    for number, progress in enumerate(own.progress):
        target = {"target": name_of(progress.target), "day": day_text(progress.day), "aim": aim_text(progress)}
        if progress.target.figure.denominator:
            c.says(
                "target.rate",
                gettext("%(target)s: %(rate)s on %(day)s (%(persons)s of %(base)s persons); %(aim)s to reach."),
                rate=c.result(own, number),
                persons=c.persons(own, number),
                base=c.base(own, number),
                **target,
            )
            continue
        c.says(
            "target.count",
            gettext(
                "%(target)s: %(persons)s persons on %(day)s, %(new)s more %(period)s; "
                "%(share)s of the %(aim)s to reach."
            )
            if own.new(number) >= 0
            else gettext(
                "%(target)s: %(persons)s persons on %(day)s, %(new)s fewer %(period)s; "
                "%(share)s of the %(aim)s to reach."
            ),
            persons=c.persons(own, number),
            new=c.other(f"{abs(own.new(number)):,}", own, number),
            share=c.other(charts.percent_text(progress.share) or "–", own, number),
            period=period,
            **target,
        )


def units_grids(c: Composer) -> None:
    """All targets by unit: results, what is new in the period, and shares of the target."""
    numbers = list(_numbers(c))
    counts = [n for n in numbers if not c.gathered.own.progress[n].target.figure.denominator]
    unit = Column(gettext("Unit"), wide=2)
    rows = [c.gathered.own, *c.gathered.units]
    if not c.gathered.units:
        return
    c.grid("results", gettext("Results by unit"), [unit, *(c.column(n) for n in numbers)],
           [[Cell(called(u)), *(c.cell(u, n) for n in numbers)] for u in rows], _rest(c))  # fmt: skip
    c.grid("new", gettext("New in the period by unit"), [unit, *(c.column(n) for n in counts)],
           [[Cell(called(u)), *(number_cell(u.new(n), sign="+") for n in counts)] for u in rows])  # fmt: skip
    c.grid("shares", gettext("Share of the target by unit"), [unit, *(c.column(n) for n in numbers)],
           [[Cell(called(u)), *(share_cell(u.progress[n].share) for n in numbers)] for u in rows],
           reference_note(c))  # fmt: skip


def called(unit: Unit) -> str:
    return unit.area.name if unit.area else ""


def _rest(c: Composer) -> str:
    left = unplaced(c.gathered, MAIN)
    if not left:
        return ""
    return gettext("%(n)s persons of target 1 are recorded on the area itself and in none of its parts.") % {
        "n": f"{left:,}"
    }


def reference_note(c: Composer) -> str:
    """Says so when units are compared with a value nobody has set."""
    if any(p.is_reference for unit in c.gathered.units for p in unit.progress):
        return gettext(
            "Where no share is in force, a unit is compared with its part by number of workers; it owes none of it."
        )
    return ""


def quality(c: Composer) -> None:
    """Quantity beside quality, by unit, for the main target."""
    units = [u for u in c.gathered.units if u.progress[MAIN].result.base or u.evidence[MAIN]]
    ranks = [_rank(c, unit) for unit in units]
    heads = (gettext("Share of the target"), gettext("Strong evidence (A, B)"))
    c.draw(charts.league(gettext("Quantity beside quality"), ranks, quantity=heads[0], quality=heads[1],
                         unit=gettext("persons"), definition_href=_main_definition(c)))  # fmt: skip
    columns = [
        Column(gettext("Unit"), wide=2),
        Column(gettext("Persons"), True, _main_definition(c)),
        *(Column(head, True) for head in heads),
        Column(gettext("Confirmed lately"), True),
        Column(gettext("Items filled"), True),
        Column(gettext("Open doubts"), True, counts="doubts"),
    ]
    note = gettext("Confirmed, filled and doubts: the register as last counted at night.")
    c.grid("quality", gettext("Quality beside quantity"), columns, [_quality_row(c, unit) for unit in units], note)


def _main_definition(c: Composer) -> str:
    return c.uses(c.gathered.own.progress[MAIN].target.figure.id)


def _rank(c: Composer, unit: Unit) -> charts.Rank:
    ref = c.persons(unit, MAIN).ref
    progress = unit.progress[MAIN]
    return charts.Rank(called(unit), progress.share, unit.strong(MAIN), progress.result.persons, ref, ref)


def _quality_row(c: Composer, unit: Unit) -> list[Cell]:
    progress, health = unit.progress[MAIN], unit.health
    return [
        Cell(called(unit)),
        c.result_cell(unit, MAIN),
        share_cell(progress.share),
        share_cell(unit.strong(MAIN)),
        share_cell(health.fresh_share if health else None),
        share_cell(health.filled_share if health else None),
        number_cell(health.open_doubts if health else None),
    ]


def evidence(c: Composer) -> None:
    """How the number of the main target is known, by unit."""
    progress = c.gathered.own.progress[MAIN]
    measure, names = progress.target.figure.numerator, [str(LISTS["evidence"].word(g)) for g in GRADES]
    ground, how = c.gathered.grounds.on(progress.day), c.uses(progress.target.figure.id)
    rows, made = [], []
    for unit in (c.gathered.own, *c.gathered.units):
        assert unit.area is not None
        mix = unit.evidence[MAIN]
        refs = tuple(ground.ref(unit.area.key, measure, {"evidence": grade}) for grade in GRADES)
        rows.append([
            Cell(called(unit)),
            *(people_cell(mix.get(grade, 0), ref, how) for grade, ref in zip(GRADES, refs, strict=True)),
            share_cell(unit.strong(MAIN)),
        ])  # fmt: skip
        if any(mix.get(grade, 0) for grade in GRADES):
            made.append(charts.Made(unit.area.name, tuple(mix.get(g, 0) for g in GRADES), refs))
    c.draw(charts.composition(gettext("How well the number is known"), names, made, unit=gettext("persons"),
                              definition_href=_main_definition(c)))  # fmt: skip
    columns = [
        Column(gettext("Unit"), wide=2),
        *(Column(name, True) for name in names),
        Column(gettext("Strong evidence (A, B)"), True),
    ]
    c.grid("evidence", gettext("Persons of target 1 by best evidence"), columns, rows)


# --- what lags -------------------------------------------------------------------------------------------------------

BEHIND = (Light.RED, Light.MISSED)


def behind(c: Composer) -> list[tuple[Unit, int, Standing]]:
    """What is owed and red or missed: the area itself first, then its units. Values nobody set are left out."""
    return [
        (unit, number, standing)
        for unit in (c.gathered.own, *c.gathered.units)
        for number, standing in enumerate(unit.standings)
        if standing.light in BEHIND and not standing.progress.is_reference
    ]


def lagging_grid(c: Composer) -> int:
    """Who owes what by when, and why it lags; how many rows."""
    found = behind(c)
    columns = [
        Column(gettext("Unit"), wide=2),
        Column(gettext("Target"), wide=3),
        Column(gettext("Result"), True),
        Column(gettext("To reach"), True, counts="target"),
        Column(gettext("Persons missing"), True, counts="gap"),
        Column(gettext("Due"), wide=2),
        Column(gettext("Reason"), wide=4),
    ]
    rows = [
        [
            Cell(called(unit)),
            Cell(name_of(standing.progress.target)),
            c.cell(unit, number),
            Cell(aim_text(standing.progress)),
            number_cell(standing.progress.gap),
            Cell(standing.progress.target.due_on.isoformat()),
            Cell(str(standing.reason)),
        ]
        for unit, number, standing in found
    ]
    c.grid("lagging", gettext("Targets that lag: who owes what by when"), columns, rows)
    return len(found)


def ratio(part: int, whole: int) -> str:
    return charts.percent_text(Fraction(part, whole)) if whole else "–"


__all__ = [
    "MAIN",
    "behind",
    "called",
    "evidence",
    "lagging_grid",
    "overall",
    "quality",
    "ratio",
    "reference_note",
    "result_text",
    "targets_chart",
    "targets_grid",
    "units_grids",
]
