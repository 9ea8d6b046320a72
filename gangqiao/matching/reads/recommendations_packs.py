"""The lines of a village's pack for each of its people by the points of the city, for household cards and phones.

Asked by `vacancies.reads.packs`, which lies below and chooses by itself for whoever was not compared yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import polars as pl

from gangqiao.engine.columns import Array, Line, Workers, World
from gangqiao.engine.explaining import judge
from gangqiao.kernel.scope import everywhere
from gangqiao.matching import words
from gangqiao.matching.columnwise import Sides, Sorted, points
from gangqiao.matching.reads.recommendations_stored import Offered, offered_in, people_of, rows_of
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.reads.packs import ShownLine, Suggested, suggest_by
from gangqiao.vacancies.reads.packs_people import Found

REASONS = 3  # read out at a door
# A card lies on a table: how many neighbours work where is not told on it, nor what is of use to the office alone.
_AT_THE_DOOR = frozenset(Line) - {Line.CO_VILLAGERS, Line.FRESH, Line.LEVEL}


@suggest_by
def lines_for(lines: Sequence[ShownLine], found: Iterable[Found], village: str, most: int) -> dict[int, Suggested]:
    """What of the open lines suits each person, the best first, with reasons in words; only who was compared."""
    row = next(iter(rows_of([village])), None)
    if row is None:
        return {}
    kept, asked = people_of(row), [one.person for one in found]
    mine = kept.filter(pl.col("worker").is_in(asked))
    offered = offered_in(row.run)
    known = _rows(lines, offered)
    workers = Workers.from_arrow(mine.to_arrow())
    if not known or not len(workers):
        return {int(pk): [] for pk in workers.worker}
    scores = np.stack([_scores(workers, offered, at) for _line, at in known])
    return {int(pk): _best(n, scores[:, n], known, workers, offered, most) for n, pk in enumerate(workers.worker)}


def _rows(lines: Sequence[ShownLine], offered: Offered) -> list[tuple[ShownLine, int]]:
    """The open lines whose vacancies were compared, each with its row."""
    uuids = [line.posting.uuid for line in lines if line.is_open]
    with everywhere(reason="published vacancies are public"):
        keys = dict(Vacancy.objects.filter(uuid__in=uuids).values_list("uuid", "pk"))
    rows = [(line, offered.row_of.get(keys.get(line.posting.uuid, 0))) for line in lines if line.is_open]
    return [(line, row) for line, row in rows if row is not None]


def _scores(workers: Workers, offered: Offered, row: int) -> Array:
    """The points of each person for one vacancy; -1 where it does not fit."""
    sides = Sides(offered.before_one(workers, row))
    return np.where(Sorted(sides).fits, sum(points(sides).values()), -1)


def _best(
    n: int, scores: Array, known: list[tuple[ShownLine, int]], workers: Workers, offered: Offered, most: int
) -> Suggested:
    order = [int(at) for at in np.argsort(-scores, kind="stable")[:most] if scores[at] >= 0]
    if not order:
        return []
    world = offered.world(workers.take(np.array([n])))
    return [(known[at][0], _reasons(world, known[at][1])) for at in order]


def _reasons(world: World, row: int) -> list[str]:
    judgement = judge(world, 0, row)
    told = {line: given for line, given in judgement.points.items() if line in _AT_THE_DOOR}
    return [str(says) for says, _points in words.why(world, row, judgement, told)[:REASONS]]
