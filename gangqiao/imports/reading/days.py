"""Reads days in every writing that offices use, and ages.

A month without its day is read as "2020-03": enough to see that the register says the same, too little to be stored.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta
from typing import Any

from gangqiao.imports.reading.base import DOUBT, NOTHING, WRONG, Reading, as_text, is_blank, oddly, wrong
from gangqiao.kernel import clock
from gangqiao.kernel.attributes import Date
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

# Day 0 of a spreadsheet, such that every day since March 1900 has its number.
FARTHEST = timedelta(days=366)  # ahead of today; a later day is a slip of the year
EPOCH = date(1899, 12, 30)
_SERIAL = range(3_000, 75_000)  # 1908 to 2105; four digits that may be a year are no serial number
_YEAR = range(1900, 2101)
# Year, month and day as characters; as escapes of the pattern, for words of data stand in words.yaml.
_Y, _M, _D = r"\u5e74", r"\u6708", r"[\u65e5\u53f7]"
_FULL = re.compile(rf"(\d{{4}})[-/.,\s{_Y}]+(\d{{1,2}})[-/.,\s{_M}]+(\d{{1,2}}){_D}?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH = re.compile(rf"(\d{{4}})(?:[-/.{_Y}](\d{{1,2}}){_M}?|(\d{{2}}))")
_SHORT_YEAR = re.compile(rf"[']?(\d{{2}})[-/.{_Y}](\d{{1,2}})[-/.{_M}](\d{{1,2}}){_D}?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$")
_AGE = re.compile(r"(\d{1,3})(?:\.0)?(?:\u5468?\u5c81)?")


def read_day(cell: Any, attribute: Date) -> Reading:
    """A day as "2020-03-16"; a month without a day as "2020-03" with a doubt."""
    if isinstance(cell, datetime):
        return _checked(cell.date(), attribute, None)
    if isinstance(cell, date):
        return _checked(cell, attribute, None)
    if is_blank(cell):
        return NOTHING
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _from_number(cell, attribute)
    text = unicodedata.normalize("NFKC", as_text(cell)).strip("'\u2018\u2019 ")
    return _from_text(_TIME.sub("", text), cell, attribute)


def _from_number(cell: float, attribute: Date) -> Reading:
    text = as_text(cell)
    if re.fullmatch(r"\d{4}\.\d{1,2}", text):  # 2020.3 kept as a number: 2020.1 may have been October
        return _only_month(f"{text[:4]}-{int(text[5:]):02d}" if text[5:] != "1" else text[:4], cell)
    if not text.isdigit():
        return _no_day(cell, attribute)
    return _from_text(text, cell, attribute)


def _from_text(text: str, cell: Any, attribute: Date) -> Reading:
    if found := _FULL.fullmatch(text):
        code = "" if re.fullmatch(r"\d{4}-\d\d-\d\d", text) and text == cell else "day_written_oddly"
        return _made(found.groups(), attribute, cell, code)
    if found := _DIGITS.fullmatch(text):
        return _made(found.groups(), attribute, cell, "day_as_digits")
    if text.isdigit() and int(text) in _SERIAL and int(text) not in _YEAR and len(text) <= 5:
        return _checked(EPOCH + timedelta(days=int(text)), attribute, cell, "day_as_serial")
    if text.isdigit() and int(text) in _YEAR:
        return _only_month(text, cell)
    if (found := _MONTH.fullmatch(text)) and 1 <= int(found[2] or found[3]) <= 12:
        return _only_month(f"{found[1]}-{int(found[2] or found[3]):02d}", cell)
    return _rare(text, cell, attribute)


def _rare(text: str, cell: Any, attribute: Date) -> Reading:
    """Two digits of a year; the year at the end, where only one order of day and month is possible."""
    if found := _SHORT_YEAR.fullmatch(text):
        year = 2000 + int(found[1]) if int(found[1]) <= clock.today().year % 100 else 1900 + int(found[1])
        read = _made((str(year), found[2], found[3]), attribute, cell, "day_short_year")
        return read._replace(severity=DOUBT) if read.severity == "read" else read
    if found := _YEAR_LAST.fullmatch(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second or first == second:
            return _made((found[3], found[2], found[1]), attribute, cell, "day_written_oddly")
        if second > 12 >= first:
            return _made((found[3], found[1], found[2]), attribute, cell, "day_written_oddly")
    return _no_day(cell, attribute)


def _made(parts: tuple[Any, ...], attribute: Date, cell: Any, code: str) -> Reading:
    year, month, day = (int(p) for p in parts)
    try:
        return _checked(date(year, month, day), attribute, cell, code)
    except ValueError:
        return _no_day(cell, attribute)


def _checked(day: date, attribute: Date, cell: Any, code: str = "") -> Reading:
    try:
        attribute.parse(day)
    except Refusal as refusal:
        return wrong("day_wrong", refusal)
    if day > clock.today() + FARTHEST:
        sentence = Say("%(day)s is more than a year ahead. Check the year.", day=day)
        return Reading(day.isoformat(), DOUBT, "day_far_off", sentence)
    return oddly(day.isoformat(), code, cell) if code else Reading(day.isoformat())


def _only_month(value: str, cell: Any) -> Reading:
    sentence = Say("“%(raw)s” has no day. Write the whole day, like 2020-03-16.", raw=as_text(cell)[:30])
    return Reading(value, DOUBT, "day_incomplete", sentence)


def _no_day(cell: Any, attribute: Date) -> Reading:
    try:
        attribute.parse(as_text(cell)[:30])
    except Refusal as refusal:
        return wrong("day_wrong", refusal)
    return Reading(None, WRONG, "day_wrong", Say("“%(raw)s” is not a day of the calendar.", raw=as_text(cell)[:30]))


def read_age(cell: Any) -> Reading:
    """An age in whole years, as text; anything else says nothing, for it is never stored."""
    found = _AGE.fullmatch(unicodedata.normalize("NFKC", as_text(cell)).replace(" ", "")) if cell is not None else None
    return Reading(found[1]) if found else NOTHING
