"""How figures are counted, in words, with every number a count rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from gangqiao.engine.figures import MEASURES, Figure
from gangqiao.engine.parameters import load_preset
from gangqiao.indicators.wording import said
from gangqiao.people.codes import LISTS


def definition_page(figure: Figure, day: date) -> dict[str, Any]:
    """How the figure is counted, in words, with the numbers in force on the day and where they come from."""
    preset = load_preset(figure.preset)
    parameters = [preset.get(key) for key in figure.parameters]
    return {
        "figure": figure,
        "day": day,
        "title": said(figure.wording),
        "unit": said(figure.unit),
        "counted": said(MEASURES[figure.numerator].says),
        "divided_by": said(MEASURES[figure.denominator].says) if figure.denominator else "",
        "compared_with": said(MEASURES[figure.base].name),
        "null_rule": said(figure.null_rule),
        "preset": preset,
        "preset_says": said(preset.description),
        "columns": [
            {"label": gettext("Parameter")},
            {"label": gettext("Value on the day")},
            {"label": gettext("Where it comes from")},
        ],
        "parameters": [
            {
                "says": said(p.description),
                "value": _in_words(p.key, p.on(day), said(p.unit)),
                "source": said(p.reference),
                "confirmed": p.confirmed,
            }
            for p in parameters
        ],
        "unconfirmed": sum(not p.confirmed for p in parameters),
    }


# The code lists in which the codes of a parameter have their words.
_LISTS = {
    "hukou_kinds": "hukou_kind",
    "population_categories": "population_category",
    "labour_capacities": "labour_capacity",
    "counted_statuses": "spell_status",
    "poor_categories": "category",
}


def _in_words(key: str, value: Any, unit: str) -> str:
    """The value of a parameter as a clerk reads it: codes by their words, numbers with their unit."""
    if key not in _LISTS:
        return f"{value} {unit}"
    return gettext(", ").join(str(LISTS[_LISTS[key]].word(code)) for code in value)
