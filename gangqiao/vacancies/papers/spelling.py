"""Pinyin above what a reader may stumble over: rare characters, and those that are read otherwise than usually."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from pypinyin import Style, lazy_pinyin, pinyin

# GB/T 2312 orders its characters by how common they are: these rows are the 3,755 of the first level.
FIRST_LEVEL = range(0xB0, 0xD8)


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text; pinyin: of its single character, "" when it needs none."""

    text: str
    pinyin: str = ""


def spelt(text: str) -> list[Run]:
    """The text in runs, each hard character for itself with its pinyin."""
    runs: list[Run] = []
    for character, sound in _sounds(text):
        if sound and (not is_common(character) or _plain(sound) != usual_sound(character)):
            runs.append(Run(character, sound))
        elif runs and not runs[-1].pinyin:
            runs[-1] = Run(runs[-1].text + character)
        else:
            runs.append(Run(character))
    return runs


def _sounds(text: str) -> list[tuple[str, str]]:
    """Each character with its sound in this text, by the phrases it stands in; "" for what is not Chinese."""
    found: list[tuple[str, str]] = []
    sounds = lazy_pinyin(text, style=Style.TONE, errors=lambda other: [""] * len(other))
    if len(sounds) != len(text):  # never seen; then by characters, without phrases
        sounds = [lazy_pinyin(c, style=Style.TONE, errors=lambda _other: [""])[0] for c in text]
    for character, sound in zip(text, sounds, strict=True):
        found.append((character, sound))
    return found


@cache
def is_common(character: str) -> bool:
    """True for what everybody reads who went to school."""
    try:
        coded = character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(coded) < 2 or coded[0] in FIRST_LEVEL


@cache
def usual_sound(character: str) -> str:
    """How the character is mostly read, without its tone."""
    return str(pinyin(character, style=Style.NORMAL, heteronym=True)[0][0])


@cache
def _plain(sound: str) -> str:
    from unicodedata import combining, normalize

    bare = "".join(c for c in normalize("NFD", sound) if not combining(c) or c == "\u0308")
    return normalize("NFC", bare).replace("\u00fc", "v")
