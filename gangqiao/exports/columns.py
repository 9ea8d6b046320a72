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
from gangqiao.ledgers.reads.columns import HOUSEHOLD, Column, Row

Cells = list[Cell]


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
        return [(heading, _masks(column))]
    if attribute is None:
        return [(heading, _numbers(column.show) if column.is_number else _texts(column.show))]
    if isinstance(attribute, Choice) and profile.codes == "both":
        coded = gettext("%(heading)s (code)") % {"heading": heading}
        return [
            (heading, _values(column, attribute, replace(profile, codes="words"))),
            (coded, _values(column, attribute, replace(profile, codes="codes"))),
        ]
    return [(heading, _values(column, attribute, profile))]


def _masks(column: Column) -> Callable[[Sequence[Row]], Cells]:
    """The masks of a column. One that is the same for all values is not opened to be masked."""
    attribute = column.attribute
    if attribute is None or column.needs or not attribute.is_encrypted or type(attribute).mask is not Attribute.mask:
        return _texts(column.mask)
    name, mask = attribute.key, attribute.mask("x")
    return lambda rows: [mask if row.record.__dict__.get(name) else None for row in rows]


def _texts(show: Callable[[Row], str]) -> Callable[[Sequence[Row]], Cells]:
    return lambda rows: [show(row) or None for row in rows]


def _numbers(show: Callable[[Row], str]) -> Callable[[Sequence[Row]], Cells]:
    return lambda rows: [int(text) if text.isdecimal() else text or None for text in map(show, rows)]


def _values(column: Column, attribute: Attribute, profile: Profile) -> Callable[[Sequence[Row]], Cells]:
    """The values of a declared attribute."""
    if isinstance(attribute, DivisionRef):
        written = _places(attribute, profile)
        if not column.needs:
            return lambda rows: [written(row.record, row) for row in rows]
        return lambda rows: [_of_several([written(r, row) for r in column.records(row)], profile) for row in rows]
    name, put = attribute.key, _put(attribute, profile)
    if not column.needs:
        return lambda rows: [put(getattr(row.record, name)) for row in rows]
    if column.needs == HOUSEHOLD:  # one at most: nothing to join
        return lambda rows: [
            put(getattr(found, name)) if (found := row.beside.get(HOUSEHOLD)) is not None else None for row in rows
        ]
    records = column.records
    return lambda rows: [
        _of_several([put(getattr(r, name)) for r in found], profile) if (found := records(row)) else None
        for row in rows
    ]


def _put(attribute: Attribute, profile: Profile) -> Callable[[Any], Cell]:
    """Puts a value into a cell. Each different value of a kind that has few is put into words once, not once a row."""
    if type(attribute) is Text:
        return lambda value: value or None
    if isinstance(attribute, (Text, PersonId, Phone)):
        return lambda value: cell(attribute, value, profile)
    known: dict[Hashable, Cell] = {None: None, "": None, (): None}

    def put(value: Any) -> Cell:
        asked = tuple(value) if isinstance(value, list) else value
        try:
            return known[asked]
        except KeyError:
            known[asked] = cell(attribute, value, profile)
            return known[asked]

    return put


def _places(attribute: DivisionRef, profile: Profile) -> Callable[[Any, Row], Cell]:
    """The words of a place as the page fetched them for the row, or its code."""
    name, known = f"{attribute.key}_id", dict[str, str]()

    def written(record: Any, row: Row) -> Cell:
        key = getattr(record, name)
        if not key:
            return None
        if profile.is_house:
            return row.places.get(key) or key
        if key not in known:
            known[key] = code_of(key)
        return known[key]

    return written


def _of_several(cells: Cells, profile: Profile) -> Cell:
    """Several dated rows in one cell: one after the other, or only the latest where the import has to read it back."""
    if len(cells) < 2 or not profile.is_house:
        return cells[-1] if cells else None
    said = list(dict.fromkeys(str(c) for c in cells if c is not None))
    return BETWEEN.join(said) or None


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
