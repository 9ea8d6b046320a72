"""The synthetic county as rows of the database, as it was recorded up to a day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gangqiao.synth.columns import TABLES
from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.profile import words
from gangqiao.synth.streams import Bools, Ints, Texts, made_uuids, stream
from gangqiao.synth.work.beliefs import as_recorded
from gangqiao.synth.world import World

NEVER = np.datetime64("NaT", "D")


@dataclass(frozen=True)
class Ground:
    """Where the county's places are in the tree of divisions.

    groups       key of each villagers' group, by position
    destination  key of a destination: an official code, or "township:<position>"; null when the tree lacks it
    """

    groups: Texts
    destination: Callable[[str], str | None]


def end_of(day: dt.date) -> np.datetime64:
    """The first instant after a business day, in UTC."""
    return np.datetime64(day, "s") + np.timedelta64(16 * 3600, "s")


def make_tables(world: World, ground: Ground, until: dt.date) -> dict[str, Frame]:
    """Rows by table, with keys and uuids; encrypted columns still in plain text. Every table is ordered by person."""
    tables = {"households": _households(world, ground), "persons": _persons(world, ground)}
    areas = tables["persons"]["area_id"]
    for name in ("memberships", "categories", "skills", "intentions", "businesses", "contacts", "facts"):
        tables[name] = _recorded(world, name, until)
    tables["spells"] = _spells(world, ground, until)
    tables["memberships"]["household_id"] = tables["memberships"]["household"] + 1
    del tables["memberships"].columns["household"]
    tables["businesses"]["division_id"] = _keys(tables["businesses"]["destination"], ground)
    del tables["businesses"].columns["destination"]
    _keys_of_facts(tables["facts"], ground)
    for name in list(TABLES)[2:]:
        _common(tables[name], areas)
    return tables


def _common(frame: Frame, areas: Texts) -> None:
    """Keys in order, the person's key and area in place of the position."""
    frame["id"] = np.arange(1, len(frame) + 1)
    frame["area_id"] = areas[frame["person"]]
    frame["person_id"] = frame["person"] + 1
    del frame.columns["person"]


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


def _recorded(world: World, name: str, until: dt.date) -> Frame:
    """Rows of a dated table that were written by the day; an end that lies later is not known yet."""
    whole = world.frames()[name]
    frame = Frame(dict(whole.columns))
    frame["uuid"] = made_uuids(stream(world.seed, f"uuids of {name}"), len(whole))
    frame = frame.take(frame["recorded_from"] <= end_of(until))
    frame["valid_to"] = np.where(frame["valid_to"] > np.datetime64(until), NEVER, frame["valid_to"])
    return frame


def _keys_of_facts(facts: Frame, ground: Ground) -> None:
    """A former residence is written like the present one: by the key of the division."""
    rows = np.flatnonzero(facts["key"] == "residence")
    keys = _keys(texts([json.loads(v) for v in facts["value"][rows]]), ground)
    facts["value"][rows] = texts([json.dumps(key) for key in keys])


def _spells(world: World, ground: Ground, until: dt.date) -> Frame:
    """Every belief recorded by the day; earlier ones point to the current row of their spell."""
    beliefs = Frame(dict(world.beliefs.columns))
    beliefs["uuid"] = made_uuids(stream(world.seed, "uuids of spells"), len(beliefs))
    beliefs["started"] = world.spells["started_on"][beliefs["spell"]]
    beliefs = beliefs.take(beliefs["started"] <= np.datetime64(until))
    del beliefs.columns["started"]
    frame, current = as_recorded(beliefs, end_of(until))
    rows = frame["spell"]
    for name in world.spells.columns:
        if name not in frame:
            frame[name] = world.spells[name][rows]
    del frame.columns["spell"]
    frame["destination_id"] = _keys(frame["destination"], ground)
    del frame.columns["destination"]
    is_old: Bools = current != np.arange(len(frame))
    frame["version_of_id"] = where(is_old, texts((current + 1).tolist()), None)
    frame["is_full_time"] = np.ones(len(frame), dtype=np.int64)
    return frame
