"""The synthetic county as rows of the database, as it was recorded up to a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gangqiao.synth.columns import TABLES
from gangqiao.synth.course import Course, end_of
from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.profile import words
from gangqiao.synth.streams import Ints, Texts, made_uuids, stream
from gangqiao.synth.world import World


@dataclass(frozen=True)
class Ground:
    """Where the county's places are in the tree of divisions.

    groups       key of each villagers' group, by position
    destination  key of a destination: an official code, or "township:<position>"; null when the tree lacks it
    """

    groups: Texts
    destination: Callable[[str], str | None]


def make_tables(
    world: World, ground: Ground, until: dt.date, course: dict[str, Course] | None = None
) -> dict[str, Frame]:
    """Rows by table, with keys and uuids; encrypted columns still in plain text. Every table is ordered by person.

    A row has the same key on every day, so that a county can be led on from day to day. `course`: made already.
    """
    tables = {"households": _households(world, ground), "persons": _persons(world, ground)}
    for name, of_year in (course or make_course(world, ground)).items():
        tables[name] = of_year.on(until)
    return tables


def make_course(world: World, ground: Ground) -> dict[str, Course]:
    """What the register learns of in the whole of the plan's year, by table in the order of keys."""
    areas = texts(ground.groups[world.households["group"]][world.persons["household"]])
    last = world.profile.last_day
    course: dict[str, Course] = {}
    for name in list(TABLES)[2:]:
        rows = _spells(world, ground, last) if name == "spells" else _dated(world, ground, name, last)
        rows["area_id"] = areas[rows["person"]]
        rows["person_id"] = rows["person"] + 1
        del rows.columns["person"]
        course[name] = Course(rows)
    return course


def _households(world: World, ground: Ground) -> Frame:
    made = world.households
    size = len(made)
    frame = Frame({"id": np.arange(1, size + 1), "uuid": made["uuid"], "area_id": ground.groups[made["group"]]})
    frame["head_id"] = _first_persons(world) + 1
    frame["household_no"] = household_numbers(world)
    for name in ("registered_on", "last_confirmed_on", "address"):
        frame[name] = made[name]
    frame["land_mu"] = made["land_mu"] / 10
    names = world.county.village_name[world.county.group_village[made["group"]]]
    form = words()["relocated_from"].format
    frame["relocated_from"] = where(made["is_relocated"], texts([form(village=name) for name in names]), "")
    frame["made"] = np.ones(size, dtype=np.int64)
    return frame


def household_numbers(world: World) -> Texts:
    """The group's code and four digits."""
    codes = [world.county.group_code(group) for group in range(len(world.county.group_no))]
    rows = zip(world.households["group"].tolist(), world.households["number"].tolist(), strict=True)
    return texts([f"{codes[group]}{number:04d}" for group, number in rows])


def _first_persons(world: World) -> Ints:
    """The position of each household's head, which stands first."""
    return np.searchsorted(world.persons["household"], np.arange(len(world.households)))


COPIED = [
    "uuid",
    "relation",
    "life",
    "died_on",
    "record",
    "registered_on",
    "last_confirmed_on",
    "confirmed_how",
    "name",
    "id_number",
    "sex",
    "birth_date",
    "ethnicity",
    "education",
    "school_status",
    "political_status",
    "hukou_kind",
    "health_status",
    "disability_kind",
    "labour_capacity",
    "population_category",
    "speaks_mandarin",
    "languages",
    "phone",
    "phone_owner",
    "left_behind_elder",
    "bank_account",
    "name_pinyin",
    "name_initials",
]


def _persons(world: World, ground: Ground) -> Frame:
    made = world.persons
    size = len(made)
    frame = Frame({"id": np.arange(1, size + 1), "area_id": ground.groups[made["group"]]})
    for name in COPIED:
        frame[name] = made[name]
    frame["household_id"] = made["household"] + 1
    nth = np.arange(size) - _first_persons(world)[made["household"]] + 1
    numbers = household_numbers(world)[made["household"]]
    frame["person_no"] = texts([f"{no}{n:02d}" for no, n in zip(numbers, nth.tolist(), strict=True)])
    frame["marital_status"] = made["marital"]
    frame["id_type"] = np.full(size, "01", dtype=object)
    frame["residence_id"] = _keys(made["residence"], ground)
    at = made["registered_on"].astype("datetime64[s]")
    frame["recorded_at"] = at + (np.arange(size) % 36000).astype("timedelta64[s]")
    frame["source"] = np.full(size, "synthetic", dtype=object)
    frame["made"] = np.ones(size, dtype=np.int64)
    return frame


def _keys(places: Texts, ground: Ground) -> Texts:
    found = {place: ground.destination(place) if place else None for place in sorted(set(places.tolist()))}
    return texts([found[place] for place in places.tolist()])


def _dated(world: World, ground: Ground, name: str, last: dt.date) -> Frame:
    """Rows of a dated table that are written in the plan's year or before."""
    frame = Frame(dict(world.frames()[name].columns))
    frame["uuid"] = made_uuids(stream(world.seed, f"uuids of {name}"), len(frame))
    frame = frame.take(frame["recorded_from"] <= end_of(last))
    frame["id"] = np.arange(1, len(frame) + 1)
    if name == "memberships":
        frame["household_id"] = frame["household"] + 1
        del frame.columns["household"]
    elif name == "businesses":
        frame["division_id"] = _keys(frame["destination"], ground)
        del frame.columns["destination"]
    elif name == "facts":
        _keys_of_facts(frame, ground)
    return frame


def _keys_of_facts(facts: Frame, ground: Ground) -> None:
    """A former residence is written like the present one: by the key of the division."""
    rows = np.flatnonzero(facts["key"] == "residence")
    keys = _keys(texts([json.loads(v) for v in facts["value"][rows]]), ground)
    facts["value"][rows] = texts([json.dumps(key) for key in keys])


def _spells(world: World, ground: Ground, last: dt.date) -> Frame:
    """Every belief recorded in the plan's year or before, in the order of spells and of recording."""
    frame = Frame(dict(world.beliefs.columns))
    frame["uuid"] = made_uuids(stream(world.seed, "uuids of spells"), len(frame))
    started = world.spells["started_on"][frame["spell"]]
    frame = frame.take((started <= np.datetime64(last)) & (frame["recorded_from"] <= end_of(last)))
    frame["id"] = np.arange(1, len(frame) + 1)
    for name in world.spells.columns:
        if name not in frame:
            frame[name] = world.spells[name][frame["spell"]]
    frame["destination_id"] = _keys(frame["destination"], ground)
    del frame.columns["destination"]
    frame["is_full_time"] = np.ones(len(frame), dtype=np.int64)
    return frame
