"""What people answer to a message."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import yaml

_WORDS = Path(__file__).parent / "answers.yaml"


def says_stop(words: str) -> bool:
    """True when an answer is one of the words that stop messages (`answers.yaml`), and nothing else."""
    # Full-width letters are as good as others; so are stray marks and spaces.
    plain = "".join(c for c in unicodedata.normalize("NFKC", words).upper() if c.isalnum())
    return plain in _stops()


@cache
def _stops() -> frozenset[str]:
    return frozenset(yaml.safe_load(_WORDS.read_text(encoding="utf-8"))["stop"])
