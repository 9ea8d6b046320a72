"""Ranks columns in a process of its own: the one that serves pages or works off the queue never loads the kernels.

Arguments: JSON {"k", "threads", "points", "rules"}. Standard input: three Arrow streams, workers, vacancies, ties, as
`engine.columns` declares them. Standard output: an Arrow stream with `top` and `score`, k of each for a worker, in the
order of the workers; -1 where there are no more. `top` holds rows of the vacancies. Imports nothing of Django.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np
import pyarrow as pa


def main() -> None:
    asked = json.loads(sys.argv[1])
    # Before the columns come: to load the kernels takes as long as to read the register.
    from gangqiao.engine.columns import Points, Rules, Ties, Vacancies, Workers
    from gangqiao.engine.ranking import Ranker

    said = sys.stdin.buffer
    workers, vacancies, ties = (pa.ipc.open_stream(said).read_all() for _table in range(3))
    ranker = Ranker(
        Workers.from_arrow(workers),
        Vacancies.from_arrow(vacancies),
        Ties.from_arrow(ties),
        Points(**_whole(asked["points"])),
        Rules(**asked["rules"]),
        threads=asked["threads"],
    )
    top = ranker.top(asked["k"])
    table = pa.table({"top": _lists(top.vacancy, asked["k"]), "score": _lists(top.score, asked["k"])})
    with pa.ipc.new_stream(sys.stdout.buffer, table.schema) as stream:
        stream.write_table(table)


def _whole(points: dict[str, Any]) -> dict[str, Any]:
    """JSON has lists where the points have tuples."""
    return {name: _tuple(value) for name, value in points.items()}


def _tuple(value: Any) -> Any:
    return tuple(_tuple(one) for one in value) if isinstance(value, list) else value


def _lists(found: Any, k: int) -> Any:
    """k numbers for each worker; where there are fewer vacancies than k, the rest is -1."""
    if found.shape[1] < k:
        found = np.pad(found, ((0, 0), (0, k - found.shape[1])), constant_values=-1)
    return pa.FixedSizeListArray.from_arrays(pa.array(found.ravel().astype(np.int32)), k)


if __name__ == "__main__":
    main()
