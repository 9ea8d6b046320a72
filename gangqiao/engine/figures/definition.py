"""What a figure is: additive measures over the person-period fact, and a number or a rate made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import ibis.expr.types as ir

from gangqiao.engine.facts import FACT


@dataclass(frozen=True, slots=True)
class Measure:
    """A count of persons: those of the fact for whom `holds` is true. Additive over areas, each person counts once.

    name    what the persons are called, as the title of their list (English, the key of its translation)
    says    the condition in words (likewise)
    within  keys of the measures this one can never exceed (its persons are among theirs)
    """

    key: str
    name: str
    says: str
    holds: Callable[[ir.Table], ir.BooleanValue]
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One definition. A change of what is counted is a new version.

    wording      the official wording (English, the key of its translation)
    unit         "persons" (never person-times) or "percent"
    numerator    key of the measure that is counted, and whose people the figure opens to
    denominator  key of the measure it is divided by, "" for a count
    base         key of the measure a count is compared with in a rate beside it
    null_rule    what happens when something is unknown, in words
    parameters   keys of the preset's parameters the definition depends on
    source       the document the definition comes from, in words
    since, until days on which it is valid; until is null while it is
    """

    id: str
    version: int
    preset: str
    wording: str
    unit: str
    numerator: str
    base: str
    null_rule: str
    parameters: tuple[str, ...]
    denominator: str = ""
    source: str = ""
    since: date = date(2015, 1, 1)
    until: date | None = None

    @property
    def is_additive(self) -> bool:
        """True when the figure of an area is the sum of the figures of its parts. A rate is not."""
        return not self.denominator

    def holds_on(self, day: date) -> bool:
        """Whether the definition is in force on the day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number that is no count of persons: person-times, a median, a share of rows.

    unit         "person-times", "yuan", "percent" or "days"
    people       key of the measure whose persons stand behind it
    rows         narrows the rows further, given those of `people` in one area
    value        one whole number over these rows
    divisor      another, by which the first is divided; null for none. Null or 0 there gives no result.
    scale        the quotient is multiplied by it: 100 for percent, 1/100 from fen to yuan
    is_additive  whether the areas' values add up to the whole
    """

    id: str
    version: int
    preset: str
    wording: str
    unit: str
    people: str
    says: str
    null_rule: str
    value: Callable[[ir.Table], ir.IntegerScalar]
    divisor: Callable[[ir.Table], ir.IntegerScalar] | None = None
    rows: Callable[[ir.Table], ir.Table] | None = None
    scale: Fraction = Fraction(1)
    is_additive: bool = False
    parameters: tuple[str, ...] = ()
    source: str = ""
    since: date = date(2015, 1, 1)
    until: date | None = None

    def over(self, people: ir.Table) -> ir.Table:
        """One row with `value` and `divisor` over the rows of `people` in one area; without a divisor, their number."""
        rows = self.rows(people) if self.rows else people
        divisor = self.divisor(rows) if self.divisor else rows.count()
        return rows.aggregate(value=self.value(rows).cast("int64"), divisor=divisor.cast("int64"))

    def result(self, value: int | None, divisor: int | None) -> Fraction | None:
        """The number in its unit, exact; None when there is nothing to say. A sum over nobody is 0."""
        if self.divisor is None:
            return Fraction(value or 0) * self.scale
        return Fraction(value, divisor) * self.scale if value is not None and divisor else None


@dataclass(frozen=True, slots=True)
class Dimension:
    """A way to divide the persons of a measure.

    column  of the fact; null there is the code ""
    codes   all codes in their order, or None when they come from the data
    lists   name of the code list that has the words of the codes, "" when the codes are words themselves
    """

    key: str
    name: str
    column: str
    codes: tuple[str, ...] | None = None
    lists: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A figure of one area: whole persons, and the rate as an exact fraction."""

    figure: Figure
    persons: int
    base: int

    @property
    def share(self) -> Fraction | None:
        """Part of the base, 0 to 1, exact; None where the base is empty: nobody is not zero percent."""
        return Fraction(self.persons, self.base) if self.base else None

    @property
    def value(self) -> Fraction | int | None:
        """The number the target speaks about, in the figure's unit."""
        if not self.figure.denominator:
            return self.persons
        return None if self.share is None else self.share * 100


@dataclass(frozen=True, slots=True)
class BrokenNesting:
    """A result that says a part is larger than its whole (R022)."""

    inner: str
    outer: str
    inner_persons: int
    outer_persons: int


def sums_by_area(measures: Iterable[Measure], fact: ir.Table = FACT) -> ir.Table:
    """Every measure summed over the persons of each area: columns `area_id` and one per measure."""
    counts = {m.key: m.holds(fact).ifelse(1, 0).sum().cast("int64") for m in measures}
    return fact.group_by("area_id").agg(**counts)


def result_of(figure: Figure, sums: Mapping[str, int]) -> Result:
    """The figure from the sums of its measures."""
    return Result(figure, sums[figure.numerator], sums[figure.denominator or figure.base])


def broken_nestings(measures: Iterable[Measure], sums: Mapping[str, int]) -> list[BrokenNesting]:
    """Every measure that is larger than one it lies within; empty when the results nest."""
    return [
        BrokenNesting(m.key, outer, sums[m.key], sums[outer])
        for m in measures
        for outer in m.within
        if sums[m.key] > sums[outer]
    ]
