"""Ranking in parts: pure functions on Arrow tables, the same in one process, in a pool, and on a cluster.

A part is some of the workers, some of the vacancies, or both. Parts of workers are put one behind the other; of parts
of the vacancies the best are kept (`merged`). Whoever computes a part needs nothing but what is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gangqiao.engine.assignment import Graph
from gangqiao.engine.columns import Points, Rules, Ties, Vacancies, Workers
from gangqiao.engine.columns_of import hash_of

SCHEMA = pa.schema([(name, pa.int64()) for name in ("worker", "vacancy", "score", "ticket")])
SPARK_SCHEMA = ", ".join(f"{name} bigint" for name in SCHEMA.names)


@dataclass(frozen=True)
class Part:
    """Workers and vacancies, each with its number, to be ranked apart from others."""

    workers: Workers
    vacancies: Vacancies
    k: int
    ties: Ties | None = None
    points: Points = field(default_factory=Points)
    rules: Rules = field(default_factory=Rules)

    def packed(self) -> bytes:
        """The part as bytes, for another process."""
        import pickle

        return pickle.dumps(self)


def ranked(part: Part) -> pa.Table:
    """The best k of each worker in this part: `SCHEMA`, by row of the worker, best first. `ticket` breaks ties."""
    from gangqiao.engine.ranking import Ranker

    top = Ranker(part.workers, part.vacancies, part.ties, part.points, part.rules).top(part.k)
    row, place = np.nonzero(top.vacancy >= 0)
    post = top.vacancy[row, place]
    both = part.workers.salt[row].astype(np.uint64) << np.uint64(32) | part.vacancies.salt[post].astype(np.uint64)
    columns = (part.workers.worker[row], part.vacancies.vacancy[post], top.score[row, place],
               hash_of(both.view(np.int64)))  # fmt: skip
    return pa.table([np.asarray(column).astype(np.int64) for column in columns], schema=SCHEMA)


def ranked_bytes(packed: bytes) -> bytes:
    """`ranked` for another process: a packed part in, an Arrow stream out."""
    import pickle

    table = ranked(pickle.loads(packed))  # noqa: S301 - packed by `Part.packed` of this same program
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def merged(parts: Iterable[pa.Table], k: int) -> pa.Table:
    """The best k of each worker over all parts, by worker, best first: the same whatever the parts were."""
    whole = pa.concat_tables([SCHEMA.empty_table(), *parts])
    best_first = [("worker", "ascending"), ("score", "descending"), ("ticket", "descending"), ("vacancy", "ascending")]
    whole = whole.sort_by(best_first).combine_chunks()
    worker = whole["worker"].to_numpy()
    starts = np.flatnonzero(np.concatenate(([True], worker[1:] != worker[:-1]))) if worker.size else worker
    rank = np.arange(worker.size) - np.repeat(starts, np.diff(np.append(starts, worker.size)))
    return whole.filter(pa.array(rank < k))


def split(part: Part, by_workers: int, by_vacancies: int = 1) -> list[Part]:
    """The part cut into smaller ones: workers by remainder of their row, vacancies likewise."""
    return [
        Part(
            part.workers.take(np.arange(w, len(part.workers), by_workers)),
            part.vacancies.take(np.arange(v, len(part.vacancies), by_vacancies)),
            part.k, part.ties, part.points, part.rules,
        )
        for w in range(by_workers)
        for v in range(by_vacancies)
    ]  # fmt: skip


def in_process(parts: Sequence[Part]) -> list[pa.Table]:
    """One part after the other, here."""
    return [ranked(part) for part in parts]


def in_pool(parts: Sequence[Part], processes: int) -> list[pa.Table]:
    """The parts in processes of this machine."""
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        return [_read(found) for found in pool.map(ranked_bytes, [part.packed() for part in parts])]


def on_cluster(parts: Sequence[Part], session: Any) -> list[pa.Table]:
    """The parts on a Spark Connect cluster (`mapInArrow`), which has this package installed."""
    frame = session.createDataFrame(pa.table({"part": pa.array([part.packed() for part in parts], pa.binary())}))
    rows: pa.Table = frame.repartition(len(parts)).mapInArrow(ranked_batches, SPARK_SCHEMA).toArrow()
    return [rows.cast(SCHEMA)]


def ranked_batches(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Batches of packed parts in, batches of ranked rows out."""
    for batch in batches:
        for packed in batch.column("part").to_pylist():
            yield from _read(ranked_bytes(packed)).to_batches()


def graph_of(ranking: pa.Table, workers: Workers, vacancies: Vacancies) -> Graph:
    """The ranked pairs as a graph of row numbers, for `assignment.assign`."""
    rows = [
        pc.index_in(ranking[name], value_set=pa.array(numbers)).to_numpy().astype(np.int32)
        for name, numbers in (("worker", workers.worker), ("vacancy", vacancies.vacancy))
    ]
    capacity = vacancies.capacity.astype(np.int64)
    return Graph(rows[0], rows[1], ranking["score"].to_numpy(), capacity, len(workers))


def _read(stream: bytes) -> pa.Table:
    return pa.ipc.open_stream(stream).read_all()
