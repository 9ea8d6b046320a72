"""The rules look at the registered poor: proposals are written, cases found, and those whose class changes reopened.

Called twice it changes nothing. Only what differs from what is known is written, in blocks of a transaction each, so a
night that is killed goes on where it stood. The rules propose; a class is decided by a person (`assessing`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from gangqiao.assistance.actions import cases
from gangqiao.assistance.models import AssistCase, Proposal
from gangqiao.assistance.policy.classes import NONE, VERSION, days_on, judge_many
from gangqiao.assistance.reads.columns import Columns, read_columns
from gangqiao.assistance.states import CaseStatus
from gangqiao.audit import gathering
from gangqiao.audit.events import record, record_many
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.db import many
from gangqiao.kernel.paths import common_path

PROPOSE, IDENTIFY = "assistance.propose", "assistance.identify"
BLOCK = 2000
C = CaseStatus
DECIDED = (C.ASSESSED, C.PLANNED, C.ACTIVE, C.OUTCOME_MET)
# A case closed for these reasons is taken up again when the person is of the registered poor again.
PROPOSAL = ("area", "kind", "none_reason", "answers", "version", "on")
COMES_BACK = ("moved", "no_longer", "merged")


@dataclass(slots=True)
class Counted:
    """What a look at the register came to, in people."""

    looked_at: int = 0
    proposed: int = 0
    found: int = 0
    reassess: int = 0
    kinds: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Row:
    """What the rules say of one person, with what the row of the person begins with."""

    person: int
    area: str
    uuid: Any
    kind: str
    none_reason: str
    answers: str
    is_asked: bool
    is_relocated: bool


def propose(
    persons: Collection[int] | None = None, *, reasons: Mapping[int, str] | None = None, day: date | None = None
) -> Counted:
    """Judge everybody of the scope who is of the registered poor, or some persons, and write what has changed.

    reasons  why somebody is to be assessed anew whatever the rules say now: code of the list, by person's key
    """
    today = day or clock.today()
    columns = read_columns(today, persons)
    counted, why = Counted(looked_at=columns.facts.height), reasons or {}
    for block in _blocks(columns, today):
        with gathering.together():
            _write(block, why, today, counted)
    return counted


def _blocks(columns: Columns, day: date) -> Iterator[list[_Row]]:
    judged = judge_many(columns.facts, day)
    frame = pl.concat([columns.facts.select("person", "area", "is_relocated"), judged], how="horizontal")
    for part in frame.iter_slices(BLOCK):
        yield [
            _Row(row["person"], row["area"], columns.uuids[row["person"]], row["kind"], row["none_reason"],
                 row["answers"], row["is_asked"], row["is_relocated"])
            for row in part.iter_rows(named=True)
        ]  # fmt: skip


def _write(rows: list[_Row], why: Mapping[int, str], day: date, counted: Counted) -> None:
    """One block. Rows outside the scope of the moment are left out by the rows that are there."""
    for row in rows:
        counted.kinds[row.kind] = counted.kinds.get(row.kind, 0) + 1
    keys = [row.person for row in rows]
    changed = _write_proposals(rows, keys, day)
    known = {
        case.person_id: case
        for case in AssistCase.objects.select_for_update(of=("self",)).filter(person__in=keys).order_by("pk")
    }
    counted.proposed += len(changed)
    counted.found += _find_cases([row for row in rows if row.person not in known], day)
    moved: list[AssistCase] = []
    for row in rows:
        case = known.get(row.person)
        if case is not None:
            if _follow(case, row):
                moved.append(case)
            counted.reassess += _reopen(case, row, why.get(row.person, ""))
    many.update(AssistCase, moved, ("proposed", "is_asked", "is_relocated"))


def _write_proposals(rows: list[_Row], keys: list[int], day: date) -> list[Proposal]:
    known = {one.person_id: one for one in Proposal.objects.filter(person__in=keys)}
    new, changed = [], []
    for row in rows:
        one = known.get(row.person)
        if one is None:
            one = Proposal(person_id=row.person, person_uuid=row.uuid)
            new.append(one)
        elif _is_same(one, row):
            continue
        else:
            changed.append(one)
        one.area_id, one.kind, one.none_reason = row.area, row.kind, row.none_reason
        one.answers, one.version, one.on = row.answers, VERSION, day
    many.insert(Proposal, new)
    many.update(Proposal, changed, PROPOSAL)
    changed += new
    if changed:
        area = common_path({str(one.area_id) for one in changed})
        record(PROPOSE, actor=SYSTEM, area=area, reason=str(len(changed)), source="job")
    return changed


def _is_same(old: Proposal, row: _Row) -> bool:
    same = (old.kind, old.none_reason, old.version) == (row.kind, row.none_reason, VERSION)
    return same and str(old.area_id) == row.area and old.answers == row.answers


def _find_cases(rows: list[_Row], day: date) -> int:
    """A case for everybody new; who is beyond the age of a worker and does not work is none."""
    next_on = day + timedelta(days=days_on(day).first)
    new = [
        AssistCase(
            area_id=row.area, person_id=row.person, person_uuid=row.uuid, proposed=row.kind, is_asked=row.is_asked,
            is_relocated=row.is_relocated, identified_on=day, next_on=next_on,
        )
        for row in rows
        if row.none_reason != "age"
    ]  # fmt: skip
    if new:
        many.insert(AssistCase, new)
        record_many(IDENTIFY, new, actor=SYSTEM, source="job")
    return len(new)


def _follow(case: AssistCase, row: _Row) -> bool:
    """Give the case what the rules say now; True when that is something else."""
    now = (row.kind, row.is_asked, row.is_relocated)
    if (case.proposed, case.is_asked, case.is_relocated) == now:
        return False
    case.proposed, case.is_asked, case.is_relocated = now
    return True


def _reopen(case: AssistCase, row: _Row, reason: str) -> bool:
    """Have the case assessed anew when an event or another proposal says so; True when it is."""
    if case.status == C.CLOSED:
        is_back = case.close_reason in COMES_BACK or (bool(reason) and case.close_reason == "outcome_met")
        if is_back and row.none_reason != "age":
            cases.take_up(case)
            return True
        return False
    if case.status not in DECIDED:
        return False
    other = row.kind not in ("", case.kind, case.proposed_then)
    if not (reason or other) or (reason and row.kind == case.kind == NONE):
        return False
    cases.have_reassessed(case, reason or "proposal")
    return True
