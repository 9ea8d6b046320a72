"""The eight targets' figures as the human resources department counts them: persons, in the year up to the day."""

from __future__ import annotations

from gangqiao.engine.figures.definition import Figure, Measure

PRESET = "HRSS-register"

MEASURES: dict[str, Measure] = {
    m.key: m
    for m in (
        Measure(
            "rural_workers",
            "Rural workers",
            "Rural household registration, of working age on the day, able to work, alive, record kept here",
            lambda f: f.is_rural_worker,
        ),
        Measure(
            "poor_workers",
            "Registered-poor workers",
            "Rural workers registered as poor on the day",
            lambda f: f.is_rural_worker & f.is_poor,
            within=("rural_workers",),
        ),
        Measure(
            "transferred",
            "Rural workers in non-farm work",
            "Rural workers with at least one time of work recorded as non-farm, of any length and in any place, "
            "that touches the days from 1 January to the day; a departure that is only planned does not count",
            lambda f: f.transferred_ytd,
            within=("rural_workers",),
        ),
        Measure(
            "new_transferred",
            "Rural workers newly in non-farm work",
            "Of these, those without any such work in the calendar year before",
            lambda f: f.new_transferred,
            within=("transferred",),
        ),
        Measure(
            "poor_transferred",
            "Registered-poor workers in non-farm work",
            "Of the transferred, those registered as poor on the day",
            lambda f: f.transferred_ytd & f.is_poor,
            within=("transferred", "poor_workers"),
        ),
        Measure(
            "poor_new_transferred",
            "Registered-poor workers newly in non-farm work",
            "Of the newly transferred, those registered as poor on the day",
            lambda f: f.new_transferred & f.is_poor,
            within=("new_transferred", "poor_transferred"),
        ),
    )
}

_RURAL = (
    "working_age_from",
    "working_age_to_men",
    "working_age_to_women",
    "hukou_kinds",
    "population_categories",
    "labour_capacities",
)
_UNKNOWN = "What is not known does not count: no birth date, no worker; no first day, no spell."
_EMPTY = "What is not known does not count. Where there is no worker at all there is no rate, not a rate of zero."

FIGURES: dict[str, Figure] = {
    f.id: f
    for f in (
        Figure(
            id="transferred",
            version=1,
            preset=PRESET,
            wording="Rural workers in non-farm work this year",
            unit="persons",
            numerator="transferred",
            base="rural_workers",
            null_rule=_UNKNOWN,
            parameters=(*_RURAL, "counted_statuses"),
        ),
        Figure(
            id="new_transferred",
            version=1,
            preset=PRESET,
            wording="Of these, newly in non-farm work",
            unit="persons",
            numerator="new_transferred",
            base="rural_workers",
            null_rule=_UNKNOWN,
            parameters=(*_RURAL, "counted_statuses"),
        ),
        Figure(
            id="poor_transferred",
            version=1,
            preset=PRESET,
            wording="Registered-poor workers in non-farm work this year",
            unit="persons",
            numerator="poor_transferred",
            base="poor_workers",
            null_rule=_UNKNOWN,
            parameters=(*_RURAL, "counted_statuses", "poor_categories"),
        ),
        Figure(
            id="poor_new_transferred",
            version=1,
            preset=PRESET,
            wording="Registered-poor workers newly in non-farm work",
            unit="persons",
            numerator="poor_new_transferred",
            base="poor_workers",
            null_rule=_UNKNOWN,
            parameters=(*_RURAL, "counted_statuses", "poor_categories"),
        ),
        Figure(
            id="transfer_rate",
            version=1,
            preset=PRESET,
            wording="Share of all rural workers in non-farm work",
            unit="percent",
            numerator="transferred",
            denominator="rural_workers",
            base="rural_workers",
            null_rule=_EMPTY,
            parameters=(*_RURAL, "counted_statuses"),
        ),
        Figure(
            id="poor_transfer_rate",
            version=1,
            preset=PRESET,
            wording="Share of registered-poor workers in non-farm work",
            unit="percent",
            numerator="poor_transferred",
            denominator="poor_workers",
            base="poor_workers",
            null_rule=_EMPTY,
            parameters=(*_RURAL, "counted_statuses", "poor_categories"),
        ),
    )
}


def get_figure(figure_id: str) -> Figure:
    """The definition in force. Raises KeyError for an unknown one."""
    return FIGURES[figure_id]
