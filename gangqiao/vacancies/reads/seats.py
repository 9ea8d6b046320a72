"""How many seats of a vacancy are still open: wanted, less hired, less held for people who are on their way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol
from uuid import UUID


class _Row(Protocol):
    pk: int
    uuid: UUID
    number: int | None
    hired: int


Held = Callable[[list[UUID]], Mapping[UUID, int]]
_held: list[Held] = []


def register_held(find: Held) -> Held:
    """Tell where seats are held: given uuids of vacancies, how many of each. Asked with every count; may decorate."""
    if find not in _held:
        _held.append(find)
    return find


def open_seats(vacancies: Iterable[_Row]) -> dict[int, int]:
    """Open seats by primary key, never negative. One question for all to each app that holds seats.

    The lists of vacancies need the columns uuid, number and hired.
    """
    rows = list(vacancies)
    held: dict[UUID, int] = {}
    for find in _held if rows else ():
        for uuid, number in find([row.uuid for row in rows]).items():
            held[uuid] = held.get(uuid, 0) + number
    return {row.pk: max(0, (row.number or 0) - row.hired - held.get(row.uuid, 0)) for row in rows}
