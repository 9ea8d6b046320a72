"""The figures: named, versioned definitions written once, run by any engine of `engine.backends`."""

from gangqiao.engine.figures.definition import (
    BrokenNesting,
    Figure,
    Measure,
    Result,
    broken_nestings,
    definition_version,
    result_of,
    sums_by_area,
)
from gangqiao.engine.figures.hrss_register import FIGURES, MEASURES, get_figure

__all__ = [
    "FIGURES",
    "MEASURES",
    "BrokenNesting",
    "Figure",
    "Measure",
    "Result",
    "broken_nestings",
    "definition_version",
    "get_figure",
    "result_of",
    "sums_by_area",
]
