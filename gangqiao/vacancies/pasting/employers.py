"""Who offers the work, and whom to ask."""

from __future__ import annotations

import re

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.identifiers import parse_phone
from gangqiao.vacancies.pasting.found import Found
from gangqiao.vacancies.pasting.patterns import compiled, pattern, words
from gangqiao.vacancies.pasting.places import beginning
from gangqiao.vacancies.pasting.units import Message

_NEAR = 8


def find_employer(message: Message) -> Found | None:
    """The employer's name. A kind of employer ("a shoe factory") is none: it names nobody."""
    if labelled := pattern("employer", "label").search(message.text):
        return _found(message, labelled.start("name"), labelled.end("name"), 0.95)
    candidates = [found for unit in message.units for found in _in_text(message, unit.start, unit.end)]
    if not candidates and (heading := pattern("employer", "heading").search(message.text)):
        name = heading["name"]
        return _found(message, heading.start("name"), heading.end("name"), 0.7) if _says_something(name, "") else None
    return max(candidates, key=lambda found: (found.confidence, -found.start), default=None)


def _in_text(message: Message, start: int, end: int) -> list[Found]:
    found = []
    for match in pattern("employer", "name").finditer(message.text, start, end):
        name = match["name"]
        if pattern("employer", "after_is_no_name").match(message.text[match.end() : match.end() + 1]):
            continue
        cut = pattern("employer", "before").match(name)
        begin = match.start("name") + (cut.end() if cut else 0)
        if sure := _says_something(message.text[begin : match.end()], message.text[match.end() : end]):
            found.append(_found(message, begin, match.end(), sure))
    return found


def _says_something(name: str, after: str) -> float:
    """How surely this names somebody: nothing is left of "a county's shoe factory" without its place and its kind."""
    length = beginning(name)
    if length and pattern("employer", "known_by_place").search(name):
        return 0.75
    bare = name[length:]
    bare = re.sub(words("employer", "ordinary"), "", compiled(f"(?:{words('employer', 'kinds')})").sub("", bare))
    if not bare or len(name) < 4:
        return 0.0
    return 0.9 if len(name) > 6 else 0.8 - 0.1 * (not after)


def _found(message: Message, start: int, end: int, sure: float) -> Found:
    text = message.text[start:end].strip()
    return Found("employer_name", text, start, start + len(text), text, sure)


def find_contact(message: Message) -> dict[str, Found]:
    """The first telephone number that is one, and the name that stands with it."""
    found: dict[str, Found] = {}
    if phone := _phone(message):
        found["contact_phone"] = phone
    if name := _named(message) or (_beside(message, phone) if phone else None):
        found["contact_name"] = name
    return found


def _phone(message: Message) -> Found | None:
    for kind in ("mobile", "landline"):
        for match in pattern("contact", kind).finditer(message.text):
            try:
                return Found("contact_phone", parse_phone(match[0]), *match.span(), match[0], 0.98)
            except Refusal:
                continue
    return None


def _named(message: Message) -> Found | None:
    match = pattern("contact", "named").search(message.text)
    if match is None or pattern("contact", "nobody").search(match["name"]):
        return None
    return Found("contact_name", match["name"], *match.span("name"), match["name"], 0.9)


def _beside(message: Message, phone: Found) -> Found | None:
    """A name just after the number, or just before it."""
    after = message.text[phone.end : phone.end + _NEAR]
    before = message.text[max(0, phone.start - _NEAR) : phone.start]
    named = pattern("contact", "beside")
    if match := re.match(rf"[\s(,:]*(?P<name>{named.pattern})", after):
        return _of(match, phone.end)
    if match := re.search(rf"(?P<name>{named.pattern})[\s):,]*$", before):
        return _of(match, phone.start - len(before))
    return None


def _of(match: re.Match[str], offset: int) -> Found | None:
    name = match["name"]
    if pattern("contact", "nobody").search(name):
        return None
    start, end = match.span("name")
    return Found("contact_name", name, offset + start, offset + end, name, 0.8)
