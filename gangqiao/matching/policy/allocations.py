"""What can be chosen for an allocation, and the small numbers its results are kept in. No Django.

Nothing here, and nothing that computes an allocation, reads what somebody said to a vacancy: a no enters neither the
value nor the order nor the lottery.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from gangqiao.engine.columns import Limit
from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("allocations.yaml"))

CIRCLES = ("seekers", "seekers_and_unasked", "everybody")
CLASSES = ("far", "near", "light")  # can go far; near home only; light work only
GROUNDS = ("poor", "idle")  # registered poor; of a household in which nobody works
MODES = ("optimum", "stable")
OPTIMUM, STABLE = MODES

# Why somebody gains nothing. From LIMITS on: nothing open fits, and this limit keeps most away.
PLACED, TAKEN, TOGETHER, UNDECIDED, LIMITS = 0, 1, 2, 3, 10
_REASONS = {PLACED: "placed", TAKEN: "taken", TOGETHER: "together", UNDECIDED: "undecided"}
REASONS = {**_REASONS, **{LIMITS + n: str(limit) for n, limit in enumerate(Limit)}}
REASON_OF = {key: number for number, key in REASONS.items()}


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is chosen for one run.

    employers, places, trades   vacancies of these only (numbers, paths of divisions, codes); none: of all
    vacancies      picked by hand (numbers): then only these
    circle         one of CIRCLES; townships, classes: only these; priority_only: only who has a ground of priority
    packs_only     only people of villages that were given a pack of the latest release
    quotas         least seats by township (path)
    couples, groups   whether spouses who want to, and people put down by hand, go together or not at all
    grounds        what gives priority; per_priority: points for each ground, null: those of the policy
    """

    employers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    vacancies: tuple[str, ...] = ()
    circle: str = CIRCLES[0]
    townships: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    priority_only: bool = False
    packs_only: bool = False
    quotas: Mapping[str, int] = field(default_factory=dict)
    couples: bool = True
    groups: bool = True
    grounds: tuple[str, ...] = GROUNDS
    per_priority: int | None = None
    mode: str = OPTIMUM

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Wishes:
        """The wishes again; what was added to the class later is as it begins."""
        names = {one.name for one in fields(cls)}
        given: dict[str, Any] = {n: tuple(value) if isinstance(value, list) else value for n, value in kept.items()}
        return cls(**{name: value for name, value in given.items() if name in names})


def is_as_computed(wishes: Mapping[str, Any], ran: Mapping[str, Any]) -> bool:
    """True when what is chosen now is what was computed."""
    return all(ran.get(key) == value for key, value in wishes.items())
