"""The measures of `bench/assistance_assess.py`, run inside a process that knows the database."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import Any

import django

django.setup()

from gangqiao.assistance.actions.keeping_workless import find_workless
from gangqiao.assistance.actions.proposing import Counted, propose
from gangqiao.assistance.models import AssistCase
from gangqiao.assistance.policy.classes import judge_many
from gangqiao.assistance.reads.columns import read_columns
from gangqiao.kernel import clock
from gangqiao.kernel.scope import scope_of
from gangqiao.places.reads import county_path


def measure() -> dict[str, Any]:
    """The first look, which writes everything, a second one that finds nothing new, and its parts."""
    day = clock.today()
    with scope_of([county_path()]):
        looks: list[dict[str, Any]] = []
        first: Counted = _timed(looks, "first look: proposals and cases of everybody", propose)
        again: Counted = _timed(looks, "a night in which nothing changed", propose)
        columns = _timed(looks, "columns of the households", lambda: read_columns(day))
        _timed(looks, "the rules on the columns", lambda: judge_many(columns.facts, day))
        idle = _timed(looks, "households without work", find_workless)
        cases = AssistCase.objects.count()
    return {
        "people": first.looked_at, "cases": cases, "kinds": first.kinds, "changed_again": again.proposed,
        "households_without_work": idle, "looks": looks,
    }  # fmt: skip


def _timed(looks: list[dict[str, Any]], what: str, act: Callable[[], Any]) -> Any:
    clock_before, before = time.perf_counter(), _cpu()
    found = act()
    took = time.perf_counter() - clock_before
    looks.append({"what": what, "cpu_s": round(_cpu() - before, 2), "wall_s": round(took, 2)})
    return found


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)
