"""Who lives in each household: head, spouse, children, their wives and children, parents; with ages that fit.

The register is one of labour resources: it holds households with somebody to work. Old people who live alone and young
families without a registered worker are rarely in it, so its ages are thicker in the middle than the county's.
Shares in this file are assumed; docs/apps/synth.md shows what comes out.
"""

from __future__ import annotations

import numpy as np

from gangqiao.synth.frames import Frame, concat, texts, where
from gangqiao.synth.streams import Bools, Floats, Ints, Texts, pick_index, stream

# GB/T 4761
HEAD, SPOUSE = "02", "10"
SON, DAUGHTER, SON_IN_LAW, DAUGHTER_IN_LAW = "20", "30", "28", "38"
GRANDSON, GRANDDAUGHTER = "41", "42"
FATHER, MOTHER, SIBLING = "51", "52", "70"
MAN, WOMAN = "1", "2"
YOUNGEST_SPOUSE = 20.2  # years

HEAD_AGES = {(22, 30): 0.06, (30, 40): 0.10, (40, 49.5): 0.36, (49.5, 58.2): 0.45, (58.2, 66): 0.02, (66, 84): 0.01}
CHILDREN_BORN = [0.07, 0.26, 0.52, 0.13, 0.02]
# Marital status, GB/T 2261.2
SINGLE, MARRIED, WIDOWED, DIVORCED = "10", "20", "30", "40"


def make_members(seed: int, households: int) -> Frame:
    """One row per person, ordered by household, the head first.

    Columns: household (position), relation, sex, age (years on the reference day), own_line (takes the family's
    surname and ethnic group), marital.
    """
    heads = _heads(stream(seed, "heads"), households)
    partners = _spouses(stream(seed, "spouses"), heads)
    mothers_age = _mothers_age(heads, partners)
    children = _children(stream(seed, "children"), heads, mothers_age)
    in_law, grandchildren = _young_families(stream(seed, "young families"), children)
    parents = _parents(stream(seed, "parents"), heads)
    siblings = _siblings(stream(seed, "siblings"), heads)
    everyone = concat([heads, partners, children, in_law, grandchildren, parents, siblings])
    order = np.argsort(everyone["household"], kind="stable")
    return everyone.take(order)


def _rows(household: Ints, relation: Texts, sex: Texts, age: Floats, own_line: Bools, marital: Texts) -> Frame:
    return Frame(
        {
            "household": household.astype(np.int64),
            "relation": relation,
            "sex": sex,
            "age": age,
            "own_line": own_line,
            "marital": marital,
        }
    )


def _heads(rng: np.random.Generator, count: int) -> Frame:
    bands = list(HEAD_AGES)
    band = pick_index(rng, list(HEAD_AGES.values()), count)
    low, high = np.array([b[0] for b in bands])[band], np.array([b[1] for b in bands])[band]
    age = low + (high - low) * rng.random(count)
    sex = where(rng.random(count) < 0.88, MAN, WOMAN)
    paired = np.clip(0.55 + (age - 22) * 0.045, 0.55, 0.93) - np.clip((age - 60) * 0.018, 0, 0.5)
    paired = np.where(sex == WOMAN, paired * 0.42, paired)
    alone = np.where(
        age < 32, SINGLE, np.where(rng.random(count) < np.clip((age - 30) / 45, 0.05, 0.85), WIDOWED, DIVORCED)
    )
    alone = np.where((age < 48) & (rng.random(count) < 0.5), SINGLE, alone)
    marital = where(rng.random(count) < paired, MARRIED, texts(alone))
    everybody = np.ones(count, dtype=bool)
    return _rows(np.arange(count), where(everybody, HEAD, HEAD), sex, age, everybody, marital)


def _spouses(rng: np.random.Generator, heads: Frame) -> Frame:
    of = heads.take(heads["marital"] == MARRIED)
    size = len(of)
    gap = np.clip(rng.normal(2.2, 2.4, size), -5, 9)
    age = np.where(of["sex"] == MAN, of["age"] - gap, of["age"] + gap)
    # The youngest are spread over a year and a half: on one birthday there are more of them than running numbers.
    age = np.where(age < YOUNGEST_SPOUSE, YOUNGEST_SPOUSE + 1.5 * (np.abs(gap) * 97 % 1), age)
    everybody = np.ones(size, dtype=bool)
    sex = where(of["sex"] == MAN, WOMAN, MAN)
    return _rows(of["household"], where(everybody, SPOUSE, ""), sex, age, ~everybody, of["marital"])


def _mothers_age(heads: Frame, spouses: Frame) -> Floats:
    """By household: the age of the woman of the head's generation, or what it would be."""
    age = np.where(heads["sex"] == MAN, heads["age"] - 2.0, heads["age"]).astype(float)
    wives = spouses["sex"] == WOMAN
    age[spouses["household"][wives]] = spouses["age"][wives]
    return age


def _children(rng: np.random.Generator, heads: Frame, mothers_age: Floats) -> Frame:
    """Children who still belong to the household: most sons, and daughters until they marry out."""
    count = len(heads)
    born = pick_index(rng, CHILDREN_BORN, count)
    # A head who never married has no children in the register.
    born = np.where(heads["marital"] == SINGLE, 0, born)
    first = np.clip(rng.normal(22.8, 2.4, count), 18.2, 33)
    found = []
    for nth in range(len(CHILDREN_BORN) - 1):
        gap = nth * np.clip(rng.normal(3.0, 1.0, count), 1.2, 6)
        age = mothers_age - first - gap
        son = rng.random(count) < 0.53
        leaves = np.where(son, np.clip((age - 24) * 0.04, 0, 0.34), np.clip((age - 21) * 0.13, 0, 0.9))
        here = (born > nth) & (age > 0.05) & (age < 42) & (rng.random(count) >= leaves)
        rows = np.flatnonzero(here)
        sex = where(son[rows], MAN, WOMAN)
        relation = where(son[rows], SON, DAUGHTER)
        found.append(
            _rows(rows, relation, sex, age[rows], np.ones(len(rows), dtype=bool), where(son[rows], SINGLE, SINGLE))
        )
    return concat(found)


def _young_families(rng: np.random.Generator, children: Frame) -> tuple[Frame, Frame]:
    """Wives and husbands of grown children, and their children. Marks the children as married, in place."""
    age, son = children["age"], children["sex"] == MAN
    weds = np.where(son, np.clip((age - 23) * 0.085, 0, 0.74), np.clip((age - 24) * 0.05, 0, 0.35))
    married = rng.random(len(children)) < weds
    # One young family in a household: brothers of a married one have set up their own.
    first = np.zeros(len(children), dtype=bool)
    candidates = np.flatnonzero(married)
    first[candidates[np.unique(children["household"][candidates], return_index=True)[1]]] = True
    children["marital"] = where(first, MARRIED, children["marital"])
    of = children.take(first)
    size, man = len(of), of["sex"] == MAN
    gap = np.clip(rng.normal(1.6, 1.8, size), -3, 6)
    their_age = np.maximum(np.where(man, of["age"] - gap, of["age"] + gap), 20.1)
    strangers = np.zeros(size, dtype=bool)
    in_law = _rows(
        of["household"],
        where(man, DAUGHTER_IN_LAW, SON_IN_LAW),
        where(man, WOMAN, MAN),
        their_age,
        strangers,
        of["marital"],
    )
    mother = np.where(man, their_age, of["age"])
    return in_law, concat([_grandchildren(rng, of["household"], mother, nth) for nth in range(2)])


def _grandchildren(rng: np.random.Generator, household: Ints, mother: Floats, nth: int) -> Frame:
    size = len(household)
    age = mother - np.clip(rng.normal(23.2, 2.0, size), 19, 30) - nth * np.clip(rng.normal(3.0, 0.8, size), 1.2, 5)
    here = (age > 0.02) & (age < 20) & (rng.random(size) < (0.62, 0.25)[nth])
    boy = rng.random(size) < 0.53
    rows = np.flatnonzero(here)
    sex = where(boy[rows], MAN, WOMAN)
    relation = where(boy[rows], GRANDSON, GRANDDAUGHTER)
    return _rows(
        household[rows], relation, sex, age[rows], np.ones(len(rows), dtype=bool), where(boy[rows], SINGLE, SINGLE)
    )


def _parents(rng: np.random.Generator, heads: Frame) -> Frame:
    """The head's parents, when they live and live here (brothers and sisters share them)."""
    both = []
    lives = {}
    for relation, sex, older in ((FATHER, MAN, 26.0), (MOTHER, WOMAN, 23.5)):
        age = heads["age"] + np.clip(rng.normal(older, 3.0, len(heads)), 18, 38)
        share = np.clip(1.05 - (age - 52) * (0.026 if sex == MAN else 0.021), 0, 1)
        lives[sex] = (relation, age, share > rng.random(len(heads)))
    here = (rng.random(len(heads)) < 0.17) & (heads["age"] < 62)
    for sex, other in ((MAN, WOMAN), (WOMAN, MAN)):
        relation, age, alive = lives[sex]
        rows = np.flatnonzero(here & alive)
        marital = where(lives[other][2][rows], MARRIED, WIDOWED)
        everybody = np.ones(len(rows), dtype=bool)
        own_line = everybody if sex == MAN else ~everybody
        both.append(
            _rows(rows, where(everybody, relation, ""), where(everybody, sex, ""), age[rows], own_line, marital)
        )
    return concat(both)


def _siblings(rng: np.random.Generator, heads: Frame) -> Frame:
    """An unmarried younger brother or sister of a young head."""
    age = heads["age"] - np.clip(rng.gamma(3.0, 1.3, len(heads)), 1.1, 12)
    here = (heads["age"] < 36) & (age > 16) & (rng.random(len(heads)) < 0.16)
    rows = np.flatnonzero(here)
    brother = rng.random(len(rows)) < 0.6
    return _rows(
        rows,
        where(brother, SIBLING, SIBLING),
        where(brother, MAN, WOMAN),
        age[rows],
        np.ones(len(rows), dtype=bool),
        where(brother, SINGLE, SINGLE),
    )
