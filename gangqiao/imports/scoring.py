"""Holds what an import finds in workbooks with planted faults against their answer key: recall and precision by kind.

The workbooks and the key come from `gangqiao synth --out DIR`; what counts as found is written in `scoring.yaml`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gangqiao.imports.jobs.checking import judged_of
from gangqiao.imports.judging import Judged
from gangqiao.imports.reading import Record
from gangqiao.imports.reading.amounts import unit_of
from gangqiao.imports.reading.base import as_text
from gangqiao.imports.states import Fate
from gangqiao.imports.understanding import Understood, understand_book
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.sheets import Book, open_book

Json = dict[str, Any]


@cache
def rules() -> Json:
    """What counts as found."""
    found: Json = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return found


@dataclass
class Score:
    """One kind of fault. `invisible`: in this file the planted cell reads like the true one, so nobody can see it."""

    kind: str
    planted: int = 0
    found: int = 0
    invisible: int = 0
    missed: list[Json] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.found + self.invisible == self.planted


@dataclass
class Result:
    """Of all workbooks. accused: notes on clean cells or rows; differences: true rows the register does not have so."""

    scores: dict[str, Score] = field(default_factory=dict)
    clean: int = 0
    accused: list[Json] = field(default_factory=list)
    differences: int = 0

    @property
    def is_perfect(self) -> bool:
        return not self.accused and all(s.is_complete for s in self.scores.values())


def score_folder(folder: Path, actor: Actor) -> Result:
    """Check every list of a folder against its key. Run within the actor's scope, on the register of that county."""
    key = json.loads((folder / "answer-key.json").read_text(encoding="utf-8"))
    by_file: dict[str, list[Json]] = defaultdict(list)
    for fault in key["faults"]:
        by_file[fault["file"]].append(fault)
    clean: dict[str, dict[int, str]] = defaultdict(dict)
    for line in (folder / "clean.jsonl").read_text(encoding="utf-8").splitlines():
        said = json.loads(line)
        clean[said["file"]][said["line"]] = said["person_no"]
    result = Result()
    for path in sorted((folder / "lists").iterdir()):
        with open_book(path, name=path.name) as book:
            _score_file(_File(book, path.name, actor, clean[path.name]), by_file[path.name], result)
    return result


class _File:
    """One workbook as the import sees it."""

    def __init__(self, book: Book, name: str, actor: Actor, persons: dict[int, str]) -> None:
        """`persons`: number of the person by line, from the key."""
        self.book = book
        self.name = name
        self.persons = persons
        self.sheets = understand_book(book, lambda columns: None)
        self.lines: dict[tuple[str, int], tuple[Record, Judged]] = {}
        names = [s.sheet.name for s in self.sheets]
        for record, judged in judged_of(book, self.sheets, actor, name):
            self.lines[names[record.sheet], record.line] = record, judged

    def sheet(self, name: str) -> Understood:
        """The sheet of a name; the key calls the only sheet of a csv file ""."""
        return next((s for s in self.sheets if s.sheet.name == name), self.sheets[0])

    def about(self, fault: Json) -> list[Judged]:
        """Every line about the person of a fault: of two equal lines the second is told, whichever was planted."""
        lines = [line for line, person in self.persons.items() if person == fault["person_no"]]
        return [judged for (_sheet, line), (_record, judged) in self.lines.items() if line in lines]

    def line(self, fault: Json) -> tuple[Record, Judged] | None:
        return self.lines.get((self.sheet(fault["sheet"]).sheet.name, fault["line"]))


def _score_file(file: _File, faults: list[Json], result: Result) -> None:
    for fault in faults:
        score = result.scores.setdefault(fault["kind"], Score(fault["kind"]))
        score.planted += 1
        if _is_invisible(file, fault):
            score.invisible += 1
        elif _is_found(file, fault):
            score.found += 1
        else:
            score.missed.append(fault)
    _count_accused(file, faults, result)


def _is_invisible(file: _File, fault: Json) -> bool:
    """A number in a csv file is the same text as the true one."""
    return file.book.kind == "csv" and fault["column"] != "" and str(fault["found"]) == str(fault["true"])


def _is_found(file: _File, fault: Json) -> bool:
    kind, known = fault["kind"], rules()
    if kind in known["lines"]:
        return _is_skipped(file, fault, known["lines"][kind])
    if kind in known["other"]:
        return bool(_OTHER[kind](file, fault))
    line = file.line(fault)
    if line is None:
        return False
    judged = line[1]
    rule = known["cells"].get(kind) or known["rows"][kind]
    if rule.get("hidden_by_wrong") and judged.fate == Fate.WRONG:
        return True
    notes = judged.payload.notes
    if "row" in rule:
        return any(n.code in rule["row"] for j in file.about(fault) for n in j.payload.notes)
    return any(n.code in rule["codes"] and n.column == fault["column"] for n in notes)


def _is_skipped(file: _File, fault: Json, kinds: list[str]) -> bool:
    sheet = file.sheet(fault["sheet"])
    if sheet.layout is not None and fault["line"] < sheet.layout.first_line:
        return file.line(fault) is None
    return (fault["line"], True) in {(line, kind in kinds) for line, kind in sheet.skipped}


def _merged(file: _File, fault: Json) -> bool:
    line = file.line(fault)
    if line is None:
        return False
    at = ord(fault["column"]) - ord("A")
    return at in line[0].filled and as_text(line[0].cells[at]) == str(fault["true"])


def _column(file: _File, fault: Json) -> Any:
    layout = file.sheet(fault["sheet"]).layout
    return next((c for c in layout.columns if c.letter == fault["column"]), None) if layout else None


def _unit(file: _File, fault: Json) -> bool:
    column = _column(file, fault)
    return column is not None and column.key == "spell.monthly_income" and unit_of(column.unit)[0] == fault["true"]


_OTHER: dict[str, Any] = {
    "merged_cell": _merged,
    "empty_column": lambda file, fault: not getattr(_column(file, fault), "key", ""),
    "unit_in_heading": _unit,
    "gbk_csv": lambda file, fault: file.book.encoding in ("gb18030", "gbk"),
    "hidden_sheet": lambda file, fault: file.sheet(fault["sheet"]).layout is None,
}


def _count_accused(file: _File, faults: list[Json], result: Result) -> None:
    """Notes that no planted fault explains: on a clean cell, or about a clean row as a whole."""
    planted: dict[int, list[Json]] = defaultdict(list)
    twice = {f["person_no"] for f in faults if f["kind"] in rules()["rows"]}
    for fault in faults:
        if fault["kind"] not in rules()["other"]:
            planted[fault["line"]].append(fault)
    for (_sheet, line), (_record, judged) in file.lines.items():
        if line not in file.persons:
            result.accused.append({"file": file.name, "line": line, "code": "not_a_record"})
            continue
        result.clean += not planted[line]
        for note in _accusing(judged, planted[line], file.persons[line] in twice):
            result.accused.append({"file": file.name, "line": line, "code": note.code, "column": note.column})
        codes = {n.code for n in judged.payload.notes}
        result.differences += bool(not planted[line] and codes & set(rules()["differences"]))


def _accusing(judged: Judged, faults: list[Json], is_twice: bool) -> Iterator[Any]:
    quiet = {*rules()["differences"], *rules()["remarks"]}
    columns = {f["column"] for f in faults}
    for note in judged.payload.notes:
        if note.code in quiet or note.column in columns or (is_twice and note.code in ("row_twice", "row_differs")):
            continue
        if faults and (note.code in ("elsewhere", "row_differs", "row_twice") or not note.column):
            continue
        yield note
