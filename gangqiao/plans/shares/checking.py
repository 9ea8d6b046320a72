"""Whether shares add up to the county's targets and nest as those do (R022). No database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from gangqiao.indicators.targets import Target
from gangqiao.kernel.words import Say
from gangqiao.plans.shares.cascading import months_of

Cell = tuple[str, str, str]  # target, area, month ("" for the whole)
Cells = Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why shares cannot be issued. area: "" when the sum over all of them is at fault; month: "" for the whole."""

    target: str
    area: str
    month: str
    sentence: Say


def faults_of(targets: Sequence[Target], cells: Cells, *, county: str, name: Callable[[str], str]) -> list[Fault]:
    """Every sum below the county's number, every share above that of an outer target, every course that falls back.

    The sum of the areas must be at least the county's number, for the whole and at the end of each month; a sum above
    it is a reserve and is allowed. `name` gives an area's name.
    """
    areas = [area for area in dict.fromkeys(area for _target, area, _month in cells) if area != county]
    check = _Check(targets, cells, areas, county, name)
    return [*check.sums(), *check.nesting(), *check.courses()]


class _Check:
    def __init__(
        self, targets: Sequence[Target], cells: Cells, areas: list[str], county: str, name: Callable[[str], str]
    ) -> None:
        self.targets, self.cells, self.areas, self.county, self.name = targets, cells, areas, county, name

    def sums(self) -> Iterator[Fault]:
        for target in self.targets:
            if target.figure.denominator:
                yield from self._rates(target)
                continue
            for month in ("", *months_of(target)):
                asked = self.cells.get((target.id, self.county, month), target.value if not month else 0)
                if month == "" or month == months_of(target)[-1]:
                    asked = target.value
                total = sum(self.cells.get((target.id, area, month), 0) for area in self.areas)
                if total < asked:
                    yield Fault(target.id, "", month, _short(target, month, total, asked))
                    if not month:
                        break  # the months fall short with it, and follow when it is mended

    def _rates(self, target: Target) -> Iterator[Fault]:
        for area in self.areas:
            given = self.cells.get((target.id, area, ""), 0)
            if given < target.value:
                says = Say(
                    "%(target)s: %(unit)s has %(given)d percent, the plan asks for %(asked)d.",
                    target=target.id,
                    unit=self.name(area),
                    given=given,
                    asked=target.value,
                )
                yield Fault(target.id, area, "", says)

    def nesting(self) -> Iterator[Fault]:
        known = {target.id for target in self.targets}
        pairs = [(t.id, outer, t) for t in self.targets for outer in t.within if outer in known]
        for inner, outer, target in pairs:
            for area in (self.county, *self.areas):
                for month in ("", *months_of(target)):
                    a, b = self.cells.get((inner, area, month)), self.cells.get((outer, area, month))
                    if a is not None and b is not None and a > b:
                        yield Fault(inner, area, month, _larger(inner, outer, self.name(area), month, a, b))

    def courses(self) -> Iterator[Fault]:
        """A cumulative number never falls, and ends at the whole."""
        for target in self.targets:
            for area in self.areas:
                before = 0
                for month in months_of(target):
                    value = self.cells.get((target.id, area, month), before)
                    if value < before:
                        yield Fault(target.id, area, month, _falls(target.id, self.name(area), month, value, before))
                    before = max(value, before)
                whole = self.cells.get((target.id, area, ""), before)
                if before != whole:
                    month = months_of(target)[-1]
                    yield Fault(target.id, area, month, _ends(target.id, self.name(area), month, before, whole))


def _short(target: Target, month: str, total: int, asked: int) -> Say:
    words = {"target": target.id, "total": f"{total:,}", "asked": f"{asked:,}", "missing": f"{asked - total:,}"}
    if not month:
        return Say(
            "%(target)s: the shares add up to %(total)s, %(missing)s fewer than the county's %(asked)s. "
            "Raise the share of a unit by the difference.",
            **words,
        )
    return Say(
        "%(target)s, end of %(month)s: the shares add up to %(total)s, %(missing)s fewer than the county's %(asked)s. "
        "Raise the number of a unit, or lower the county's for the month.",
        month=month,
        **words,
    )


def _larger(inner: str, outer: str, unit: str, month: str, a: int, b: int) -> Say:
    words = {"inner": inner, "outer": outer, "unit": unit, "a": f"{a:,}", "b": f"{b:,}"}
    if not month:
        return Say(
            "%(unit)s: %(inner)s is part of %(outer)s, but its share %(a)s is above %(b)s. "
            "Lower it, or raise the other.",
            **words,
        )
    return Say(
        "%(unit)s, end of %(month)s: %(inner)s is part of %(outer)s, but its %(a)s is above %(b)s. "
        "Lower it, or raise the other.",
        month=month,
        **words,
    )


def _falls(target: str, unit: str, month: str, value: int, before: int) -> Say:
    return Say(
        "%(unit)s: %(target)s falls to %(value)s at the end of %(month)s, from %(before)s. "
        "The numbers count from January on and do not fall.",
        unit=unit,
        target=target,
        month=month,
        value=f"{value:,}",
        before=f"{before:,}",
    )


def _ends(target: str, unit: str, month: str, value: int, whole: int) -> Say:
    return Say(
        "%(unit)s: %(target)s ends at %(value)s at the end of %(month)s, and its whole share is %(whole)s. "
        "Make the two equal.",
        unit=unit,
        target=target,
        month=month,
        value=f"{value:,}",
        whole=f"{whole:,}",
    )
