"""Puts a paper together in the language of the moment: its blocks, and where each number of a sentence comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from django.utils.formats import date_format
from django.utils.translation import get_language, gettext

from gangqiao.briefings.content.blocks import Block, Cell, Column, Drawing, Grid, Heading, Listing, Part, Sentence
from gangqiao.briefings.content.gathering import Gathered, Unit
from gangqiao.briefings.content.grounds import Ground
from gangqiao.briefings.content.tracing import (
    Num,
    definition_columns,
    ground_columns,
    ground_row,
    trace_columns,
    traced,
)
from gangqiao.engine.figures import FIGURES, MEASURES, Figure
from gangqiao.indicators.showing.definitions import figure_of_measure
from gangqiao.indicators.targets import Progress, Target
from gangqiao.indicators.wording import said
from gangqiao.kernel import charts

_TOKEN = re.compile("\ue000([0-9]+)\ue001")
_OPEN, _CLOSE = "\ue000", "\ue001"


class Composer:
    """Collects the blocks of one paper."""

    def __init__(self, gathered: Gathered) -> None:
        self.gathered = gathered
        self.blocks: list[Block] = []
        self._traces: list[tuple[str, Num]] = []
        self._figures: dict[str, None] = {}

    # --- blocks ------------------------------------------------------------------------------------------------------

    def heading(self, text: str, level: int = 1) -> None:
        self.blocks.append(Heading(text, level))

    def says(self, rule: str, message: str, **values: Num | str | int) -> None:
        """A sentence by a rule. message: already in the language, with %(name)s for each value."""
        numbers = [value for value in values.values() if isinstance(value, Num)]
        tokens = {
            name: f"{_OPEN}{numbers.index(value)}{_CLOSE}" if isinstance(value, Num) else value
            for name, value in values.items()
        }
        parts = []
        for place, piece in enumerate(_TOKEN.split(message % tokens)):
            if place % 2:
                number = numbers[int(piece)]
                parts.append(Part(number.text, number.ref, self._definition(number), number.persons))
                self._traces.append((rule, number))
            elif piece:
                parts.append(Part(piece))
        self.blocks.append(Sentence(tuple(parts), rule))

    def words(self, text: str) -> None:
        """A sentence that states no number."""
        self.blocks.append(Sentence((Part(text),)))

    def grid(
        self, key: str, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], note: str = ""
    ) -> None:
        """A table; nothing when it has no rows."""
        if found := tuple(tuple(row) for row in rows):
            self.blocks.append(Grid(key, title, tuple(columns), found, note))

    def draw(self, chart: charts.Chart) -> None:
        if not chart.is_empty:
            self.blocks.append(Drawing(chart))

    def listing(self, entries: Iterable[str]) -> None:
        if found := tuple(entries):
            self.blocks.append(Listing(found))

    # --- numbers -----------------------------------------------------------------------------------------------------

    def uses(self, figure: str) -> str:
        """Name a definition as used; its ref."""
        if figure in FIGURES:
            self._figures[figure] = None
            return f"definition|{figure}|{self.gathered.day.isoformat()}"
        return ""

    def result(self, unit: Unit, number: int) -> Num:
        """The result of a target: persons, or the rate."""
        progress = unit.progress[number]
        return self._num(result_text(progress), unit, progress, progress.target.figure.numerator)

    def result_cell(self, unit: Unit, number: int) -> Cell:
        """The persons of a target in a table."""
        num = self.persons(unit, number)
        return people_cell(unit.progress[number].result.persons, num.ref, self.uses(num.figure))

    def persons(self, unit: Unit, number: int) -> Num:
        progress = unit.progress[number]
        return self._num(f"{progress.result.persons:,}", unit, progress, progress.target.figure.numerator)

    def base(self, unit: Unit, number: int) -> Num:
        progress = unit.progress[number]
        return self._num(f"{progress.result.base:,}", unit, progress, progress.target.figure.base, progress.result.base)

    def other(self, text: str, unit: Unit, number: int) -> Num:
        """A number worked out from a target of a unit, without people of its own behind it."""
        progress = unit.progress[number]
        return Num(text, _name(unit), progress.target.figure.id, self.gathered.grounds.on(progress.day))

    def counted(
        self,
        text: str,
        measure: str,
        day: date,
        persons: int | None = None,
        where: Mapping[str, str] | None = None,
    ) -> Num:
        """A number of a measure of the area that is no target. persons: behind it; null where it counts none."""
        ground, area = self.gathered.grounds.on(day), self.gathered.area
        ref = "" if persons is None else ground.ref(area.key, measure, where)
        return Num(text, area.name, figure_of(measure), ground, ref, measure, _opening(persons, ref))

    def people_cell(self, count: int, measure: str, day: date, where: Mapping[str, str] | None = None) -> Cell:
        """A count of a measure of the area in a table."""
        ref = self.gathered.grounds.on(day).ref(self.gathered.area.key, measure, where)
        return people_cell(count, ref, self.uses(figure_of(measure)))

    def listed(self, text: str) -> Num:
        """A number counted from lists of the plan and the headquarters."""
        return Num(text, self.gathered.area.name)

    def _num(self, text: str, unit: Unit, progress: Progress, measure: str, persons: int | None = None) -> Num:
        ground = self.gathered.grounds.on(progress.day)
        ref = ground.ref(progress.area, measure) if unit.area is not None else ""
        many = progress.result.persons if persons is None else persons
        return Num(text, _name(unit), progress.target.figure.id, ground, ref, persons=_opening(many, ref))

    def cell(self, unit: Unit, number: int) -> Cell:
        """The result of a target in a table."""
        progress = unit.progress[number]
        num = self.result(unit, number)
        self.uses(num.figure)
        value = progress.result.value
        rate = bool(progress.target.figure.denominator)
        shown = None if value is None else (cut(Fraction(value)) if rate else float(progress.result.persons))
        counts = "" if num.ref else "history"
        return Cell(num.text, shown, num.ref, num.persons, self.uses(num.figure), counts)

    def column(self, number: int) -> Column:
        """A target as the head of a column."""
        target = self.gathered.own.progress[number].target
        return Column(f"{number + 1}. {name_of(target)}", True, self.uses(target.figure.id))

    def _definition(self, number: Num) -> str:
        return self.uses(number.figure)

    # --- appendix ----------------------------------------------------------------------------------------------------

    def appendix(self) -> tuple[Block, ...]:
        """Grounds, definitions, and where each number of a sentence comes from."""
        main, self.blocks = self.blocks, []
        self.heading(gettext("Appendix: how the figures were made"))
        self.grid("grounds", gettext("What the figures rest on"), ground_columns(), map(ground_row, self._grounds()))
        self.grid("definitions", gettext("Definitions used"), definition_columns(), map(self._defined, self._figures))
        rows = [traced(rule, number, self.uses(number.figure)) for rule, number in self._traces]
        self.grid("traces", gettext("Numbers in sentences"), trace_columns(), rows)
        found, self.blocks = tuple(self.blocks), main
        return found

    def _grounds(self) -> list[Ground]:
        return self.gathered.grounds.used

    def _defined(self, key: str) -> list[Cell]:
        figure: Figure = FIGURES[key]
        return [
            Cell(said(figure.wording), ref=self.uses(key)),
            Cell(str(figure.version)),
            Cell(said(MEASURES[figure.numerator].says)),
            Cell(said(figure.null_rule)),
            Cell(said(figure.source) if figure.source else ""),
        ]


def figure_of(measure: str) -> str:
    """The definition that counts a measure; "" when none does."""
    found = figure_of_measure(measure)
    return found.id if found else ""


def _opening(persons: int | None, ref: str) -> int | None:
    """How many people a number leads to: none where it leads nowhere, as on a day of the history as it was known."""
    return persons if ref else None


def _name(unit: Unit) -> str:
    return unit.area.name if unit.area else gettext("in no part")


def name_of(target: Target) -> str:
    return target.words.in_language(get_language())


def result_text(progress: Progress) -> str:
    """The result as it is read; a rate is cut, never rounded up to a target it does not reach."""
    if progress.target.figure.denominator:
        return charts.percent_text(progress.result.share) or gettext("no rate")
    return f"{progress.result.persons:,}"


def aim_text(progress: Progress) -> str:
    value = progress.target_value
    if value is None:
        return ""
    return f"{value}%" if progress.target.figure.denominator else f"{value:,}"


def share_cell(share: Fraction | float | None) -> Cell:
    """A share as percent; the number is in percent, too."""
    if share is None:
        return Cell("")
    return Cell(charts.percent_text(share), cut(Fraction(share) * 100))


def cut(percent: Fraction) -> float:
    """A percentage cut to one decimal, as it is read."""
    return int(percent * 10) / 10


def number_cell(number: int | None, ref: str = "", sign: str = "") -> Cell:
    if number is None:
        return Cell("")
    return Cell(f"{number:{sign},}", float(number), ref)


def people_cell(count: int, ref: str, definition: str = "") -> Cell:
    """A number of people that leads to them."""
    return Cell(f"{count:,}", float(count), ref, _opening(count, ref), definition, "" if ref else "history")


def day_text(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
