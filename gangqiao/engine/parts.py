"""Work on many rows, spread over threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

LEAST = 2_000  # rows for which a thread is worth starting


def in_parts(rows: int, threads: int, work: Callable[[int, int], None]) -> None:
    """Do the work on rows from low up to high, in parts of equal length; what it does must let other threads run."""
    threads = min(threads, max(1, rows // LEAST))
    if threads == 1:
        work(0, rows)
        return
    parts = threads * 4  # some are harder than others
    edges = [rows * part // parts for part in range(parts + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, edges[part], edges[part + 1]) for part in range(parts)]:
            done.result()


def in_turns(threads: int, work: Callable[[int], None]) -> None:
    """Do the work of turn 0, 1, .. up to `threads`, each in a thread of its own."""
    if threads == 1:
        work(0)
        return
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, turn) for turn in range(threads)]:
            done.result()
