"""Stops cut into pieces that each fit a vehicle that can go there. Only a stop larger than what is left is cut.

Parties are never cut. The pieces are cut so that a way to seat them all is known, wherever the seats suffice; which
vehicle really takes which piece is the solver's affair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from gangqiao.engine.routing.port import Load, Problem, Reason, Stop, Unserved, Vehicle
from gangqiao.engine.routing.reaching import most_at_once


@dataclass(frozen=True)
class Piece:
    """What one vehicle fetches without leaving in between: people of one stop, or a group of stops in this order."""

    loads: tuple[Load, ...]

    @property
    def people(self) -> int:
        return sum(load.people for load in self.loads)


def pieces_of(problem: Problem) -> tuple[list[Piece], list[Unserved]]:
    """Pieces for everybody who fits some vehicle, and who is in a party larger than every one."""
    largest = max((vehicle.places for vehicle in problem.vehicles if vehicle.number > 0), default=0)
    whole: list[Piece] = []
    alone: list[tuple[int, Stop]] = []
    for members in _groups(problem):
        is_group = bool(problem.stops[members[0]].group)
        if is_group and sum(problem.stops[n].people for n in members) <= largest:
            loads = [Load(n, problem.stops[n].people, problem.stops[n].parties) for n in members]
            whole.append(Piece(tuple(loads)))
        else:
            alone += [(n, problem.stops[n]) for n in members]
    seats = _Seats(problem.vehicles, sum(stop.people for stop in problem.stops))
    return _cut(problem, alone, whole, seats)


def _groups(problem: Problem) -> Iterator[list[int]]:
    """Numbers of the stops with people, those of one group together."""
    named: dict[str, list[int]] = defaultdict(list)
    for number, stop in enumerate(problem.stops):
        if stop.people > 0:
            named[stop.group or f"\0{number}"].append(number)
    yield from named.values()


class _Seats:
    """The free seats of the fleet, vehicle by vehicle. Of a kind no more vehicles are counted than could be used."""

    def __init__(self, vehicles: Sequence[Vehicle], people: int) -> None:
        self.count: dict[int, int] = defaultdict(int)
        for vehicle in vehicles:
            if vehicle.places > 0 and vehicle.number > 0:
                self.count[vehicle.places] += min(vehicle.number, people)

    def take(self, people: int) -> int:
        """Seat `people` in the fullest vehicle that has room for all, else as many as the emptiest has seats."""
        fitting = [free for free in self.count if free >= people]
        free = min(fitting) if fitting else max(self.count, default=0)
        if not free:
            return 0
        self.count[free] -= 1
        if not self.count[free]:
            del self.count[free]
        taken = min(free, people)
        if free > taken:
            self.count[free - taken] += 1
        return taken


@dataclass
class Remainder:
    """Who of a stop is still to be seated."""

    number: int
    parties: list[int]
    singles: int

    @property
    def people(self) -> int:
        return sum(self.parties) + self.singles

    @classmethod
    def of(cls, load: Load | Unserved) -> Remainder:
        return cls(load.stop, list(load.parties), load.people - sum(load.parties))

    @property
    def smallest(self) -> int:
        """Seats that the smallest of them takes who does not part."""
        return 1 if self.singles else min(self.parties, default=0)

    def part(self, seats: int) -> Load | None:
        """The people who fill so many seats best: the largest parties first, then singles."""
        taken: list[int] = []
        for size in sorted(self.parties, reverse=True):
            if sum(taken) + size <= seats:
                taken.append(size)
        alone = min(self.singles, seats - sum(taken))
        for size in taken:
            self.parties.remove(size)
        self.singles -= alone
        people = sum(taken) + alone
        return Load(self.number, people, tuple(sorted(taken))) if people else None


def _cut(
    problem: Problem, alone: Sequence[tuple[int, Stop]], whole: Sequence[Piece], seats: _Seats
) -> tuple[list[Piece], list[Unserved]]:
    """Seat the largest first. A stop is cut where no vehicle that can go there has seats left for all of it."""
    pieces, stays = list(whole), []
    for piece in sorted(whole, key=lambda piece: -piece.people):
        seats.take(piece.people)
    queue: list[tuple[int, int, Remainder]] = []
    most = {}
    for number, stop in alone:
        # Where no vehicle can go, the pieces do not matter: the reason is found later.
        most[number] = most_at_once(problem, number) or max((v.places for v in problem.vehicles if v.number), default=0)
        fitting = [size for size in stop.parties if size <= most[number]]
        stays += [Unserved(number, n, Reason.TOO_LARGE, (n,)) for n in stop.parties if n > most[number]]
        queue.append((-sum(fitting) - stop.singles, number, Remainder(number, fitting, stop.singles)))
    heapify(queue)
    while queue:
        _, number, rest = heappop(queue)
        if not rest.people:
            continue
        # Without seats left the pieces are as large as may be: the solver chooses who stays.
        taken = seats.take(min(rest.people, most[number])) or most[number]
        load = rest.part(taken) or rest.part(most[number])
        if load is None:
            stays.append(Unserved(number, rest.people, Reason.TOO_LARGE, tuple(rest.parties)))
            continue
        pieces.append(Piece((load,)))
        heappush(queue, (-rest.people, number, rest))
    return pieces, stays
