"""Writes the files of the county: village lists with faults, rosters by villagers' group, and the answer key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np

from gangqiao.synth.profile import read_yaml
from gangqiao.synth.streams import Ints, stream
from gangqiao.synth.workbooks.grids import Fault, Grid, write_gbk, write_xlsx
from gangqiao.synth.workbooks.truth import Truth, make_truth
from gangqiao.synth.workbooks.villages import VillageList, hidden_sheet, layouts, make_village_list
from gangqiao.synth.world import World

LISTS, ROSTERS, KEY = "lists", "rosters", "answer-key"
FILES = 24  # village lists; at most one for each village
KEY_COLUMNS = ("kind", "file", "sheet", "line", "column", "heading", "found", "true", "person_no")


def write_county(world: World, folder: Path) -> int:
    """Write everything into the folder, which is emptied of an earlier county first. Returns the number of files.

    lists/*.xlsx, *.csv      what villages bring, with faults
    rosters/*.xlsx           one per village, a sheet per villagers' group, without faults
    answer-key.json, .xlsx   every planted fault; clean.jsonl: what every line of the lists should say
    """
    for name in (LISTS, ROSTERS):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    truth = make_truth(world)
    lists = make_lists(truth)
    for made in lists:
        _write_list(folder / LISTS, made)
    rosters = write_rosters(truth, folder / ROSTERS)
    faults = sorted((f for made in lists for f in made.faults), key=lambda f: (f.file, f.sheet, f.line, f.column))
    _write_key(folder, world, faults)
    _write_clean(folder / "clean.jsonl", lists)
    return len(lists) + rosters + 3


def make_lists(truth: Truth) -> list[VillageList]:
    """The lists of some villages, spread over the county, the layouts in turn."""
    world = truth.world
    rng = stream(world.seed, "workbooks")
    count = min(FILES, len(world.county.village_name))
    villages = np.sort(rng.permutation(len(world.county.village_name))[:count])
    ways = layouts()
    return [
        make_village_list(truth, ways[nth % len(ways)], int(village), stream(world.seed, f"list {village}"))
        for nth, village in enumerate(villages)
    ]


def _write_list(folder: Path, made: VillageList) -> None:
    if made.layout.get("gbk"):
        made.faults.append(Fault("gbk_csv", made.file, "", 1, "", "", "gbk", "utf-8", ""))
        write_gbk(folder / made.file, made.grid)
        return
    old = hidden_sheet(made)
    write_xlsx(folder / made.file, [made.grid] if old is None else [old, made.grid])


def write_rosters(truth: Truth, folder: Path) -> int:
    """The household registration office's list of every villagers' group: who should be met in a survey."""
    world = truth.world
    layout = read_yaml("data/layouts.yaml")["roster"]
    columns = [key for key, _heading in layout["columns"]]
    headings = [heading for _key, heading in layout["columns"]]
    alive = np.flatnonzero(world.persons["life"] == "alive")
    village = world.county.group_village[world.persons["group"][alive]]
    names = world.county.township_name[world.county.village_township]
    for number, name in enumerate(world.county.village_name):
        first, last = np.searchsorted(village, [number, number + 1])
        grids = _groups(truth, alive[first:last], columns, headings)
        write_xlsx(folder / layout["file"].format(village=name, township=names[number]), grids)
    return len(world.county.village_name)


def _groups(truth: Truth, people: Ints, columns: list[str], headings: list[str]) -> list[Grid]:
    groups = truth.columns["group"][people]
    grids = []
    # Groups stand in the order of the register, which is the order of their numbers.
    for name in dict.fromkeys(groups.tolist()):
        members = people[groups == name]
        cells: list[list[Any]] = [
            list(range(1, len(members) + 1)) if key == "number" else truth.columns[key][members].tolist()
            for key in columns
        ]
        grids.append(Grid(name, [list(headings), *map(list, zip(*cells, strict=True))]))
    return grids


def _write_key(folder: Path, world: World, faults: list[Fault]) -> None:
    """The key as JSON, and as a workbook for those who check by eye."""
    counts: dict[str, int] = {}
    for fault in faults:
        counts[fault.kind] = counts.get(fault.kind, 0) + 1
    recipe = {"plan": world.profile.name, "seed": world.seed, "scale": world.profile.scale}
    content = recipe | {"counts": dict(sorted(counts.items())), "faults": [fault.plain() for fault in faults]}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (folder / f"{KEY}.json").write_text(text + "\n", encoding="utf-8")
    rows = [[getattr(fault, name) for name in KEY_COLUMNS] for fault in faults]
    write_xlsx(folder / f"{KEY}.xlsx", [Grid("faults", [list(KEY_COLUMNS), *rows])])


def _write_clean(path: Path, lists: list[VillageList]) -> None:
    """One JSON line for every line about a person: where it stands, and what it should say."""
    with path.open("w", encoding="utf-8") as file:
        for made in lists:
            columns = made.truth.columns.columns
            for line, person in sorted(made.grid.clean.items()):
                values = {key: columns[key][person] for key in made.keys if key and key != "number"}
                said = {"file": made.file, "sheet": made.grid.name, "line": line, "values": values}
                file.write(json.dumps(said | {"person_no": columns["person_no"][person]}, ensure_ascii=False) + "\n")
