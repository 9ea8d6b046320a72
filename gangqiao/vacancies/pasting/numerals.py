"""Numbers as people write them: 5000, 5k, 1.2万, 五千, 3千5, 四千五, 二十."""

from __future__ import annotations

import re
from functools import cache

from gangqiao.vacancies.pasting.patterns import words

_MIXED = re.compile(r"(\d+(?:\.\d+)?)(\D)?(\d)?")


def number(text: str) -> float | None:
    """The value of a number in digits, in Chinese words or in both; None for anything else.

    What follows a magnitude without one of its own counts in the next lower one, as it is spoken: "4 thousand 5" is
    4500.
    """
    bare = text.strip()
    if mixed := _MIXED.fullmatch(bare):
        return _mixed(mixed[1], mixed[2], mixed[3])
    return _spoken(bare)


def _mixed(digits: str, magnitude: str | None, rest: str | None) -> float | None:
    if magnitude is None:
        return float(digits + (rest or ""))
    times = _magnitudes().get(magnitude)
    if times is None:
        return None
    return float(digits) * times + (int(rest) * times / 10 if rest else 0)


def _spoken(text: str) -> float | None:
    total, current, last, digit = 0, 0, 0, None
    for character in text:
        if character in _digits():
            digit = _digits()[character]
            continue
        times = _magnitudes().get(character)
        if times is None:
            return None
        if times == 10_000:
            total, current = (total + current + (digit or 0)) * times, 0
        else:
            # "Ten" alone is one ten; "hundred" alone is no number people write.
            current += (1 if digit is None else digit) * times
        last, digit = times, None
    if not text:
        return None
    if digit is not None:
        # "Twenty-five" ends in ones; "four thousand five" ends in hundreds.
        current += digit * (last // 10 if last >= 100 and _says_no_zero(text) else 1)
    return float(total + current)


def _says_no_zero(text: str) -> bool:
    return not any(_digits().get(character) == 0 for character in text)


@cache
def _digits() -> dict[str, int]:
    listed = words("digits")
    values = {character: max(0, at - 1) for at, character in enumerate(listed)}
    return values | dict.fromkeys(words("two"), 2)


@cache
def _magnitudes() -> dict[str, int]:
    return dict(words("tens"))
