"""A number divided: rows and columns with counts, shares and links to the people of each part."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext

from gangqiao.engine.figures import DIMENSIONS, MEASURES
from gangqiao.engine.parameters import PRESETS
from gangqiao.indicators.breakdowns import Breakdown
from gangqiao.indicators.showing.addresses import PRESET, address, names_address, way_to
from gangqiao.indicators.showing.definitions import figure_of_measure
from gangqiao.indicators.showing.evidence import Slice, mix_of
from gangqiao.indicators.showing.words import words_of_codes
from gangqiao.indicators.wording import said
from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division


@dataclass(frozen=True, slots=True)
class Part:
    """One count. `share` is of the whole, or of its row in a crossed table; null where it is not shown."""

    persons: int
    href: str
    share: Fraction | None
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    parts: list[Part]
    total: Part
    mix: list[Slice]


def breakdown_page(found: Breakdown, actor: Actor, own_areas: list[Division], *, can_be_public: bool) -> dict[str, Any]:
    """What the page of a breakdown shows."""
    is_public = found.hidden is not None
    opens = not is_public and actor.may("people.view_list", found.area.key)
    lines = [_line(found, n, row, opens=opens) for n, row in enumerate(found.rows)]
    figure = figure_of_measure(found.measure.key)
    return {
        "found": found,
        "title": said(found.measure.name),
        "says": said(found.measure.says),
        "by": said(found.by.name),
        "across": said(found.across.name) if found.across else "",
        "columns": list(words_of_codes(found.across, found.columns).values()) if found.across else [],
        "lines": _named(found, lines),
        "foot": _foot(found, opens=opens),
        "is_public": is_public,
        "has_hidden": bool(found.hidden),
        "has_mix": any(line.mix for line in lines),
        "definition_href": address("indicators:definition", figure.id, day=found.day) if figure else "",
        "months_href": address("indicators:months", found.area.key, found.measure.key, day=found.day),
        "way": way_to(found.area, own_areas, found.day),
        "choices": _choices(found),
        "public_href": _address(found, public="1") if can_be_public and not is_public else "",
        "whole_href": _address(found) if is_public else "",
        "may_open_names": opens or is_public,
    }


def _named(found: Breakdown, lines: list[Line]) -> list[Line]:
    words = words_of_codes(found.by, found.rows)
    return [Line(words[row], line.parts, line.total, line.mix) for row, line in zip(found.rows, lines, strict=True)]


def _line(found: Breakdown, number: int, row: str, *, opens: bool) -> Line:
    total = found.total_of_row(row)
    parts = []
    if found.across:
        for n, column in enumerate(found.columns):
            where = {found.by.key: row, found.across.key: column}
            parts.append(_part(found, number, n, found.persons.get((row, column), 0), total, where, opens=opens))
    where = {found.by.key: row}
    return Line(
        label="",
        parts=parts,
        total=_part(found, number, len(found.columns), total, found.total, where, opens=opens),
        mix=mix_of(found.mix.get(row, {}), lambda grade: _names(found, {**where, "evidence": grade}) if opens else ""),
    )


def _foot(found: Breakdown, *, opens: bool) -> Line:
    rows = len(found.rows)
    parts = []
    if found.across:
        for n, column in enumerate(found.columns):
            count, where = found.total_of_column(column), {found.across.key: column}
            parts.append(_part(found, rows, n, count, found.total, where, opens=opens))
    mix: dict[str, int] = {}
    for grades in found.mix.values():
        for grade, persons in grades.items():
            mix[grade] = mix.get(grade, 0) + persons
    return Line(
        label=found.area.name,
        parts=parts,
        total=_part(found, rows, len(found.columns), found.total, found.total, {}, opens=opens),
        mix=mix_of(mix, lambda grade: _names(found, {"evidence": grade}) if opens else ""),
    )


def _part(
    found: Breakdown, row: int, column: int, persons: int, whole: int, where: dict[str, str], *, opens: bool
) -> Part:
    if (row, column) in (found.hidden or ()):
        return Part(0, "", None, is_hidden=True)
    # Beside a hidden total no share is shown: it would give the total away.
    whole_at = (row, len(found.columns)) if column < len(found.columns) else (len(found.rows), column)
    is_known = whole and whole_at not in (found.hidden or ())
    share = Fraction(persons, whole) if is_known else None
    return Part(persons, _names(found, where) if opens and persons else "", share, is_hidden=False)


def _names(found: Breakdown, where: dict[str, str]) -> str:
    return names_address(found.area.key, found.measure.key, found.day, preset=found.preset, where=where)


def _address(found: Breakdown, **more: str) -> str:
    across = {"across": found.across.key} if found.across else {}
    asked = {"measure": found.measure.key, "by": found.by.key, **across, "day": found.day, **more}
    return f"{address('indicators:breakdown_of', found.area.key)}?{urlencode(_with_preset(asked, found.preset))}"


def _with_preset(asked: dict[str, Any], preset: str) -> dict[str, Any]:
    return asked if preset == PRESET else {**asked, "preset": preset}


def _choices(found: Breakdown) -> list[dict[str, Any]]:
    """The boxes above the table: key, label and options (key, words, chosen)."""
    measures = [(key, said(m.name), key == found.measure.key) for key, m in MEASURES.items()]
    by = [(key, said(d.name), key == found.by.key) for key, d in DIMENSIONS.items()]
    across = found.across.key if found.across else ""
    second = [("", gettext("nothing more"), not across)]
    second += [(key, said(d.name), key == across) for key, d in DIMENSIONS.items() if key != found.by.key]
    presets = [(name, name, name == found.preset) for name in PRESETS]
    return [
        {"key": "measure", "label": gettext("What is counted"), "options": measures},
        {"key": "by", "label": gettext("Broken down by"), "options": by},
        {"key": "across", "label": gettext("And by"), "options": second},
        {"key": "preset", "label": gettext("Way of counting"), "options": presets},
    ]
