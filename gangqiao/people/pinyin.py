"""How a person's name is spelt in pinyin, so that clerks find it by typing letters.

General dictionaries read surnames wrongly (stack.md: 曾 ceng, 单 dan, 区 qu, 查 cha, 解 jie): surnames have a list of
their own, and only the rest of the name is asked from the dictionary.
"""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import yaml
from pypinyin import Style, lazy_pinyin

_SURNAMES: dict[str, str] = yaml.safe_load(Path(__file__).with_name("surnames.yaml").read_text(encoding="utf-8"))
# Dots and spaces between the parts of a name; they are spelt by nobody.
_BETWEEN = dict.fromkeys(map(ord, "·•・‧∙.。 \u3000-"))


@lru_cache(maxsize=200_000)
def pinyin_of(name: str) -> tuple[str, str]:
    """The full spelling and the initials in lower case without tones or spaces: ("zengxiaoming", "zxm").

    Letters of another alphabet are kept; an empty name gives two empty texts.
    """
    plain = name.translate(_BETWEEN)
    compound = plain[:2] if plain[:2] in _SURNAMES else plain[:1]
    surname, given = compound, plain[len(compound) :]
    # A dotted name begins with a clan or given name, not with a surname of the list.
    is_dotted = plain != name.strip() and any(dot in name for dot in "·•・‧∙")
    parts = [_syllable(c) for c in surname] if is_dotted else _surname(surname)
    parts += [_syllable(c) for c in given]
    return "".join(parts), "".join(part[:1] for part in parts)


def _surname(surname: str) -> list[str]:
    if surname not in _SURNAMES:
        return [_syllable(c) for c in surname]
    if len(surname) == 1:
        return [_SURNAMES[surname]]
    # One spelling for the compound, two initials: 尉迟 is yuchi and yc.
    spelt = _SURNAMES[surname]
    second = _syllable(surname[1])
    return [spelt.removesuffix(second), second] if spelt.endswith(second) else [spelt[:2], spelt[2:]]


@cache
def _syllable(character: str) -> str:
    """One character read alone: a name is no sentence, so its neighbours say nothing about the reading."""
    return str(lazy_pinyin(character, style=Style.NORMAL)[0]).lower().replace("ü", "v")
