"""Reads an XLSForm into items, and says of everything that cannot be taken over in which cell it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.sheets import letter, open_book, text_of
from gangqiao.kernel.words import Say
from gangqiao.surveys.xlsform.relevance import CannotSay, Known, Tree, parse

TYPES = {"text": "text", "string": "text", "integer": "integer", "decimal": "number", "date": "date"}
LISTS = {"select_one": "choice", "select_multiple": "multi_choice"}
ABOUT = ("household", "person")
YES, NO = frozenset({"yes", "true", "true()", "1"}), frozenset({"", "no", "false", "false()", "0"})
MOST_ITEMS, LONGEST, LONGEST_EN = 60, 60, 120
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,60}")


@dataclass(frozen=True, slots=True)
class Fault:
    """What cannot be taken over, and where: sheet, line from 1, letter of the column ("" for the whole line)."""

    sheet: str
    line: int
    column: str
    say: Say


@dataclass(frozen=True, slots=True)
class Drafted:
    """An item as the file has it. words: of the list, in order, with the English beside; relevant: by names."""

    name: str
    about: str
    kind: str
    label: str
    label_en: str
    required: bool
    words: list[tuple[str, str]] = field(default_factory=list)
    relevant: Tree | None = None


@dataclass(slots=True)
class Form:
    """What a file holds: items in order, and faults; only one without faults is taken over."""

    items: list[Drafted] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    """A sheet: the column of each heading (from 0) and its lines."""

    name: str
    columns: dict[str, int]
    lines: list[tuple[int, list[Any]]]

    def text(self, cells: list[Any], key: str) -> str:
        place = self.columns.get(key)
        cell = cells[place] if place is not None and place < len(cells) else None
        return "" if cell is None else str(text_of(cell)).strip()

    def letter(self, key: str) -> str:
        return str(letter(self.columns[key])) if key in self.columns else ""


def read_form(content: bytes, name: str) -> Form:
    """The items of a file. Raises UnreadableFile."""
    form = Form()
    with open_book(content, name=name) as book:
        tables = {s.name.strip().lower(): _table(s.name, list(s.rows())) for s in book.sheets}
    survey = tables.get("survey")
    if survey is None or "type" not in survey.columns:
        say = Say("There is no sheet “survey” with a column “type”. Is this file an XLSForm?")
        form.faults.append(Fault("survey", 1, "", say))
        return form
    _refuse_sheets(form, tables)
    lists = _lists(form, tables.get("choices"))
    _refuse_columns(form, survey, ("type", "name", "label", "label_en", "required", "relevant"))
    _Reading(form, survey, lists).read()
    return form


def _table(name: str, rows: list[tuple[int, list[Any]]]) -> _Table:
    if not rows:
        return _Table(name, {}, [])
    columns: dict[str, int] = {}
    for place, cell in enumerate(rows[0][1]):
        if cell is not None:
            columns.setdefault(_heading(str(cell)), place)
    return _Table(name, columns, rows[1:])


def _heading(text: str) -> str:
    """The column in one name: label and label::<Chinese> are one, label::English another."""
    plain = "".join(text.split()).lower().replace("label:", "label::").replace(":::", "::").replace("::::", "::")
    if not plain.startswith("label::"):
        return plain
    language = plain.partition("::")[2]
    if language.startswith(("en", "英")) or "(en)" in language:
        return "label_en"
    is_chinese = language.startswith(("zh", "中", "汉", "chinese")) or "(zh" in language
    return "label" if is_chinese else plain


def _refuse_sheets(form: Form, tables: Mapping[str, _Table]) -> None:
    for key, table in tables.items():
        if key not in ("survey", "choices", "settings") and table.lines:
            say = Say("The sheet “%(name)s” cannot be taken over. Delete it.", name=table.name)
            form.faults.append(Fault(table.name, 1, "", say))


def _refuse_columns(form: Form, table: _Table, known: tuple[str, ...]) -> None:
    """A column we do not know is a fault where something stands in it."""
    for heading, place in table.columns.items():
        if heading in known:
            continue
        for number, cells in table.lines:
            if place < len(cells) and cells[place] is not None:
                say = Say("The column “%(name)s” cannot be taken over. Empty it.", name=heading)
                form.faults.append(Fault(table.name, number, str(letter(place)), say))
                break


def _lists(form: Form, table: _Table | None) -> dict[str, list[tuple[str, str, str]]]:
    """The lists: (name, word, English) of each choice, by the name of the list."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    if table is None:
        return found
    _refuse_columns(form, table, ("list_name", "name", "label", "label_en"))
    for number, cells in table.lines:
        in_list, code, word = (table.text(cells, key) for key in ("list_name", "name", "label"))
        if not (in_list or code or word):
            continue
        for key, text in (("list_name", in_list), ("name", code), ("label", word)):
            if not text:
                say = Say("The choice has no “%(name)s”. Fill it in.", name=key)
                form.faults.append(Fault(table.name, number, table.letter(key), say))
        one = found.setdefault(in_list, [])
        if any(code == c or word == w for c, w, _en in one):
            say = Say("The choice “%(word)s” stands twice in its list. Take one out.", word=word or code)
            form.faults.append(Fault(table.name, number, table.letter("name"), say))
        one.append((code, word, table.text(cells, "label_en")))
    return found


class _Reading:
    """Goes through the sheet `survey` once."""

    def __init__(self, form: Form, table: _Table, lists: dict[str, list[tuple[str, str, str]]]) -> None:
        self.form, self.table, self.lists = form, table, lists
        self.about, self.in_group = "person", False
        self.known: dict[str, Known] = {}
        self.line, self.cells = 0, []

    def read(self) -> None:
        for line, cells in self.table.lines:
            self.line, self.cells = line, cells
            kind = self._text("type")
            if kind:
                self._row(" ".join(kind.split()))
            elif any(cell is not None for cell in self.cells):
                self._fault("type", Say("The line has no type. Fill it in, or empty the line."))
        if not self.form.items and not self.form.faults:
            self._fault("type", Say("There is no item in the file."))
        if len(self.form.items) > MOST_ITEMS:
            say = Say(
                "The file has %(n)s items; at most %(most)s fit a survey.", n=len(self.form.items), most=MOST_ITEMS
            )
            self._fault("type", say)

    def _row(self, kind: str) -> None:
        word, _space, list_name = kind.partition(" ")
        if word in ("begin_group", "begin"):
            self._begin()
        elif word in ("end_group", "end"):
            self.about, self.in_group = "person", False
        elif kind in TYPES or word in LISTS:
            self._item(TYPES.get(kind) or LISTS[word], list_name)
        else:
            say = Say(
                "The type “%(kind)s” cannot be asked on every phone. Use text, integer, decimal, date, select_one or "
                "select_multiple.",
                kind=kind,
            )
            self._fault("type", say)

    def _begin(self) -> None:
        name = self._text("name")
        if name not in ABOUT or self.in_group or self._text("relevant"):
            say = Say(
                "Only the groups “household” and “person” are known, one after the other and without a condition: they "
                "say of whom the items in them are asked."
            )
            self._fault("name", say)
        else:
            self.about, self.in_group = name, True

    def _item(self, kind: str, list_name: str) -> None:
        before = len(self.form.faults)
        name, label, english = self._text("name"), self._text("label"), self._text("label_en")
        if not _NAME.fullmatch(name) or name in self.known:
            say = Say(
                "The item needs a name of its own: letters, digits and underscores. “%(name)s” is none.", name=name
            )
            self._fault("name", say)
        self._check_label(label, english)
        choices = self._choices(list_name) if kind in LISTS.values() else []
        required = self._text("required").lower()
        if required not in YES | NO:
            self._fault("required", Say("Write yes or nothing, not “%(text)s”.", text=required))
        relevant = self._relevant()
        codes = {code: str(place) for place, (code, _word, _en) in enumerate(choices, 1)}
        self.known[name] = Known(kind, codes)
        if len(self.form.faults) == before:
            words = [(word, en) for _code, word, en in choices]
            drafted = Drafted(name, self.about, kind, label, english, required in YES, words, relevant)
            self.form.items.append(drafted)

    def _check_label(self, label: str, english: str) -> None:
        if not label or len(label) > LONGEST:
            say = Say("The question needs words in Chinese, at most %(most)s characters.", most=LONGEST)
            self._fault("label", say)
        if "${" in label + english:
            self._fault("label", Say("Words of a question cannot hold ${…}. Write the words out."))
        if len(english) > LONGEST_EN:
            self._fault("label_en", Say("The English words are too long; at most %(most)s fit.", most=LONGEST_EN))
        if any(item.label == label and item.about == self.about for item in self.form.items):
            self._fault("label", Say("“%(label)s” is asked twice. Take one out.", label=label))

    def _choices(self, list_name: str) -> list[tuple[str, str, str]]:
        choices = self.lists.get(list_name.strip(), [])
        if len(choices) < 2:
            say = Say("The list “%(name)s” has fewer than two choices on the sheet “choices”.", name=list_name.strip())
            self._fault("type", say)
        return choices

    def _relevant(self) -> Tree | None:
        text = self._text("relevant")
        # An answer of the household is not at hand when a person is asked.
        asked = {i.name for i in self.form.items if i.about == self.about}
        try:
            return parse(text, {k: v for k, v in self.known.items() if k in asked}) if text else None
        except CannotSay as refusal:
            self._fault("relevant", refusal.sentence)
            return None

    def _text(self, key: str) -> str:
        return self.table.text(self.cells, key)

    def _fault(self, key: str, say: Say | Refusal) -> None:
        self.form.faults.append(Fault(self.table.name, self.line, self.table.letter(key), say))


def faults_of_names(form: Form, taken: set[tuple[str, str]]) -> Iterator[Say]:
    """Items that are asked already under the same words: (label, about) of those asked now."""
    for item in form.items:
        if (item.label, item.about) in taken:
            yield Say("“%(label)s” is asked already. Take it out of the file, or end the item first.", label=item.label)
