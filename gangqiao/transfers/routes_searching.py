"""Asks for a plan of ways in a process of its own (`routes_child` says why), and follows it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from gangqiao.engine.routing.port import Plan, Problem
from gangqiao.transfers.routes_wire import plan_from_json, problem_as_json

MODULE = "gangqiao.transfers.routes_child"
# What a process needs to start and to find our package; the keys of the installation may stand among the rest.
_PASSED = ("PATH", "HOME", "LANG", "TMPDIR", "PYTHONPATH")

Tell = Callable[[int, int | None], bool]  # share 0..100, cents of the best plan or null -> whether to go on


class NotSearched(Exception):
    """The process failed; its words hold no personal value."""


class Abandoned(Exception):
    """Whoever follows the search does not want its plan any more."""


def searched(problem: Problem, seconds: float, *, seed: int = 1, tell: Tell = lambda _share, _best: True) -> Plan:
    """The best plan found in so many seconds. Raises Abandoned as soon as `tell` says no, NotSearched."""
    process = subprocess.Popen(  # noqa: S603  our own module
        [sys.executable, "-m", MODULE],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=_environment(),
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    try:
        return _followed(process, {"problem": problem_as_json(problem), "seconds": seconds, "seed": seed}, tell)
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


def _followed(process: subprocess.Popen[str], asked: dict[str, object], tell: Tell) -> Plan:
    assert process.stdin is not None  # both are pipes
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(asked))
        process.stdin.close()
    except BrokenPipeError as fault:
        raise NotSearched("it ended before it was asked") from fault
    for line in process.stdout:
        said = json.loads(line)
        if "plan" in said:
            return plan_from_json(said["plan"])
        if not tell(said["share"], said["best"]):
            raise Abandoned
    raise NotSearched("it ended without a plan")


def _environment() -> dict[str, str]:
    return {name: os.environ[name] for name in _PASSED if name in os.environ}
