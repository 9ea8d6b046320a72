"""The register of the cross-matches: each declared once in `checks.yaml`, found by one function over many claims."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from gangqiao.kernel.policy import NothingTwice, Parameters

if TYPE_CHECKING:
    from gangqiao.subsidies.checks.batch import Batch

BLOCK, WARN = "block", "warn"
NUMBERS = Parameters.from_yaml(Path(__file__).with_name("numbers.yaml"))

# One compared fact as [Chinese, English]; what a check found, by key of the claim. A claim that is in order is absent.
Pair = list[str]
Found = dict[int, list[Pair]]
Find = Callable[["Batch"], Found]


@dataclass(frozen=True, slots=True)
class Check:
    """One cross-match. title, says: words by language; source: where the finding is described; find: over a batch."""

    key: str
    severity: str
    title: Mapping[str, str]
    says: Mapping[str, str]
    source: str
    find: Find


@cache
def declared() -> dict[str, dict[str, object]]:
    """The file of the checks, by key and in its order."""
    text = Path(__file__).with_name("checks.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, object]] = yaml.load(text, Loader=NothingTwice)  # noqa: S506  a safe loader
    return read


_FINDERS: dict[str, Find] = {}


def check(key: str) -> Callable[[Find], Find]:
    """Decorator: the function finds what the file declares under this key. ValueError: undeclared, or found twice."""

    def add(find: Find) -> Find:
        if key not in declared() or key in _FINDERS:
            raise ValueError(f"{key} is no check of checks.yaml, or is found twice")
        _FINDERS[key] = find
        return find

    return add


def gathered() -> dict[str, Check]:
    """Every check by key, in the order of the file. KeyError for one that is declared and not found."""
    return {
        key: Check(key, str(entry["severity"]), _words(entry["title"]), _words(entry["says"]), str(entry["source"]),
                   _FINDERS[key])
        for key, entry in declared().items()
    }  # fmt: skip


def _words(entry: object) -> dict[str, str]:
    assert isinstance(entry, dict)
    return {str(language): str(text) for language, text in entry.items()}


def pair(zh: str, en: str) -> Pair:
    """One compared fact in both languages. It never holds a whole name, ID number or account."""
    return [zh, en]


@cache
def phrases() -> dict[str, dict[str, str]]:
    """The words of compared facts in both languages, by key."""
    text = Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8")
    read: dict[str, dict[str, str]] = yaml.load(text, Loader=NothingTwice)  # noqa: S506  a safe loader
    return read


def phrase(name: str, /, **said: object) -> Pair:
    """A compared fact by the key of its words. KeyError for a key, or a part of the words, that is missing."""
    words = phrases()[name]
    return pair(words["zh"].format(**said), words["en"].format(**said))


def evidence_text(pairs: Iterable[Pair]) -> str:
    """Compared facts as they are kept."""
    return json.dumps(list(pairs), ensure_ascii=False)


def digest_of_evidence(text: str) -> str:
    """The same facts give the same number: so that nothing is found twice, and what was cleared stays cleared."""
    return hashlib.sha256(text.encode()).hexdigest()
