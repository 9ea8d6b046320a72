"""Count in the night what the pictures of matching show: one row for each village, people by key."""

from __future__ import annotations

import numpy as np
from django.db import transaction

from gangqiao.kernel import clock
from gangqiao.matching.features import read_people, read_posts
from gangqiao.matching.features.people import SEEKS
from gangqiao.matching.models import VillageSupply
from gangqiao.matching.packed_columns import pack
from gangqiao.matching.pictures_counting import count, sums_of
from gangqiao.matching.policy.points import policy_on

VILLAGES_AT_A_TIME = 40


def count_supply() -> int:
    """Count everybody who seeks work, village by village; returns how many. The county's scope must be open.

    A second call counts the same; one that was killed has renewed some villages and not the others.
    """
    import polars as pl

    day, policy = clock.today(), policy_on(clock.today())
    people = read_people(day, policy).workers.filter(pl.col("asked") == SEEKS)
    people = people.with_columns(area=pl.col("area").cast(pl.String)).sort("area", "worker")
    counted = count(people, read_posts(day).vacancies, policy.rules)
    area = people["area"].to_numpy()
    starts = [0, *(np.flatnonzero(area[1:] != area[:-1]) + 1).tolist()] if len(area) else []
    persons, moment = people["worker"].to_numpy().astype(np.int64), clock.now()
    rows = []
    for start, end in zip(starts, [*starts[1:], len(area)], strict=True):
        part = slice(start, end)
        columns = {name: getattr(counted, name)[part] for name in ("trades", "far", "near", "opens")}
        rows.append(
            VillageSupply(
                area_id=str(area[start]), counted_at=moment, seekers=end - start, counts=sums_of(counted, part),
                people=pack({"person": persons[part], **columns}),
            )
        )  # fmt: skip
    for at in range(0, len(rows), VILLAGES_AT_A_TIME):
        some = rows[at : at + VILLAGES_AT_A_TIME]
        with transaction.atomic():
            VillageSupply.objects.filter(area__in=[row.area_id for row in some]).delete()
            VillageSupply.objects.bulk_create(some)
    VillageSupply.objects.exclude(counted_at=moment).delete()  # nobody seeks work there any more
    return len(area)
