"""Brings the list of doubts in line with what the checks find now. Doing it twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import ngettext, override

from gangqiao.audit.events import record
from gangqiao.audit.steps import step
from gangqiao.kernel.actor import SYSTEM
from gangqiao.kernel.crypto.sealing import blind_index_many
from gangqiao.kernel.lifecycle import NotAllowedNow
from gangqiao.kernel.paths import common_path
from gangqiao.quality.models import Doubt
from gangqiao.quality.policy import RULES
from gangqiao.quality.states import OPEN

BATCH = 200  # rows a transaction: others write at the same time
DIGEST = 32  # hexadecimal digits kept of a keyed digest
_KNOWN = {
    "id": pl.Int64,
    "rule": pl.String,
    "record": pl.Int64,
    "status": pl.String,
    "known_facts": pl.String,
    "quiet": pl.String,
    "known_area": pl.String,
}
Progress = Callable[[int], None]


@dataclass
class Tally:
    """How many doubts were newly found, mended, and found again."""

    found: int = 0
    mended: int = 0
    reopened: int = 0


@dataclass(frozen=True)
class Differences:
    """What has to be written: rows of findings, with the known doubt where there is one."""

    new: pl.DataFrame
    again: pl.DataFrame
    touched: pl.DataFrame
    gone: pl.DataFrame

    def __len__(self) -> int:
        return sum(map(len, (self.new, self.again, self.touched, self.gone)))


def compare(found: pl.DataFrame, known: QuerySet[Doubt]) -> Differences:
    """The differences between what is found and what is known of the same records."""
    rows = known.values_list("id", "rule", "record", "status", "facts", "quiet", "area_id")
    there = pl.DataFrame(list(rows.iterator(20_000)), schema=_KNOWN, orient="row")
    digests = blind_index_many("quality_doubt.facts", found["facts"].to_list())
    found = found.with_columns(facts=pl.Series([d.hex()[:DIGEST] for d in digests if d], dtype=pl.String))
    joined = found.join(there, on=["rule", "record"], how="left")
    is_open = pl.col("status").is_in([s.value for s in OPEN])
    moved = pl.col("area_id") != pl.col("known_area")
    is_quiet = (pl.col("quiet") != "") & (pl.col("quiet") == pl.col("facts"))
    return Differences(
        new=joined.filter(pl.col("id").is_null()),
        again=joined.filter(~is_open & ~is_quiet),
        touched=joined.filter((is_open & (moved | (pl.col("facts") != pl.col("known_facts")))) | (is_quiet & moved)),
        gone=there.filter(is_open).join(found, on=["rule", "record"], how="anti"),
    )


def write(differences: Differences, *, day: date, progress: Progress = lambda _done: None) -> Tally:
    """Write them in short transactions. A row that somebody has taken elsewhere meanwhile is left to the next check."""
    tally, done = Tally(), 0
    for act, rows in (
        (_add, differences.new),
        (_reopen, differences.again),
        (_touch, differences.touched),
        (_mend, differences.gone),
    ):
        for batch in rows.iter_slices(BATCH):
            with transaction.atomic():
                act(batch.to_dicts(), day, tally)
            done += len(batch)
            progress(done)
    return tally


def _add(rows: list[dict[str, Any]], day: date, tally: Tally) -> None:
    doubts = [
        Doubt(
            rule=row["rule"],
            severity=RULES[row["rule"]].severity.value,
            record=row["record"],
            found_on=day,
            **_about(row),
        )
        for row in rows
    ]
    # Two runs at once find the same: the second one's row is passed over by the database itself.
    Doubt.objects.bulk_create(doubts, ignore_conflicts=True)
    areas = sorted({row["area_id"] for row in rows})
    with override(settings.LANGUAGE_CODE):  # the log is read in the county's language, whoever reads it
        said = ngettext("%(shown)s doubt", "%(shown)s doubts", len(rows)) % {"shown": len(rows)}
    record("quality.find", actor=SYSTEM, area=common_path(areas), reason=said, source="quality")
    tally.found += len(rows)


def _about(row: dict[str, Any]) -> dict[str, Any]:
    names = ("area_id", "person_id", "household_id", "facts")
    return {name: row[name] for name in names} | {"detail": None if row["detail"] == "{}" else row["detail"]}


def _reopen(rows: list[dict[str, Any]], day: date, tally: Tally) -> None:
    for row, doubt in _stepped(rows, "quality.reopen"):
        for name, value in _about(row).items():
            setattr(doubt, name, value)
        doubt.found_on, doubt.sent_on, doubt.answered_on = day, None, None
        doubt.quiet, doubt.reason, doubt.times = "", "", doubt.times + 1
        tally.reopened += 1


def _mend(rows: list[dict[str, Any]], day: date, tally: Tally) -> None:
    for _row, doubt in _stepped(rows, "quality.mend"):
        doubt.answered_on = day
        tally.mended += 1


def _stepped(rows: list[dict[str, Any]], verb: str) -> Iterator[tuple[dict[str, Any], Doubt]]:
    for row in rows:
        try:
            with step(Doubt, row["id"], verb, actor=SYSTEM, source="quality") as doubt:
                yield row, doubt
        except NotAllowedNow:
            continue


def _touch(rows: list[dict[str, Any]], day: date, tally: Tally) -> None:
    """Follow the record to another area, and keep what the sentence names up to date. The state stays."""
    of = {row["id"]: row for row in rows}
    for doubt in Doubt.objects.select_for_update().filter(pk__in=of).order_by("pk"):
        for name, value in _about(of[doubt.pk]).items():
            setattr(doubt, name, value)
        doubt.save()
