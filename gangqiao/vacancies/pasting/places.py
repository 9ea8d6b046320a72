"""Where the work is, as a text: a labelled place, or names of divisions one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gangqiao.places import official
from gangqiao.places.levels import Level
from gangqiao.places.names import short_name_of
from gangqiao.vacancies.pasting.found import Found
from gangqiao.vacancies.pasting.patterns import pattern, words
from gangqiao.vacancies.pasting.units import Message

_LONGEST = 12


def find_place(message: Message, employer: Found | None) -> Found | None:
    """The place of work; null when the message names none. The employer's name is asked last: it may lie elsewhere."""
    if labelled := pattern("places", "label").search(message.text):
        return _trimmed(message, labelled.start("place"), labelled.end("place"), 0.95)
    return _named(message, employer) or (_of_employer(employer) if employer else None)


def beginning(text: str) -> int:
    """How many characters at the beginning of the text are names of divisions, one after the other."""
    at = 0
    while (length := _name_at(text, at)) > 0:
        at += length
    return at


def _named(message: Message, employer: Found | None) -> Found | None:
    found: list[Found] = []
    for start, end in _chains(message.text):
        if employer and start < employer.end and employer.start < end:
            continue
        unit = message.unit_at(start)
        is_first = not message.text[unit.start : start].strip()
        rest = message.text[end : unit.end]
        if is_first and pattern("places", "whole_unit").match(unit.text) and _is_place(rest):
            end = unit.end
        elif tail := pattern("places", "tail").match(rest):
            end += tail.end()
        elif not is_first and pattern("places", "not_within").search(unit.text):
            continue
        sure = 0.85 if is_first else 0.7
        if trimmed := _trimmed(message, start, end, sure):
            found.append(trimmed)
    return max(found, key=lambda f: (f.confidence, f.end - f.start), default=None)


def _is_place(rest: str) -> bool:
    return not pattern("places", "not_within").search(rest) and not pattern("employer", "name").match("x" + rest)


def _of_employer(employer: Found) -> Found | None:
    length = beginning(employer.text)
    if not length:
        return None
    text = employer.text[:length]
    return Found("place", text, employer.start, employer.start + length, text, 0.6)


def _trimmed(message: Message, start: int, end: int, sure: float) -> Found | None:
    text = pattern("places", "cut").sub("", message.text[start:end]).strip()
    return Found("place", text, start, start + len(text), text, sure) if len(text) > 1 else None


def _chains(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    while at < len(text):
        length = beginning(text[at : at + 3 * _LONGEST])
        if length:
            yield at, at + length
        at += max(1, length)


def _name_at(text: str, at: int) -> int:
    names = _names()
    return next((n for n in range(min(_LONGEST, len(text) - at), 1, -1) if text[at : at + n] in names), 0)


@cache
def _names() -> frozenset[str]:
    """Full and short names of provinces, prefectures, counties and the county's own townships, and of lands abroad."""
    county = official.CountyFile.of("mile").read()
    listed = [*official.read_list(official.NATIONAL_LIST), *official.read_list(county["list"])]
    names = {line.name for line in listed if line.level != Level.VILLAGE}
    names |= {short_name_of(line.level, line.name) for line in listed if line.level != Level.VILLAGE}
    names |= {str(former["name"]) for former in county.get("former_townships", ())}
    names |= set(words("places", "abroad"))
    plain = {re.sub(r"[^\u4e00-\u9fff]", "", name) for name in names}
    return frozenset(name for name in plain if len(name) > 1 and name not in words("places", "never"))
