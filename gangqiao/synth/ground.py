"""Puts the county on the division tree: loads the official list when it is missing, and adds the made groups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say
from gangqiao.places.actions import add_divisions, load_divisions
from gangqiao.places.growth import NewDivision
from gangqiao.places.levels import Level, Scheme
from gangqiao.places.models import Division
from gangqiao.places.reads import find_by_code
from gangqiao.synth.county import County
from gangqiao.synth.frames import texts
from gangqiao.synth.streams import Texts
from gangqiao.synth.tables import Ground

MADE_BY = "synth"


class VillageMissing(Refusal):
    """The division tree lacks a village of the list."""


def make_ground(county: County, on: dt.date) -> Ground:
    """The keys of the county's places on a day. Groups that are missing are added, marked as made."""
    load_divisions(actor=SYSTEM, source=MADE_BY)
    townships = [_key(code, on) for code in county.townships]
    villages = [_key(code, on) for code in county.village_code]
    return Ground(_groups(county, villages), _destinations(townships, on))


def _key(code: str, on: dt.date) -> str:
    division = find_by_code(code, on)
    if division is None:
        raise VillageMissing(Say("The division %(code)s is not in the tree on %(day)s.", code=code, day=on))
    return division.key


def _groups(county: County, villages: list[str]) -> Texts:
    """Keys of the groups by position; those that are not in the tree yet are added."""
    there = _known_groups(villages)
    wanted = [(villages[v], county.group_name(g)) for g, v in enumerate(county.group_village.tolist())]
    missing = [g for g, place in enumerate(wanted) if place not in there]
    add_divisions(
        [
            NewDivision(
                parent=wanted[group][0],
                level=Level.GROUP,
                name=wanted[group][1],
                code=county.group_code(group),
                scheme=Scheme.LOCAL,
                source=MADE_BY,
                made=True,
            )
            for group in missing
        ],
        actor=SYSTEM,
        source=MADE_BY,
    )
    there = _known_groups(villages)
    return texts([there[place] for place in wanted])


def _known_groups(villages: list[str]) -> dict[tuple[str, str], str]:
    rows = Division.objects.filter(level=Level.GROUP, parent__in=villages).values_list("parent_id", "name", "key")
    return {(parent, name): key for parent, name, key in rows}


def _destinations(townships: list[str], on: dt.date) -> Callable[[str], str | None]:
    def key_of(place: str) -> str | None:
        if place.startswith("township:"):
            return townships[int(place.split(":")[1])]
        # The official list is of 2023 and says for most codes only that they hold, not since when.
        division = find_by_code(place, on)
        return division.key if division else None

    return key_of
