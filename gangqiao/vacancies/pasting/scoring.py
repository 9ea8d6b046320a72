"""How many fields of made-up messages are read rightly. Used by the tests; the decision names the figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from gangqiao.vacancies.pasting.found import Draft
from gangqiao.vacancies.pasting.reading import read

DAY = dt.date(2026, 11, 26)
_LOOSE = frozenset({"skills"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One field of one vacancy: what was to be read and what was. None: nothing."""

    message: int
    vacancy: int
    key: str
    expected: Any
    got: Any

    @property
    def is_right(self) -> bool:
        if self.key in _LOOSE and self.expected and self.got:
            return str(self.expected) in str(self.got) or str(self.got) in str(self.expected)
        return bool(self.expected == self.got)


def corpus(half: str) -> list[dict[str, Any]]:
    """The messages of one half, "tuned" or "held_out", with what should be read from them."""
    text = Path(__file__).with_name(f"corpus_{half}.yaml").read_text(encoding="utf-8")
    return list(yaml.safe_load(text))


def compare(half: str) -> Iterator[Compared]:
    """Every field that was to be read or was read, of every vacancy of the half."""
    for expected in corpus(half):
        drafts = read(expected["text"], today=DAY).drafts
        for at in range(max(len(drafts), len(expected["vacancies"]))):
            wanted = expected["vacancies"][at] if at < len(expected["vacancies"]) else {}
            got = _values(drafts[at]) if at < len(drafts) else {}
            if "occupation" not in wanted:
                got.pop("occupation", None)
            for key in sorted(wanted.keys() | got.keys()):
                yield Compared(expected["number"], at, key, wanted.get(key), got.get(key))


def _values(draft: Draft) -> dict[str, Any]:
    """The values as the corpus writes them: days as ISO texts, nothing for nothing."""
    values = {key: str(value) if isinstance(value, dt.date) else value for key, value in draft.values.items()}
    return {key: value for key, value in values.items() if value not in ("", None)}


def share_right(half: str) -> float:
    """The share of fields read rightly, from 0 to 1; a field read that was not there counts as wrong."""
    compared = list(compare(half))
    return sum(one.is_right for one in compared) / len(compared)
