"""Reads amounts of money a month with every unit people write, and plain numbers.

The result is yuan as a decimal text. The unit of the column counts unless the cell names its own.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
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
    squeezed,
    words,
    wrong,
)
from gangqiao.kernel.attributes import Attribute
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import WrongAmount, parse_yuan
from gangqiao.kernel.words import Say

MOST_A_MONTH = 50_000  # yuan; above it a zero too many is likelier than such a pay
LEAST_A_MONTH = 100  # yuan; below it the amount was meant in thousands, or a day's
_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_DATED = re.compile(r"\d+[\u5e74\u6708\u65e5]")  # year, month, day after a number
_RANGE = re.compile(rf"({_NUMBER})[^\d]*?(?:-|~|\u2014|\u2013|\u81f3|\u5230)+({_NUMBER})")


def read_money(cell: Any, attribute: Attribute, unit: str = "") -> Reading:
    """An amount; "about" and units are read, a range and an amount a year or a day are doubted and not taken."""
    if is_blank(cell):
        return NOTHING
    times, per = unit_of_column(unit)
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _amount(Decimal(repr(cell)) * times, per, cell, "")
    text = unicodedata.normalize("NFKC", as_text(cell)).replace(" ", "")
    if re.fullmatch(_NUMBER, text):
        return _amount(Decimal(text.replace(",", "")) * times, per, cell, "")
    return _from_words(text, cell, times, per)


def _from_words(text: str, cell: Any, times: int, per: str) -> Reading:
    """An amount with words around it. A unit in the cell beats that of the column."""
    if _RANGE.search(text):
        return _unclear(
            "income_range", Say("“%(raw)s” is a range. Write one amount in yuan a month.", raw=as_text(cell)[:30])
        )
    said = text
    more = _without(said, "at_least")
    said = _without(more, "about")
    found = re.fullmatch(rf"[\u00a5\uffe5]?({_NUMBER})(.*)", said)
    if not found:
        return _not_read(cell)
    own_times, own_per = unit_of(found[2])
    if found[2] and not own_times:
        return _not_read(cell)
    amount = Decimal(found[1].replace(",", "")) * (own_times if _names_unit(found[2]) else times)
    if more != text:
        return _unclear(
            "income_at_least",
            Say("“%(raw)s” is no single amount. Write one amount in yuan a month.", raw=as_text(cell)[:30]),
        )
    return _amount(amount, own_per or per, cell, "income_with_unit")


def _without(text: str, name: str) -> str:
    for word in sorted(words()[name], key=len, reverse=True):
        text = text.replace(word, "")
    return text


@cache
def unit_of(said: str) -> tuple[int, str]:
    """How many yuan one of the unit makes, and the time it is for: "month", "year" or "day"; 0 when not known."""
    text, per = squeezed(said), "month"
    for name, words_of in (("year", "per_year"), ("day", "per_day"), ("month", "per_month")):
        for word in sorted(words()[words_of], key=len, reverse=True):
            if squeezed(word) in text:
                text, per = text.replace(squeezed(word), ""), name
                break
        else:
            continue
        break
    text = re.sub(r"[/()\u4eba\u6bcf\u5355\u4f4d:,\u3001]+", "", text)
    units = {squeezed(word): times for word, times in words()["money"].items()}
    return (1 if not text else units.get(text, 0)), per


@cache
def unit_of_column(said: str) -> tuple[int, str]:
    """The same for what stands in the brackets of a heading: a remark that names no unit leaves it at yuan a month.

    "(2020, March)" names a time and no unit, "(as paid out, unit: yuan)" a unit among other words.
    """
    text = _DATED.sub("", squeezed(said))
    times, per = unit_of(text)
    if not times:
        named = words()["money_among_words"]
        times = next((named[word] for word in sorted(named, key=len, reverse=True) if word in text), 1)
    return times, per


def _names_unit(said: str) -> bool:
    text = squeezed(said)
    return any(squeezed(word) in text for word in words()["money"])


def _amount(yuan: Decimal, per: str, cell: Any, code: str) -> Reading:
    if per != "month":
        return _unclear(
            "income_not_monthly",
            Say("“%(raw)s” is not for one month. Write the amount of one month.", raw=as_text(cell)[:30]),
        )
    try:
        fen = parse_yuan(yuan.quantize(Decimal("0.01")) if yuan == yuan.quantize(Decimal("0.01")) else yuan)
    except WrongAmount as refusal:
        return wrong("income_wrong", refusal)
    value = f"{fen // 100}" if fen % 100 == 0 else f"{fen // 100}.{fen % 100:02d}"
    if not LEAST_A_MONTH * 100 <= fen <= MOST_A_MONTH * 100 and fen:
        sentence = Say(
            "%(value)s yuan a month is hardly right. Check the amount and the unit of the column.", value=value
        )
        return Reading(value, DOUBT, "income_implausible", sentence)
    return oddly(value, code, cell) if code else Reading(value)


def _unclear(code: str, sentence: Say) -> Reading:
    return Reading(None, DOUBT, code, sentence)


def _not_read(cell: Any) -> Reading:
    try:
        parse_yuan(as_text(cell)[:30])
    except WrongAmount as refusal:
        return wrong("income_wrong", refusal)
    return Reading(None, WRONG, "income_wrong", Say("“%(raw)s” is not an amount.", raw=as_text(cell)[:30]))


def read_measured(cell: Any, attribute: Attribute) -> Reading:
    """A whole or measured number; a unit behind it does not disturb."""
    if is_blank(cell):
        return NOTHING
    text = unicodedata.normalize("NFKC", as_text(cell)).replace(" ", "")
    found = re.fullmatch(rf"({_NUMBER})\D{{0,3}}", text)
    bare = found[1] if found else text
    try:
        value = attribute.parse(bare)
    except Refusal as refusal:
        return wrong("number_wrong", refusal)
    said = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)  # 4.0 and 4 are one number
    return Reading(said) if bare == text else oddly(said, "number_with_unit", cell)
