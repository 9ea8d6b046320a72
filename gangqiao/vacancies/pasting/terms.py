"""What is offered with the work: board, lodging, insurance, hours, shifts, days, and money asked of the worker."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from gangqiao.kernel.words import Say
from gangqiao.vacancies.pasting.found import Fee, Found
from gangqiao.vacancies.pasting.numerals import number
from gangqiao.vacancies.pasting.patterns import compiled, pattern, words
from gangqiao.vacancies.pasting.units import Message

_SUNDAY = 6
_SPLIT = {"split": {"lodging": "free", "board": "none"}, "split_other": {"board": "free", "lodging": "none"}}


def find_terms(message: Message, today: dt.date) -> list[Found]:
    """Everything said of the terms, in the order of the message."""
    parts = (*_phrases(message), *_hours(message), *_pay_day(message), *_trial(message), *_days(message, today))
    return sorted(parts, key=lambda found: found.start)


def _phrases(message: Message) -> Iterator[Found]:
    settled: dict[str, object] = {}
    insured: list[Found] = []
    for fields, value, source in words("terms"):
        match = compiled(source).search(message.text)
        if match is None:
            continue
        for key in fields.split("+"):
            if key == "insurance":
                insured.append(Found(key, value, *match.span(), match[0]))
            elif key not in settled:
                settled[key] = value
                yield _phrase(key, value, match)
    if insured:
        yield insured[0].keyed("insurance", [found.value for found in insured])


def _phrase(key: str, value: object, match: re.Match[str]) -> Found:
    if isinstance(value, str) and value in _SPLIT:
        value = _SPLIT[value][key]
    if isinstance(value, str) and value.endswith("?"):
        doubt = Say("“%(text)s” does not say whether it is free. Ask.", text=match[0])
        return Found(key, value.rstrip("?"), *match.span(), match[0], 0.6, doubt)
    return Found(key, value, *match.span(), match[0], 0.9)


def _hours(message: Message) -> Iterator[Found]:
    for match in pattern("hours").finditer(message.text):
        hours = number(match["hours"])
        if hours is None or not 3 <= hours <= 16:
            continue
        doubt = Say("More than eight hours a day: ask how overtime is paid.") if hours > 8 else None
        value = int(hours) if hours == int(hours) else hours
        yield Found("hours", value, *match.span(), match[0], 0.9, doubt)
        return


def _pay_day(message: Message) -> Iterator[Found]:
    if match := pattern("pay_day").search(message.text):
        day = number(match["day"] or match["day2"])
        if day is not None and 1 <= day <= 31:
            yield Found("pay_day", int(day), *match.span(), match[0], 0.92)


def _trial(message: Message) -> Iterator[Found]:
    if match := pattern("trial").search(message.text):
        count = number(match["count"])
        if count is not None:
            yield Found("trial_days", int(count * words("trial_days")[match["unit"]]), *match.span(), match[0], 0.92)


def _days(message: Message, today: dt.date) -> Iterator[Found]:
    """The day work begins and the day the offer ends: days whose neighbourhood says which they are."""
    taken: set[int] = set()
    for rule in ("iso", "full", "this_month", "next_month", "weekday"):
        for match in pattern("dates", rule).finditer(message.text):
            day = _day(rule, match, today)
            before, after = message.text[max(0, match.start() - 8) : match.start()], message.text[match.end() :][:8]
            if day is None or match.start() in taken:
                continue
            for key, cue in (("valid_until", "ends"), ("starts_on", "begins")):
                if pattern("dates", cue).search(before) or pattern("dates", cue).match(after):
                    taken |= set(range(*match.span()))
                    yield Found(key, day, *match.span(), match[0], 0.9, _past(day, today))
                    break


def _past(day: dt.date, today: dt.date) -> Say | None:
    return Say("This day has passed. Ask for the right one.") if day < today else None


def _day(rule: str, match: re.Match[str], today: dt.date) -> dt.date | None:
    try:
        if rule == "weekday":
            return _weekday(match, today)
        if rule in ("this_month", "next_month"):
            first = today.replace(day=1)
            first = (first + dt.timedelta(days=32)).replace(day=1) if rule == "next_month" else first
            return first.replace(day=int(match["day"]))
        year = match.groupdict().get("year")
        day = dt.date(int(year or today.year), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
    # In December "8 January" is of the coming year.
    is_next = year is None and (today - day).days > 180
    return day.replace(year=day.year + 1) if is_next else day


def _weekday(match: re.Match[str], today: dt.date) -> dt.date:
    at = min(words("dates", "weekdays").find(match["weekday"]), _SUNDAY)
    monday = today - dt.timedelta(days=today.weekday())
    day = monday + dt.timedelta(days=at + (7 if match["next"] else 0))
    return day if day >= today else day + dt.timedelta(days=7)


def find_fees(message: Message) -> list[Fee]:
    """Money asked of the worker, unless the message says that none is."""
    fees = []
    for match in pattern("fees").finditer(message.text):
        if pattern("not_a_fee").search(message.before(match.start())):
            continue
        sentence = Say(
            "The message asks the worker for money (“%(text)s”). Nobody may be charged for a job: it is not taken."
            " Ask the employer in writing to drop it, or report it to the labour inspection.",
            text=match[0],
        )
        fees.append(Fee(*match.span(), match[0], sentence))
    return fees
