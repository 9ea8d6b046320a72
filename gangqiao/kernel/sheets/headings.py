"""Headings: their normal form, the unit in them, and how alike two of them are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import Indel

from gangqiao.kernel.sheets.words import longest_first, words

_BRACKETED = re.compile(r"[(\[{<【〔《「]([^()\[\]{}<>【】〔〕《》「」]*)[)\]}>】〕》」]?")
_DIGITS = re.compile(r"[0-9]+")
_YEAR = re.compile("20[0-9]{2}\u5e74?\u5ea6?")
_LATIN = re.compile(r"[a-z]+")
_NOT_WORD = re.compile(r"[\W_]+")
_ENUMERATION = re.compile(
    r"^(?:[0-9]{1,2}|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]{1,2})[.\u3001,)]\s*"
)
ALIKE_BESIDE_THE_QUESTION = 0.6
_TAIL = re.compile(r"^(.+?)\s*[/:,、-]\s*([^/:,、-]+(?:/[^/]+)?)$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart: `normal`, the form that is compared, and `unit`, what stood in brackets or ""."""

    normal: str
    unit: str

    @property
    def people(self) -> frozenset[str]:
        """The other people it speaks of, see `other_people` in words.yaml."""
        return _people_in(self.normal)

    @property
    def questions(self) -> frozenset[str]:
        return _questions_in(self.normal)


@lru_cache(maxsize=16_384)
def _people_in(text: str) -> frozenset[str]:
    for relation in longest_first("own_relation"):
        text = text.replace(relation, "")
    return frozenset(word for word in words("other_people") if word in text)


@lru_cache(maxsize=16_384)
def _questions_in(text: str) -> frozenset[str]:
    return frozenset(word for word in words("other_questions") if word in text)


@lru_cache(maxsize=4096)
def take_apart(text: str) -> Heading:
    """The heading without spaces, signs, numbering, brackets and unit. Brackets that name somebody else stay in."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = _ENUMERATION.sub("", text)
    units: list[str] = []
    owners: list[str] = []

    def out_of_brackets(found: re.Match[str]) -> str:
        inner = found.group(1).strip()
        if any(word in inner for word in words("other_people")):
            owners.append(inner)  # "name (householder)" is the householder's name
            return " "
        units.append(inner)
        return " "

    bare = _BRACKETED.sub(out_of_brackets, text)
    if not _NOT_WORD.sub("", bare):  # all of it stood in brackets
        bare, units, owners = text, [], []
    if not units and (tail := _TAIL.match(bare.strip())) and _NOT_WORD.sub("", tail.group(2)) in words("units"):
        bare, units = tail.group(1), [tail.group(2)]
    unit = units[0] if units else ""
    return Heading(_plain("".join([*owners, bare])), "".join(unit.split()))


def _plain(text: str) -> str:
    text = _NOT_WORD.sub("", text) or text.strip()
    for filler in longest_first("fillers"):
        if text != filler:
            text = text.removesuffix(filler).removeprefix(filler)
    return text


@lru_cache(maxsize=16_384)
def without_owner(normal: str) -> str:
    """The heading without the word for the person of the line: "name of the worker" is "name"."""
    for prefix in longest_first("filler_prefixes"):
        if normal.startswith(prefix) and len(normal) > len(prefix) + 1:
            return normal[len(prefix) :].removeprefix(longest_first("particles")[0])
    return normal


def without_group_ends(joined: str) -> str:
    """The heading under its group as one phrase: "2020 work situation / place" is "work place"."""
    *groups, leaf = joined.split(" / ")
    groups = [_YEAR.sub("", group.strip()) for group in groups]
    for end in longest_first("group_ends"):
        groups = [group.removesuffix(end) for group in groups]
    return "".join([*groups, leaf])


def year_of(text: str) -> str:
    """The year a heading names, "" for none."""
    found = _YEAR.search(text)
    return found[0][:4] if found else ""


def without_latin(normal: str) -> str:
    """The Chinese half of a heading in two languages."""
    return _LATIN.sub("", normal)


def alike(written: Heading, declared: Heading) -> float:
    """How alike two headings are, 0 to 1; 0 when they speak of different people or ask different questions."""
    if written.people != declared.people or written.questions != declared.questions:
        return 0.0
    if _DIGITS.findall(written.normal) != _DIGITS.findall(declared.normal):
        return 0.0  # the wage of one month of several
    one, other = without_owner(written.normal), without_owner(declared.normal)
    likeness = Indel.normalized_similarity(one, other)
    # "Day of birth" and "day of leaving" are alike only in the question: without it there must be a likeness, too.
    for question in written.questions:
        one, other = one.replace(question, ""), other.replace(question, "")
    if one and other and Indel.normalized_similarity(one, other) < ALIKE_BESIDE_THE_QUESTION:
        return 0.0
    return likeness
