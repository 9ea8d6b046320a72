"""A message that was read, as the form shows it: what was taken from where, what is in doubt, what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from gangqiao.vacancies.attributes import VACANCY
from gangqiao.vacancies.pasting import Draft, Reading
from gangqiao.vacancies.pasting.found import Found


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the message. is_read: something was taken from it."""

    text: str
    is_read: bool


def reading_shown(reading: Reading, number: int, own: Iterable[Found] = ()) -> dict[str, Any]:
    """What the page says of a message beside the form. own: what was read of the department's own items."""
    draft = reading.drafts[number] if number < len(reading.drafts) else Draft()
    return {
        "reading": reading,
        "pieces": _pieces(reading.text, [*draft.fields.values(), *own]),
        "fees": [str(fee.sentence) for fee in reading.fees],
        "notes": [str(note) for note in getattr(reading, "notes", ())],
        "doubts": [
            (_label(found.key), found.text, str(found.doubt))
            for found in draft.doubts
            if found.doubt and found.key not in ("place_key",)
        ],
        "limits": [(limit.found.text, str(limit.sentence)) for limit in draft.limits],
        "number": number + 1,
        "many": len(reading.drafts),
    }


def _label(key: str) -> Any:
    return VACANCY[key].label if key in VACANCY else ""


def _pieces(text: str, found: Iterable[Found]) -> list[Piece]:
    """The message cut where readings begin and end; spans of two facts may lie over each other."""
    spans = [(f.start, f.end) for f in found if 0 <= f.start < f.end <= len(text)]
    cuts = sorted({0, len(text), *(at for span in spans for at in span)})
    return [Piece(text[start:end], any(s <= start and end <= e for s, e in spans)) for start, end in pairwise(cuts)]
