"""Results that do not nest: a part that is larger than its whole, in the county or in one of its units (R022)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gangqiao.engine.figures import MEASURES, BrokenNesting, broken_nestings
from gangqiao.indicators.store import fact_on
from gangqiao.indicators.wording import said
from gangqiao.kernel.words import Say
from gangqiao.places.models import Division
from gangqiao.places.reads import county, townships


@dataclass(frozen=True, slots=True)
class Alarm:
    """One broken nesting of one area."""

    area: Division
    broken: BrokenNesting

    @property
    def sentence(self) -> Say:
        return Say(
            "“%(inner)s” counts %(a)s and “%(outer)s”, of which it is a part, only %(b)s.",
            inner=said(MEASURES[self.broken.inner].name),
            outer=said(MEASURES[self.broken.outer].name),
            a=f"{self.broken.inner_persons:,}",
            b=f"{self.broken.outer_persons:,}",
        )


def broken_on(day: date) -> list[Alarm]:
    """Every broken nesting of the day's results, the county first. Empty is how it should be."""
    fact = fact_on(day)
    areas = [county(), *townships()]
    return [Alarm(area, one) for area in areas for one in broken_nestings(MEASURES.values(), fact.sums_of(area.key))]
