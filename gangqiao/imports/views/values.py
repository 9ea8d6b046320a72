"""A row of a workbook as one reader may see it: cells, old and new values, notes. Numbers of persons stay masked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gangqiao.imports.models import Import, Row
from gangqiao.imports.rows import Change, Note, Payload
from gangqiao.imports.states import Decision, Fate, Outcome
from gangqiao.kernel.actor import Actor, Level
from gangqiao.kernel.attributes import Attribute
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import mask_id, mask_name
from gangqiao.kernel.verbs import get_verb
from gangqiao.people.codes import LISTS
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import from_plain, show
from gangqiao.people.sets import SETS

# An ID number however it is written: a damaged one, with spaces, or one character short leads to a person as well.
# Longer runs of digits are numbers of our own records.
LONG_NUMBER = re.compile(r"(?<!\d)\d(?:[\s-]?\d){13,17}(?:[\s-]?[Xx\uff38\uff58])?(?![\s-]?\d)")
HIDDEN = "***"
TONES = {"read": "info", "doubt": "warning", "wrong": "error"}


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One value before and after; `old` is "" when nothing was recorded."""

    label: Any
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class NoteShown:
    """One remark on a row: where, and the sentence."""

    tone: str
    where: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowShown:
    """One row.

    is_idle  taking it changes nothing: somebody has to act elsewhere
    place    where it stands in the file; href: the person on the register, "" when there is none the reader may open
    """

    row: Row
    place: str
    name: str
    href: str
    acts: list[Any]
    changes: list[ChangeShown]
    notes: list[NoteShown]
    cells: list[tuple[str, str]]
    may_decide: bool
    is_idle: bool
    state: tuple[str, Any] = field(default=("calm", ""))


def show_rows(source: Import, rows: list[Row], persons: Mapping[int, Person], actor: Actor) -> list[RowShown]:
    """The rows of a page, with the headings as they are written in the file."""
    headings, names = headings_of(source), names_of(source)
    return [
        _row(row, persons.get(row.person or 0), headings.get(row.sheet, {}), names.get(row.sheet, ""), actor)
        for row in rows
    ]


def headings_of(source: Import) -> dict[int, dict[str, str]]:
    """The headings as they stand in the file, by number of the sheet and key of the column."""
    return {
        number: {c["key"]: c.get("heading", "") for c in sheet.get("columns", ()) if c.get("key")}
        for number, sheet in enumerate(source.layout)
    }


def names_of(source: Import) -> dict[int, str]:
    """The names of the sheets by number; none when there is only one list, whose name says nothing."""
    lists = {number: sheet.get("sheet", "") for number, sheet in enumerate(source.layout) if sheet.get("columns")}
    return lists if len(lists) > 1 else {}


def place_of(row: Row, sheet: str) -> str:
    """Where the row stands: line, and sheet when there are several."""
    if sheet:
        return gettext("%(sheet)s, line %(line)s") % {"sheet": sheet, "line": row.line}
    return gettext("Line %(line)s") % {"line": row.line}


def without_numbers(text: str) -> str:
    """The text with every number that may be an ID number masked."""
    return LONG_NUMBER.sub(lambda found: mask_id(found[0], birthday_shown=True), text)


def attribute_of(key: str) -> Attribute | None:
    """The declared attribute a column of a workbook is ("person.id_number"); null for the import's own columns."""
    about, _dot, name = key.partition(".")
    known = SETS.get(about)
    return known[name] if known is not None and name in known else None


def cell_shown(key: str, text: str, level: Level) -> str:
    """A cell as it stands in the file, masked when the reader may not see what it holds."""
    about, _dot, kind = key.partition(".")
    if about == "category" and kind in LISTS["category"].above(level):
        return HIDDEN
    attribute = attribute_of(key)
    if attribute is not None and attribute.level > level:
        return attribute.mask(str(text))
    return without_numbers(str(text))


def _row(row: Row, person: Person | None, headings: Mapping[str, str], sheet: str, actor: Actor) -> RowShown:
    content, level = Payload.from_json(row.payload), actor.level_in(row.area_id)
    is_idle = row.fate == Fate.DOUBTFUL and row.is_idle
    name = str(content.name or (person.name if person else ""))
    return RowShown(
        row=row,
        place=place_of(row, sheet),
        name=without_numbers(name) if level >= Level.PERSONAL else mask_name(name),
        href=_file_of(person, actor),
        acts=list(dict.fromkeys(str(get_verb(act["verb"]).label) for act in content.acts)),
        changes=[_change(one, level) for one in content.changes],
        notes=[_note(one) for one in content.notes],
        cells=[(headings.get(key, key), cell_shown(key, text, level)) for key, text in content.cells.items()],
        may_decide=row.fate not in (Fate.WRONG, Fate.SAME) and not row.outcome and not is_idle,
        is_idle=is_idle,
        state=_state(row),
    )


def _file_of(person: Person | None, actor: Actor) -> str:
    if person is None or not actor.may("people.view", person.area_id):
        return ""
    return reverse("people:person", args=[person.uuid])


def _change(change: Change, level: Level) -> ChangeShown:
    if change.about == "category":
        is_hidden = change.key in LISTS["category"].above(level)
        label = _("Sensitive categories") if is_hidden else LISTS["category"].word(change.key)
        return ChangeShown(label, "", HIDDEN if is_hidden else gettext("yes"))
    attribute = attribute_of(f"{change.about}.{change.key}")
    label = attribute.label if attribute else change.key
    return ChangeShown(label, *(_value(attribute, raw, level) for raw in (change.old, change.new)))


def _value(attribute: Attribute | None, raw: Any, level: Level) -> str:
    """A raw value in words. What cannot be read any more is shown as it is kept."""
    if raw in (None, "", []):
        return ""
    if attribute is None:
        return without_numbers(str(raw))
    try:
        value = from_plain(attribute, attribute.parse(raw))
    except Refusal:
        value = raw
    return without_numbers(show(attribute, value, level).text)


def _note(note: Note) -> NoteShown:
    where = ""
    if note.column:
        where = gettext("Column %(letter)s, “%(heading)s”") % {"letter": note.column, "heading": note.heading}
    return NoteShown(TONES.get(note.severity, "info"), where, without_numbers(str(note.say)))


def _state(row: Row) -> tuple[str, Any]:
    """How the row stands, as tone and word; no word while nothing is decided."""
    if row.outcome == Outcome.APPLIED:
        return "good", _("taken in")
    if row.outcome == Outcome.REFUSED:
        return "bad", _("refused")
    return {
        Decision.TAKE: ("good", _("chosen")),
        Decision.LEAVE: ("calm", _("left out")),
    }.get(Decision(row.decision), ("calm", ""))
