"""The county's townships, villages and villagers' groups, with how many households live in each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.places.levels import Level
from gangqiao.places.names import short_name_of
from gangqiao.places.official import CountyFile, read_list
from gangqiao.synth.profile import Profile, words
from gangqiao.synth.streams import Bools, Floats, Ints, Texts, apportion, stream

HOUSEHOLDS_PER_GROUP = 5  # at small scales a village has fewer groups rather than empty ones


class UnknownTownship(Refusal):
    """The profile and the list of divisions disagree."""


@dataclass(frozen=True)
class County:
    """Townships, villages and groups by position; arrays of one level have one length.

    group_no is the number of a group within its village, from 1.
    """

    townships: Texts
    township_name: Texts
    mountain: Bools
    poor_weight: Floats
    village_township: Ints
    village_name: Texts
    village_code: Texts
    group_village: Ints
    group_no: Ints
    group_households: Ints

    @property
    def group_township(self) -> Ints:
        return self.village_township[self.group_village]

    def group_code(self, group: int) -> str:
        """The local code of a group: its village's twelve digits and two more."""
        return f"{self.village_code[self.group_village[group]]}{int(self.group_no[group]):02d}"

    def group_name(self, group: int) -> str:
        return words()["group"].format(numeral=numeral(int(self.group_no[group])))


def numeral(number: int) -> str:
    """A number from 1 to 99 in Chinese."""
    tens, ones = divmod(number, 10)
    digits, ten = words()["numerals"], words()["ten"]
    if tens == 0:
        return str(digits[ones])
    return ("" if tens == 1 else digits[tens]) + ten + (digits[ones] if ones else "")


def villages_of_the_plan() -> list[tuple[str, str, str]]:
    """(township code on the day of the plan, village code, village name), in order.

    The list is of 2023; townships that have been split since and units without an official code are put back as
    `places/data/mile.yaml` says.
    """
    notes = CountyFile.of("mile").read()
    back = {new: old["code"] for old in notes["former_townships"] for new in old["followed_by"]}
    taken = {village["code"]: unit["code"] for unit in notes["local_townships"] for village in unit["takes"]}
    rows = [row for row in read_list(notes["list"]) if row.level == Level.VILLAGE]
    found = []
    number: Counter[str] = Counter()
    for row in rows:
        township = taken.get(row.code, back.get(row.parent_code, row.parent_code))
        code = row.code
        if row.parent_code in back:
            # The village codes of a former township are in no list; places numbers them in the same order.
            number[township] += 1
            code = f"{township}{number[township]:03}"
        found.append((township, code, row.name))
    for unit in notes["local_townships"]:
        found += [(unit["code"], made["code"], made["name"]) for made in unit["made"]]
    return sorted(found, key=lambda village: village[0])


def township_names() -> dict[str, str]:
    """The names of the township-level units by code, those of the plan's day and later ones."""
    notes = CountyFile.of("mile").read()
    names = {row.code: row.name for row in read_list(notes["list"]) if row.level == Level.TOWNSHIP}
    return names | {unit["code"]: unit["name"] for unit in [*notes["former_townships"], *notes["local_townships"]]}


def make_county(profile: Profile, seed: int) -> County:
    """Villages with groups and households in numbers that follow the profile."""
    villages = villages_of_the_plan()
    codes = list(dict.fromkeys(township for township, _code, _name in villages))
    if unknown := [code for code in codes if code not in profile["townships"]]:
        raise UnknownTownship(
            Say("The profile says nothing about the townships %(codes)s. Add them to it.", codes=", ".join(unknown))
        )
    shapes = [profile["townships"][code] for code in codes]
    names = township_names()
    rng = stream(seed, "county")
    village_township = np.array([codes.index(township) for township, _code, _name in villages])
    households = _households_of_villages(profile, rng, village_township, shapes)
    full = apportion(profile["size"]["groups"], rng.gamma(6.0, size=len(villages)) + 1.5)
    groups = np.maximum(1, np.minimum(full, households // HOUSEHOLDS_PER_GROUP))
    group_village = np.repeat(np.arange(len(villages)), groups)
    group_households = np.concatenate(
        [apportion(int(h), rng.gamma(8.0, size=int(g)) + 1.0) for h, g in zip(households, groups, strict=True)]
    )
    return County(
        townships=np.array(codes, dtype=object),
        township_name=np.array([short_name_of(Level.TOWNSHIP, names[code]) for code in codes], dtype=object),
        mountain=np.array([s["mountain"] for s in shapes]),
        poor_weight=np.array([s["poor"] for s in shapes], dtype=float),
        village_township=village_township,
        village_name=np.array([name for _township, _code, name in villages], dtype=object),
        village_code=np.array([code for _township, code, _name in villages], dtype=object),
        group_village=group_village,
        group_no=np.concatenate([np.arange(1, g + 1) for g in groups]),
        group_households=group_households,
    )


def _households_of_villages(
    profile: Profile, rng: np.random.Generator, village_township: Ints, shapes: list[dict[str, float]]
) -> Ints:
    """At least one household in every village, whatever the scale."""
    weights = rng.gamma(5.0, size=len(village_township)) + 1.0
    for position, shape in enumerate(shapes):
        here = village_township == position
        weights[here] *= shape["weight"] / weights[here].sum()
    total = max(profile.count(profile["size"]["households"]), len(weights))
    return 1 + apportion(total - len(weights), weights)
