"""Whom a message looks for: how many, of what age, sex and schooling, and limits that need a legal reason."""

from __future__ import annotations

import re
from collections.abc import Iterator

from gangqiao.kernel.words import Say
from gangqiao.people.codes import LISTS
from gangqiao.vacancies.pasting.found import Found
from gangqiao.vacancies.pasting.numerals import number
from gangqiao.vacancies.pasting.patterns import compiled, pattern, words
from gangqiao.vacancies.pasting.units import Message

# Codes of the lists "sex" and "ethnicity" of the register.
MAN, WOMAN, EITHER = "1", "2", ""
HAN = "01"
_OLD = 55


def find_people(message: Message) -> list[Found]:
    """Everything said of the people looked for, in the order of the message."""
    parts = (
        *_counts(message),
        *_ages(message),
        *_sexes(message),
        *_education(message),
        *_ethnicity(message),
        *_skills(message),
    )
    return sorted(parts, key=lambda found: found.start)


def _counts(message: Message) -> Iterator[Found]:
    """Numbers of seats that stand apart from the title."""
    matches = [pattern("posts", "number_label").search(message.text)]
    found = [(match, 0) for match in matches if match]
    found += [(match, unit.start) for unit in message.units if (match := _bare_count(unit.text))]
    for match, offset in found:
        count = number(match["count"])
        if count is not None and count >= 1:
            start, end = match.span("count")
            yield Found("number", int(count), offset + start, offset + end, match["count"], 0.85)


def _bare_count(text: str) -> re.Match[str] | None:
    return pattern("posts", "bare_count").match(text)


def _ages(message: Message) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for rule in ("range", "range_label", "below_said", "below", "above"):
        for match in pattern("ages", rule).finditer(message.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            found = list(_age_of(match, rule != "below" or _is_age(message, match)))
            if found:
                taken.append(match.span())
                yield from found
    yield from _bare_ages(message, taken)
    if match := pattern("ages", "over_50").search(message.text):
        yield Found("suits_over_50", True, *match.span(), match[0], 0.9)
        return
    for found in _highest(message, taken):
        doubt = Say("Taken from the age limit; ask whether people over 50 are really hired.")
        yield Found("suits_over_50", True, found.start(), found.end(), found[0], 0.7, doubt)


def _bare_ages(message: Message, taken: list[tuple[int, int]]) -> Iterator[Found]:
    """A statement that is nothing but two numbers of two digits, in a message that says no age otherwise."""
    if taken:
        return
    doubt = Say("Two numbers without a word: taken for ages. Ask.")
    for unit in message.units:
        match = pattern("ages", "range_bare").match(unit.text)
        if match and words("ages", "youngest") <= int(match["low"]) < int(match["high"]) <= words("ages", "oldest"):
            start, end = unit.start + match.start("low"), unit.start + match.end("high")
            for key, group in (("age_min", "low"), ("age_max", "high")):
                yield Found(key, int(match[group]), start, end, match[0].strip(), 0.6, doubt)
            return


def _highest(message: Message, taken: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    """The upper age limits that show by themselves that people over 50 are welcome."""
    for rule in ("range", "range_label", "below_said", "below"):
        for match in pattern("ages", rule).finditer(message.text):
            age = number(match["high"])
            if match.span() in taken and age is not None and _OLD <= age <= words("ages", "oldest"):
                yield match


def _is_age(message: Message, match: re.Match[str]) -> bool:
    """ "Under 50" without "years" is an age only where ages are spoken of."""
    return bool(pattern("ages", "said").search(message.before(match.start()) + match[0]))


def _age_of(match: re.Match[str], is_age: bool) -> Iterator[Found]:
    for group, key in (("low", "age_min"), ("high", "age_max")):
        if not is_age or group not in match.groupdict():
            continue
        age = number(match[group])
        if age is not None and words("ages", "youngest") <= age <= words("ages", "oldest"):
            yield Found(key, int(age), *match.span(), match[0], 0.93)


def _sexes(message: Message) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for rule, code in (("either", EITHER), ("woman", WOMAN), ("man", MAN)):
        for match in pattern("sex", rule).finditer(message.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            after = message.text[match.end() : match.end() + 6]
            if pattern("sex", "not_after").match(after):
                continue
            taken.append(match.span())
            if code and pattern("sex", "preferred").match(after):
                doubt = Say("Only a preference: not taken as a limit.")
                yield Found("sex_limit", EITHER, *match.span(), match[0], 0.7, doubt)
            else:
                yield Found("sex_limit", code, *match.span(), match[0], 0.9)


def _education(message: Message) -> Iterator[Found]:
    order = list(words("education", "levels"))
    for match in pattern("education", "pattern").finditer(message.text):
        named = [level for level in (match["level"], match["second"]) if level]
        # Of "senior high or technical school" the lower one is enough.
        lowest = min(named, key=order.index)
        yield Found("education_min", words("education", "levels")[lowest], *match.span(), match[0], 0.9)


def _ethnicity(message: Message) -> Iterator[Found]:
    if match := pattern("ethnicity", "han_only").search(message.text):
        yield Found("ethnicity_limit", HAN, *match.span(), match[0], 0.85)
        return
    for rule, sure in (("only", 0.85), ("refused", 0.6), ("preferred", 0.5)):
        if match := pattern("ethnicity", rule).search(message.text):
            code = LISTS["ethnicity"].find(match["name"]) if rule == "only" else ""
            doubt = None if code else Say("An ethnic group is named; an offer may neither refuse nor prefer one.")
            yield Found("ethnicity_limit", code or "", *match.span(), match[0], sure, doubt)
            return


def _skills(message: Message) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for source in words("skills"):
        for match in compiled(source).finditer(message.text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            yield Found("skills", match["skill"].strip(), *match.span("skill"), match["skill"], 0.8)
