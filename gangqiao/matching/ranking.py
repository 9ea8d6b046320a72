"""Asks for the best vacancies of each worker, in a process of its own (`ranking_child` says why)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from gangqiao.matching.policy.points import Policy

MODULE = "gangqiao.matching.ranking_child"
THREADS = 2
# What a process needs to start, to find our package and to keep compiled kernels; the keys of the installation may
# stand among the rest.
_PASSED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH", "NUMBA_CACHE_DIR")


class NotRanked(Exception):
    """The process failed; its words hold no personal value."""


class Ranking:
    """A process that ranks, started before the columns are read: loading and reading go on side by side."""

    def __init__(self, policy: Policy) -> None:
        self._asked = {
            "k": policy.each, "threads": min(THREADS, os.cpu_count() or 1),
            "points": asdict(policy.points), "rules": asdict(policy.rules),
        }  # fmt: skip
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", MODULE, json.dumps(self._asked)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment(),
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def __enter__(self) -> Ranking:
        return self

    def __exit__(self, *_failed: object) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.communicate()

    def top(self, workers: pa.Table, vacancies: pa.Table, ties: pa.Table) -> pa.Table:
        """`top` (rows of the vacancies) and `score` of each worker, best first; -1 where there are no more. Once.

        Raises NotRanked.
        """
        said, faults = self._process.communicate(b"".join(_stream(table) for table in (workers, vacancies, ties)))
        if self._process.returncode:
            raise NotRanked(faults.decode(errors="replace")[-500:])
        return pa.ipc.open_stream(pa.py_buffer(said)).read_all()


def _stream(table: pa.Table) -> memoryview:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return memoryview(sink.getvalue())


def _environment() -> dict[str, str]:
    passed = {name: os.environ[name] for name in _PASSED if name in os.environ}
    if not os.access(Path(__file__).parents[1] / "engine", os.W_OK):
        passed.setdefault("NUMBA_CACHE_DIR", str(Path(settings.HOME) / "kernels"))
    return passed
