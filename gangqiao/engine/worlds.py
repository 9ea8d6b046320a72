"""Synthetic worlds for tests and measurements: columns only, nobody in them. About one pair in fifteen fits."""

from __future__ import annotations

from typing import Any

import numpy as np

from gangqiao.engine.columns import Ties, Vacancies, Workers
from gangqiao.engine.columns_of import Array

COUNTY = 532504_000
DAY = 18_337  # 2020-03-16, in days since 1970
TRADES = 40
# Where the places of work are: one of the county's towns, another county of the prefecture, of the province, another
# province (also whole prefectures and provinces), abroad.
_PLACES = (0.30, 0.15, 0.20, 0.33, 0.02)


def make_world(
    workers: int, vacancies: int, seats_ratio: float, seed: int, towns: int = 14, *, unknown: float = 0.02
) -> tuple[Workers, Vacancies, Ties]:
    """Workers, vacancies and ties; the same seed makes the same world.

    seats_ratio   open seats for each worker
    unknown       share of the facts that are not known
    """
    random = np.random.default_rng(seed)
    employers = max(1, vacancies // 4)
    homes = COUNTY + 100 + np.arange(towns)
    villages = towns * 12
    village = random.integers(villages, size=workers)
    people = _Columns(random, workers, unknown)
    posts = _Columns(random, vacancies, unknown)
    return (
        Workers.of(**_facts(people), **_wishes(people, employers), home=homes[village % towns], village=village,
                   worker=np.arange(workers) + 1_000_000, salt=random.integers(2**32, size=workers)),
        Vacancies.of(**_limits(posts), **_offers(posts, homes), employer=random.integers(employers, size=vacancies),
                     capacity=_seats(random, vacancies, int(workers * seats_ratio)),
                     vacancy=np.arange(vacancies) + 1, salt=random.integers(2**32, size=vacancies)),
        Ties.of(**_ties(random, villages, employers)),
    )  # fmt: skip


class _Columns:
    """Draws columns of one table."""

    def __init__(self, random: np.random.Generator, rows: int, unknown: float) -> None:
        self.random, self.rows, self.share = random, rows, unknown

    def draw(self, values: Any, shares: Any, unknown: float | None = None) -> tuple[Array, Array]:
        """Values by their shares, unknown in some rows."""
        weights = np.asarray(shares, float)
        drawn = self.random.choice(np.asarray(values), self.rows, p=weights / weights.sum())
        return drawn, self.chance(self.share if unknown is None else unknown)

    def chance(self, share: float) -> Array:
        return self.random.random(self.rows) < share

    def bits(self, counts: Any, shares: Any) -> Array:
        """Masks of so many trades each; some trades are more common than others."""
        often = 1 / np.arange(3, TRADES + 3) ** 0.7
        many = self.random.choice(np.asarray(counts), self.rows, p=np.asarray(shares) / np.sum(shares))
        mask = np.zeros(self.rows, np.uint64)
        for drawn in range(int(many.max(initial=0))):
            trade = self.random.choice(TRADES, self.rows, p=often / often.sum()).astype(np.uint64)
            mask |= np.where(many > drawn, np.uint64(1) << trade, np.uint64(0))
        return mask


def _facts(people: _Columns) -> dict[str, Any]:
    nobody = people.chance(people.share)
    ages = np.clip(people.random.normal(38, 11, people.rows), 16, 65).astype(np.int64)
    return {
        "age": (ages, people.chance(people.share / 4)),
        "sex": people.draw([1, 2], [55, 45], people.share / 4),
        "ethnicity": people.draw([1, 7, 8, 3], [60, 25, 10, 5]),
        "education": people.draw(range(7), [3, 22, 48, 18, 6, 2.8, 0.2]),
        "fitness": people.draw([0, 1, 2], [1, 9, 90]),
        "mandarin": people.draw([0, 1, 2], [7, 38, 55]),
        "skills": (people.bits([0, 1, 2, 3], [35, 40, 20, 5]), nobody),
        "certificates": (people.bits([0, 1, 2], [78, 18, 4]), nobody),
        "skill_level": people.draw(range(6), [62, 20, 10, 5, 2, 1]),
    }


def _wishes(people: _Columns, employers: int) -> dict[str, Any]:
    return {
        "trades": people.bits([0, 1, 2, 3, 4, 6], [30, 12, 16, 18, 14, 10]),
        "levels": people.draw([1, 3, 7, 15, 31, 63, 24, 30, 28], [2, 12, 14, 16, 28, 4, 8, 10, 6], 0.05),
        "wished_level": people.draw(range(6), [12, 28, 14, 14, 31, 1], 0.2),
        "pay_floor": people.draw(range(1800, 6600, 200), np.exp(-((np.arange(24) - 7) ** 2) / 40), 0.15),
        "earliest": people.draw(DAY + np.arange(0, 90, 7), 1 / np.arange(1, 14), 0.2),
        "no_night": people.draw([0, 1], [75, 25], 0.3),
        "couple": people.draw([0, 1], [93, 7], 0.3),
        "cares": people.draw([0, 1], [88, 12], 0.3),
        "dormitory": people.draw([0, 1], [25, 75], 0.4),
        "past_employer": (people.random.integers(employers, size=people.rows), people.chance(0.6)),
        "priority": people.draw([0, 1, 2], [70, 22, 8], 0),
    }


def _limits(posts: _Columns) -> dict[str, Any]:
    return {
        "age_min": posts.draw([16, 18, 20, 22], [5, 80, 12, 3], 0.15),
        "age_max": posts.draw([30, 35, 40, 45, 50, 55, 60], [4, 8, 12, 24, 24, 20, 8], 0.2),
        "sex": posts.draw([1, 2], [60, 40], 0.88),
        "ethnicity": posts.draw([8], [1], 0.995),
        "education_min": posts.draw([0, 1, 2, 3, 4], [28, 20, 36, 12, 4], 0.3),
        "fitness_min": posts.draw([1, 2], [30, 70], 0.2),
        "mandarin_min": posts.draw([0, 1, 2], [40, 45, 15], 0.3),
        "trades": posts.bits([0, 1, 2, 3], [4, 62, 26, 8]),
        "skills_needed": (posts.bits([0, 1, 2], [80, 17, 3]), posts.chance(0.3)),
        "certificates_needed": (posts.bits([0, 1], [90, 10]), posts.chance(0.3)),
        "skill_level_min": posts.draw([0, 1, 2, 3], [82, 10, 5, 3], 0.3),
        "last_day": posts.draw(DAY + np.arange(7, 187, 3), np.linspace(1, 2, 60), 0.4),
        "night": posts.draw([0, 1], [65, 35], 0.05),
        "couples": posts.draw([0, 1], [60, 40], 0.1),
    }


def _offers(posts: _Columns, homes: Array) -> dict[str, Any]:
    random, rows = posts.random, posts.rows
    where = random.choice(5, rows, p=_PLACES)
    near = random.choice(homes, rows)
    county = 532500_000 + random.integers(1, 24, rows) * 1_000 * (random.random(rows) < 0.9)
    province = 530000_000 + random.integers(1, 30, rows) * 100_000 + random.integers(0, 12, rows) * 1_000
    cities = np.array([440300, 440100, 441900, 310000, 330200, 350200, 320500, 330000, 440000, 510100])
    far = random.choice(cities, rows) * 1_000 + random.integers(0, 3, rows)
    places = np.choose(where, [near, county, province, far, 900_000_000 + random.integers(1, 9, rows)])
    pay = np.round(random.normal(3_100, 500, rows) + np.choose(where, [0, 150, 500, 1_500, 4_000]), -1)
    return {
        "place": (places, posts.chance(posts.share)),
        "pay": (np.clip(pay, 1_500, 20_000).astype(np.int64), posts.chance(0.06)),
        "dormitory": posts.draw([0, 1], [30, 70], 0.1),
        "kept": posts.draw(range(40, 101, 5), np.linspace(1, 3, 13), 0.5),
        "fresh_days": posts.draw(range(0, 120, 3), np.exp(-np.arange(40) / 12), 0.05),
    }


def _seats(random: np.random.Generator, vacancies: int, seats: int) -> Array:
    """Seats by vacancy, many with few and few with many; one vacancy in fifty has none."""
    weights = random.lognormal(0, 1, vacancies) * (random.random(vacancies) > 0.02)
    total = weights.sum()
    return np.floor(weights / total * seats + random.random(vacancies) * (weights > 0)).astype(np.int64) if total else (
        np.zeros(vacancies, np.int64))  # fmt: skip


def _ties(random: np.random.Generator, villages: int, employers: int) -> dict[str, Any]:
    pairs = np.unique(random.integers(villages * employers, size=villages * 6))
    return {"village": pairs // employers, "employer": pairs % employers,
            "count": random.geometric(0.3, size=len(pairs))}  # fmt: skip
