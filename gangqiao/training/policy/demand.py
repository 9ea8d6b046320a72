"""How classes are made of wishes, and what a timetable and an outcome may be. No Django.

The rule of gathering: the village with most wishes that are not yet in a class begins one; the villages nearest to it,
none farther than a stated way, join it as long as all have room. A village with more than a class holds is shared among
several classes of like size. What stays too small for a teacher to be sent out goes to the seat of its township, and
what is too small there to the place that serves all. Every wish stands in exactly one class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from gangqiao.kernel.policy import Parameters

NUMBERS = Parameters.from_yaml(Path(__file__).with_name("demand.yaml"))

AT_THE_DOOR, IN_TOWN, CENTRAL = "at_the_door", "in_town", "central"
# Forms whose learners are workers of one employer (R074, R075, R078, R079, R082).
WITH_EMPLOYER = ("enterprise", "apprentice", "through_work", "pre_job", "re_posted")
# Who needs no licence to teach: an enterprise that trains its own people.
UNLICENSED = ("enterprise",)
Km = Callable[[str, str], float | None]


@dataclass(frozen=True, slots=True)
class Group:
    """People who could learn together. villages: where they live, the one it is taught at first; kind: see above."""

    kind: str
    villages: tuple[str, ...]
    many: int


def gather(wishes: Mapping[str, int], km: Km, town_of: Callable[[str], str], day: date) -> list[Group]:
    """Classes for the wishes of a trade by village, the largest first; the sum of `many` is that of the wishes.

    km  the way by road between two villages; null: not known, they are not gathered
    """
    numbers = NUMBERS.on(day)
    least, most, reach = int(numbers.class_least), int(numbers.class_most), float(numbers.gather_km)
    open_villages = {village: many for village, many in wishes.items() if many > 0}
    found: list[Group] = []
    small: dict[str, int] = {}
    while open_villages:
        first = max(open_villages, key=lambda one: (open_villages[one], one))
        chosen = _around(first, open_villages, km, reach, most)
        many = sum(open_villages.pop(village) for village in chosen)
        if many < least:
            small |= {village: wishes[village] for village in chosen}
        else:
            found += [Group(AT_THE_DOOR, tuple(chosen), part) for part in shared(many, most)]
    return sorted(found + _rest(small, town_of, least, most), key=lambda one: (-one.many, one.kind, one.villages))


def _around(first: str, wishes: Mapping[str, int], km: Km, reach: float, most: int) -> list[str]:
    """The village and those that join it, the nearest first."""
    chosen, many = [first], wishes[first]
    if many >= most:
        return chosen
    near = [(way, village) for village in wishes if village != first and (way := km(first, village)) is not None]
    for way, village in sorted(near):
        if way <= reach and many + wishes[village] <= most:
            chosen.append(village)
            many += wishes[village]
    return chosen


def _rest(small: Mapping[str, int], town_of: Callable[[str], str], least: int, most: int) -> list[Group]:
    """Those too few for a class of their own: by township, else together."""
    towns: dict[str, dict[str, int]] = {}
    for village, many in small.items():
        towns.setdefault(town_of(village), {})[village] = many
    found: list[Group] = []
    left: dict[str, int] = {}
    for villages in towns.values():
        if sum(villages.values()) >= least:
            found += _groups(IN_TOWN, villages, most)
        else:
            left |= villages
    return found + (_groups(CENTRAL, left, most) if left else [])


def _groups(kind: str, villages: Mapping[str, int], most: int) -> list[Group]:
    ordered = tuple(sorted(villages, key=lambda one: (-villages[one], one)))
    return [Group(kind, ordered, part) for part in shared(sum(villages.values()), most)]


def shared(many: int, most: int) -> list[int]:
    """So many people in as few classes as hold them, of like size."""
    classes = -(-many // most)
    return [many // classes + (n < many % classes) for n in range(classes)]


def months_between(begins_on: date, ends_on: date) -> list[date]:
    """The first days of the months of a time."""
    months, day = [], begins_on.replace(day=1)
    while day <= ends_on:
        months.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return months


def spread(many: int, months: Sequence[date]) -> list[date]:
    """A month for each of so many classes in their order: evenly, the first ones first."""
    return [months[n * len(months) // many] for n in range(many)]


# --- the timetable ---------------------------------------------------------------------------------------------------


def hours_held(begins_at: time, ends_at: time, day: date) -> int:
    """How many class hours fit between two times of a day."""
    minutes = (ends_at.hour * 60 + ends_at.minute) - (begins_at.hour * 60 + begins_at.minute)
    return max(0, minutes // int(NUMBERS.on(day).minutes_of_hour))


def most_hours_a_day(day: date) -> int:
    """How many class hours a day of teaching holds."""
    return int(NUMBERS.on(day).hours_a_day)


def timetable(total: int, days: Iterable[date], each: int) -> list[tuple[date, int]]:
    """Class hours for each of the days until all are given; the last day has what is left."""
    found, left = [], total
    for day in days:
        if left <= 0:
            break
        found.append((day, min(each, left)))
        left -= each
    return found


def days_of(begins_on: date, ends_on: date, weekdays: Iterable[int]) -> list[date]:
    """The days of some weekdays (0: Monday) of a time, its last day with it."""
    wanted = set(weekdays)
    span = range((ends_on - begins_on).days + 1)
    return [day for n in span if (day := begins_on + timedelta(days=n)).weekday() in wanted]


def is_licensed(kind: str, licence_until: date | None, day: date) -> bool:
    """True when a provider of a kind may teach on a day. A licence that is not known is none."""
    return kind in UNLICENSED or (licence_until is not None and licence_until >= day)


# --- outcomes --------------------------------------------------------------------------------------------------------


def employed_by(ended_on: date) -> date:
    """The last day on which work counts as found after a class."""
    return ended_on + timedelta(days=int(NUMBERS.on(ended_on).employed_within))


def looked_for_on(ended_on: date) -> list[tuple[int, date]]:
    """After how many days, and on which day, workers trained by their enterprise are looked for there."""
    marks = NUMBERS.on(ended_on).stable_after
    assert isinstance(marks, (tuple, list))
    return [(int(days), ended_on + timedelta(days=int(days))) for days in marks]


def all_marks() -> tuple[int, ...]:
    """Every number of days that ever was a mark, ascending."""
    return tuple(sorted({int(days) for marks in NUMBERS["stable_after"].values.values() for days in _listed(marks)}))


def _listed(marks: object) -> tuple[int, ...]:
    return tuple(int(one) for one in marks) if isinstance(marks, (tuple, list)) else ()
