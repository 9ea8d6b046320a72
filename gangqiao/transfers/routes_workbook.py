"""A list of vehicles in a workbook, read line by line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.actor import Actor
from gangqiao.kernel.attributes import Date, Integer, Money
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.sheets import LineKind, Term, Vocabulary, open_book, records, text_of, understand
from gangqiao.transfers.actions.vehicles import add_vehicle, correct_vehicle, plain_plate
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models import Vehicle
from gangqiao.transfers.routes_refusals import NothingRead

HEADINGS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
FIRST_LINES, MOST_LINES = 60, 500
_DAYS = ("licence_until", "insured_until", "driver_until")
_MONEY = ("cost", "cost_per_km")


@dataclass
class Brought:
    """What became of a workbook. faults: number of the line, plate, sentence."""

    added: int = 0
    corrected: int = 0
    faults: list[tuple[int, str, str]] = field(default_factory=list)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary([Term(key, tuple(headings), is_money=key in _MONEY) for key, headings in HEADINGS.items()])


def vehicles_in(content: bytes, name: str, area: str, *, actor: Actor) -> Brought:
    """Add the vehicles of a workbook to an area, and correct those that are known: each line by itself.

    Raises UnreadableFile, NothingRead.
    """
    lines = list(islice(_lines(content, name), MOST_LINES))
    if not lines:
        raise NothingRead
    brought = Brought()
    for number, raw in lines:
        try:
            values = _values(raw)
            known = Vehicle.objects.filter(plate=plain_plate(values.get("plate"))).first()
            if known is None:
                add_vehicle(values, area=area, actor=actor)
                brought.added += 1
            else:
                correct_vehicle(known.uuid, values, actor=actor)
                brought.corrected += 1
        except Refusal as refusal:
            brought.faults.append((number, str(raw.get("plate", "")), str(refusal)))
    return brought


def _lines(content: bytes, name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    with open_book(content, name=name) as book:
        for sheet in book.sheets:
            layout = understand(list(islice(sheet.rows(), FIRST_LINES)), sheet, _vocabulary())
            keyed = {column.key: column.index for column in layout.columns if column.key}
            if not layout.is_ledger or "plate" not in keyed:
                continue
            for number, kind, cells, _filled in records(sheet, layout):
                given = {key: cells[at] for key, at in keyed.items() if at < len(cells) and cells[at] is not None}
                if kind is LineKind.RECORD and given:
                    yield number, given


def _values(raw: dict[str, Any]) -> dict[str, Any]:
    """The facts of a line. What is not in the list of kinds is taken by its seats."""
    values: dict[str, Any] = {key: text_of(cell) for key, cell in raw.items()}
    for key in _DAYS:
        if key in raw:
            cell = raw[key].date() if isinstance(raw[key], datetime) else raw[key]
            values[key] = cell if isinstance(cell, date) else _date(key).parse(values[key])
    for key in _MONEY:
        if key in raw:
            values[key] = Money(key=key, label=key, heading="", source="").parse(raw[key]) or 0
    if "seats" in raw:
        values["seats"] = Integer(key="seats", label="seats", heading="", source="").parse(values["seats"])
    values["kind"] = LISTS["vehicle_kind"].find(str(values.get("kind", ""))) or _kind_by(values.get("seats"))
    return values


def _date(key: str) -> Date:
    return Date(key=key, label=key, heading="", source="", past=False)


def _kind_by(seats: Any) -> str:
    """What a vehicle of so many seats is called where nobody says it."""
    many = seats if isinstance(seats, int) else 0
    return "coach" if many >= 20 else "midibus" if many >= 10 else "minibus"
