"""The lines of a village's pack for each of its people by the points of the city, for household cards and phones.

Asked by `vacancies.reads.packs`, which lies below and chooses by itself for whoever was not compared yet.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
import polars as pl

from gangqiao.engine.columns import Array, Line, Workers, World
from gangqiao.engine.columnwise import Sides, Sorted, points
from gangqiao.engine.explaining import judge
from gangqiao.kernel.scope import everywhere
from gangqiao.matching import words
from gangqiao.matching.reads.recommendations_open import open_among
from gangqiao.matching.reads.recommendations_stored import Offered, offered_in, people_of, rows_of
from gangqiao.vacancies.models import Vacancy
from gangqiao.vacancies.policy.choosing import most_served
from gangqiao.vacancies.reads.packs import ShownLine, Suggested, reach_of, suggest_by
from gangqiao.vacancies.reads.packs_people import Found

# Beside its pack a phone carries so many vacancies. All that are among somebody's ten best would be 850 in a village of
# 890 households, and alone half of what a package may weigh.
OUTSIDE = 40
REASONS = 3  # read out at a door
# A card lies on a table: how many neighbours work where is not told on it, nor what is of use to the office alone.
_AT_THE_DOOR = frozenset(Line) - {Line.CO_VILLAGERS, Line.FRESH, Line.LEVEL}


@suggest_by("matching.recommend")
def lines_for(
    lines: Sequence[ShownLine], found: Sequence[Found], village: str, most: int, outside: bool
) -> dict[int, Suggested]:
    """What of the open lines suits each person, the best first, with reasons in words; only who was compared.

    outside: also of what stands outside the pack and serves the people of the village best (`OUTSIDE`).
    """
    row = next(iter(rows_of([village])), None)
    if row is None:
        return {}
    kept, asked = people_of(row), [one.person for one in found]
    mine = kept.filter(pl.col("worker").is_in(asked))
    offered = offered_in(row.run)
    known = _rows(lines, offered)
    if outside:
        known += _outside(mine, {at for _line, at in known}, offered, village)
    workers = Workers.from_arrow(mine.to_arrow())
    if not known or not len(workers):
        return {int(pk): [] for pk in workers.worker}
    scores = np.stack([_scores(workers, offered, at) for _line, at in known])
    return {int(pk): _best(n, scores[:, n], known, workers, offered, most) for n, pk in enumerate(workers.worker)}


def _outside(mine: pl.DataFrame, in_pack: set[int], offered: Offered, village: str) -> list[tuple[ShownLine, int]]:
    """Of what was stored for these people and is open outside the pack, the OUTSIDE that serve them best."""
    wanted: dict[int, int] = defaultdict(int)  # by vacancy: the people who have it among their best, as bits
    for n, tops in enumerate(mine["top"].to_list()):
        for key in tops:
            if offered.row_of.get(key, -1) not in (-1, *in_pack):
                wanted[key] |= 1 << n
    is_open = open_among(wanted)
    chosen = most_served({key: wanted[key] for key in sorted(is_open)}, OUTSIDE)
    return [
        (ShownLine(0, one, is_open=True, reach=reach_of(village, one.place)), offered.row_of[key])
        for key, one in ((key, is_open[key]) for key in chosen)
    ]


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
