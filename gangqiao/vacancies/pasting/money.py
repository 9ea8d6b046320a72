"""What is paid: every sum in a message that is pay, with its form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from gangqiao.kernel.words import Say
from gangqiao.vacancies.pasting.found import Found
from gangqiao.vacancies.pasting.numerals import number
from gangqiao.vacancies.pasting.patterns import pattern, words
from gangqiao.vacancies.pasting.units import Message

_MONTHS = 12
# "One day" and "one month" are not sums.
_LEAST = 5
# A bare pair of numbers is taken for monthly pay only when it lies here, in yuan.
_PLAUSIBLE = range(1000, 50_001)


@dataclass(frozen=True, slots=True)
class Pay:
    """One sum, in yuan. `low` or `high` is None where the message sets no bound."""

    form: str
    low: float | None
    high: float | None
    start: int
    end: int
    text: str
    confidence: float
    doubt: Say | None = None

    def found(self) -> dict[str, Found]:
        """The fields it fills."""
        values = {"pay_form": self.form, "pay_min": _whole(self.low), "pay_max": _whole(self.high)}
        return {
            key: Found(key, value, self.start, self.end, self.text, self.confidence, self.doubt)
            for key, value in values.items()
            if value is not None
        }


def find_pay(message: Message, taken: list[tuple[int, int]]) -> list[Pay]:
    """Every sum that is pay, in the order of the message; spans already read as something else are stepped over."""
    found: list[Pay] = []
    taken = list(taken)
    for kind in ("range", "spoken", "single"):
        for match in pattern("pay", kind).finditer(message.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            if pay := _read(message, match):
                found.append(pay)
                taken.append(match.span())
    return sorted(found, key=lambda pay: pay.start)


def _read(message: Message, match: re.Match[str]) -> Pay | None:
    before, after = message.before(match.start()), message.after(match.end())
    has_currency = bool(re.search(words("pay", "currency"), match[0]))
    if _is_no_pay(before, after, has_currency):
        return None
    low, high = _bounds(match)
    if low is None or high is None or high < low or high < (1 if has_currency else _LEAST):
        return None
    form, sure = _form(before, after, high, has_currency, is_range="high" in match.groupdict())
    return _pay(message, match, form, sure, (low, high)) if form else None


def _is_no_pay(before: str, after: str, has_currency: bool) -> bool:
    if pattern("pay", "not_before").search(before):
        return True
    rule = "not_after_currency" if has_currency else "not_after"
    return bool(pattern("pay", rule).match(after))


def _bounds(match: re.Match[str]) -> tuple[float | None, float | None]:
    groups = match.groupdict()
    low = number(groups["low"])
    if "high" not in groups:
        return low, low
    if times := groups.get("times"):
        # "Four five thousand" is four to five thousand.
        return number(groups["low"] + times), number(groups["high"] + times)
    high = number(groups["high"])
    # "Eight to ten thousand": the magnitude is said once.
    times = words("tens").get(groups["high"][-1], 1)
    if low and high and times > 10 and low * times <= high and groups["low"].isdigit():
        low *= times
    return low, high


def _form(before: str, after: str, high: float, has_currency: bool, *, is_range: bool) -> tuple[str, float]:
    """The form of pay and how sure it is; "" when the number is probably no pay."""
    forms: dict[str, str] = words("pay", "forms")
    cue = pattern("pay", "cue").search(before)
    per = pattern("pay", "per").match(after)
    if per:
        return forms[per["per"]], 0.95
    if cue:
        named = forms.get(cue["cue"])
        return (named, 0.92) if named else (_by_amount(high), 0.85)
    if has_currency:
        return _by_amount(high), 0.7
    if int(high) in _PLAUSIBLE and (is_range or not after.strip()):
        return "month", 0.6
    return "", 0.0


def _by_amount(amount: float) -> str:
    if amount < words("pay", "few"):
        return "hour"
    return "day" if amount < words("pay", "many") else "month"


def _pay(message: Message, match: re.Match[str], form: str, sure: float, bounds: tuple[float, float]) -> Pay:
    low: float | None
    high: float | None
    low, high = bounds
    before, after = message.before(match.start()), message.after(match.end())
    doubt = None
    if form == "year":
        form, low, high = "month", low / _MONTHS, high / _MONTHS
        doubt = Say("Said by the year; counted here as a twelfth for each month.")
    if pattern("pay", "of_two").search(before):
        low, high, doubt = low / 2, high / 2, Say("Said for two people together; half of it is taken for one.")
    is_floor = pattern("pay", "floor").match(after) or pattern("pay", "floor_cue").search(before[-4:])
    if is_floor and "high" not in match.groupdict():
        high = None
    if doubt is None and (pattern("pay", "about").match(after) or pattern("pay", "about").search(before[-4:])):
        doubt = Say("“About”, or with everything together: ask what a beginner is paid for certain.")
    return Pay(form, low, high, match.start(), match.end(), match[0].strip(), sure, doubt)


def is_by_piece(text: str) -> bool:
    """True when the text says that pieces are paid."""
    return bool(pattern("pay", "piece").search(text))


def _whole(amount: float | None) -> Any:
    return None if amount is None else int(amount) if amount == int(amount) else round(amount)
