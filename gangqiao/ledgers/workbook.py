"""Blank workbooks from the declarations: a column for each attribute, lists to choose from, numbers kept as text."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter
from django.utils.translation import gettext, gettext_noop, override
from xlsxwriter.utility import xl_col_to_name

from gangqiao.kernel.attributes import (
    Attribute,
    Choice,
    Date,
    Integer,
    Money,
    MultiChoice,
    Number,
    PersonId,
    Phone,
)
from gangqiao.people import attributes
from gangqiao.people.sets import SETS

# A dated fact is filled in beside the person it is about, the facts of a household beside its head.
WHOSE = ("id_number", "name")
ROWS = 5_000
TEXT = 49  # the number of the text format, the same in every spreadsheet program
LANGUAGES = ("zh-hans", "en")


def columns_of(about: str) -> list[Attribute]:
    """The attributes of a sheet, in order; a dated fact begins with whom it is about, a household with its head."""
    own = list(SETS[about])
    if about == "person":
        return own
    return [*(attributes.PERSON[key] for key in WHOSE), *own]


def headings_of(about: str) -> list[str]:
    """The headings, word for word; a heading used twice on a sheet says whose it is."""
    return [attribute.heading for attribute in columns_of(about)]


def blank(about: str) -> bytes:
    """The workbook of one set: a sheet to fill, the lists, and notes in Chinese and English."""
    out = io.BytesIO()
    # Texts that look like formulas, numbers or addresses stay what was written.
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    )
    with override(LANGUAGES[0]):
        name = str(SETS[about].label)
        lists_name = gettext("Lists")
        sheet = book.add_worksheet(name)
        notes = [book.add_worksheet(gettext("Notes")), book.add_worksheet("Notes in English")]
        lists = book.add_worksheet(lists_name)
        lists.hide()  # whoever reads the workbook must not take the words of the lists for a list of people
    attributes_here = columns_of(about)
    _fill_sheet(book, sheet, attributes_here, _fill_lists(lists, lists_name, attributes_here))
    for notes_sheet, language in zip(notes, LANGUAGES, strict=True):
        with override(language):
            _fill_notes(book, notes_sheet, attributes_here)
    book.close()
    return out.getvalue()


def _fill_lists(lists: Any, name: str, shown: list[Attribute]) -> dict[str, str]:
    """Write every code list as a column of words; gives the range of each attribute's words."""
    ranges: dict[str, str] = {}
    with override(LANGUAGES[0]):
        for column, attribute in enumerate(a for a in shown if isinstance(a, Choice)):
            words = [attribute.codes.word(code) for code in attribute.codes]
            lists.write_string(0, column, attribute.heading)
            for row, word in enumerate(words, start=1):
                lists.write_string(row, column, word)
            letter = xl_col_to_name(column)
            ranges[attribute.key] = f"='{name}'!${letter}$2:${letter}${len(words) + 1}"
    return ranges


def _fill_sheet(book: Any, sheet: Any, shown: list[Attribute], ranges: dict[str, str]) -> None:
    asked = book.add_format({"bold": True, "bg_color": "#DCE9F7", "border": 1, "text_wrap": True, "valign": "vcenter"})
    must = book.add_format(
        {"bold": True, "bg_color": "#F7E3DC", "border": 1, "text_wrap": True, "valign": "vcenter", "num_format": TEXT}
    )
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for column, attribute in enumerate(shown):
        form = book.add_format({"num_format": _number_format(attribute)})
        sheet.set_column(column, column, _width(attribute), form)
        sheet.write_string(0, column, attribute.heading, must if attribute.required else asked)
        # Several answers stand in one cell, so a list of single ones would refuse them.
        if attribute.key in ranges and not isinstance(attribute, MultiChoice):
            sheet.data_validation(
                1,
                column,
                ROWS,
                column,
                {"validate": "list", "source": ranges[attribute.key], "error_type": "warning"},
            )


def _number_format(attribute: Attribute) -> str | int:
    """Text everywhere but for counts: a spreadsheet takes the last digits from an ID number kept as a number."""
    if isinstance(attribute, Date):
        return "yyyy-mm-dd"
    if isinstance(attribute, Money):
        return "0.00"
    if isinstance(attribute, Number):
        return f"0.{'0' * attribute.decimals}"
    return "0" if isinstance(attribute, Integer) else TEXT


def _width(attribute: Attribute) -> int:
    wide = 22 if isinstance(attribute, (PersonId, Phone)) else 14
    return max(wide, 2 * len(attribute.heading) + 2)


def _fill_notes(book: Any, sheet: Any, shown: list[Attribute]) -> None:
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 26, wrap)
    sheet.set_column(1, 1, 12, wrap)
    sheet.set_column(2, 2, 90, wrap)
    sheet.write_string(0, 0, gettext("Fill in one line for each record. Do not change the headings."), bold)
    sheet.write_string(1, 0, gettext("Columns with a red heading must be filled in."), bold)
    for column, word in enumerate((gettext("Column"), gettext("Must be filled"), gettext("What may stand there"))):
        sheet.write_string(3, column, word, bold)
    for line, attribute in enumerate(shown, start=4):
        sheet.write_string(line, 0, f"{attribute.heading}\n{attribute.label}")
        sheet.write_string(line, 1, gettext("yes") if attribute.required else "")
        sheet.write_string(line, 2, _note(attribute))


def _note(attribute: Attribute) -> str:
    """What may stand in a cell, in a sentence."""
    parts = [str(attribute.help)] if attribute.help else []
    if isinstance(attribute, Choice):
        says = gettext("One or more of: %(words)s.") if several(attribute) else gettext("One of: %(words)s.")
        parts.append(says % {"words": "、".join(attribute.codes.word(code) for code in attribute.codes)})
    parts += [gettext(says) for kind, says in _NOTES.items() if isinstance(attribute, kind)]
    return " ".join(parts)


def several(attribute: Attribute) -> bool:
    return isinstance(attribute, MultiChoice)


_NOTES: dict[type[Attribute], str] = {
    PersonId: gettext_noop("18 characters, kept as text."),
    Phone: gettext_noop("A mobile number of 11 digits, or a fixed line with its area code; kept as text."),
    Date: gettext_noop("A day like 2020-03-16."),
    Money: gettext_noop("An amount in yuan."),
    Integer: gettext_noop("A whole number."),
}
