"""Names by the customs of the ethnic groups, from lists of surnames and characters: nobody's name on purpose."""

from __future__ import annotations

from typing import Any

import numpy as np

from gangqiao.synth.frames import texts
from gangqiao.synth.profile import read_yaml
from gangqiao.synth.streams import Bools, Ints, Texts, pick, pick_index

FIRST_CHARACTER_SHARE = 0.35  # of Dai people whose name begins with the character of custom
ONE_CHARACTER_SHARE = {"old": 0.12, "middle": 0.22, "young": 0.2}
SEXES = {"1": "male", "2": "female"}


def surnames(rng: np.random.Generator, ethnicity: Texts) -> Texts:
    """A surname for each person, by ethnic group."""
    out = np.empty(len(ethnicity), dtype=object)
    lists = read_yaml("data/names.yaml")["surnames"]
    for code in sorted(lists):
        mask = ethnicity == code
        out[mask] = pick(rng, lists[code], int(mask.sum()))
    return out


def given_names(rng: np.random.Generator, ethnicity: Texts, sex: Texts, birth_year: Ints) -> Texts:
    """A given name of one or two characters, as usual in the years of birth."""
    out = np.empty(len(sex), dtype=object)
    characters = read_yaml("data/names.yaml")["given"]
    eras = {"old": birth_year < 1972, "middle": (birth_year >= 1972) & (birth_year < 1995), "young": birth_year >= 1995}
    for code, word in SEXES.items():
        for era, mask in eras.items():
            rows = np.flatnonzero(mask & (sex == code))
            out[rows] = _given(rng, characters[word][era], ONE_CHARACTER_SHARE[era], len(rows))
    _first_by_custom(rng, out, ethnicity, sex)
    return out


def _given(rng: np.random.Generator, characters: list[str], short: float, size: int) -> Texts:
    """Two characters of the list, or one; never the same twice in a row in a name of two unless it is in fashion."""
    pool = texts(characters)
    first, second = rng.integers(0, len(pool), size), rng.integers(0, len(pool), size)
    one = rng.random(size) < short
    return texts([pool[b] if o else pool[a] + pool[b] for a, b, o in zip(first, second, one, strict=True)])


def _first_by_custom(rng: np.random.Generator, given: Texts, ethnicity: Texts, sex: Texts) -> None:
    for code, by_sex in sorted(read_yaml("data/names.yaml")["first_character"].items()):
        for number, word in SEXES.items():
            rows = np.flatnonzero((ethnicity == code) & (sex == number))
            rows = rows[rng.random(len(rows)) < FIRST_CHARACTER_SHARE]
            firsts = texts(by_sex[word])[rng.integers(0, len(by_sex[word]), len(rows))]
            given[rows] = texts([f + given[row][-1] for f, row in zip(firsts, rows, strict=True)])


def dotted_names(rng: np.random.Generator, names: Texts, ethnicity: Texts, sex: Texts, share: float) -> Bools:
    """Give a few people of some groups a name with a middle dot, in place. Returns who got one."""
    changed = np.zeros(len(names), dtype=bool)
    for code, parts in sorted(read_yaml("data/names.yaml")["dotted"].items()):
        for number, word in SEXES.items():
            rows = np.flatnonzero((ethnicity == code) & (sex == number))
            rows = rows[rng.random(len(rows)) < share]
            names[rows] = _dotted(rng, parts, word, len(rows))
            changed[rows] = True
    return changed


def _dotted(rng: np.random.Generator, parts: dict[str, Any], word: str, size: int) -> Texts:
    first = texts(parts["first"])[pick_index(rng, [1.0] * len(parts["first"]), size)]
    own = texts(parts[word])[pick_index(rng, [1.0] * len(parts[word]), size)]
    return texts([f"{a}·{b}" for a, b in zip(first, own, strict=True)])
