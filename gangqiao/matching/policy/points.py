"""The points and rules of the city on a day, as the engine takes them."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from gangqiao.engine.points import Points, Rules
from gangqiao.kernel.policy import Numbers, Parameters
from gangqiao.vacancies.policy.release import NUMBERS as RELEASE

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("points.yaml"))
FOR_WHOM = ("seekers", "seekers_and_unasked", "everybody")
_SAME = (
    "skilled", "certified", "wished_trade", "wished_level", "per_100_yuan", "most_for_pay", "per_co_villager",
    "most_for_co_villagers", "past_employer", "dormitory", "per_priority",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything the city decides about recommendations.

    far_until_age  from this age nobody is recommended work outside the county who did not ask for it
    """

    points: Points
    rules: Rules
    for_whom: str
    youngest: int
    unasked_until: int
    far_until_age: int
    each: int
    rest_minutes: int

    @property
    def version(self) -> str:
        """A short name of exactly these numbers."""
        said = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(said.encode()).hexdigest()[:12]


def policy_on(day: date, *, for_whom: str = "") -> Policy:
    """The policy in force on a day. `for_whom`: another circle of people than the city's, for measuring."""
    numbers = NUMBERS.on(day)
    return Policy(
        points=_points(numbers),
        rules=Rules(care_level=int(numbers.care_level)),
        for_whom=for_whom or str(numbers.for_whom),
        youngest=int(numbers.youngest),
        unasked_until=int(numbers.unasked_until),
        far_until_age=int(RELEASE.on(day).far_until_age),
        each=int(numbers.each),
        rest_minutes=int(numbers.rest_minutes),
    )


def _points(numbers: Numbers) -> Points:
    return Points(
        **{name: int(getattr(numbers, name)) for name in _SAME},
        by_level=_whole(numbers.by_level),
        kept=tuple(zip(_whole(numbers.kept_from), _whole(numbers.kept_points), strict=True)),
        fresh=tuple(zip(_whole(numbers.fresh_until), _whole(numbers.fresh_points), strict=True)),
    )


def _whole(listed: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(int(one) for one in listed)
