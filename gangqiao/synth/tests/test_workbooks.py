"""The county's files say what the answer key says, cell by cell."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from gangqiao.kernel import clock
from gangqiao.kernel.identifiers import WrongIdNumber, make_id_number, parse_id_number
from gangqiao.synth.tests.conftest import PLAN, PLAN_DAY, SEED
from gangqiao.synth.workbooks import faults
from gangqiao.synth.workbooks.villages import layouts
from gangqiao.synth.workbooks.write import write_county
from gangqiao.synth.world import World, make_world

Cells = list[list[Any]]


@pytest.fixture(scope="module")
def world() -> World:
    """Large enough that every kind of fault happens."""
    return make_world(PLAN, SEED, 0.015)


@pytest.fixture(scope="module")
def county(world, tmp_path_factory) -> Path:
    folder: Path = tmp_path_factory.mktemp("county")
    write_county(world, folder)
    return folder


@pytest.fixture(scope="module")
def key(county) -> dict[str, Any]:
    return json.loads((county / "answer-key.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def sheets(county) -> dict[tuple[str, str], Cells]:
    """The cells of every list, by file and sheet, as read back."""
    found: dict[tuple[str, str], Cells] = {}
    for path in (county / "lists").iterdir():
        if path.suffix == ".csv":
            with path.open(encoding="gbk", newline="") as file:
                found[path.name, ""] = list(csv.reader(file))
            continue
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            found[path.name, name] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return found


def cell(cells: Cells, line: int, column: str) -> Any:
    row = cells[line - 1]
    at = ord(column) - ord("A")
    return row[at] if at < len(row) else ""


def same(found: Any, expected: Any, *, is_text: bool) -> bool:
    """Numbers come back as floats, and from CSV as text."""
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return str(expected) == found if is_text else float(found) == float(expected)
    return found == expected


def test_every_planted_fault_stands_where_the_key_says(key, sheets):
    cells_named = [f for f in key["faults"] if f["column"] and f["kind"] not in ("empty_column", "unit_in_heading")]
    assert len(cells_named) > 100
    for fault in cells_named:
        cells = sheets[fault["file"], fault["sheet"]]
        found = cell(cells, fault["line"], fault["column"])
        assert same(found, fault["found"], is_text=fault["file"].endswith("csv")), (fault, found)
        assert fault["found"] != fault["true"]


def test_every_other_cell_is_true(county, key, sheets):
    """Beside the planted faults nothing is wrong, so that an import can be measured in both directions."""
    planted = {(f["file"], f["sheet"], f["line"], f["column"]) for f in key["faults"] if f["column"]}
    by_file = {made["file"].split("}")[-1]: made for made in layouts()}
    checked = 0
    for text in (county / "clean.jsonl").read_text(encoding="utf-8").splitlines():
        clean = json.loads(text)
        layout = next(made for ending, made in by_file.items() if clean["file"].endswith(ending) and _fits(made, clean))
        columns = [name for name, _heading in layout["columns"]]
        if layout.get("empty_columns"):
            columns.insert(3, "")
        cells = sheets[clean["file"], clean["sheet"]]
        for at, name in enumerate(columns):
            letter = chr(ord("A") + at)
            if name in ("", "number") or (clean["file"], clean["sheet"], clean["line"], letter) in planted:
                continue
            true = clean["values"][name]
            if name in layout.get("units", {}) and true != "":
                true = round(true / layout["units"][name], 4)
            found = cell(cells, clean["line"], letter)
            assert same(found, true, is_text=clean["file"].endswith("csv")), (clean["file"], clean["line"], letter)
            checked += 1
    assert checked > 1000


def _fits(layout: dict[str, Any], clean: dict[str, Any]) -> bool:
    return set(clean["values"]) == {name for name, _heading in layout["columns"]} - {"number"}


def test_row_faults_stand_where_the_key_says(key, sheets):
    for fault in key["faults"]:
        if fault["kind"] == "blank_row":
            row = sheets[fault["file"], fault["sheet"]][fault["line"] - 1]
            assert not any(row), fault
    assert key["counts"]["row_twice"] > 0


def test_hidden_sheets_are_hidden_and_in_the_key(county, key):
    hidden = [f for f in key["faults"] if f["kind"] == "hidden_sheet"]
    assert hidden
    for fault in hidden:
        book = CalamineWorkbook.from_path(str(county / "lists" / fault["file"]))
        state = {meta.name: meta.visible for meta in book.sheets_metadata}
        assert state[fault["sheet"]] == SheetVisibleEnum.Hidden
        assert SheetVisibleEnum.Visible in state.values()


def test_a_csv_is_in_gbk_and_not_in_utf8(county, key):
    files = {f["file"] for f in key["faults"] if f["kind"] == "gbk_csv"}
    assert files
    for name in files:
        with pytest.raises(UnicodeDecodeError):
            (county / "lists" / name).read_text(encoding="utf-8")


def test_ten_to_thirty_villages_bring_lists_and_each_layout_is_used(county, key):
    files = list((county / "lists").iterdir())
    assert 10 <= len(files) <= 30
    assert len({f["kind"] for f in key["faults"]}) >= 30


@pytest.mark.requirement("R025", "R026", "R027")
def test_the_rosters_name_every_group_household_and_living_person_once(county, world):
    numbers: list[str] = []
    sheets = 0
    for path in (county / "rosters").iterdir():
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python()
            numbers += [row[6] for row in rows[1:]]
            sheets += 1
    living = world.persons["id_number"][world.persons["life"] == "alive"]
    assert sorted(numbers) == sorted(living.tolist())
    assert sheets == len(np.unique(world.persons["group"][world.persons["life"] == "alive"]))


def test_the_same_county_writes_the_same_bytes(world, county, tmp_path):
    write_county(world, tmp_path)
    for path in county.rglob("*"):
        if path.is_file():
            again = tmp_path / path.relative_to(county)
            assert hashlib.sha256(again.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest(), path.name


REFUSED = [
    faults.id_wrong_check,
    faults.id_swapped_digits,
    faults.id_digit_missing,
    faults.id_placeholder,
    faults.id_empty,
    faults.id_as_number,
]
UNDERSTOOD = [faults.id_with_spaces, faults.id_full_width, faults.id_of_fifteen_digits]


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(5)


@pytest.mark.parametrize("fault", REFUSED, ids=lambda f: f.__name__)
def test_a_spoilt_id_number_is_refused_by_the_kernel(fault, rng):
    number = _valid()
    for _ in range(50):
        with clock.frozen_at(PLAN_DAY), pytest.raises(WrongIdNumber):
            parse_id_number(fault(number, rng))


@pytest.mark.parametrize("fault", UNDERSTOOD, ids=lambda f: f.__name__)
def test_an_untidy_id_number_is_understood_by_the_kernel(fault, rng):
    number = _valid()
    with clock.frozen_at(PLAN_DAY):
        assert parse_id_number(fault(number, rng)).text == number


def _valid() -> str:
    return make_id_number(dt.date(1981, 3, 15), "1", 8)
