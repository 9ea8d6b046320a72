"""Makes the recommendations: of everybody by a run over the county, of some persons when a fact of theirs changed.

Computing takes the whole county, whoever asks; what is shown goes through the reader's scope, village by village. A run
that is killed has replaced some villages and not the others: each still names the run its people were judged by.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl
import pyarrow as pa
from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.audit.reads import head
from gangqiao.engine.columns import Workers
from gangqiao.engine.columnwise import Sides, best_vacancies
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.scope import everywhere
from gangqiao.matching.features import People, read_people, read_posts
from gangqiao.matching.features.areas import village_path
from gangqiao.matching.models import RecommendationRun, VillageRecommendations
from gangqiao.matching.policy.points import Policy, policy_on
from gangqiao.matching.ranking import Ranking
from gangqiao.matching.reads.recommendations_stored import latest_run, offered_in, pack, people_of, with_policy
from gangqiao.people.models import Person

log = logging.getLogger(__name__)
VERB = "matching.recommend"
EACH_TIME = 40  # villages written in one transaction
REASON = "recommendations are made for the county as a whole"
_FIELDS = ["run", "people", "content", "made_at"]


class Stages:
    """Seconds by the clock, stage after stage."""

    def __init__(self) -> None:
        self._since, self.seconds = time.perf_counter(), dict[str, float]()

    def end(self, stage: str) -> None:
        """The stage ends here."""
        now = time.perf_counter()
        self.seconds[stage], self._since = round(now - self._since, 3), now


def recommend_everybody(*, day: date | None = None, for_whom: str = "") -> RecommendationRun:
    """Rank everybody of the county anew and store it. Done twice it is the same; raises NotRanked.

    for_whom  another circle of people than the city's (`policy.points.FOR_WHOM`), for measuring
    """
    on, stages, seq = day or clock.today(), Stages(), head()
    policy = policy_on(on, for_whom=for_whom)
    with Ranking(policy) as ranking:
        posts = read_posts(on).vacancies.to_arrow()
        stages.end("vacancies")
        people = read_people(on, policy)
        stages.end("people")
        ties = people.ties.to_arrow()
        found = ranking.top(_engine_columns(people.workers), posts, ties)
        stages.end("ranking")
    run = RecommendationRun.objects.create(
        day=on, version=policy.version, seq=seq, workers=len(people.workers), vacancies=posts.num_rows,
        with_any=_with_any(found), posts=pack(with_policy(posts, policy)), ties=pack(ties),
    )  # fmt: skip
    _store(run, _kept_columns(people.workers, found, posts))
    stages.end("store")
    _finish(run, stages)
    return run


def _engine_columns(workers: pl.DataFrame) -> pa.Table:
    names = [name for name in workers.columns if name in Workers.columns()]
    return workers.select(names).to_arrow()


def _with_any(found: pa.Table) -> int:
    first = found["top"].combine_chunks().flatten().to_numpy(zero_copy_only=False)
    each = found.schema.field("top").type.list_size
    return int((first[::each] >= 0).sum()) if len(first) else 0


def _kept_columns(workers: pl.DataFrame, found: pa.Table, posts: pa.Table) -> pl.DataFrame:
    """The workers with the keys of their vacancies in place of rows."""
    keys = posts["vacancy"].to_numpy()
    rows = found["top"].combine_chunks()
    flat = rows.flatten().to_numpy(zero_copy_only=False)
    named = np.where(flat >= 0, keys[flat] if len(keys) else -1, -1).astype(np.int32)
    top = pa.FixedSizeListArray.from_arrays(pa.array(named), rows.type.list_size)
    return _beside(workers, {"top": top, "score": found["score"]})


def _beside(workers: pl.DataFrame, lists: dict[str, Any]) -> pl.DataFrame:
    return workers.with_columns(pl.Series(name, pl.from_arrow(one)) for name, one in lists.items())


def _villages(kept: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    for (area,), part in kept.group_by(["area"], maintain_order=True):
        yield str(area), part.drop("area")


def _store(run: RecommendationRun, kept: pl.DataFrame) -> None:
    """The rows of all villages, some at a time: nobody waits for long to write."""
    waiting = [
        VillageRecommendations(area_id=area, run=run, people=len(part), content=pack(part.to_arrow()))
        for area, part in _villages(kept)
    ]
    with everywhere(reason=REASON):
        for start in range(0, len(waiting), EACH_TIME):
            VillageRecommendations.objects.bulk_create(
                waiting[start : start + EACH_TIME], update_conflicts=True, unique_fields=["area"], update_fields=_FIELDS
            )
        # Where nobody is left to be recommended anything.
        VillageRecommendations.objects.filter(run_id__lt=run.pk).delete()


def _finish(run: RecommendationRun, stages: Stages) -> None:
    with transaction.atomic():
        run.done_at, run.seconds = clock.now(), stages.seconds
        run.save(update_fields=["done_at", "seconds"])
        record(VERB, actor=SYSTEM, subject=run, source="job")
    with everywhere(reason=REASON):
        used = VillageRecommendations.objects.values("run_id")
        RecommendationRun.objects.filter(pk__lt=run.pk).exclude(pk__in=used).delete()


def recommend_persons(uuids: Collection[UUID]) -> int:
    """Rank some persons anew against the vacancies of the last run; returns how many of them have a row now.

    Nothing happens before the first run.
    """
    run = latest_run()
    if run is None or not uuids:
        return 0
    policy = policy_on(run.day)
    with everywhere(reason=REASON):
        asked = dict(Person.objects.filter(uuid__in=list(uuids)).values_list("pk", "area_id"))
    people = read_people(clock.today(), policy, persons=list(asked))
    new = dict(_villages(_ranked(people, run, policy)))
    for area in sorted({village_path(area) for area in asked.values()}):
        _replace(area, set(asked), new.get(area), run)
    return len(people.workers)


def _ranked(people: People, run: RecommendationRun, policy: Policy) -> pl.DataFrame:
    offered = offered_in(run)
    workers = Workers.from_arrow(_engine_columns(people.workers))
    tops = np.full((len(workers), policy.each), -1, np.int32)
    scores = np.full((len(workers), policy.each), -1, np.int32)
    for row in range(len(workers)):
        found, score = best_vacancies(Sides(offered.world(workers.take(np.array([row])))), policy.each)
        tops[row, : len(found)], scores[row, : len(found)] = offered.posts.vacancy[found], score
    lists = {name: pa.FixedSizeListArray.from_arrays(pa.array(flat.ravel()), policy.each)
             for name, flat in (("top", tops), ("score", scores))}  # fmt: skip
    return _beside(people.workers, lists)


def _replace(area: str, persons: set[int], new: pl.DataFrame | None, run: RecommendationRun) -> None:
    """In the row of a village: these persons as they are now, and not at all where nothing is recommended any more."""
    with everywhere(reason=REASON), transaction.atomic():
        row = VillageRecommendations.objects.select_for_update().filter(area=area).first()
        kept = people_of(row) if row is not None else None
        if row is not None and row.run_id != run.pk:
            return  # a run is writing: it has read, or the next one will read, what has changed
        if kept is not None:
            kept = kept.filter(~pl.col("worker").is_in(list(persons)))
        parts: list[Any] = [part for part in (kept, new) if part is not None]
        if not parts:
            return
        together = pl.concat(parts, how="vertical_relaxed").sort("worker")
        values = {"run": run, "people": len(together), "content": pack(together.to_arrow()), "made_at": clock.now()}
        VillageRecommendations.objects.update_or_create(area_id=area, defaults=values)
