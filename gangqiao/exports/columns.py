"""The columns of a ledger as columns of a workbook: a block of rows in, a list of cells for each column out."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext

from gangqiao.exports.profiles import Profile
from gangqiao.exports.writing import BETWEEN, Cell, cell, code_of
from gangqiao.kernel.actor import Level
from gangqiao.kernel.attributes import Attribute, Choice, DivisionRef, PersonId, Phone, Text
from gangqiao.ledgers.reads.columns import Column, Row

Cells = list[Cell]
WIDE = (PersonId, Phone)


@dataclass(frozen=True, slots=True)
class OutColumn:
    """One column of the sheet. `cells` gives as many cells as it is given rows."""

    key: str
    heading: str
    width: float
    cells: Callable[[Sequence[Row]], Cells]


def sheet_columns(
    shown: Sequence[Column], profile: Profile, *, level: Level, clear: Sequence[str] = ()
) -> list[OutColumn]:
    """The columns written for a reader of a level; `clear` names sensitive columns that are shown in full.

    Run in the language of the file. A code beside its word makes two columns of one.
    """
    found: list[OutColumn] = []
    for column in shown:
        for heading, cells in _parts(column, profile, is_seen=column.level <= level or column.key in clear):
            found.append(OutColumn(column.key, _unlike(heading, column, found), _width(column, heading), cells))
    return found


def is_withheld(column: Column, profile: Profile) -> bool:
    """True when the profile masks the column, whoever asks."""
    return isinstance(column.attribute, PersonId) and profile.id == "masked"


def _parts(column: Column, profile: Profile, *, is_seen: bool) -> list[tuple[str, Callable[[Sequence[Row]], Cells]]]:
    attribute = column.attribute
    heading = attribute.heading if attribute else str(column.label)
    if not is_seen:
        return [(heading, _texts(column.mask))]
    if attribute is None:
        return [(heading, _numbers(column.show) if column.is_number else _texts(column.show))]
    if isinstance(attribute, Choice) and profile.codes == "both":
        coded = gettext("%(heading)s (code)") % {"heading": heading}
        return [
            (heading, _values(column, attribute, replace(profile, codes="words"))),
            (coded, _values(column, attribute, replace(profile, codes="codes"))),
        ]
    return [(heading, _values(column, attribute, profile))]


def _texts(show: Callable[[Row], str]) -> Callable[[Sequence[Row]], Cells]:
    return lambda rows: [show(row) or None for row in rows]


def _numbers(show: Callable[[Row], str]) -> Callable[[Sequence[Row]], Cells]:
    return lambda rows: [int(text) if text.isdecimal() else text or None for text in map(show, rows)]


def _values(column: Column, attribute: Attribute, profile: Profile) -> Callable[[Sequence[Row]], Cells]:
    """The values of a declared attribute. Each different value is put into words once, not once a row."""
    known: dict[Hashable, Cell] = {}
    name = f"{attribute.key}_id" if isinstance(attribute, DivisionRef) else attribute.key
    keeps = not isinstance(attribute, (Text, *WIDE)) and not isinstance(attribute, DivisionRef)

    def written(record: Any, row: Row) -> Cell:
        value = getattr(record, name)
        if value in (None, "", []):
            return None
        if isinstance(attribute, DivisionRef):
            return _place(value, row, profile, known)
        if not keeps:
            return cell(attribute, value, profile)
        asked = tuple(value) if isinstance(value, list) else value
        if asked not in known:
            known[asked] = cell(attribute, value, profile)
        return known[asked]

    if not column.needs:
        return lambda rows: [written(row.record, row) for row in rows]
    return lambda rows: [_of_several([written(r, row) for r in column.records(row)], profile) for row in rows]


def _of_several(cells: Cells, profile: Profile) -> Cell:
    """Several dated rows in one cell: one after the other, or only the latest where the import has to read it back."""
    if len(cells) < 2 or not profile.is_house:
        return cells[-1] if cells else None
    said = list(dict.fromkeys(str(c) for c in cells if c is not None))
    return BETWEEN.join(said) or None


def _place(key: str, row: Row, profile: Profile, known: dict[Hashable, Cell]) -> Cell:
    if profile.is_house:
        return row.places.get(key) or key
    if key not in known:
        known[key] = code_of(key)
    return known[key]


def _unlike(heading: str, column: Column, found: Sequence[OutColumn]) -> str:
    """A heading that stands once: a dated fact that shares its heading says what it is about."""
    taken = {one.heading for one in found}
    if heading in taken and column.group:
        heading = f"{column.group}{heading}"
    number, unlike = 1, heading
    while unlike in taken:
        number += 1
        unlike = f"{heading}{number}"
    return unlike


def _width(column: Column, heading: str) -> float:
    """In characters, wide enough for the heading and what usually stands under it."""
    least = 21 if isinstance(column.attribute, PersonId) else 14 if isinstance(column.attribute, Phone) else 8
    if column.key == "place" or isinstance(column.attribute, DivisionRef) or "address" in column.key:
        least = 26
    return float(max(least, 2 * len(heading) + 2))
