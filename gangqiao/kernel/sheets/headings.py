"""Headings: their normal form, the unit in them, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from gangqiao.kernel.sheets.words import longest_first, words

_BRACKETED = re.compile(r"[(\[{<【〔《「]([^()\[\]{}<>【】〔〕《》「」]*)[)\]}>】〕》」]?")
_NOT_WORD = re.compile(r"[\W_]+")
_ENUMERATION = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、,．)）]\s*")
_TAIL = re.compile(r"^(.+?)\s*[/:,、-]\s*([^/:,、-]+(?:/[^/]+)?)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart. `normal`: the form that is compared; `unit`: what stood in brackets, "" when nothing did."""

    normal: str
    unit: str

    @property
    def people(self) -> frozenset[str]:
        """The other people it speaks of, see `other_people` in words.yaml."""
        text = self.normal
        for relation in longest_first("own_relation"):
            text = text.replace(relation, "")
        return frozenset(word for word in words("other_people") if word in text)

    @property
    def questions(self) -> frozenset[str]:
        return frozenset(word for word in words("other_questions") if word in self.normal)


def take_apart(text: str) -> Heading:
    """The heading without spaces, signs, numbering, brackets and unit. Brackets that name somebody else stay in."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = _ENUMERATION.sub("", text)
    units: list[str] = []

    def out_of_brackets(found: re.Match[str]) -> str:
        inner = found.group(1).strip()
        if any(word in inner for word in words("other_people")):
            return inner
        units.append(inner)
        return " "

    bare = _BRACKETED.sub(out_of_brackets, text)
    if not _NOT_WORD.sub("", bare):  # all of it stood in brackets
        bare, units = text, []
    if not units and (tail := _TAIL.match(bare.strip())) and _NOT_WORD.sub("", tail.group(2)) in words("units"):
        bare, units = tail.group(1), [tail.group(2)]
    unit = units[0] if units else ""
    return Heading(_plain(bare), "".join(unit.split()))


def _plain(text: str) -> str:
    text = _NOT_WORD.sub("", text) or text.strip()
    for filler in longest_first("fillers"):
        if text != filler:
            text = text.removesuffix(filler).removeprefix(filler)
    return text


def without_owner(normal: str) -> str:
    """The heading without the word for the person of the line: "name of the worker" is "name"."""
    for prefix in longest_first("filler_prefixes"):
        if normal.startswith(prefix) and len(normal) > len(prefix) + 1:
            return normal[len(prefix) :].removeprefix("的")
    return normal


def alike(written: Heading, declared: Heading) -> float:
    """How alike two headings are, 0 to 1; 0 when they speak of different people or ask different questions."""
    if written.people != declared.people or written.questions != declared.questions:
        return 0.0
    return Indel.normalized_similarity(without_owner(written.normal), without_owner(declared.normal))
