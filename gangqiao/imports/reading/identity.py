"""Reads what tells a person: ID number, name, phone, and the numbers of records."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from functools import cache
from typing import Any

from gangqiao.imports.reading.base import (
    DOUBT,
    NOTHING,
    WRONG,
    Reading,
    as_text,
    is_blank,
    oddly,
    word_set,
    words,
    wrong,
)
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import WrongIdNumber, WrongPhone, parse_id_number, parse_phone
from gangqiao.kernel.words import Say
from gangqiao.people import attributes

# Signs people type for the X at the end: the multiplication sign, Cyrillic and Greek letters, ballot crosses.
_LIKE_X = str.maketrans(dict.fromkeys("\u00d7\u0425\u0445\u03a7\u03c7\u2715\u2716\u2717\u2573", "X"))
_QUOTES = "'\u2018\u2019`\"\u201c\u201d"
_DOTS = re.compile("[.\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e\u2024\u00b7]")
_HAN = r"\u3400-\u9fff\U00020000-\U000323af"
_SPACE_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}\u00b7])\s+|\s+(?=[{_HAN}\u00b7])")
# A middle dot that an old encoding did not know.
_LOST_DOT = re.compile(rf"(?<=[{_HAN}])\?(?=[{_HAN}])")
_PLAIN_ID = re.compile(r"[0-9]{17}[0-9X]")
_ONLY_HAN = re.compile(r"[\u4e00-\u9fff]{2,8}")  # nearly every name: there is nothing to put right in it
_BRACKETED = re.compile(r"[(\[].*?[)\]]")
_PHONES = re.compile(r"[,;/\u3001\s]+")
SAID_GONE = Say("The remark says that the person has died. Record the death on the file.")
LOST_DIGITS = 10**15  # a number cell keeps fifteen digits; what is longer has lost its end


def read_id(cell: Any) -> Reading:
    """An ID number. A number cell is refused and never repaired: its last digits are gone."""
    if isinstance(cell, str) and _PLAIN_ID.fullmatch(cell):
        with contextlib.suppress(WrongIdNumber):
            return Reading(parse_id_number(cell).text)
    if isinstance(cell, (int, float)):
        return Reading(None, WRONG, "id_as_number", _refused_id(float(cell)).sentence)
    if is_blank(cell):
        return NOTHING
    typed = as_text(cell).strip(_QUOTES)
    try:
        number = parse_id_number(typed.translate(_LIKE_X)).text
    except WrongIdNumber as refusal:
        code = "id_as_number" if re.search(r"\dE\+?\d", typed, re.IGNORECASE) else "id_wrong"
        return wrong(code, refusal)
    if number == cell:
        return Reading(number)
    return Reading(number, "read", "id_written_oddly", _how_it_was_written(cell, number))


def _how_it_was_written(cell: Any, number: str) -> Say:
    """The number itself is not said again: whoever reads the preview may not be allowed to see it."""
    if len("".join(unicodedata.normalize("NFKC", str(cell)).split())) == 15:
        return Say("The old number of 15 digits is read as the one of 18 digits that ends in %(end)s.", end=number[-1])
    return Say("The ID number is written unusually; it is read without spaces, in half width, with a capital X.")


def _refused_id(cell: Any) -> Refusal:
    try:
        parse_id_number(cell)
    except WrongIdNumber as refusal:
        return refusal
    raise AssertionError("a number cell is never an ID number")


def looks_like_id(cell: Any) -> bool:
    """True for a text of 17 digits and an end, or 15 digits: an ID number, right or wrong."""
    if not isinstance(cell, str):
        return False
    text = "".join(unicodedata.normalize("NFKC", cell).split()).upper().strip(_QUOTES)
    return bool(re.fullmatch(r"\d{17}[\dX]|\d{15}", text))


def looks_like_name(cell: Any) -> bool:
    """True for a text of Chinese characters, as a name is."""
    return isinstance(cell, str) and bool(re.fullmatch(rf"[{_HAN}\u00b7.\s]{{2,20}}", cell.strip()))


def read_name(cell: Any) -> Reading:
    """A name: spaces between characters go, every middle dot becomes the usual one."""
    if isinstance(cell, str) and _ONLY_HAN.fullmatch(cell) and cell not in word_set("blank"):
        return Reading(cell)
    if is_blank(cell):
        return NOTHING
    typed = plain_text(cell)
    bare = _BRACKETED.sub("", unicodedata.normalize("NFKC", typed)).strip()
    name = _SPACE_BETWEEN_HAN.sub("", bare)
    if re.search(rf"[{_HAN}]", name):
        name = _LOST_DOT.sub("\u00b7", _DOTS.sub("\u00b7", name))
    if re.search(r"\d{6}", name) or not re.search(r"[^\W\d_]", name):
        sentence = Say("“%(raw)s” is no name. Write the name as on the ID card.", raw=_hidden(typed))
        return Reading(None, WRONG, "name_wrong", sentence)
    if bare != unicodedata.normalize("NFKC", typed).strip():
        sentence = Say("The name is read as “%(name)s”; what stands in brackets is left out.", name=name)
        return Reading(name, DOUBT, "name_with_remark", sentence)
    try:
        attributes.PERSON["name"].parse(name)
    except Refusal as refusal:
        return wrong("name_wrong", refusal)
    return Reading(name) if name == cell else oddly(name, "name_written_oddly", cell)


def _hidden(text: str) -> str:
    """A text without long numbers, which may be an ID number in the wrong column."""
    return re.sub(r"\d{6,}", lambda m: f"{m[0][:3]}\u2026", text)[:30]


def read_phone(cell: Any) -> Reading:
    """A phone number; of two the first is taken, with a doubt."""
    if is_blank(cell):
        return NOTHING
    try:
        number = parse_phone(cell)
    except WrongPhone as refusal:
        return _several_phones(cell) or wrong("phone_wrong", refusal)
    if isinstance(cell, (int, float)):
        return Reading(number, "read", "phone_as_number", Say("The number cell is read as the phone %(n)s.", n=number))
    return Reading(number) if number == cell else oddly(number, "phone_written_oddly", cell)


def _several_phones(cell: Any) -> Reading | None:
    parts = [p for p in _PHONES.split(unicodedata.normalize("NFKC", as_text(cell))) if p]
    if len(parts) < 2:
        return None
    try:
        numbers = [parse_phone(p) for p in parts]
    except WrongPhone:
        return None
    sentence = Say(
        "There are %(n)s phone numbers in the cell; %(first)s is taken. Record the others on the person's page.",
        n=len(numbers),
        first=numbers[0],
    )
    return Reading(numbers[0], DOUBT, "several_phones", sentence)


def read_number(cell: Any) -> Reading:
    """The number of a household or person: a text, or a number cell that is too short to have lost digits."""
    if is_blank(cell):
        return NOTHING
    if isinstance(cell, (int, float)):
        if abs(cell) >= LOST_DIGITS or cell != int(cell):
            sentence = Say(
                "The spreadsheet has turned the number into a number cell and lost digits. "
                "Format the column as text and type it again."
            )
            return Reading(None, WRONG, "number_damaged", sentence)
        return Reading(str(int(cell)))
    return Reading(as_text(cell).strip(_QUOTES))


def read_words(cell: Any) -> Reading:
    """The name of a place or a remark, as it stands."""
    if is_blank(cell):
        return NOTHING
    return Reading(as_text(cell))


def says_gone(text: str) -> bool:
    """True when a remark says that the person has died, and not only somebody of their family."""
    found = _gone().search(text)
    return found is not None and not any(kin in text[: found.start()] for kin in words()["kin"])


@cache
def _gone() -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in words()["gone"]))


@cache
def gone_words() -> frozenset[Any]:
    """The words by which a whole cell says that the person has died, whatever its column is called."""
    return frozenset(words()["gone"])
