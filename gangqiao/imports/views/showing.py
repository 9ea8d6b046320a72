"""A workbook as its pages show it: state, life cycle, what was understood, counts by fate, what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from gangqiao.imports.models import Import
from gangqiao.imports.states import IMPORT, Fate, Status
from gangqiao.imports.views.values import LONG_NUMBER, without_numbers
from gangqiao.imports.vocabulary import UNWANTED, label_of
from gangqiao.kernel.actor import Actor

STATE_TONES = {
    Status.RECEIVED: "busy",
    Status.COLUMNS: "warn",
    Status.CHECKED: "warn",
    Status.APPLYING: "busy",
    Status.APPLIED: "good",
    Status.REFUSED: "bad",
    Status.DISCARDED: "calm",
}
FATE_TONES = {Fate.NEW: "good", Fate.CHANGED: "busy", Fate.SAME: "calm", Fate.DOUBTFUL: "warn", Fate.WRONG: "bad"}
WORKING = (Status.RECEIVED, Status.APPLYING)
STRAIGHT = (Status.RECEIVED, Status.CHECKED, Status.APPLYING, Status.APPLIED)  # the way when nothing is in it
HOW = {
    "remembered": _("as you named it last time"),
    "declared": _("by its heading"),
    "similar": _("by a similar heading"),
    "content": _("by what stands in it"),
}
SKIPPED = {
    "title": _("Titles"),
    "heading": _("Headings repeated"),
    "total": _("Totals"),
    "remark": _("Remarks"),
    "blank": _("Blank lines"),
    "other heading": _("Headings of another table"),
}
MEANS = {
    Fate.NEW: _("people who are not on the register"),
    Fate.CHANGED: _("people on the register about whom the file says something else"),
    Fate.SAME: _("nothing to do: the register says the same"),
    Fate.DOUBTFUL: _("look at them before you take them"),
    Fate.WRONG: _("cannot be taken: correct them in the file"),
}
LINES_NAMED = 12


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one fate in the small bar: where it begins and how long it is, in percent."""

    tone: str
    label: Any
    rows: int
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class CycleState:
    """One state of the life cycle as it is drawn."""

    label: Any
    is_past: bool
    is_now: bool


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column of a sheet. `known` is the item of the register it is; "" when the column is left out."""

    index: int
    letter: str
    heading: str
    key: str
    known: Any
    how: Any
    unit: str
    samples: list[str]

    @property
    def is_used(self) -> bool:
        return self.key not in ("", UNWANTED)


@dataclass(frozen=True, slots=True)
class SheetShown:
    """What was understood of one sheet. skipped: (kind of line in words, how many, the first line numbers)."""

    number: int
    name: str
    is_hidden: bool
    header: str
    columns: list[ColumnShown]
    skipped: list[tuple[Any, int, str]]

    @property
    def known(self) -> list[ColumnShown]:
        return [column for column in self.columns if column.is_used]

    @property
    def left_out(self) -> list[ColumnShown]:
        return [column for column in self.columns if not column.is_used]


def life_cycle_of(source: Import) -> list[CycleState]:
    """The states on the way of this workbook; those of other ways (columns asked, refused) only when it is in one."""
    way = list(STRAIGHT)
    now = source.status
    if now == Status.COLUMNS:
        way.insert(1, Status.COLUMNS)
    elif now in (Status.REFUSED, Status.DISCARDED):
        way = [Status.RECEIVED, Status(now)]
    place = way.index(Status(now))
    return [CycleState(IMPORT.labels[s], number < place, number == place) for number, s in enumerate(way)]


def slices_of(counts: Mapping[str, int]) -> list[Slice]:
    """The bar of an import: a slice for every fate that has rows."""
    total, start, found = sum(counts.values()), 0.0, []
    for fate in Fate:
        if rows := counts.get(fate, 0):
            width = 100 * rows / total
            found.append(Slice(FATE_TONES[fate], fate.label, rows, f"{start:.2f}", f"{width:.2f}"))
            start += width
    return found


def sheets_of(source: Import) -> list[SheetShown]:
    """What was understood of every sheet."""
    return [_sheet(number, sheet) for number, sheet in enumerate(source.layout)]


def next_act(source: Import, actor: Actor) -> tuple[str, Any]:
    """Where the reader goes on with a workbook, and the words for it."""
    own = reverse("imports:import", args=[source.uuid])
    if source.status == Status.COLUMNS and actor.may("imports.map_columns", source.area_id):
        return reverse("imports:columns", args=[source.uuid]), _("Name the columns")
    if source.status == Status.CHECKED and actor.may("imports.decide", source.area_id):
        return reverse("imports:rows", args=[source.uuid]), _("Look and decide")
    if source.status == Status.APPLIED:
        return own, _("See the result")
    if source.status == Status.REFUSED:
        return own, _("See why")
    return own, _("Open")


def _sheet(number: int, sheet: Mapping[str, Any]) -> SheetShown:
    return SheetShown(
        number=number,
        name=sheet.get("sheet", ""),
        is_hidden=bool(sheet.get("hidden")),
        header=", ".join(str(line) for line in sheet.get("header_lines", ())),
        columns=[_column(column) for column in sheet.get("columns", ())],
        skipped=_skipped(sheet.get("skipped", ())),
    )


def _column(column: Mapping[str, Any]) -> ColumnShown:
    key = column.get("key") or ""
    return ColumnShown(
        index=column["index"],
        letter=column.get("letter", ""),
        heading=column.get("heading", ""),
        key=key,
        known=label_of(key),
        how=HOW.get(column.get("how", ""), ""),
        unit=column.get("unit", ""),
        samples=[_sample(key, str(text)) for text in column.get("samples", ())],
    )


def _sample(key: str, text: str) -> str:
    """A cell as an example: what may be an ID number is masked for everybody."""
    return without_numbers(text) if LONG_NUMBER.search(text) else text


def _skipped(skipped: Any) -> list[tuple[Any, int, str]]:
    """The lines that are no records, by kind, with the first line numbers."""
    by_kind: dict[str, list[int]] = {}
    for one in skipped:
        line, kind = (one["line"], one["kind"]) if isinstance(one, dict) else one
        by_kind.setdefault(kind, []).append(line)
    return [(SKIPPED.get(kind, kind), len(lines), _first(lines)) for kind, lines in by_kind.items()]


def _first(lines: list[int]) -> str:
    named = ", ".join(str(line) for line in lines[:LINES_NAMED])
    return f"{named} …" if len(lines) > LINES_NAMED else named
