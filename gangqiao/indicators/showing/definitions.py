"""How numbers are counted, in words, with every parameter a count rests on: the registry, and one definition."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext, gettext_noop

from gangqiao.engine.figures import (
    DIMENSIONS,
    FIGURES,
    MEASURES,
    STATISTICS,
    Figure,
    Statistic,
    definition_digest,
)
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.indicators.compiled import sql_of_count, sql_of_fact
from gangqiao.indicators.showing.addresses import address
from gangqiao.indicators.wording import said
from gangqiao.kernel.policy import Parameter
from gangqiao.people.codes import LISTS

Definition = Figure | Statistic

# The order of the registry. A definition that stands nowhere here comes last, under "Others".
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        gettext_noop("Targets of the work plan"),
        (
            *("transferred", "new_transferred", "poor_transferred", "poor_new_transferred"),
            *("transfer_rate", "poor_transfer_rate"),
        ),
    ),
    (
        gettext_noop("Workers and work"),
        (
            *("rural_labour_total", "transferred_now", "organised_rate", "new_ever", "new_same_period"),
            *("net_increase", "departures", "median_income", "mean_days"),
        ),
    ),
    (
        gettext_noop("By category of person"),
        (
            *("relocated_transferred", "out_of_poverty_transferred", "monitored_transferred"),
            *("low_income_transferred", "hard_to_employ_transferred"),
        ),
    ),
    (
        gettext_noop("Coming back, leaving, staying"),
        ("return_unemployed", "planned_out", "retention_30", "retention_90", "retention_180"),
    ),
    (
        gettext_noop("The epidemic's shock"),
        ("shock_not_back", "shock_back_rate", "shock_departed", "shock_delayed", "shock_lost"),
    ),
    (
        gettext_noop("Evidence behind the work"),
        (*("evidence_a", "evidence_b", "evidence_c", "evidence_d", "evidence_e"), "evidence_rate"),
    ),
    (
        gettext_noop("The records themselves"),
        ("freshness", "completeness_persons", "completeness_spells", "overlap_errors"),
    ),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One definition as a line of the registry. key: its id, by which the line is reached."""

    key: str
    title: str
    says: str
    unit: str
    version: int
    preset: str
    since: date
    until: date | None
    source: str
    unconfirmed: int
    href: str
    is_additive: bool


def definitions_page(day: date) -> dict[str, Any]:
    """Every definition by group, and how many parameters have no document of the county."""
    every: dict[str, Definition] = {**FIGURES, **STATISTICS}
    placed = {key for _title, keys in GROUPS for key in keys}
    groups = [(gettext(title), [key for key in keys if key in every]) for title, keys in GROUPS]
    groups.append((gettext("Others"), [key for key in every if key not in placed]))
    shown = [(title, [_entry(every[key], day) for key in keys]) for title, keys in groups if keys]
    return {
        "groups": shown,
        "day": day,
        "total": len(every),
        "presets": [
            {"name": preset.name, "version": preset.version, "says": said(preset.description)}
            for preset in map(load_preset, PRESETS)
        ],
        "dimensions": [said(d.name) for d in DIMENSIONS.values()],
    }


def definition_of(key: str) -> Definition | None:
    """The definition of this id; None when there is none."""
    return FIGURES.get(key) or STATISTICS.get(key)


def figure_of_measure(measure: str) -> Figure | None:
    """The figure that counts these persons: a count before a rate; None when the measure stands behind none."""
    counting = [f for f in FIGURES.values() if f.numerator == measure]
    beside = [f for f in FIGURES.values() if measure in (f.denominator, f.base)]
    return next((f for f in counting if not f.denominator), next(iter([*counting, *beside]), None))


def definition_page(definition: Definition, day: date, *, with_fact: bool = False) -> dict[str, Any]:
    """How the number is counted, in words, with the parameters in force on the day and where they come from.

    with_fact  show the SQL of the whole fact besides; to compile it takes a second
    """
    preset = load_preset(definition.preset)
    parameters = [preset.get(key) for key in definition.parameters]
    people = definition.people if isinstance(definition, Statistic) else definition.numerator
    return {
        "figure": definition,
        "day": day,
        "title": said(definition.wording),
        "unit": said(definition.unit),
        **_what(definition),
        "null_rule": said(definition.null_rule),
        "source": said(definition.source),
        "preset": preset,
        "preset_says": said(preset.description),
        "columns": [
            {"label": gettext("Parameter")},
            {"label": gettext("Value on the day")},
            {"label": gettext("Where it comes from")},
        ],
        "parameters": [_parameter(p, day) for p in parameters],
        "unconfirmed": _unconfirmed(definition),
        "digest": definition_digest(definition),
        "dimensions": [
            (said(d.name), address("indicators:breakdown", measure=people, by=key, day=day))
            for key, d in DIMENSIONS.items()
        ],
        "counts_sql": sql_of_count(definition),
        "fact_sql": sql_of_fact(definition.preset, day) if with_fact else "",
        "fact_href": address("indicators:definition", definition.id, day=day, sql=1) + "#sql",
    }


def _what(definition: Definition) -> dict[str, str]:
    if isinstance(definition, Statistic):
        return {"counted": said(definition.says), "among": said(MEASURES[definition.people].name)}
    return {
        "counted": said(MEASURES[definition.numerator].says),
        "divided_by": said(MEASURES[definition.denominator].says) if definition.denominator else "",
        "compared_with": said(MEASURES[definition.base].name),
    }


def _entry(definition: Definition, day: date) -> Entry:
    return Entry(
        key=definition.id,
        title=said(definition.wording),
        says=_what(definition)["counted"],
        unit=said(definition.unit),
        version=definition.version,
        preset=definition.preset,
        since=definition.since,
        until=definition.until,
        source=said(definition.source),
        unconfirmed=_unconfirmed(definition),
        href=address("indicators:definition", definition.id, day=day),
        is_additive=definition.is_additive,
    )


def _unconfirmed(definition: Definition) -> int:
    preset = load_preset(definition.preset)
    return sum(not preset.get(key).confirmed for key in definition.parameters)


def _parameter(parameter: Parameter, day: date) -> dict[str, Any]:
    return {
        "says": said(parameter.description),
        "value": value_in_words(parameter, parameter.on(day)),
        "since": max(start for start in parameter.values if start <= day),
        "others": [
            (start, value_in_words(parameter, value) if value is not None else gettext("no longer in force"))
            for start, value in parameter.values.items()
            if start > min(parameter.values)
        ],
        "source": said(parameter.reference),
        "confirmed": parameter.confirmed,
    }


# The code lists in which the codes of a parameter have their words.
_LISTS = {
    "hukou_kinds": "hukou_kind",
    "population_categories": "population_category",
    "labour_capacities": "labour_capacity",
    "counted_statuses": "spell_status",
    "counted_levels": "area_level",
    "organised_modes": "mode",
    "base_categories": "category",
    "poor_categories": "category",
    "relocated_categories": "category",
    "out_of_poverty_categories": "category",
    "monitored_categories": "category",
    "low_income_categories": "category",
    "hard_to_employ_categories": "category",
}
_CODES = {
    "all": gettext_noop("all"),
    "calendar_year": gettext_noop("calendar year, from 1 January to the day"),
    "twelve_months": gettext_noop("the twelve months up to the day"),
}


def value_in_words(parameter: Parameter, value: Any) -> str:
    """The value of a parameter as a clerk reads it: codes by their words, numbers with their unit."""
    if isinstance(value, str):
        return _code(parameter.key, value)
    if isinstance(value, Iterable):
        return gettext(", ").join(_code(parameter.key, code) for code in value)
    return f"{value} {said(parameter.unit)}"


def _code(key: str, code: str) -> str:
    return gettext(_CODES[code]) if code in _CODES else str(LISTS[_LISTS[key]].word(code))
