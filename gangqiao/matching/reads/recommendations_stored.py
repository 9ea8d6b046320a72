"""How the columns of a run and of a village lie in the database, and how they come back.

An Arrow stream, compressed. Beside the columns of the engine a village has of each person: `asked`, `works`, `wish`
(`features.people`), `top`, the keys of the vacancies, best first, and `score`, the points of each.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from gangqiao.engine.columns import Rules, Ties, Vacancies, Workers, World
from gangqiao.engine.points import Points
from gangqiao.matching.models import RecommendationRun, VillageRecommendations
from gangqiao.matching.policy.points import Policy

_COMPRESSED = pa.ipc.IpcWriteOptions(compression="zstd")
KEPT_RUNS = 2  # a run that is being replaced may still be read


def pack(table: pa.Table) -> bytes:
    """The table as it is kept."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=_COMPRESSED) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def unpack(kept: Any) -> pa.Table:
    """The table again."""
    return pa.ipc.open_stream(pa.py_buffer(bytes(kept))).read_all()


def with_policy(posts: pa.Table, policy: Policy) -> pa.Table:
    """The vacancies with the points and rules they were judged by: a number of the city may change tomorrow."""
    said = {"points": json.dumps(asdict(policy.points)), "rules": json.dumps(asdict(policy.rules))}
    return posts.replace_schema_metadata(said)


def _points(posts: pa.Table) -> tuple[Points, Rules]:
    said = {key.decode(): json.loads(value) for key, value in (posts.schema.metadata or {}).items()}
    return Points(**said["points"]), Rules(**said["rules"])


@dataclass(frozen=True)
class Offered:
    """The vacancies of a run as they were judged, with the points in force then."""

    run: int
    posts: Vacancies
    ties: Ties
    points: Points
    rules: Rules

    @cached_property
    def row_of(self) -> dict[int, int]:
        """The row of a vacancy by its key."""
        return {int(pk): row for row, pk in enumerate(self.posts.vacancy)}

    def world(self, workers: Workers) -> World:
        """These workers before all its vacancies."""
        return World(workers, self.posts, self.ties, self.points, self.rules)

    def before_one(self, workers: Workers, row: int) -> World:
        """These workers before one of its vacancies."""
        return World(workers, self.posts.take(np.array([row])), self.ties, self.points, self.rules)


_kept: OrderedDict[tuple[int, str], Offered] = OrderedDict()
_lock = Lock()


def latest_run() -> RecommendationRun | None:
    """The last run that was finished, without its columns."""
    runs = RecommendationRun.objects.filter(done_at__isnull=False).defer("posts", "ties")
    return runs.order_by("-done_at", "-pk").first()


def offered_in(run: RecommendationRun) -> Offered:
    """The vacancies of a run. Those of the last runs stay in the memory of the process; nothing in them is personal."""
    key = (run.pk, str(run.uuid))
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    posts = unpack(run.posts)
    found = Offered(run.pk, Vacancies.from_arrow(posts), Ties.from_arrow(unpack(run.ties)), *_points(posts))
    with _lock:
        _kept[key] = found
        while len(_kept) > KEPT_RUNS:
            _kept.popitem(last=False)
    return found


def people_of(row: VillageRecommendations) -> pl.DataFrame:
    """The people of a village with their vacancies."""
    return pl.DataFrame(pl.from_arrow(unpack(row.content)))


def rows_of(areas: Iterable[str]) -> list[VillageRecommendations]:
    """The rows of some villages, within the scope."""
    found = VillageRecommendations.objects.filter(area_id__in=list(areas)).select_related("run")
    return list(found.defer("run__posts", "run__ties").order_by("area_id"))
