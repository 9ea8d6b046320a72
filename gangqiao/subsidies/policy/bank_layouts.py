"""How a bank wants its files, read from `bank/*.yaml`, and writes the file of a batch. No Django."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.policy import WrongPolicyFile
from gangqiao.kernel.sheets.safe import for_csv, for_xlsx

FOLDER = Path(__file__).with_name("bank")
KINDS = ("delimited", "fixed", "xlsx")
SOURCES = ("number", "key", "name", "account", "yuan", "fen", "programme", "period", "batch", "code", "id_number")
ANSWERED = ("key", "result", "reason", "words", "day", "yuan", "fen")
RESULTS = ("paid", "failed")


class Unfit(ValueError):
    """A value does not fit into its column, or into the encoding. Its arguments: the heading, the key."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file. source: of `SOURCES`, or "text:" and the text itself; width: in bytes, 0 any."""

    heading: str
    source: str
    width: int = 0
    align: str = "left"
    fill: str = " "


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """How the bank answers. columns: our name to its heading; widths: by heading, of fixed columns."""

    columns: Mapping[str, str]
    results: Mapping[str, str]
    reasons: Mapping[str, str] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    footer: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout. footer: cells with {lines}, {yuan}, {fen}; name: of the file, with {batch}."""

    key: str
    title: Mapping[str, str]
    kind: str
    name: str
    columns: tuple[Column, ...]
    answer: AnswerLayout
    encoding: str = "utf-8"
    separator: str = ","
    line_end: str = "\r\n"
    headings: bool = True
    footer: tuple[str, ...] = ()
    reference: str = ""

    @property
    def asks_for_id(self) -> bool:
        """True when the bank wants the ID number; elsewhere it does not leave the house."""
        return any(column.source == "id_number" for column in self.columns)


@cache
def layouts(folder: Path = FOLDER) -> Mapping[str, Layout]:
    """The layouts of a folder, by the name of their file. Raises WrongPolicyFile."""
    return {path.stem: read_layout(path) for path in sorted(folder.glob("*.yaml"))}


def read_layout(path: Path) -> Layout:
    """One layout of a file. Raises WrongPolicyFile with what is wrong, and where."""
    try:
        read = yaml.safe_load(path.read_text(encoding="utf-8"))
        answer = AnswerLayout(**read.pop("answer"))
        columns = tuple(Column(**entry) for entry in read.pop("columns"))
        made = Layout(path.stem, columns=columns, answer=answer, footer=tuple(read.pop("footer", ())), **read)
        "".encode(made.encoding)
    except (TypeError, KeyError, AttributeError, LookupError, yaml.YAMLError) as error:
        raise WrongPolicyFile(f"{path.name}: {error}") from error
    for fault in _faults(made):
        raise WrongPolicyFile(f"{path.name}: {fault}")
    return made


def _faults(layout: Layout) -> list[str]:
    answer, found = layout.answer, []
    if layout.kind not in KINDS:
        found.append(f"kind: one of {', '.join(KINDS)}")
    found += [
        f"columns: {column.heading}: unknown source {column.source}"
        for column in layout.columns
        if column.source not in SOURCES and not column.source.startswith("text:")
    ]
    if not {"key", "account"} <= {column.source for column in layout.columns}:
        found.append("columns: key and account have to stand in the file")
    if layout.kind == "fixed" and not all(column.width for column in layout.columns):
        found.append("columns: each fixed column has a width")
    if not {"key", "result"} <= answer.columns.keys() or not answer.columns.keys() <= set(ANSWERED):
        found.append(f"answer: columns: key and result, and others of {', '.join(ANSWERED)}")
    if not set(answer.results.values()) <= set(RESULTS) or set(RESULTS) - set(answer.results.values()):
        found.append("answer: results: which words mean paid, and which failed")
    if layout.kind == "fixed" and not set(answer.columns.values()) <= answer.widths.keys():
        found.append("answer: widths: of each fixed column")
    return found


# --- the file for the bank -------------------------------------------------------------------------------------------


def write(layout: Layout, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The file of these payments: mappings of `SOURCES`; fen and number as whole numbers. Raises Unfit."""
    total = sum(int(row["fen"]) for row in rows)
    numbers = {"lines": len(rows), "yuan": yuan_text(total), "fen": total}
    footer = [cell.format(**numbers) for cell in layout.footer]
    headings = [column.heading for column in layout.columns] if layout.headings else []
    body = [[_cell(column, row) for column in layout.columns] for row in rows]
    if layout.kind == "xlsx":
        return _workbook([line for line in (headings, *body, footer) if line])
    if layout.kind == "fixed":
        lines = [_fixed(layout, cells, row) for cells, row in zip(body, rows, strict=True)]
        ends = ["".join(footer)] if footer else []
        return b"".join(_encoded(layout, line) for line in [*lines, *ends])
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=layout.separator, lineterminator=layout.line_end)
    for line in (headings, *body, footer):
        if line:
            writer.writerow([for_csv(cell.replace("\n", " ").replace("\r", " ")) for cell in line])
    return _bytes(layout, out.getvalue(), rows)


def _cell(column: Column, row: Mapping[str, Any]) -> str:
    if column.source.startswith("text:"):
        return column.source.removeprefix("text:")
    value = yuan_text(int(row["fen"])) if column.source == "yuan" else row[column.source]
    return str(value)


def yuan_text(fen: int) -> str:
    """Yuan with two decimals and no commas, as a bank takes it."""
    return format_yuan(fen).replace(",", "")


def _fixed(layout: Layout, cells: Sequence[str], row: Mapping[str, Any]) -> str:
    line = ""
    for column, cell in zip(layout.columns, cells, strict=True):
        clean = " ".join(cell.split())
        room = column.width - len(_bytes(layout, clean, [row]))
        if room < 0:
            raise Unfit(column.heading, str(row["key"]))
        line += column.fill * room + clean if column.align == "right" else clean + column.fill * room
    return line


def _encoded(layout: Layout, line: str) -> bytes:
    return (line + layout.line_end).encode(layout.encoding)


def _bytes(layout: Layout, text: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    try:
        return text.encode(layout.encoding)
    except UnicodeEncodeError as error:
        bad = text[error.start]
        key = next((str(row["key"]) for row in rows if bad in str(row.get("name", ""))), "")
        raise Unfit(bad, key) from error


def _workbook(lines: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # heavy, and needed by one kind of layout alone

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet()
    for number, line in enumerate(lines):
        for place, cell in enumerate(line):
            sheet.write_string(number, place, for_xlsx(cell))
    book.close()
    return out.getvalue()
