"""From a plan of the engine back to people: who boards what, and who sits where. No database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from gangqiao.engine.routing.port import Route
from gangqiao.transfers.routes_problem import Draft, Traveller


class Boarding:
    """Gives visits their people, each once: parties of the sizes asked for, then singles."""

    def __init__(self, draft: Draft) -> None:
        self._parties: list[dict[int, list[list[Traveller]]]] = []
        self._singles: list[list[Traveller]] = []
        for people, parties in zip(draft.people, draft.parties, strict=True):
            by_size: dict[int, list[list[Traveller]]] = defaultdict(list)
            for party in parties:
                by_size[len(party)].append(party)
            held = {one.pk for party in parties for one in party}
            self._parties.append(by_size)
            self._singles.append([one for one in people if one.pk not in held])

    def take(self, stop: int, people: int, parties: Sequence[int]) -> list[list[Traveller]]:
        """Units of people who board at a stop: parties first, then singles as units of one."""
        found = [self._parties[stop][size].pop(0) for size in parties]
        alone = people - sum(parties)
        singles, self._singles[stop] = self._singles[stop][:alone], self._singles[stop][alone:]
        return [*found, *([one] for one in singles)]


def boarded(draft: Draft, routes: Sequence[Route]) -> list[list[list[list[Traveller]]]]:
    """For each route, for each of its visits: the units of people who board."""
    boarding = Boarding(draft)
    return [[boarding.take(v.stop, v.people, v.parties) for v in route.visits] for route in routes]


def seats_for(units: Iterable[Sequence[int]], places: int) -> dict[int, int]:
    """Seats 1..places in rows of two and two: in the order given, those of a unit beside each other.

    Somebody alone leaves whole pairs (1 and 2, 3 and 4, ...) to those who still need one. Seat by number of the person.
    """
    free, given = list(range(1, places + 1)), dict[int, int]()
    waiting = [list(unit) for unit in units]
    needed = sum((len(unit) + 1) // 2 for unit in waiting if len(unit) > 1)
    for unit in waiting:
        if len(unit) > 1:
            needed -= (len(unit) + 1) // 2
            taken = _beside(free, len(unit))
        else:
            taken = [_single(free, needed)]
        for person, seat in zip(unit, taken, strict=True):
            given[person] = seat
            free.remove(seat)
    return given


def _pairs(free: Iterable[int]) -> int:
    seats = set(free)
    return sum(1 for seat in seats if seat % 2 and seat + 1 in seats)


def _single(free: list[int], needed: int) -> int:
    for seat in free:
        if _pairs(other for other in free if other != seat) >= needed:
            return seat
    return free[0]


def _beside(free: list[int], size: int) -> list[int]:
    seats = set(free)
    for odd in (True, False):
        for seat in free:
            if (seat % 2 or not odd) and all(seat + n in seats for n in range(size)):
                return list(range(seat, seat + size))
    return free[:size]
