"""The patterns of `patterns.yaml`, compiled once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

# Full-width forms and dashes, each to exactly one character: a span in the levelled text is a span of the message.
_LEVEL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ", 0x2014: "-", 0x2013: "-", 0x2015: "-", 0x2212: "-", 0x301C: "-", 0xFF5E: "-", 0x7E: "-",
    0x00A0: " ", 0xFF3B: "(", 0xFF3D: ")",
}  # fmt: skip


def levelled(text: str) -> str:
    """The text with half-width signs, as long as it was."""
    return text.translate(_LEVEL)


@cache
def words(*keys: str) -> Any:
    """What the file says under these keys, as it stands there."""
    found: Any = _file()
    for key in keys:
        found = found[key]
    return found


@cache
def pattern(*keys: str) -> re.Pattern[str]:
    """The compiled pattern under these keys."""
    return compiled(words(*keys))


@cache
def compiled(source: str) -> re.Pattern[str]:
    """A pattern of the file, its placeholders filled in."""
    file = _file()
    for name, value in (
        ("{titles}", file["contact"]["titles"]),
        ("{kinds}", file["employer"]["kinds"]),
        ("{dash}", file["dash"]),
        ("{n}", file["n"]),
    ):
        source = source.replace(name, value)
    return re.compile(source)


@cache
def _file() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("patterns.yaml").read_text(encoding="utf-8")))
