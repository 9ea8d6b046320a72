"""Reads words that stand for codes: one, several, yes or no, and what a list says about work."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from rapidfuzz import fuzz, process

from gangqiao.imports.reading.base import DOUBT, NOTHING, WRONG, Reading, as_text, is_blank, squeezed, word_set, words
from gangqiao.kernel.attributes import Choice, Codes
from gangqiao.kernel.attributes.coded import YES_NO_UNKNOWN
from gangqiao.kernel.words import Say

_BETWEEN = re.compile("[\u3001,;/\uff0c\uff1b\\s]+")
NEAR_ENOUGH = 45  # of 100, for words of two to four characters


def find_code(codes: Codes, cell: Any) -> str | None:
    """The code of a list for what stands in a cell; numbers that lost their leading zero are understood."""
    text = squeezed(cell)
    found = _own(codes.name).get(text) or codes.find(text)
    if found is None and codes is YES_NO_UNKNOWN:
        return yes_or_no(text)
    if found is None and text.isdigit():
        return codes.find(text.zfill(2))
    return found


@cache
def _own(name: str) -> dict[str, str]:
    return {squeezed(word): code for word, code in words()["codes"].get(name, {}).items()}


def read_choice(cell: Any, attribute: Choice) -> Reading:
    """A code. A word outside the list is wrong; the nearest word of the list is offered."""
    return read_coded(cell, attribute.codes, attribute.label)


def read_coded(cell: Any, codes: Codes, label: Any) -> Reading:
    """A code of a list for one cell."""
    if cell is None or not squeezed(cell):
        return NOTHING
    code = find_code(codes, cell)
    if code is not None:
        return Reading(code)
    return NOTHING if is_blank(cell) else _outside(cell, codes, label)


def _outside(cell: Any, codes: Codes, label: Any) -> Reading:
    text = as_text(cell)[:30]
    known = {str(w[lang]): code for code, w in codes.words.items() for lang in ("zh",)}
    known |= {str(also): code for code, w in codes.words.items() for also in w.get("also", ())}
    near = process.extractOne(text, list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    if near is None:
        sentence = Say("“%(label)s”: “%(raw)s” is not in the list. Write a word of the list.", label=label, raw=text)
        return Reading(None, WRONG, "not_in_list", sentence)
    sentence = Say(
        "“%(label)s”: “%(raw)s” is not in the list. Write “%(near)s” if that is meant.",
        label=label,
        raw=text,
        near=near[0],
    )
    return Reading(None, WRONG, "not_in_list", sentence)


def read_choices(cell: Any, attribute: Choice) -> Reading:
    """Several codes of a list, in the order of the list."""
    if is_blank(cell) and find_code(attribute.codes, cell) is None:
        return NOTHING
    codes: dict[str, None] = {}
    for part in _BETWEEN.split(as_text(cell)):
        if not part or (is_blank(part) and find_code(attribute.codes, part) is None):
            continue
        read = read_choice(part, attribute)
        if read.severity:
            return read
        codes[read.value] = None
    return Reading([c for c in attribute.codes if c in codes] or None)


def yes_or_no(cell: Any) -> str | None:
    """ "yes", "no" or "unknown" for the words and ticks people write; None for anything else."""
    text = squeezed(cell)
    for answer in ("yes", "no", "unknown"):
        if text in word_set(answer):
            return answer
    return YES_NO_UNKNOWN.find(text)


def read_yes_no(cell: Any, label: Any) -> Reading:
    """ "yes" or "no", for a column about a category."""
    if cell is None or not squeezed(cell):
        return NOTHING
    text = squeezed(cell)
    answer = "yes" if text in word_set("poor_yes") else "no" if text in word_set("poor_no") else yes_or_no(cell)
    if answer in ("yes", "no"):
        return Reading(answer)
    if answer == "unknown" or is_blank(cell):
        return NOTHING
    sentence = Say("“%(raw)s” is neither yes nor no; the cell is left out.", raw=as_text(cell)[:30])
    return Reading(None, DOUBT, "not_yes_no", sentence)


def read_status(cell: Any) -> Reading:
    """What the list says about work: working, away, near, farming, business, idle, in_school, other; else nothing."""
    if cell is None:
        return NOTHING
    text = squeezed(cell)
    for status, said in _statuses().items():
        if text in said:
            return Reading(status)
    answer = yes_or_no(cell)
    return Reading({"yes": "working", "no": "idle"}[answer]) if answer in ("yes", "no") else NOTHING


@cache
def _statuses() -> dict[str, frozenset[str]]:
    return {status: frozenset(squeezed(w) for w in said) for status, said in words()["status"].items()}
