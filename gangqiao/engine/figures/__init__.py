"""The figures: named, versioned definitions written once, run by any engine of `engine.backends`."""

from gangqiao.engine.figures.breakdowns import DIMENSIONS, STATISTICS, code_of
from gangqiao.engine.figures.definition import (
    BrokenNesting,
    Dimension,
    Figure,
    Measure,
    Result,
    Statistic,
    broken_nestings,
    result_of,
    sums_by_area,
)
from gangqiao.engine.figures.following import MEASURES
from gangqiao.engine.figures.hrss_register import REGISTER_FIGURES
from gangqiao.engine.figures.outcomes import OUTCOME_FIGURES
from gangqiao.engine.figures.version import definition_digest, definition_version

FIGURES: dict[str, Figure] = {**REGISTER_FIGURES, **OUTCOME_FIGURES}


def get_figure(figure_id: str) -> Figure:
    """The definition in force. Raises KeyError for an unknown one."""
    return FIGURES[figure_id]


__all__ = [
    "DIMENSIONS",
    "FIGURES",
    "MEASURES",
    "STATISTICS",
    "BrokenNesting",
    "Dimension",
    "Figure",
    "Measure",
    "Result",
    "Statistic",
    "broken_nestings",
    "code_of",
    "definition_digest",
    "definition_version",
    "get_figure",
    "result_of",
    "sums_by_area",
]
