"""The list of occupations as it lies in the files: codes, names, and the words people use for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation of the national list.

    `trades` are keys of the register's list of training trades. `sector` is the letter of GB/T 4754 most employers of
    the occupation belong to: a hint and no more. `is_confirmed` is False for a code that could not be checked.
    """

    code: str
    name: str
    synonyms: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    trades: tuple[str, ...] = ()
    sector: str = ""
    is_common: bool = False
    is_confirmed: bool = True

    @property
    def classes(self) -> tuple[str, ...]:
        """The codes of its major, middle and small class: ("6", "6-05", "6-05-01")."""
        return self.code[:1], self.code[:4], self.code[:7]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the official one first."""
        return self.name, *self.synonyms


def find(code: str) -> Occupation | None:
    """The occupation of this code, or None."""
    return all_occupations().get(code.strip())


def class_name(code: str) -> str:
    """The name of a class ("6-05"), or of the nearest class above that the list names; "" for no class of the list."""
    classes: Mapping[str, str] = _classification()["classes"]
    while code:
        if code in classes:
            return classes[code]
        code = code.rpartition("-")[0]
    return ""


@cache
def all_occupations() -> Mapping[str, Occupation]:
    """Every occupation by its code, in the order of the codes."""
    listed = _classification()
    spoken = _read("words.yaml")
    words, defaults = spoken["words"], spoken["defaults"]
    return {code: _occupation(code, name, words, defaults, listed) for code, name in listed["occupations"].items()}


def _occupation(
    code: str, name: str, words: Mapping[str, Any], defaults: Mapping[str, Any], listed: Mapping[str, Any]
) -> Occupation:
    said = words.get(code, {})
    return Occupation(
        code=code,
        name=name,
        # A synonym that is the name itself would count twice.
        synonyms=tuple(word for word in dict.fromkeys(said.get("also", ())) if word != name),
        skills=tuple(said.get("skills", ())),
        trades=tuple(said.get("trades", _longest(defaults["trades"], code) or ())),
        sector=_longest(defaults["sectors"], code) or "",
        is_common=bool(said.get("often")),
        is_confirmed=code not in listed["unconfirmed"],
    )


def _longest(by_beginning: Mapping[str, Any], code: str) -> Any:
    fitting = [beginning for beginning in by_beginning if code.startswith(beginning)]
    return by_beginning[max(fitting, key=len)] if fitting else None


@cache
def _classification() -> dict[str, Any]:
    return _read("classification.yaml")


def _read(name: str) -> dict[str, Any]:
    # The C reader takes a tenth of the time over two thousand lines; it reads as safely.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return dict(yaml.load((_HERE / name).read_text(encoding="utf-8"), Loader=loader))  # noqa: S506
