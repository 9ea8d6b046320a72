"""The job of an allocation: read or reopen the columns, choose, compute, write down. May be killed and begun anew.

A run is known by its number. Its lines are written beside those that are shown, and shown in one transaction at the
end: whoever kills the job leaves what was shown before.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
import polars as pl
from django.db import transaction

from gangqiao.audit.steps import step
from gangqiao.kernel import clock, files
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.packing import pack_say
from gangqiao.matching.actions.allocations_columns import Columns, chosen, columns_of, groups_of
from gangqiao.matching.actions.allocations_pairs import kept_pairs, known_of
from gangqiao.matching.actions.allocations_results import figures_of, write_lines
from gangqiao.matching.actions.allocations_solving import LeastSeats, Solved, Solver, Stopped, Task, Watch
from gangqiao.matching.features.areas import area_code
from gangqiao.matching.models import Allocation, AllocationLine
from gangqiao.matching.packed_columns import pack, unpack
from gangqiao.matching.policy.allocations import NUMBERS, STABLE, Wishes
from gangqiao.matching.policy.points import policy_on
from gangqiao.matching.refusals_allocations import NoQuotasHere, NothingChosen, QuotaTooHigh
from gangqiao.matching.states_allocations import AllocationStatus
from gangqiao.places.reads import county_path, path_names_of

FINISH, FAIL = "matching.finish_allocation", "matching.fail_allocation"
STAGES = ("waiting", "reading", "computing", "writing")
TOLD_EVERY = 0.5  # seconds between two signs of life, and between two questions whether to go on


def compute(uuid: UUID) -> None:
    """Compute the run an allocation waits for. Nothing happens when it waits for none; a second call begins anew."""
    row = Allocation.objects.filter(uuid=uuid).first()
    if row is None or row.status != AllocationStatus.RUNNING:
        return
    number = row.begun
    try:
        _compute(row, number)
    except Stopped:
        AllocationLine.objects.filter(allocation=row.uuid, run=number).delete()
    except Refusal as refusal:
        _fail(row, number, refusal)


def _compute(row: Allocation, number: int) -> None:
    wishes, watch = Wishes.from_json(row.wishes), watch_of(row, number)
    _tell(row, number, "reading", 0)
    columns = chosen(columns_of(row, wishes), wishes)
    refuse_empty(columns)
    task = task_of(row, columns, wishes)
    _tell(row, number, "computing", 0)
    solver = Solver(columns, task.points, task.rules)
    solved = solver.run(task, watch)
    reasons = solver.reasons(solved.seat, task.groups)
    _tell(row, number, "writing", 0)
    AllocationLine.objects.filter(allocation=row.uuid, run=number).delete()  # of a run that was killed
    write_lines(row, number, columns, solved, reasons, lambda share: _tell(row, number, "writing", share))
    _finish(row, number, columns, task, solved, figures_of(columns, task, solved, reasons))


def _finish(row: Allocation, number: int, columns: Columns, task: Task, solved: Solved, figures: Any) -> None:
    try:
        with step(Allocation, row.pk, FINISH, actor=SYSTEM, source="job") as shown:
            if shown.begun != number:
                raise Stopped
            shown.before, shown.figures = shown.figures, figures
            shown.ran = row.wishes | {"read_circle": row.ran.get("read_circle", "")}
            shown.run, shown.seats, shown.rules = number, packed_seats(columns, solved), None
            shown.stage, shown.share, shown.done_at = "", 0, clock.now()
            _keep_pairs(shown, columns, solved)
            AllocationLine.objects.filter(allocation=row.uuid, run__lt=number - 1).delete()
    except NotAllowedNow:  # stopped at the last moment, or another job was first
        if not Allocation.objects.filter(pk=row.pk, run=number).exists():
            raise Stopped from None


def _keep_pairs(shown: Allocation, columns: Columns, solved: Solved) -> None:
    """Those of the run before stay where this one gives none: they are a beginning, too."""
    if made := kept_pairs(columns, solved.known):
        before, shown.pairs = shown.pairs, made
        transaction.on_commit(lambda: files.drop(before))


def _fail(row: Allocation, number: int, refusal: Refusal) -> None:
    with transaction.atomic():
        AllocationLine.objects.filter(allocation=row.uuid, run=number).delete()
        if Allocation.objects.filter(pk=row.pk, status=AllocationStatus.RUNNING, begun=number).exists():
            with step(Allocation, row.pk, FAIL, actor=SYSTEM, source="job") as failed:
                failed.said, failed.stage, failed.share = pack_say(refusal.sentence), "", 0


# --- what is computed -------------------------------------------------------------------------------------------------


def task_of(row: Allocation, columns: Columns, wishes: Wishes) -> Task:
    """The task of the wishes on chosen columns, with prices and pairs of the run that is shown. Raises QuotaTooHigh."""
    day = clock.today()
    policy = policy_on(day)
    points = policy.points
    if wishes.per_priority is not None:
        points = replace(points, per_priority=wishes.per_priority)
    return Task(
        columns=columns,
        points=points,
        rules=policy.rules,
        quotas=_quotas(columns, wishes),
        groups=[] if wishes.mode == STABLE else groups_of(row, columns.people, wishes),
        mode=wishes.mode,
        warm=warm_of(row) if has_same_priority(row, wishes) else {},
        known=known_of(row, columns),
        gap=int(NUMBERS.on(day).widest_gap),
    )


def _quotas(columns: Columns, wishes: Wishes) -> tuple[LeastSeats, ...]:
    home, wanted = county_path(), {key: least for key, least in wishes.quotas.items() if least}
    if wanted and wishes.mode == STABLE:
        raise NoQuotasHere
    names = path_names_of(wanted)
    many = dict(columns.people.group_by("home").len().iter_rows())
    found = tuple(LeastSeats(area_code(key, home), names.get(key, [key])[-1], n) for key, n in wanted.items())
    for one in found:
        if one.least > many.get(one.home, 0):
            raise QuotaTooHigh(one.name, many.get(one.home, 0))
    return found


def refuse_empty(columns: Columns) -> None:
    """Raise NothingChosen when nobody or no seat is left."""
    if not len(columns.people):
        raise NothingChosen("people")
    if not columns.posts["capacity"].sum():
        raise NothingChosen("vacancies")


def packed_seats(columns: Columns, solved: Solved) -> bytes:
    """Vacancies with their seats, how many of these are filled, and their prices."""
    filled = np.bincount(solved.seat[solved.seat >= 0], minlength=len(columns.posts)).astype(np.int32)
    return pack(
        {
            "vacancy": columns.posts["vacancy"].to_numpy(),
            "employer": columns.posts["employer"].to_numpy(),
            "seats": columns.posts["capacity"].fill_null(1).cast(pl.Int32).to_numpy(),
            "filled": filled,
            "price": solved.prices,
        }
    )


def has_same_priority(row: Allocation, wishes: Wishes) -> bool:
    """False when who comes first, or by how much, was changed since: the prices of then would only lead astray."""
    ran = Wishes.from_json(row.ran)
    return (ran.per_priority, ran.grounds) == (wishes.per_priority, wishes.grounds)


def warm_of(row: Allocation) -> Mapping[int, int]:
    """The prices of the run that is shown, by primary key of the vacancy; none before the first run."""
    kept = unpack(row.seats)
    return dict(zip(kept["vacancy"].tolist(), kept["price"].tolist(), strict=True)) if kept else {}


# --- how it is followed -----------------------------------------------------------------------------------------------


def watch_of(row: Allocation, number: int, stage: str = "computing") -> Watch:
    """Tells the page how far it is, and asks now and then whether somebody stopped it."""
    is_due, may_ask = _paced(), _paced()
    answer = [False]

    def tell(share: int) -> None:
        if is_due():
            _tell(row, number, stage, share)

    def is_stopped() -> bool:
        if not answer[0] and may_ask():
            answer[0] = not _is_wanted(row, number)
        return answer[0]

    return Watch(tell, is_stopped)


def _paced() -> Callable[[], bool]:
    last = [time.monotonic()]

    def is_due() -> bool:
        if time.monotonic() - last[0] < TOLD_EVERY:
            return False
        last[0] = time.monotonic()
        return True

    return is_due


def _is_wanted(row: Allocation, number: int) -> bool:
    return Allocation.objects.filter(pk=row.pk, status=AllocationStatus.RUNNING, begun=number).exists()


def _tell(row: Allocation, number: int, stage: str, share: float) -> None:
    """Say how far the run is. Raises Stopped when it is not wanted any more."""
    told = {"stage": stage, "share": max(0, min(100, round(share))), "touched_at": clock.now()}
    if not Allocation.objects.filter(pk=row.pk, status=AllocationStatus.RUNNING, begun=number).update(**told):
        raise Stopped
