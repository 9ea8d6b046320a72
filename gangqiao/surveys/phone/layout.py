"""The households of a package as three tables in columns, without what a phone finds by itself.

`frontend/src/phone/sync/households.ts` makes the rows of `households.py` of them again. Left out are what is empty, a
person's name (it is a value), and what is due because of a task (survey and task say it). The household names how many
of the tables' persons and tasks are its own, in order, and its head by the place among them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gangqiao.surveys.states import AT_VILLAGE
from gangqiao.sync.columns import fold

Json = dict[str, Any]
# What stands in a row that says nothing of it.
EMPTY: dict[str, Json] = {
    "households": {"values": {}, "tasks": [], "persons": [], "due": []},
    "persons": {"relation": "", "values": {}, "answers": {}, "asked": []},
    "tasks": {
        "outcome": "", "visits": 0, "notice_version": 0, "note": "", "household_done": False, "remarks": [],
    },
}  # fmt: skip
# Marks in the name of a column that its value stands one level deeper: "values:person.name".
WITHIN = ":"


def laid_out(parts: Mapping[str, Any]) -> Json:
    """The households among the sections of a package, as they travel."""
    homes, surveys = parts["households"], {survey["uuid"]: survey for survey in parts.get("surveys", ())}
    return {
        "households": fold(_home(home, surveys) for home in homes),
        "persons": fold(_person(person) for home in homes for person in home["persons"]),
        "tasks": fold(_flat(task, "tasks") for home in homes for task in home["tasks"]),
    }


def _home(home: Json, surveys: Mapping[str, Json]) -> Json:
    persons, tasks, due = home["persons"], home["tasks"], home["due"]
    rest = {key: value for key, value in home.items() if key not in ("persons", "tasks", "due", "head")}
    made = _flat(rest, "households") | {"persons": len(persons), "tasks": len(tasks)}
    if home["head"] is not None:
        places = {person["uuid"]: place for place, person in enumerate(persons)}
        made["head"] = places.get(home["head"], home["head"])
    follows = [_due(task, surveys[task["survey"]]) for task in tasks if _is_due(task, surveys)]
    if all(entry in due for entry in follows):
        return made | _unless_empty("more", [entry for entry in due if entry not in follows])
    return made | {"due": due}


def _is_due(task: Json, surveys: Mapping[str, Json]) -> bool:
    return task["status"] in AT_VILLAGE and task["survey"] in surveys


def _due(task: Json, survey: Json) -> Json:
    """As `campaigns.due` says it."""
    return {"kind": "survey", "title": survey["name"], "until": survey["due_on"], "survey": survey["uuid"]}


def _person(person: Json) -> Json:
    made = _flat(person, "persons")
    if made.get(f"values{WITHIN}person.name", "") == person["name"]:
        del made["name"]
    return made


def _unless_empty(key: str, value: Any) -> Json:
    return {key: value} if value else {}


def _flat(row: Json, table: str) -> Json:
    """A row with one level, without what is empty."""
    made: Json = {}
    for key, value in row.items():
        empty = EMPTY[table].get(key)
        if type(value) is type(empty) and value == empty:
            continue
        if isinstance(value, dict) and value:
            made |= {f"{key}{WITHIN}{inner}": one for inner, one in value.items()}
        else:
            made[key] = value
    return made
