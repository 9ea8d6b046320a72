"""What a division's name says: its kind, its short form, and its spelling in pinyin."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

from gangqiao.places.levels import Kind, Level

# Endings of official names, longest first, with the kind each says at its level. Names are data: they stay Chinese.
_ENDINGS: dict[Level, tuple[tuple[str, Kind], ...]] = {
    Level.PROVINCE: (
        ("特别行政区", Kind.SPECIAL_REGION),
        ("维吾尔自治区", Kind.AUTONOMOUS_REGION),
        ("壮族自治区", Kind.AUTONOMOUS_REGION),
        ("回族自治区", Kind.AUTONOMOUS_REGION),
        ("自治区", Kind.AUTONOMOUS_REGION),
        ("市", Kind.MUNICIPALITY),
        ("省", Kind.PROVINCE),
    ),
    Level.PREFECTURE: (
        ("自治州", Kind.AUTONOMOUS_PREFECTURE),
        ("地区", Kind.OTHER_PREFECTURE),
        ("盟", Kind.OTHER_PREFECTURE),
        ("市", Kind.CITY),
    ),
    Level.COUNTY: (
        ("自治县", Kind.COUNTY),
        ("自治旗", Kind.COUNTY),
        ("林区", Kind.DISTRICT),
        ("区", Kind.DISTRICT),
        ("市", Kind.CITY),
        ("县", Kind.COUNTY),
        ("旗", Kind.COUNTY),
    ),
    Level.TOWNSHIP: (
        ("农场管理局", Kind.FARM_BUREAU),
        ("街道", Kind.STREET),
        ("镇", Kind.TOWN),
        ("乡", Kind.TOWNSHIP),
    ),
    Level.VILLAGE: (
        ("居委会", Kind.COMMUNITY),
        ("村委会", Kind.VILLAGE),
        ("生活区", Kind.FARM_BRANCH),
        ("社区", Kind.COMMUNITY),
        ("分场", Kind.FARM_BRANCH),
    ),
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
