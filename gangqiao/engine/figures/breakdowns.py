"""The ways to divide a count, and the numbers that are no counts of persons."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import ibis
import ibis.expr.types as ir

from gangqiao.engine.facts import AGE_BANDS
from gangqiao.engine.figures.definition import Dimension, Statistic
from gangqiao.engine.figures.hrss_register import PRESET, RURAL, WORK

_YES_NO = ("yes", "no")

DIMENSIONS: dict[str, Dimension] = {
    d.key: d
    for d in (
        Dimension("sex", "Sex", "sex", ("1", "2"), "sex"),
        Dimension("age", "Age", "age_band", tuple(AGE_BANDS)),
        Dimension(
            "level",
            "How far from home",
            "level",
            ("own_township", "other_township", "other_county", "other_prefecture", "other_province", "abroad"),
            "area_level",
        ),
        Dimension("mode", "How the work was found", "mode", None, "mode"),
        Dimension("sector", "Sector", "sector", None, "sector"),
        Dimension("province", "Province of the work", "province"),
        Dimension("evidence", "Best evidence", "evidence", ("A", "B", "C", "D", "E"), "evidence"),
        Dimension("month", "Month of the first departure", "started_month", tuple(f"{n:02}" for n in range(1, 13))),
        Dimension("organised", "Organised", "organised", _YES_NO),
        Dimension("poor", "Registered poor", "is_poor", _YES_NO),
        Dimension("relocated", "Relocated", "is_relocated", _YES_NO),
        Dimension("out_of_poverty", "Out of poverty", "is_out_of_poverty", _YES_NO),
        Dimension("monitored", "Monitored", "is_monitored", _YES_NO),
        Dimension("low_income", "Low income", "is_low_income", _YES_NO),
        Dimension("hard_to_employ", "Hard to employ", "is_hard_to_employ", _YES_NO),
    )
}


def code_of(fact: ir.Table, dimension: Dimension) -> ir.StringValue:
    """The code of each row in a dimension, "" where it is not known."""
    column = fact[dimension.column]
    if dimension.codes == _YES_NO:
        return ibis.cases((column, "yes"), else_="no")
    return column.fill_null("")


def _middle_of(column: str) -> Callable[[ir.Table], ir.Table]:
    """The middle rows, one or two: their mean is the median, exact and the same on every engine."""

    def middle(fact: ir.Table) -> ir.Table:
        known = fact.filter(fact[column].notnull())
        ranked = known.mutate(
            rank=ibis.row_number().over(order_by=[known[column], known.person_id]), number=known.count().over()
        )
        # As real division rounds differently: 2 * rank is compared with whole numbers.
        twice = ranked["rank"] * 2
        return ranked.filter(twice >= ranked.number - 2, twice <= ranked.number)

    return middle


_SUM_OF_NOBODY = "What is not known does not count. Where nobody is, the number is 0."
_NO_NUMBER = "What is not known is left out. Where nothing is left there is no number."

STATISTICS: dict[str, Statistic] = {
    s.id: s
    for s in (
        Statistic(
            id="departures",
            version=1,
            preset=PRESET,
            wording="Departures this year, person-times",
            unit="person-times",
            people="rural_workers",
            says="Every time of counted work of a rural worker that began in the period; a person may count twice",
            null_rule=_SUM_OF_NOBODY,
            value=lambda f: f.departures_ytd.sum(),
            is_additive=True,
            parameters=(*RURAL, *WORK),
            source="An older plan of the province speaks of 15,000,000 person-times",
        ),
        Statistic(
            id="net_increase",
            version=1,
            preset=PRESET,
            wording="New: net increase of those in non-farm work",
            unit="persons",
            people="rural_workers",
            says="Those in non-farm work on the day less those who were on the last day before the period; who left "
            "and who came back cancel each other, so it may be below 0",
            null_rule=_SUM_OF_NOBODY,
            value=lambda f: f.in_work_now.ifelse(1, 0).sum() - f.in_work_before.ifelse(1, 0).sum(),
            is_additive=True,
            parameters=(*RURAL, *WORK),
            source="No document says what new means: the third reading that county offices use",
        ),
        Statistic(
            id="median_income",
            version=1,
            preset=PRESET,
            wording="Median monthly income",
            unit="yuan",
            people="transferred",
            says="The middle monthly income of the transferred whose main work names one; between two, their mean",
            null_rule=_NO_NUMBER,
            rows=_middle_of("income_monthly"),
            value=lambda f: f.income_monthly.sum(),
            divisor=lambda f: f.count(),
            scale=Fraction(1, 100),
            parameters=(*RURAL, *WORK),
            source="Measure of this system, no document of the county asks for it",
        ),
        Statistic(
            id="mean_days",
            version=1,
            preset=PRESET,
            wording="Mean days of work this year",
            unit="days",
            people="transferred",
            says="Days of counted work in the period of all transferred, divided by their number; days of overlapping "
            "work count twice",
            null_rule=_NO_NUMBER,
            value=lambda f: f.days_ytd.sum(),
            divisor=lambda f: f.count(),
            parameters=(*RURAL, *WORK),
            source="Measure of this system, no document of the county asks for it",
        ),
        Statistic(
            id="completeness_spells",
            version=1,
            preset=PRESET,
            wording="Share of complete times of work",
            unit="percent",
            people="transferred",
            says="Of the times of counted work of the transferred that touch the period, those with a value for every "
            "required item",
            null_rule=_NO_NUMBER,
            value=lambda f: f.spells_complete.sum(),
            divisor=lambda f: f.spells_ytd.sum(),
            scale=Fraction(100),
            parameters=(*RURAL, *WORK),
            source="Work plan of 16 March 2020: no person misses an item",
        ),
    )
}
