"""What a division's name says: its kind, its short form, and its spelling in pinyin."""

from __future__ import annotations

from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

from gangqiao.places.levels import Kind, Level

# Endings of official names by level, longest first, with the kind each says. Names are data.
_ENDINGS: dict[Level, tuple[tuple[str, Kind], ...]] = {
    Level(level): tuple((ending, Kind(kind)) for ending, kind in endings.items())
    for level, endings in yaml.safe_load(
        (Path(__file__).parent / "data/endings.yaml").read_text(encoding="utf-8")
    ).items()
}
_FALLBACK = {
    Level.NATION: Kind.ROOT,
    Level.COUNTRY: Kind.COUNTRY,
    Level.PROVINCE: Kind.PROVINCE,
    Level.PREFECTURE: Kind.OTHER_PREFECTURE,
    Level.COUNTY: Kind.COUNTY,
    Level.TOWNSHIP: Kind.TOWNSHIP,
    Level.VILLAGE: Kind.VILLAGE,
    Level.GROUP: Kind.GROUP,
}
# The ending is the name itself in these.
_WHOLE = {Kind.FARM_BRANCH}


def kind_of(level: Level, name: str) -> Kind:
    """The kind an official name says, else the ordinary kind of the level."""
    return next((kind for ending, kind in _ENDINGS.get(level, ()) if name.endswith(ending)), _FALLBACK[level])


def short_name_of(level: Level, name: str) -> str:
    """The name without its ending; the whole name when less than two characters would be left."""
    for ending, kind in _ENDINGS.get(level, ()):
        if name.endswith(ending):
            short = name.removesuffix(ending)
            return short if len(short) >= 2 and kind not in _WHOLE else name
    return name


def pinyin_of(name: str) -> tuple[str, str]:
    """The whole spelling and the initials, lower case, without tones or spaces: ("xinshaozhen", "xsz")."""
    syllables = [s.lower() for s in lazy_pinyin(name, style=Style.NORMAL) if s.strip()]
    return "".join(syllables), "".join(s[0] for s in syllables)
