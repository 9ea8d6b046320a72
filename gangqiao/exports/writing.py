"""How a value stands in a cell, so that it survives the spreadsheet and `Attribute.parse` reads the same value back."""

from __future__ import annotations

import re
from datetime import date
from functools import singledispatch
from typing import Any

from gangqiao.exports.profiles import Profile
from gangqiao.kernel.attributes import (
    Attachment,
    Attribute,
    Choice,
    Codes,
    Date,
    DivisionRef,
    Integer,
    Money,
    MultiChoice,
    Number,
    PersonId,
    Phone,
)
from gangqiao.places.reads import codes_of, full_name

Cell = str | int | float | None
BETWEEN = "、"
_SPLITS = re.compile(r"[、,，;；/\s]")  # what `MultiChoice.parse` takes for the end of an answer
# A spreadsheet that opens a CSV file takes a text that begins so for a formula; the full-width twins, too.
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")


def cell(attribute: Attribute, value: Any, profile: Profile) -> Cell:
    """The value as a cell of a workbook: a number where one counts with it, else a text; None for no value."""
    return None if value in (None, "", []) else _cell(attribute, value, profile)


@singledispatch
def _cell(attribute: Attribute, value: Any, profile: Profile) -> Cell:
    return str(value)


@_cell.register
def _id(attribute: PersonId, value: str, profile: Profile) -> Cell:
    if profile.id == "masked":
        return attribute.mask(value)
    text = value.upper()
    return f"{text[:6]} {text[6:14]} {text[14:]}" if profile.id == "spaced" and len(text) == 18 else text


@_cell.register
def _phone(attribute: Phone, value: str, profile: Profile) -> Cell:
    return attribute.mask(value) if profile.phone == "masked" else value


@_cell.register
def _date(attribute: Date, value: date, profile: Profile) -> Cell:
    return value.isoformat().replace("-", ".") if profile.dates == "dots" else value.isoformat()


@_cell.register
def _choice(attribute: Choice, value: str, profile: Profile) -> Cell:
    return str(value) if profile.codes == "codes" else word(attribute.codes, value)


@_cell.register
def _several(attribute: MultiChoice, value: list[str], profile: Profile) -> Cell:
    if profile.codes == "codes":
        return BETWEEN.join(value)
    words = [word(attribute.codes, code) for code in value]
    return BETWEEN.join(code if _SPLITS.search(said) else said for code, said in zip(value, words, strict=True))


@_cell.register
def _whole(attribute: Integer, value: int, profile: Profile) -> Cell:
    return int(value)


@_cell.register
def _measured(attribute: Number, value: Any, profile: Profile) -> Cell:
    return float(value)


@_cell.register
def _yuan(attribute: Money, value: int, profile: Profile) -> Cell:
    # Yuan with two decimals lie far inside what a double holds exactly enough (money.MOST_FEN).
    return value // 100 if value % 100 == 0 else value / 100


@_cell.register
def _place(attribute: DivisionRef, value: Any, profile: Profile) -> Cell:
    if profile.is_house:
        return full_name(value.pk)
    return code_of(value.pk)


@_cell.register
def _picture(attribute: Attachment, value: str, profile: Profile) -> Cell:
    return attribute.show(value) if profile.is_house else value


def word(codes: Codes, code: str) -> str:
    """The word for a code; the code itself where the word would be read back as another."""
    said = codes.word(code)
    return said if codes.find(said) == code else code


def code_of(key: str) -> str:
    """The official code of a division; its key when it has none, which is read back as well."""
    return codes_of([key]).get(key, key)


def csv_cell(value: Cell) -> str:
    """The text of a cell in a CSV file. The apostrophe keeps a spreadsheet from reading it as a formula."""
    if not isinstance(value, str):
        return "" if value is None else str(value)
    return f"'{value}" if value.startswith(_FORMULA) else value
