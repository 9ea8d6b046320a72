"""The lines of a village's pack for each of its people by the points of the city, for household cards and phones.

Asked by `vacancies.reads.packs`, which lies below and chooses by itself for whoever was not compared yet.
"""

from __future__ import annotations

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
from gangqiao.vacancies.reads.packs import ShownLine, Suggested, reach_of, suggest_by
from gangqiao.vacancies.reads.packs_people import Found

# Points, the line, and its row among the vacancies of the run.
Scored = tuple[int, ShownLine, int]
REASONS = 3  # read out at a door
# A card lies on a table: how many neighbours work where is not told on it, nor what is of use to the office alone.
_AT_THE_DOOR = frozenset(Line) - {Line.CO_VILLAGERS, Line.FRESH, Line.LEVEL}


@suggest_by
def lines_for(
    lines: Sequence[ShownLine], found: Sequence[Found], village: str, most: int, outside: bool
) -> dict[int, Suggested]:
    """What of the open lines suits each person, the best first, with reasons in words; only who was compared.

    outside: also the best of the whole county, as they were stored for the person.
    """
    row = next(iter(rows_of([village])), None)
    if row is None:
        return {}
    kept, asked = people_of(row), [one.person for one in found]
    mine = kept.filter(pl.col("worker").is_in(asked))
    offered = offered_in(row.run)
    known = _rows(lines, offered)
    workers = Workers.from_arrow(mine.to_arrow())
    scored = [_scores(workers, offered, at) for _line, at in known]
    further = _outside(mine, {at for _line, at in known}, offered, village) if outside else {}
    given = {}
    for n, pk in enumerate(workers.worker):
        mine_of_pack = [(int(scores[n]), *one) for scores, one in zip(scored, known, strict=True) if scores[n] >= 0]
        given[int(pk)] = _best(n, [*mine_of_pack, *further.get(int(pk), ())], workers, offered, most)
    return given


def _outside(mine: pl.DataFrame, in_pack: set[int], offered: Offered, village: str) -> dict[int, list[Scored]]:
    """What was stored for each person, is still open and stands outside the pack."""
    stored = {row["worker"]: list(zip(row["top"], row["score"], strict=True)) for row in mine.iter_rows(named=True)}
    is_open = open_among({key for tops in stored.values() for key, _score in tops if key >= 0})
    lines = {key: ShownLine(0, one, is_open=True, reach=reach_of(village, one.place)) for key, one in is_open.items()}
    return {
        pk: [
            (score, lines[key], offered.row_of[key])
            for key, score in tops
            if key in lines and offered.row_of.get(key, -1) not in (-1, *in_pack)
        ]
        for pk, tops in stored.items()
    }


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


def _best(n: int, scored: list[Scored], workers: Workers, offered: Offered, most: int) -> Suggested:
    best = sorted(scored, key=lambda one: -one[0])[:most]
    if not best:
        return []
    world = offered.world(workers.take(np.array([n])))
    return [(line, _reasons(world, row)) for _score, line, row in best]


def _reasons(world: World, row: int) -> list[str]:
    judgement = judge(world, 0, row)
    told = {line: given for line, given in judgement.points.items() if line in _AT_THE_DOOR}
    return [str(says) for says, _points in words.why(world, row, judgement, told)[:REASONS]]
