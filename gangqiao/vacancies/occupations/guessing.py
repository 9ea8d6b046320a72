"""What occupation a free job title means: "招聘熟练平车工（女）" is a sewing worker."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from gangqiao.vacancies.occupations.classification import Occupation
from gangqiao.vacancies.occupations.finding import scored
from gangqiao.vacancies.occupations.terms import NAME, SKILL, SYNONYM, Terms, folded, terms

# How sure a word of each kind makes us when it is the whole title.
_SURE = {NAME: 0.98, SYNONYM: 0.95, SKILL: 0.55}
# A word that covers only a part of the title is worth no less than this share of its certainty.
_LEAST = 0.6
_LATER_WORD = 0.02
_NEAR = 0.45
_BRACKETS = re.compile(r"[（(\[【].*?[）)\]】]")


def guess(text: str, limit: int = 5) -> list[tuple[Occupation, float]]:
    """Occupations the title may mean, best first, each with a confidence from 0 to 1; [] when nothing is recognised.

    Chinese puts the trade last, so of two words that fit equally well the later one wins. A confidence under 0.5 is a
    hint to offer, never one to take without asking.
    """
    title = _title(text)
    if not title:
        return []
    tables = terms()
    best = _inside(tables, title) or _near(title)
    ranked = sorted(best.values(), key=lambda pair: (-pair[1], not pair[0].is_common, pair[0].code))
    return [(occupation, round(sure, 3)) for occupation, sure in ranked[:limit]]


def _title(text: str) -> str:
    """The title without remarks in brackets and without words that say nothing of the trade."""
    plain = _BRACKETS.sub("", text) or text
    plain = re.sub(_noise()["counted"], "", folded(plain))
    bare = _words().sub("", plain)
    return bare or plain


def _inside(tables: Terms, title: str) -> dict[str, tuple[Occupation, float]]:
    best: dict[str, tuple[Occupation, float]] = {}
    for start, word in tables.inside(title):
        share = len(word) / len(title)
        at_end = (start + len(word)) / len(title)
        for term in tables.by_text[word]:
            sure = _SURE[term.kind] * (_LEAST + (1 - _LEAST) * share) - _LATER_WORD * (1 - at_end)
            _keep(best, term.occupation, sure)
    return best


def _near(title: str) -> dict[str, tuple[Occupation, float]]:
    """When no word of the list occurs: words the title is a part of, or that differ by one character."""
    best: dict[str, tuple[Occupation, float]] = {}
    found = scored(title)
    top = found[0][1] if found else 0.0
    for occupation, worth in found[:20]:
        _keep(best, occupation, _NEAR * worth / max(top, 100.0))
    return best


def _keep(best: dict[str, tuple[Occupation, float]], occupation: Occupation, sure: float) -> None:
    if sure > best.get(occupation.code, (None, 0.0))[1]:
        best[occupation.code] = occupation, sure


@cache
def _words() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, _noise()["words"]), key=len, reverse=True)))


@cache
def _noise() -> dict[str, Any]:
    return dict(yaml.safe_load(Path(__file__).with_name("title_noise.yaml").read_text(encoding="utf-8")))
