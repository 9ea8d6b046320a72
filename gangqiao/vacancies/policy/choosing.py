"""Which vacancies of a release suit the people of one village, and why: a counted fit, without names.

`choose` is the port between the packs and whoever matches: facts of those who seek work in, lines with reasons out.
People are counted as bits of whole numbers: a county of 145 villages and 300 vacancies takes a second.
Unknown is never yes: whose age is not known fits no vacancy with an age limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from gangqiao.vacancies.policy.reasons import Why, person_reasons, village_reasons

COUNTY = 1  # the farthest reach that is still inside the county: index in `AreaLevel`
FARTHEST, FAR = 5, 4  # abroad; another province: what is not known finely enough is taken as that far
NO_MANDARIN, OVER_50, WEAK_TOO = "no_mandarin", "over_50", "class_c"


@dataclass(frozen=True, slots=True)
class Seeker:
    """What decides whether a vacancy suits somebody who seeks work. "" and null: not known, or not said.

    trades   wished, can: learnt; keys of the register's list
    reach    how far away the person is ready to go, 0 own township .. 5 abroad
    floor    lowest monthly pay asked for, in fen
    is_weak  cannot do hard work
    """

    age: int | None = None
    sex: str = ""
    ethnicity: str = ""
    education: str = ""
    speaks: str = ""
    trades: frozenset[str] = frozenset()
    can: frozenset[str] = frozenset()
    reach: int | None = None
    floor: int | None = None
    is_weak: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """A vacancy as the choice sees it from one village.

    line   its number in the release
    reach  where it lies seen from the village, 0 own township .. 5 abroad; null: not known finely enough, taken as far
    pay    what it pays at least in a month, in fen; null: not known
    """

    line: int
    reach: int | None = None
    trades: frozenset[str] = frozenset()
    suits: frozenset[str] = frozenset()
    sex: str = ""
    ethnicity: str = ""
    age_min: int | None = None
    age_max: int | None = None
    education: str = ""
    pay: int | None = None
    has_couples_room: bool = False

    @property
    def distance(self) -> int:
        return FAR if self.reach is None else self.reach


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a pack. why: sentences as msgid and values; fits: for how many people here."""

    line: int
    why: list[Why]
    fits: int


class Crowd:
    """The people of a village who seek work, as sets of bits by what is known of them."""

    def __init__(self, seekers: Sequence[Seeker], *, far_until_age: int, older_from: int) -> None:
        self.seekers, self.older_from = seekers, older_from
        self.everybody = (1 << len(seekers)) - 1
        reaches = [_reach_of(seeker, far_until_age) for seeker in seekers]
        self.going = [sum(1 << n for n, reach in enumerate(reaches) if reach >= far) for far in range(FARTHEST + 1)]
        self.no_mandarin = self.where(lambda s: s.speaks == "no")
        self.weak = self.where(lambda s: s.is_weak)
        self.older = self.where(lambda s: s.age is not None and s.age >= older_from)
        self.open_minded = self.where(lambda s: not s.trades and not s.can)
        self.of = cache(self._of)

    def where(self, holds: Callable[[Seeker], bool]) -> int:
        """The set of those for whom it holds."""
        return sum(1 << n for n, seeker in enumerate(self.seekers) if holds(seeker))

    def _of(self, fact: str, value: Any) -> int:
        tests: dict[str, Callable[[Seeker], bool]] = {
            "sex": lambda s: s.sex == value,
            "ethnicity": lambda s: s.ethnicity == value,
            "from": lambda s: s.age is not None and s.age >= value,
            "to": lambda s: s.age is not None and s.age <= value,
            # The codes of GB/T 4658 go downwards: 10 postgraduate .. 90 none.
            "education": lambda s: s.education != "" and s.education <= value,
            "wished": lambda s: value in s.trades,
            "can": lambda s: value in s.can,
            "asks_more": lambda s: s.floor is not None and s.floor > value,
            "asks": lambda s: s.floor is not None and s.floor <= value,
            "reach": lambda s: s.reach is not None and s.reach == value,
        }
        return self.where(tests[fact])

    def any_of(self, fact: str, values: Iterable[Any]) -> int:
        """Those who have one of the values."""
        found = 0
        for value in values:
            found |= self.of(fact, value)
        return found

    def fit(self, offer: Offer) -> int:
        """Those whom nothing keeps from the vacancy and who did not say that they want something else."""
        able = self.everybody & self.going[offer.distance]
        for fact, value in (
            ("sex", offer.sex or None),
            ("ethnicity", offer.ethnicity or None),
            ("from", offer.age_min),
            ("to", offer.age_max),
            ("education", offer.education or None),
        ):
            if value is not None:
                able &= self.of(fact, value)
        # Inside the county the dialect is spoken.
        if offer.distance > COUNTY and NO_MANDARIN not in offer.suits:
            able &= ~self.no_mandarin
        if WEAK_TOO not in offer.suits:
            able &= ~self.weak
        if offer.pay is not None:
            able &= ~self.of("asks_more", offer.pay)
        return able & (self.open_minded | self.any_of("wished", offer.trades) | self.any_of("can", offer.trades))


def _reach_of(seeker: Seeker, far_until_age: int) -> int:
    """How far somebody would go: as said, else near for the older and the weak, and anywhere at home for the others."""
    if seeker.reach is not None:
        return seeker.reach
    is_staying = seeker.is_weak or seeker.age is None or seeker.age >= far_until_age
    return COUNTY if is_staying else FAR


def choose(crowd: Crowd, offers: Sequence[Offer], *, most: int) -> list[Choice]:
    """The lines of a village's pack, the nearest first; the same people and offers give the same lines.

    Greedy: the next line is the one that gives most to those who have least so far, so that a village of sewers
    with one cook gets the kitchen post, too. Each counts for three lines. What suits nobody is left out; where nobody
    said that they seek work, the nearest stand there.
    """
    fits = {offer.line: crowd.fit(offer) for offer in offers}
    nearest = sorted(offers, key=lambda offer: (offer.distance, offer.line))
    taken = nearest[:most]
    if crowd.everybody:
        chosen = most_served({offer.line: fits[offer.line] for offer in nearest}, most)
        taken = [offer for offer in nearest if offer.line in set(chosen)]
    taken.sort(key=lambda offer: (offer.distance, -fits[offer.line].bit_count(), offer.line))
    return [Choice(o.line, village_reasons(crowd, o, fits[o.line]), fits[o.line].bit_count()) for o in taken]


def most_served(wanted: Mapping[int, int], most: int) -> list[int]:
    """The keys that serve people best, by the rule of `choose`; of equals the first. wanted: whom each serves, bits."""
    have = [0, 0, 0]  # who has one, two, three
    left, taken = dict(wanted), list[int]()
    while left and len(taken) < most:
        best = max(left, key=lambda key: _gain(left[key], have))
        if not left[best]:
            break
        new = left.pop(best)
        taken.append(best)
        for n, held in enumerate(have):
            have[n], new = held | new, held & new
    return taken


def _gain(fit: int, have: Sequence[int]) -> int:
    gain, new = 0, fit
    for worth, held in zip((6, 3, 1), have, strict=True):
        gain += worth * (new & ~held).bit_count()
        new &= held
    return gain


def suggest(seeker: Seeker, offers: Sequence[Offer], *, most: int, far_until_age: int, older_from: int) -> list[Choice]:
    """The lines that suit one person, the best first, with what speaks for each."""
    crowd = Crowd([seeker], far_until_age=far_until_age, older_from=older_from)
    found = []
    for offer in offers:
        if crowd.fit(offer):
            why = person_reasons(seeker, offer, older_from)
            found.append((-sum(reason.weight for reason in why), offer.distance, offer.line, why))
    found.sort(key=lambda one: one[:3])
    return [Choice(line, [reason.said for reason in why], 1) for _weight, _far, line, why in found[:most]]
