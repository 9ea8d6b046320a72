"""What a figure is: additive measures over the person-period fact, and a number or a rate made of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

import ibis.expr.types as ir

from gangqiao.engine.facts import FACT
from gangqiao.engine.parameters import Preset


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

    @property
    def is_additive(self) -> bool:
        """True when the figure of an area is the sum of the figures of its parts. A rate is not."""
        return not self.denominator


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


def sums_by_area(measures: Iterable[Measure]) -> ir.Table:
    """Every measure summed over the persons of each area: columns `area_id` and one per measure."""
    counts = {m.key: m.holds(FACT).cast("int64").sum().cast("int64") for m in measures}
    return FACT.group_by("area_id").agg(**counts)


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


def definition_version(figures: Iterable[Figure], presets: Iterable[Preset]) -> str:
    """A short digest of all definitions and of the history of their parameters: the same digest, the same count."""
    parts = [f"{f.id}:{f.version}:{f.preset}" for f in figures]
    parts += [f"{preset.name}:{p.key}:{p.values}" for preset in presets for p in preset.parameters]
    return hashlib.sha256(";".join(parts).encode()).hexdigest()[:12]
