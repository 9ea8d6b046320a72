"""A synthetic county of which three in four were never asked for wishes: they fit nearly everything, and are alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from gangqiao.engine import worlds
from gangqiao.engine.columns import Ties, Vacancies, Workers

VILLAGES, TOWNS = 132, 12
SILENT = 0.75
TRADES = 14  # few posts ask for more than these
WISHES = ("trades", "wished_level", "pay_floor", "earliest", "no_night", "couple", "dormitory")


def unasked_world(workers: int, vacancies: int, seats: int, seed: int) -> tuple[Workers, Vacancies, Ties]:
    """Workers, vacancies with so many seats, and ties; the same seed makes the same world."""
    random = np.random.default_rng(seed)
    people, posts = worlds._Columns(random, workers, 0.0), worlds._Columns(random, vacancies, 0.0)
    employers = max(1, vacancies // 5)
    homes = worlds.COUNTY + 100 + np.arange(TOWNS)
    return (
        _workers(people, homes, employers),
        _vacancies(posts, homes, employers, seats),
        Ties.of(**worlds._ties(random, VILLAGES, employers)),
    )


def _workers(people: worlds._Columns, homes: Any, employers: int) -> Workers:
    silent, village = people.chance(SILENT), people.random.integers(VILLAGES, size=people.rows)
    spoken = worlds._wishes(people, employers) | {
        "trades": people.bits([1, 2, 3], [50, 30, 20]),
        "wished_level": people.draw(range(6), [36, 36, 4, 7, 16, 1]),
    }
    wishes: dict[str, Any] = {}
    for name in WISHES:
        values, unknown = spoken[name] if isinstance(spoken[name], tuple) else (spoken[name], silent)
        wishes[name] = values, unknown | silent
    facts = worlds._facts(people)
    unasked, asked = people.draw([31, 3], [77, 23])[0], people.draw([1, 3, 31, 15], [37, 36, 17, 10])[0]
    unskilled = np.where(silent, people.chance(0.7), people.chance(0.01))
    return Workers.of(
        age=facts["age"], sex=facts["sex"], ethnicity=facts["ethnicity"], fitness=facts["fitness"],
        education=people.draw(range(6), [8, 30, 45, 13, 3, 1]), mandarin=people.draw([0, 1, 2], [4, 11, 85]),
        skills=(np.where(people.chance(0.84), 0, people.bits([1], [1])), unskilled),
        certificates=(np.where(people.chance(0.95), 0, people.bits([1], [1])), unskilled),
        skill_level=people.draw(range(4), [92, 5, 2, 1]),
        levels=np.where(silent, unasked, asked),
        cares=people.draw([0, 1], [60, 40], 0.8),
        past_employer=(people.random.integers(employers, size=people.rows), people.chance(0.83)),
        priority=people.draw([0, 1, 2], [75, 23, 2]),
        home=homes[village % TOWNS], village=village,
        worker=np.arange(people.rows) + 1, salt=people.random.integers(2**32, size=people.rows),
        **wishes,
    )  # fmt: skip


def _vacancies(posts: worlds._Columns, homes: Any, employers: int, seats: int) -> Vacancies:
    offers: dict[str, Any] = worlds._offers(posts, homes)
    return Vacancies.of(
        age_max=posts.draw([50, 55, 60], [1, 1, 1], 0.85),
        education_min=posts.draw([1, 2, 3], [18, 33, 16], 0.34),
        fitness_min=posts.draw([1, 2], [30, 70]), mandarin_min=posts.draw([0, 1], [30, 70]),
        trades=np.uint64(1) << posts.random.integers(TRADES, size=posts.rows).astype(np.uint64),
        certificates_needed=np.where(posts.chance(0.84), 0, np.uint64(1) << posts.random.integers(
            TRADES, size=posts.rows).astype(np.uint64)),
        skill_level_min=posts.draw([1], [1], 0.8),
        last_day=posts.draw(worlds.DAY + np.arange(5, 40), np.ones(35)),
        night=posts.draw([0, 1], [33, 67], 0.25), couples=posts.draw([0, 1], [50, 50], 0.34),
        employer=posts.random.integers(employers, size=posts.rows), capacity=worlds._seats(
            posts.random, posts.rows, seats),
        vacancy=np.arange(posts.rows) + 1, salt=posts.random.integers(2**32, size=posts.rows),
        **offers,
    )  # fmt: skip
