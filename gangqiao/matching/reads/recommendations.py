"""What suits one person, and one pair of person and vacancy: from the stored columns, with what is open this moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import polars as pl

from gangqiao.engine.columns import Vacancies, Workers, World
from gangqiao.engine.columnwise import Counts, Sides, Sorted
from gangqiao.engine.explaining import Judgement, judge
from gangqiao.kernel import clock
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.features import read_people, read_posts
from gangqiao.matching.features.areas import village_path
from gangqiao.matching.features.people import WISHES
from gangqiao.matching.helping import Change, what_would_help
from gangqiao.matching.models import RecommendationRun
from gangqiao.matching.policy.points import policy_on
from gangqiao.matching.reads.recommendations_open import open_among
from gangqiao.matching.reads.recommendations_stored import Offered, latest_run, offered_in, people_of, rows_of
from gangqiao.people.models import Person
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.postings import Posting, posting_of


@dataclass(frozen=True, slots=True)
class Suits:
    """One vacancy before one person. row: of the vacancy in `world`, of which the person is the only worker."""

    posting: Posting
    judgement: Judgement
    world: World
    row: int


@dataclass(frozen=True, slots=True)
class PersonSuits:
    """What suits one person.

    asked    features.people: UNASKED, SEEKS, DECLINED; unsaid: names of WISHES that nobody asked for
    as_of    when the vacancies were compared with the person
    suits    what is still open of the best, best first; counts: over all vacancies of the run
    changes  what would open more
    """

    as_of: datetime
    asked: int
    unsaid: tuple[str, ...]
    suits: list[Suits]
    counts: Counts
    changes: list[Change]
    vacancies: int


@dataclass(frozen=True, slots=True)
class _Stored:
    row: dict[str, Any]
    workers: Workers
    run: RecommendationRun
    made_at: datetime


def suits_of(person: Person) -> PersonSuits | None:
    """What suits a person of the scope; null when nothing was made for the person."""
    stored = _stored(person)
    if stored is None:
        return None
    offered = offered_in(stored.run)
    world = offered.world(stored.workers)
    found = Sorted(Sides(world))
    keys = [key for key in stored.row["top"] if key >= 0]
    return PersonSuits(
        as_of=stored.made_at,
        asked=stored.row["asked"],
        unsaid=_unsaid(stored.row["wish"]),
        suits=_suits(keys, world, offered),
        counts=found.counts(),
        changes=what_would_help(world, found),
        vacancies=len(offered.posts),
    )


def _unsaid(bits: int) -> tuple[str, ...]:
    return tuple(name for n, name in enumerate(WISHES) if bits >> n & 1)


def _suits(keys: list[int], world: World, offered: Offered) -> list[Suits]:
    """What is still open, in the order of the keys."""
    is_open = open_among(keys)
    rows = [(key, offered.row_of[key]) for key in keys if key in is_open and key in offered.row_of]
    return [Suits(is_open[key], judge(world, 0, row), world, row) for key, row in rows]


def _stored(person: Person) -> _Stored | None:
    row = next(iter(rows_of([village_path(str(person.area_id))])), None)
    if row is None:
        return None
    mine = people_of(row).filter(pl.col("worker") == person.pk)
    if mine.is_empty():
        return None
    return _Stored(mine.row(0, named=True), Workers.from_arrow(mine.to_arrow()), row.run, row.made_at)


def pair_of(person: Person, vacancy: UUID) -> Suits | None:
    """One person of the scope before one vacancy that is open now; null when it is not, or before the first run."""
    run, posting = latest_run(), posting_of(vacancy)
    if run is None or posting is None:
        return None
    stored, offered = _stored(person), offered_in(run)
    workers = stored.workers if stored else _live(person)
    with everywhere(reason="published vacancies are public"):
        key = Vacancy.objects.only("pk").get(uuid=vacancy).pk
    row = offered.row_of.get(key)
    # One that was published since the run is judged as it is now.
    posts = offered.posts if row is not None else Vacancies.from_arrow(_post(key))
    if workers is None or not len(posts):
        return None
    world = World(workers, posts, offered.ties, offered.points, offered.rules)
    return Suits(posting, judge(world, 0, row or 0), world, row or 0)


def _post(key: int) -> Any:
    return read_posts(clock.today(), vacancies=[key]).vacancies.to_arrow()


def _live(person: Person) -> Workers | None:
    """The columns of somebody to whom nothing is recommended: asked and said no, at work, too young."""
    policy = policy_on(clock.today(), for_whom="everybody")
    found = read_people(clock.today(), policy, persons=[person.pk]).workers
    return Workers.from_arrow(found.to_arrow()) if len(found) else None
