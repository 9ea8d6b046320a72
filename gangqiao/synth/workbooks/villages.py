"""The lists of some villages as they arrive: every layout different, every kind of mistake planted and noted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from gangqiao.synth.profile import read_yaml
from gangqiao.synth.streams import Ints
from gangqiao.synth.workbooks.faults import spoil
from gangqiao.synth.workbooks.grids import Fault, Grid, letter
from gangqiao.synth.workbooks.truth import Truth, words

SHARES = {"swapped": 0.003, "twice": 0.005, "blank": 0.004, "stranger": 0.002, "heading_again": 0.003}
EMPTY_COLUMN_AT = 3  # where a village that likes them leaves a column free


def layouts() -> list[dict[str, Any]]:
    """The ways in which villages write."""
    found: list[dict[str, Any]] = read_yaml("data/layouts.yaml")["layouts"]
    return found


@dataclass
class VillageList:
    """One file in the making: its sheet, and the faults noted so far."""

    truth: Truth
    layout: dict[str, Any]
    file: str
    rng: np.random.Generator
    grid: Grid
    faults: list[Fault] = field(default_factory=list)

    def __post_init__(self) -> None:
        columns = [tuple(pair) for pair in self.layout["columns"]]
        if self.layout.get("empty_columns"):
            columns.insert(EMPTY_COLUMN_AT, ("", ""))
        self.keys = [key for key, _heading in columns]
        self.headings = [heading for _key, heading in columns]

    def note(self, kind: str, line: int, column: int | None, found: Any, true: Any, person: int | None) -> None:
        """Write a planted fault into the key."""
        where = "" if column is None else letter(column)
        heading = "" if column is None else self.headings[column]
        number = "" if person is None else self.truth.columns["person_no"][person]
        self.faults.append(Fault(kind, self.file, self.grid.name, line, where, heading, found, true, number))

    def true_cells(self, person: int, number: int) -> list[Any]:
        """What the columns of this layout should hold for a person, in the layout's own units."""
        units = self.layout.get("units", {})
        cells = []
        for key in self.keys:
            value = number if key == "number" else self.truth.columns[key][person] if key else ""
            if key in units and value != "":
                value = round(value / units[key], 4)
            cells.append(value)
        return cells


def make_village_list(truth: Truth, layout: dict[str, Any], village: int, rng: np.random.Generator) -> VillageList:
    """The list of one village in one layout."""
    county = truth.world.county
    places = {
        "village": county.village_name[village],
        "township": county.township_name[county.village_township[village]],
    }
    sheet = layout["sheet"].format(**places)
    made = VillageList(truth, layout, layout["file"].format(**places), rng, Grid(sheet))
    _head(made, places)
    people = _people(truth, layout, village, rng)
    for number, person in enumerate(people.tolist(), start=1):
        _between(made, people, number, person)
        _line(made, person, number)
        if rng.random() < SHARES["twice"]:
            made.note("row_twice", _line(made, person, number), None, "", "", person)
    if layout.get("merge_households"):
        _merge_households(made)
    _foot(made)
    return made


def _people(truth: Truth, layout: dict[str, Any], village: int, rng: np.random.Generator) -> Ints:
    """Who is on the list: the workers, or whole households; here and there somebody of another village."""
    world = truth.world
    here = world.county.group_village[world.persons["group"]] == village
    if not layout.get("whole_households"):
        here &= world.persons["population_category"] == "03"
    people = np.flatnonzero(here & (world.persons["life"] == "alive"))
    if layout.get("shuffled"):
        people = rng.permutation(people)
    return people


def _head(made: VillageList, places: dict[str, str]) -> None:
    """Titles over the whole width, and one or two rows of headings."""
    width = len(made.headings)
    for title in made.layout["titles"]:
        line = made.grid.add([title.format(**places), *[""] * (width - 1)])
        made.note("title_row", line, None, made.grid.lines[-1][0], "", None)
        if made.layout.get("merged") and title:
            made.grid.merged.append((line - 1, line - 1, 0, width - 1))
    if above := made.layout.get("above"):
        cells = [""] * width
        line, at = made.grid.add(cells), 0
        for heading, span in above:
            cells[at] = heading
            made.grid.merged.append((line - 1, line - 1, at, at + span - 1))
            at += span
        made.note("heading_in_two_rows", line, None, "", "", None)
    made.grid.add(list(made.headings))
    if "" in made.keys:
        made.note("empty_column", len(made.grid.lines), made.keys.index(""), "", "", None)
    for key in made.layout.get("units", {}):
        at = made.keys.index(key)
        made.note("unit_in_heading", len(made.grid.lines), at, made.headings[at], made.layout["units"][key], None)


def _between(made: VillageList, people: Ints, number: int, person: int) -> None:
    """What stands between two people: nothing, an empty row, the headings once more, a subtotal, a stranger."""
    rng, grid, width = made.rng, made.grid, len(made.headings)
    if rng.random() < SHARES["blank"]:
        made.note("blank_row", grid.add([""] * width), None, "", "", None)
    if rng.random() < SHARES["heading_again"]:
        made.note("heading_again", grid.add(list(made.headings)), None, "", "", None)
    groups = made.truth.columns["group"]
    if made.layout.get("subtotals") and number > 1 and groups[people[number - 2]] != groups[person]:
        total = int(np.sum(groups[people] == groups[people[number - 2]]))
        made.note("subtotal_row", grid.add([words()["total"], total, *[""] * (width - 2)]), None, total, "", None)
    if rng.random() < SHARES["stranger"]:
        other = int(rng.integers(0, len(groups)))
        made.note("person_of_another_village", _line(made, other, number), None, "", "", other)


def _line(made: VillageList, person: int, number: int) -> int:
    """Write one person, with the mistakes that happen. Returns the line."""
    cells = made.true_cells(person, number)
    line = made.grid.add(cells)
    made.grid.clean[line] = person
    can_swap = "name" in made.keys and "id_number" in made.keys
    if can_swap and made.rng.random() < SHARES["swapped"]:
        one, other = made.keys.index("name"), made.keys.index("id_number")
        cells[one], cells[other] = cells[other], cells[one]
        for at, true_at in ((one, other), (other, one)):
            made.note("columns_swapped", line, at, cells[at], cells[true_at], person)
        return line
    for at, key in enumerate(made.keys):
        if key in made.layout.get("units", {}):
            continue  # another unit is confusion enough
        if found := spoil(key, cells[at], made.rng):
            kind, value = found
            made.note(kind, line, at, value, cells[at], person)
            cells[at] = value
    return line


def _merge_households(made: VillageList) -> None:
    """One cell for the household's number and head over all its members: only the first row keeps them."""
    lines = sorted(made.grid.clean)
    household = made.truth.columns["household_no"]
    start = 0
    for position in range(1, len(lines) + 1):
        together = (
            position < len(lines)
            and lines[position] == lines[position - 1] + 1
            and household[made.grid.clean[lines[position]]] == household[made.grid.clean[lines[start]]]
        )
        if together:
            continue
        if position - start > 1:
            _merge(made, lines[start:position])
        start = position


def _merge(made: VillageList, lines: list[int]) -> None:
    for key in ("household_no", "head"):
        at = made.keys.index(key)
        made.grid.merged.append((lines[0] - 1, lines[-1] - 1, at, at))
        for line in lines[1:]:
            true = made.grid.lines[line - 1][at]
            made.grid.lines[line - 1][at] = ""
            made.note("merged_cell", line, at, "", true, made.grid.clean[line])


def _foot(made: VillageList) -> None:
    width = len(made.headings)
    line = made.grid.add([words()["filled_by"], *[""] * (width - 1)])
    made.note("remark_row", line, None, words()["filled_by"], "", None)


def hidden_sheet(made: VillageList) -> Grid | None:
    """Last year's list, still in the file but hidden; nothing of it may be read."""
    name = made.layout.get("hidden_sheet")
    if not name:
        return None
    old = Grid(name, hidden=True)
    old.add([words()["old_sheet_note"]])
    for line in sorted(made.grid.clean)[:: max(1, len(made.grid.clean) // 20)]:
        old.add(list(made.grid.lines[line - 1]))
    fault = Fault("hidden_sheet", made.file, name, 1, "", "", words()["old_sheet_note"], "", "")
    made.faults.append(fault)
    return old
