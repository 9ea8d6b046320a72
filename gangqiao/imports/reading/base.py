"""What reading a cell gives, and the words that only an import knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from gangqiao.imports.rows import Severity
from gangqiao.kernel.attributes.kinds import plain_text
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

# Questions marks and strokes, however many, say nothing.
_ONLY_SIGNS = re.compile(r"[?/\\_.\u3002\u3001\u2026\u2014\u2013~-]+")
LONGEST_SIGN = 6  # characters, in ASCII
READ, DOUBT, WRONG = str(Severity.READ), str(Severity.DOUBT), str(Severity.WRONG)


class Reading(NamedTuple):
    """A cell as it is meant: the raw value for `Attribute.parse`, None when it says nothing or cannot be said.

    severity, code, say  a note about the cell; "" when there is nothing to remark
    """

    value: Any
    severity: str = ""
    code: str = ""
    say: Any = None


NOTHING = Reading(None)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands and in which unit it counts."""

    key: str
    letter: str = ""
    heading: str = ""
    unit: str = ""


Reader = Callable[[Any], Reading]


@cache
def words() -> dict[str, Any]:
    """The words of `words.yaml`."""
    found: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))
    return found


@cache
def word_set(name: str) -> frozenset[str]:
    """One list of words, in normal form."""
    return frozenset(squeezed(w) for w in words()[name])


def squeezed(cell: Any) -> str:
    """The cell as a text in normal form (NFKC, small letters), without any spaces."""
    return "".join(unicodedata.normalize("NFKC", as_text(cell)).casefold().split())


def as_text(cell: Any) -> str:
    """What stands in a cell, as a text; "" for an empty one. Whole floats lose their ".0"."""
    if isinstance(cell, str):
        return plain_text(cell)
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return plain_text(cell)


def is_blank(cell: Any) -> bool:
    """True for an empty cell, and for the signs by which people say that it is empty."""
    if cell is None or not isinstance(cell, str):
        return cell is None
    if len(cell) > LONGEST_SIGN and cell.isascii() and cell[0].isdigit():
        return False  # a number or a day, as most cells that have to be read
    text = squeezed(cell)
    return not text or text in word_set("blank") or bool(_ONLY_SIGNS.fullmatch(text))


def oddly(value: Any, code: str, cell: Any, shown: Any = None) -> Reading:
    """A value read without doubt from an unusual writing."""
    sentence = Say(
        "“%(raw)s” is read as %(value)s.", raw=as_text(cell)[:40], value=str(value if shown is None else shown)
    )
    return Reading(value, READ, code, sentence)


def wrong(code: str, refusal: Refusal) -> Reading:
    """A cell that cannot be read, with the sentence of the register itself."""
    return Reading(None, WRONG, code, refusal.sentence)
