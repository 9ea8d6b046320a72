"""The ledger of a villagers' group as it is printed, signed and filed: grouped by household, the head first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.attributes import Date
from gangqiao.ledgers.reads import page
from gangqiao.ledgers.reads.columns import HEAD, HOUSEHOLD, Column, Row
from gangqiao.ledgers.reads.ledgers import PEOPLE, Ledger
from gangqiao.ledgers.reads.loading import rows_of
from gangqiao.people.reads.masking import place_name
from gangqiao.places.levels import Level as PlaceLevel

# What fits the width of A4 landscape, in this order; "remark" is left empty for the pen.
COLUMNS = {
    "people": (
        "name",
        "relation",
        "sex",
        "birth_date",
        "id_number",
        "education",
        "labour_capacity",
        "categories",
        "phone",
        "spell-status",
        "spell-destination",
    ),
    "households": ("household_no", "head", "members", "address", "land_mu", "last_confirmed_on"),
}
MOST_ROWS = 6_000  # a large village; a township is printed village by village
PRINTABLE = frozenset({PlaceLevel.GROUP.value, PlaceLevel.VILLAGE.value})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the sheet. `number` counts households, on the first line of each; `span` is how many lines it has."""

    cells: list[str]
    number: int = 0
    span: int = 1


@dataclass(frozen=True, slots=True)
class GroupSheet:
    """The sheets of one group."""

    place: str
    lines: list[Line]
    households: int
    persons: int


@dataclass(frozen=True, slots=True)
class Printed:
    """What is printed, and whom it shows, for the log."""

    headings: list[str]
    groups: list[GroupSheet]
    persons: list[UUID]
    is_cut: bool = False


def is_printable(asked: page.Asked) -> bool:
    """True for one village or group; a wider area is printed village by village."""
    return asked.area is not None and asked.area.level in PRINTABLE


def printed(asked: page.Asked, actor: Actor) -> Printed:
    """The sheets of a village or group, one after the other. Masked as on the page."""
    columns = _columns(asked.ledger)
    records = list(asked.order.sorted(asked.rows)[: MOST_ROWS + 1])
    is_cut = len(records) > MOST_ROWS
    rows = rows_of(records[:MOST_ROWS], [*columns, *_always(asked.ledger)], page.home_of(actor))
    groups = [_group(key, list(of), columns, asked, actor) for key, of in groupby(rows, lambda r: r.record.area_id)]
    persons = [r.record if asked.ledger is PEOPLE else r.beside.get(HEAD) for r in rows]
    return Printed([str(c.label) for c in columns], groups, [p.uuid for p in persons if p is not None], is_cut)


def _text(column: Column, row: Row, level: Level) -> str:
    """The text of the page, but for days: written short, so that a line of the sheet holds them."""
    if isinstance(column.attribute, Date) and column.level <= level:
        days = [getattr(record, column.attribute.key) for record in column.records(row)]
        return " ".join(day.isoformat() for day in days if day)
    return column.text(row, level)


def _columns(ledger: Ledger) -> list[Column]:
    by_key = {column.key: column for column in ledger.columns}
    return [by_key[key] for key in COLUMNS[ledger.key] if key in by_key]


def _always(ledger: Ledger) -> list[Column]:
    needs = HOUSEHOLD if ledger is PEOPLE else HEAD
    return [c for c in ledger.columns if c.needs == needs][:1]


def _group(area: str, rows: list[Row], columns: list[Column], asked: page.Asked, actor: Actor) -> GroupSheet:
    level = actor.level_in(area)
    if asked.ledger is not PEOPLE:
        lines = [Line([_text(c, row, level) for c in columns], number) for number, row in enumerate(rows, start=1)]
        return GroupSheet(place_name(area), lines, len(rows), sum(int(row.beside.get("members") or 0) for row in rows))
    lines = []
    number = 0
    for number, members in enumerate(_households(rows), start=1):
        for place, row in enumerate(members):
            cells = [_text(c, row, level) for c in columns]
            lines.append(Line(cells, number if place == 0 else 0, len(members)))
    return GroupSheet(place_name(area), lines, number, len(rows))


def _households(rows: list[Row]) -> Iterator[list[Row]]:
    """The members of each household, the head first."""
    for _key, members in groupby(rows, lambda row: row.record.household_id):
        yield sorted(members, key=lambda row: (not _is_head(row), row.record.pk))


def _is_head(row: Row) -> bool:
    household: Any = row.beside.get(HOUSEHOLD)
    return household is not None and household.head_id == row.record.pk
