"""The digest of definitions: the same digest, the same way of counting."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from functools import cache

import ibis

from gangqiao.engine.facts import FACT, person_period
from gangqiao.engine.figures.definition import Figure, Statistic
from gangqiao.engine.figures.following import MEASURES
from gangqiao.engine.parameters import Preset

# Any day does: the expression of the fact differs between days in its dates alone.
_SAMPLE_DAY = date(2020, 3, 16)


def definition_version(definitions: Iterable[Figure | Statistic], presets: Iterable[Preset]) -> str:
    """A short digest of the definitions, of what they count and of the history of their parameters."""
    parts = [definition_digest(definition) for definition in definitions]
    parts += [_fact_digest(preset) for preset in presets]
    return _digest(*parts)


def definition_digest(definition: Figure | Statistic) -> str:
    """A short digest of one definition: its words, its parameters' names, and what it asks of the fact as SQL.

    It changes with every change of the definition, also with one that forgot to raise the version.
    """
    values = {f.name: getattr(definition, f.name) for f in fields(definition)}
    texts = [f"{name}={value}" for name, value in values.items() if not callable(value)]
    if isinstance(definition, Figure):
        asked = sorted({definition.numerator, definition.denominator, definition.base} - {""})
        return _digest(*texts, *(_measure_sql(key) for key in asked))
    people = FACT.filter(MEASURES[definition.people].holds(FACT))
    return _digest(*texts, str(ibis.to_sql(definition.over(people), dialect="duckdb")))


@cache
def _measure_sql(key: str) -> str:
    measure = MEASURES[key]
    return f"{measure.name}|{measure.says}|{ibis.to_sql(FACT.filter(measure.holds(FACT)), dialect='duckdb')}"


def _fact_digest(preset: Preset) -> str:
    values = [f"{p.key}:{p.values}" for p in preset.parameters]
    sql = str(ibis.to_sql(person_period(_SAMPLE_DAY, preset.rules_on(_SAMPLE_DAY)), dialect="duckdb"))
    return _digest(preset.name, str(preset.version), *values, sql)


def _digest(*parts: str) -> str:
    return hashlib.sha256(";".join(parts).encode()).hexdigest()[:12]
