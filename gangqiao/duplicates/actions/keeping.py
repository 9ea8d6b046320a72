"""Stores what a search has found, in short transactions, and closes what it no longer finds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl
from django.db import transaction

from gangqiao.audit.events import record_many
from gangqiao.audit.steps import step
from gangqiao.duplicates.matching.finding import reasons_of
from gangqiao.duplicates.models import Pair, Question
from gangqiao.duplicates.policy.weights import get_weights
from gangqiao.duplicates.states import OPEN, Status
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.paths import common_path
from gangqiao.people.models import Person
from gangqiao.people.models.registry import MERGED

AT_ONCE = 100  # pairs a transaction
# Bits by which the records must speak more for one person than when people said that they are two.
QUIET_BITS = 1.0


def keep(found: pl.DataFrame, *, source: str) -> tuple[int, set[int]]:
    """Store found pairs. Returns how many are new, and the keys of all of them."""
    fresh, kept = 0, set()
    for block in found.iter_slices(AT_ONCE):
        rows = {(row["one"], row["other"]): row for row in block.iter_rows(named=True)}
        with transaction.atomic():
            fresh += _add(rows, source)
            pairs = _pairs(rows)
            for pair in pairs:
                _bring_up_to_date(pair, rows[pair.one_id, pair.other_id], source)
            kept |= {pair.pk for pair in pairs}
    return fresh, kept


def _add(rows: dict[tuple[int, int], dict[str, Any]], source: str) -> int:
    """Insert the pairs that are not there. Another run may insert the same at this moment: the database keeps one."""
    there = {(p.one_id, p.other_id) for p in _pairs(rows)}
    areas = dict(Person.objects.filter(pk__in={pk for key in rows for pk in key}).values_list("pk", "area_id"))
    new = [
        Pair(
            area_id=common_path([areas[one], areas[other]]),
            one_id=one,
            other_id=other,
            score=row["score"],
            reasons=reasons_of(row, get_weights()),
        )
        for (one, other), row in sorted(rows.items())
        if (one, other) not in there and one in areas and other in areas
    ]
    Pair.objects.bulk_create(new, ignore_conflicts=True)
    ours = list(Pair.objects.filter(uuid__in=[pair.uuid for pair in new]).order_by("pk"))
    record_many("duplicates.find", ours, actor=SYSTEM, source=source)
    return len(ours)


def _pairs(rows: Collection[tuple[int, int]]) -> list[Pair]:
    """The stored pairs of these records, locked in the order of their keys."""
    ones = {one for one, _other in rows}
    asked = Pair.objects.select_for_update(of=("self",)).filter(one__in=ones).order_by("pk")
    return [pair for pair in asked if (pair.one_id, pair.other_id) in rows]


def _bring_up_to_date(pair: Pair, row: dict[str, Any], source: str) -> None:
    """What is known of a pair follows the records; a settled one is open again only if the records say more."""
    reasons = reasons_of(row, get_weights())
    areas = Person.objects.filter(pk__in=(pair.one_id, pair.other_id)).values_list("area_id", flat=True)
    area = common_path(areas)
    if pair.reasons != reasons or pair.area_id != area:
        Pair.objects.filter(pk=pair.pk).update(score=row["score"], reasons=reasons, area=area)
    if _is_open_again(pair, row["score"]):
        with step(Pair, pair.pk, "duplicates.find_again", actor=SYSTEM, source=source):
            pass


def _is_open_again(pair: Pair, score: float) -> bool:
    if pair.status == Status.APART:
        return pair.decided_score is not None and score > pair.decided_score + QUIET_BITS
    return pair.status in (Status.SAME, Status.GONE)


def let_go_of(pks: Collection[int]) -> None:
    """Close pairs that a search has not found: as merged when one record points to the other, else as no longer alike.

    Decided pairs stay as they were decided.
    """
    for pair in Pair.objects.filter(pk__in=list(pks)).order_by("pk"):
        sides = {p.pk: p for p in Person.objects.filter(pk__in=(pair.one_id, pair.other_id))}
        if len(sides) == 2 and _is_merged(*sides.values()):
            _close(pair, "duplicates.close_merged", {Status.SAME})
        else:
            _close(pair, "duplicates.let_go", {Status.SAME, Status.APART, Status.GONE})


def _is_merged(one: Person, other: Person) -> bool:
    return any(a.record == MERGED and a.merged_into_id == b.pk for a, b in ((one, other), (other, one)))


def _close(pair: Pair, verb: str, already: set[str]) -> None:
    with transaction.atomic():
        now = Pair.objects.select_for_update(of=("self",)).get(pk=pair.pk)
        if now.status in already:
            return
        with step(Pair, pair.pk, verb, actor=SYSTEM, source="search"):
            withdraw(pair)


def withdraw(pair: Pair) -> None:
    """Nobody needs an answer any more: open questions go away, answered ones stay."""
    Question.objects.filter(pair=pair.uuid, answered_at=None).delete()


def is_open(pair: Pair) -> bool:
    """True while people still have to decide."""
    return pair.status in OPEN
