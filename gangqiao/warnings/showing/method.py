"""The backtest as a table, and in one honest sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from gangqiao.engine.figures import FIGURES
from gangqiao.indicators.wording import said
from gangqiao.kernel.words import Say
from gangqiao.warnings.reads.backtest import Tested

BEST_WORDS = {
    "ours": Say("this method"),
    "straight": Say("the straight line"),
    "last_year": Say("last year's value"),
}


@dataclass(frozen=True, slots=True)
class TestedRow:
    """One line of the table. Errors in persons, covered and width as they are read."""

    figure: str
    due_on: date
    tested: Tested
    error: str
    straight: str
    last_year: str
    covered: str
    best: str
    is_ours: bool


def tested_rows(rows: list[dict[str, Any]]) -> list[TestedRow]:
    return [_row(Tested(**row)) for row in rows]


def _row(one: Tested) -> TestedRow:
    figure = FIGURES.get(one.figure)
    return TestedRow(
        figure=said(figure.wording) if figure else one.figure,
        due_on=date.fromisoformat(one.due_on),
        tested=one,
        error=f"{one.error:,.0f}",
        straight=f"{one.straight:,.0f}",
        last_year="" if one.last_year is None else f"{one.last_year:,.0f}",
        covered=f"{one.covered / one.asked:.0%}",
        best=str(BEST_WORDS[one.best]),
        is_ours=one.best == "ours",
    )
