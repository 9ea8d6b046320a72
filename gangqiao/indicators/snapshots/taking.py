"""Makes the files of a snapshot and its row, and computes one anew from the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import IntEnum
from importlib.metadata import version
from typing import Any

import polars as pl
from django.db import connection, transaction

from gangqiao.audit import chain
from gangqiao.audit.models import Chain
from gangqiao.engine.figures import FIGURES, MEASURES, STATISTICS, Figure, Statistic
from gangqiao.engine.parameters import PRESETS, load_preset
from gangqiao.indicators.as_known import Known, cut_of, pull_as_known
from gangqiao.indicators.fact import definitions
from gangqiao.indicators.models import Snapshot
from gangqiao.indicators.snapshots import files
from gangqiao.indicators.snapshots.computing import SHARED, Part, compute, part_name, recompute, statistics
from gangqiao.indicators.snapshots.opened import Facts
from gangqiao.people.models import Category, EmploymentSpell, Fact, Intention, Person

FORMAT = 2  # 1: an income or a household that was not known stood as 0, where the database was SQLite
ENGINES = ("duckdb", "ibis-framework", "pyarrow", "polars")
_WRITTEN = (Person, EmploymentSpell, Category, Intention, Fact)


class Stage(IntEnum):
    """How far a taking is. The longest is the counting."""

    READING = 1
    COUNTING = 2
    WRITING = 3
    STORING = 4


@dataclass(frozen=True, slots=True)
class Made:
    """What a snapshot will say, with the bytes of its files."""

    cut: datetime
    says: dict[str, Any]
    contents: dict[str, bytes]

    @property
    def digest(self) -> str:
        """The same for the same figures and people, whoever wrote the files and when."""
        parts = {name: part["content"] for name, part in self.says["parts"].items()}
        fixed = {key: self.says[key] for key in ("county", "day", "known_at", "definitions")}
        return files.sha256(files.canonical({**fixed, "parts": parts}))

    @property
    def persons(self) -> int:
        return int(self.says["parts"][SHARED]["rows"])

    @property
    def size(self) -> int:
        return sum(len(content) for content in self.contents.values())


def cut_when_quiet(known_on: date) -> datetime:
    """The instant up to which something counts as known. Of a day that is not over, once nobody is writing."""
    cut = cut_of(known_on)
    with transaction.atomic():
        # An act under way has recorded an instant before the cut and is not seen yet: wait until it has ended.
        chain.locked_head(Chain.EVENTS)
        if connection.vendor == "postgresql":
            tables = ", ".join(model._meta.db_table for model in _WRITTEN)
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
    return cut


def make(county: str, day: date, cut: datetime, tell: Callable[[Stage], None] = lambda stage: None) -> Made:
    """Compute a snapshot by the definitions of today. tell: is called as each stage begins."""
    tell(Stage.READING)
    known = pull_as_known(day, cut)
    tell(Stage.COUNTING)
    parts = compute(known)
    tell(Stage.WRITING)
    contents = {part.name + files.SUFFIX: files.parquet_of(part.rows) for part in parts}
    says = {
        "format": FORMAT,
        "county": county,
        "day": day.isoformat(),
        "known_at": cut.astimezone(UTC).isoformat(),
        "definitions": definitions(),
        "figures": {f.id: _described(f) for f in [*FIGURES.values(), *STATISTICS.values()]},
        "measures": list(MEASURES),
        "statistics": statistics(),
        "presets": {name: load_preset(name).version for name in PRESETS},
        "engines": {name: version(name) for name in ENGINES},
        "parts": {part.name: files.described(part, contents[part.name + files.SUFFIX]) for part in parts},
    }
    return Made(cut, says, contents)


def _described(figure: Figure | Statistic) -> dict[str, Any]:
    """What a figure was made of: its version, and which of the stored numbers."""
    said = {"version": figure.version, "preset": figure.preset, "unit": figure.unit}
    if isinstance(figure, Statistic):
        return {**said, "people": figure.people}
    return {**said, "numerator": figure.numerator, "denominator": figure.denominator, "base": figure.base}


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of a snapshot beside the same part computed anew: bit for bit, and by what it says."""

    part: str
    same_bytes: bool
    same_rows: bool


def compare_anew(snapshot: Snapshot, known: Known | None = None) -> list[Compared]:
    """Compute a snapshot anew from the history and compare. Raises DamagedSnapshot.

    known  other columns to compute from, for a control that must differ
    """
    manifest = Facts(snapshot).manifest
    statements = {preset: manifest["parts"][part_name(preset)]["sql"] for preset in manifest["presets"]}
    known = _as_read_by(manifest["format"], known or pull_as_known(snapshot.day, snapshot.known_at))
    fresh = recompute(known, statements)
    return [_compared(part, manifest["parts"]) for part in fresh]


def _as_read_by(written: int, known: Known) -> Known:
    """What is known as the format a snapshot was written in read it, so that it comes out the same."""
    if written > 1 or connection.vendor != "sqlite":
        return known
    tables = dict(known.tables)
    for name, column in (("persons", "household_id"), ("spells", "monthly_income")):
        tables[name] = tables[name].with_columns(pl.col(column).fill_null(0))
    return replace(known, tables=tables)


def _compared(part: Part, stored: Mapping[str, Any]) -> Compared:
    said = stored[part.name]
    if files.sha256(files.parquet_of(part.rows)) == said["sha256"]:
        return Compared(part.name, same_bytes=True, same_rows=True)
    return Compared(part.name, same_bytes=False, same_rows=files.content_digest(part.rows) == said["content"])


def verify(snapshot: Snapshot) -> list[str]:
    """Open every file and check it against its digest; the names of the files. Raises DamagedSnapshot."""
    parts = Facts(snapshot).manifest["parts"].values()
    for part in parts:
        files.read_checked(snapshot, snapshot.folder, part["file"], part["sha256"])
    return [files.MANIFEST, *(part["file"] for part in parts)]
