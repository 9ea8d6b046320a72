"""The true cells of a village's lists: what each column of a layout would hold if nobody made a mistake."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from gangqiao.people.codes import LISTS
from gangqiao.synth.frames import Frame, texts, where
from gangqiao.synth.persons import ages_on
from gangqiao.synth.profile import read_yaml
from gangqiao.synth.streams import Texts
from gangqiao.synth.tables import household_numbers
from gangqiao.synth.world import World, place_names

AWAY = ("other_province", "other_prefecture", "other_county", "abroad")


def in_chinese(name: str, code: str | None) -> str:
    """The word of a code list that a county writes, whatever the language of the reader."""
    return str(LISTS[name].words[code]["zh"]) if code else ""


def words() -> dict[str, Any]:
    """The words of the workbooks."""
    found: dict[str, Any] = read_yaml("data/layouts.yaml")["words"]
    return found


@dataclass(frozen=True)
class Truth:
    """Columns of true cells by key, one row per person; empty cells are "" and days are ISO texts."""

    world: World
    columns: Frame

    def of(self, person: int) -> dict[str, Any]:
        return {key: column[person] for key, column in self.columns.columns.items()}


def make_truth(world: World) -> Truth:
    """The cells of everybody, as on the day of the plan."""
    persons = world.persons
    size = len(persons)
    county = world.county
    frame = Frame({"name": persons["name"]})
    frame["id_number"] = persons["id_number"]
    numbers = household_numbers(world)[persons["household"]]
    head = np.searchsorted(persons["household"], persons["household"])
    frame["household_no"] = numbers
    nth = np.arange(size) - head + 1
    frame["person_no"] = texts([f"{no}{n:02d}" for no, n in zip(numbers, nth.tolist(), strict=True)])
    frame["head"] = persons["name"][head]
    for key, name, source in (
        ("relation", "relation", "relation"),
        ("sex", "sex", "sex"),
        ("ethnicity", "ethnicity", "ethnicity"),
        ("education", "education", "education"),
        ("capacity", "labour_capacity", "labour_capacity"),
        ("hukou", "hukou_kind", "hukou_kind"),
        ("marital", "marital_status", "marital"),
        ("political", "political_status", "political_status"),
    ):
        frame[key] = texts([in_chinese(name, code) for code in persons[source]])
    frame["birth_date"] = np.datetime_as_string(persons["birth_date"]).astype(object)
    frame["age"] = ages_on(persons["birth_date"], world.profile.today).astype(object)
    frame["phone"] = where(persons["phone"] == None, "", persons["phone"])  # noqa: E711
    groups = texts([county.group_name(g) for g in range(len(county.group_no))])
    frame["group"] = groups[persons["group"]]
    frame["address"] = world.households["address"][persons["household"]]
    frame["remark"] = np.full(size, "", dtype=object)
    poor = np.zeros(size, dtype=bool)
    poor[world.categories["person"][world.categories["kind"] == "registered_poor"]] = True
    frame["poor"] = where(poor, words()["yes"], words()["no"])
    _wishes(world, frame)
    _work(world, frame, place_names(county))
    return Truth(world, frame)


def _wishes(world: World, frame: Frame) -> None:
    size = len(frame)
    day = np.datetime64(world.profile.today)
    rows = np.flatnonzero(world.intentions["valid_from"] <= day)
    wish, courses = np.full(size, "", dtype=object), np.full(size, "", dtype=object)
    person = world.intentions["person"][rows]
    answers = {"yes": words()["yes"], "no": words()["no"], "unknown": ""}
    wish[person] = texts([answers[a] for a in world.intentions["training_wish"][rows]])
    wanted = world.intentions["wished_courses"][rows]
    courses[person] = texts(["、".join(in_chinese("trade", c) for c in json.loads(w)) for w in wanted])
    frame["training_wish"], frame["courses"] = wish, courses


def _work(world: World, frame: Frame, name: Callable[[str], str]) -> None:
    """The spell that runs on the day of the plan, if any."""
    size = len(frame)
    day = np.datetime64(world.profile.today)
    spells = world.spells
    rows = np.flatnonzero((spells["started_on"] <= day) & (np.isnat(spells["ended_on"]) | (spells["ended_on"] >= day)))
    person = spells["person"][rows]

    def column(values: Texts) -> Texts:
        out = np.full(size, "", dtype=object)
        out[person] = values
        return out

    level = spells["area_level"][rows]
    frame["destination"] = column(texts([name(d) for d in spells["destination"][rows]]))
    frame["employer"] = column(spells["employer_name"][rows])
    frame["occupation"] = column(spells["occupation"][rows])
    frame["sector"] = column(texts([in_chinese("sector", s) for s in spells["sector"][rows]]))
    frame["level"] = column(texts([in_chinese("area_level", v) for v in level]))
    frame["mode"] = column(texts([in_chinese("mode", v) for v in spells["mode"][rows]]))
    organised = {"yes": words()["yes"], "no": words()["no"], "unknown": ""}
    frame["organised"] = column(texts([organised[v] for v in spells["organised"][rows]]))
    frame["started_on"] = column(np.datetime_as_string(spells["started_on"][rows]).astype(object))
    frame["income"] = column(texts(["" if v is None else int(v) // 100 for v in spells["monthly_income"][rows]]))
    frame["status"] = _status(world, column(level), column(spells["is_farm_work"][rows]))


def _status(world: World, level: Texts, farm: Texts) -> Texts:
    said = words()
    status = where(np.isin(level, AWAY), said["away"], where(level != "", said["near"], said["not_working"]))
    status = where(farm == "yes", said["farming"], status)
    status = where((level == "") & (world.persons["school_status"] == "in_school"), said["in_school"], status)
    return where(world.persons["population_category"] == "01", "", status)
