"""What a plan of vehicles is made of. Ours alone: nothing of a solver's own types leaves its adapter.

Distances are whole metres, times whole seconds of one day (from 0:00; more than a day is allowed), money whole cents.
People are fetched at stops and brought to one destination. Places are rows of the matrices `metres` and `seconds`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.int64]
END_OF_TIME = 10**9  # seconds; later than any plan
UNLIMITED = 10**9
NOWHERE = -1  # the row of a start that costs no way: the vehicle stands at its first stop


class WrongProblem(ValueError):
    """A problem that contradicts itself; the text says where."""


class Objective(StrEnum):
    """What is made small. VEHICLES: as few vehicles as can be, then the cost."""

    COST = "cost"
    VEHICLES = "vehicles"


@dataclass(frozen=True)
class Destination:
    """Where all are brought: a station, the assembly place of the county. A vehicle may arrive from `earliest` on."""

    row: int
    name: str = ""
    earliest: int = 0
    latest: int = END_OF_TIME


@dataclass(frozen=True)
class Stop:
    """A pick-up point with people who wait.

    parties   sizes of those who do not part (couples: 2); the rest of `people` are singles
    group     stops of one group ("" none) travel in the same vehicle, one after the other
    service   seconds a vehicle stands there, each time one comes
    """

    id: str
    row: int
    people: int
    name: str = ""
    earliest: int = 0
    latest: int = END_OF_TIME
    service: int = 0
    parties: tuple[int, ...] = ()
    group: str = ""

    @property
    def singles(self) -> int:
        return self.people - sum(self.parties)

    def hold(self) -> None:
        """Raise WrongProblem where the parties cannot be those of the people."""
        if self.people < 0 or self.singles < 0 or min(self.parties, default=1) < 1:
            raise WrongProblem(f"stop {self.id}: parties {self.parties} of {self.people} people")


@dataclass(frozen=True)
class Rest:
    """After so many seconds at the wheel a driver rests so long; a stop at least as long counts as a rest."""

    after: int = 4 * 3600
    pause: int = 20 * 60


@dataclass(frozen=True)
class Vehicle:
    """A kind of vehicle, of which there are `number`.

    seats      for passengers and escorts, without the driver's; `escorts` of them are taken
    start      row where it stands in the morning; null: at the destination; NOWHERE: at its first stop
    earliest   before which it does not leave
    shift      most seconds from leaving to arriving; driving: most seconds at the wheel
    """

    kind: str
    seats: int
    number: int = UNLIMITED
    cost: int = 0
    cost_per_km: int = 0
    start: int | None = None
    earliest: int = 0
    shift: int = END_OF_TIME
    driving: int = END_OF_TIME
    rest: Rest | None = None
    escorts: int = 0

    @property
    def places(self) -> int:
        """Seats that passengers may take."""
        return self.seats - self.escorts


@dataclass(frozen=True)
class Problem:
    """Who waits where, and what drives. `metres[a, b]` and `seconds[a, b]` lead from row a to row b."""

    destination: Destination
    stops: tuple[Stop, ...]
    vehicles: tuple[Vehicle, ...]
    metres: Matrix
    seconds: Matrix
    objective: Objective = Objective.COST

    def __post_init__(self) -> None:
        """Raise WrongProblem where rows, windows, parties or ways cannot be."""
        rows = len(self.metres)
        for ways in (self.metres, self.seconds):
            if ways.shape != (rows, rows) or (ways < 0).any() or ways.diagonal().any():
                raise WrongProblem("metres and seconds must be square, not below 0, and 0 from a row to itself")
        for vehicle in self.vehicles:
            if self.start_of(vehicle) not in range(NOWHERE, rows):
                raise WrongProblem(f"vehicle {vehicle.kind} starts in a row that is not there")
        places: list[Destination | Stop] = [self.destination, *self.stops]
        for place in places:
            if place.row not in range(rows) or place.earliest > place.latest:
                raise WrongProblem(f"{place} lies in a row that is not there, or ends before it begins")
        for stop in self.stops:
            stop.hold()

    def start_of(self, vehicle: Vehicle) -> int:
        return self.destination.row if vehicle.start is None else vehicle.start

    def way(self, start: int, end: int) -> tuple[int, int]:
        """Metres and seconds between two rows; nothing from NOWHERE."""
        if start == NOWHERE:
            return 0, 0
        return int(self.metres[start, end]), int(self.seconds[start, end])


@dataclass(frozen=True)
class Load:
    """People of one stop that board one vehicle, with the parties among them."""

    stop: int
    people: int
    parties: tuple[int, ...] = ()


@dataclass(frozen=True)
class Visit:
    """A vehicle at a stop (a number in `Problem.stops`): it arrives, boarding begins, it leaves."""

    stop: int
    people: int
    arrives: int
    begins: int
    leaves: int
    parties: tuple[int, ...] = ()


@dataclass(frozen=True)
class Route:
    """One vehicle of a kind (a number in `Problem.vehicles`). `arrives` at the destination; cost in cents."""

    vehicle: int
    leaves: int
    visits: tuple[Visit, ...]
    arrives: int
    metres: int
    cost: int

    @property
    def people(self) -> int:
        return sum(visit.people for visit in self.visits)


class Reason(StrEnum):
    """Why somebody stays."""

    TOO_LARGE = "too_large"  # a party or group larger than every vehicle
    TOO_LONG = "too_long"  # one vehicle cannot do this stop alone within its shift or driving time
    TOO_LATE = "too_late"  # the windows of the stop and of the destination cannot both be kept
    FLEET = "fleet"  # the vehicles are used up: by their seats or by their time
    BY_HAND = "by_hand"  # taken off by somebody who edits the plan


@dataclass(frozen=True)
class Unserved:
    """People of a stop who are in no vehicle."""

    stop: int
    people: int
    reason: Reason
    parties: tuple[int, ...] = ()


@dataclass(frozen=True)
class Plan:
    """Routes, who stays, and the cost in cents. `solving` says how the plan came about."""

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...] = ()
    cost: int = 0
    solving: dict[str, float] = field(default_factory=dict)
