"""Where dated rows lay before a merge of two records moved them.

A merge changes rows where they stand, and an undone merge puts them back; the images of the change say what each row
was. So the rows of an earlier instant go back to the person who had them then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import polars as pl

from gangqiao.people.models import GovernedChange, Remembered

MERGE = "people.merge"
# Table -> row -> the person it was about, and whether it was believed.
Moved = dict[str, dict[int, tuple[int, bool]]]


def moved_since(cut: datetime) -> Moved:
    """Where dated rows were at the instant which a merge, or the undoing of one, has moved since."""
    tables = {model._meta.label: model._meta.db_table for model in Remembered.__subclasses__()}
    moved: Moved = {}
    later = GovernedChange.objects.filter(verb=MERGE).order_by("-made_at", "-pk")
    for change in [*later.filter(made_at__gte=cut, undone_at=None), *later.filter(undone_at__gte=cut, made_at__lt=cut)]:
        # Made since: what was before it. Taken back since: what it had left.
        side = "before" if change.made_at >= cut else "after"
        for image in json.loads(change.images):
            if image["model"] in tables and image["how"] == "change":
                row = image[side]
                believed = row["recorded_to"] is None or datetime.fromisoformat(row["recorded_to"]) >= cut
                _note(moved.setdefault(tables[image["model"]], {}), image, row["person_id"], believed, side)
    return moved


def _note(rows: dict[int, tuple[int, bool]], image: Any, person: int, believed: bool, side: str) -> None:
    """Of several images of a row the first before a change counts, and the last after one."""
    if side == "before" and image["before"] is not None and image["pk"] in rows:
        if rows[image["pk"]][0] == image["after"]["person_id"]:
            rows[image["pk"]] = person, believed
        return
    rows[image["pk"]] = person, believed


def others(moved: Moved) -> set[int]:
    """The persons on whose records moved rows may lie now."""
    rows = {table: list(ids) for table, ids in moved.items()}
    found: set[int] = {person for of_table in moved.values() for person, _believed in of_table.values()}
    for model in Remembered.__subclasses__():
        ids = rows.get(model._meta.db_table, [])
        found.update(model._default_manager.filter(pk__in=ids).values_list("person_id", flat=True))
    return found


def put_back(frame: pl.DataFrame, rows: Mapping[int, tuple[int, bool]]) -> pl.DataFrame:
    """The rows of one table with the person each was about; without those not believed then."""
    if not rows:
        return frame
    gone = [row for row, (_person, believed) in rows.items() if not believed]
    kept = frame.filter(~pl.col("row_id").is_in(pl.Series(gone, dtype=pl.Int64).implode()))
    owner = {row: person for row, (person, _believed) in rows.items()}
    old = pl.DataFrame({"row_id": list(owner), "owner": list(owner.values())}, schema_overrides={"row_id": pl.Int64})
    return (
        kept.join(old, on="row_id", how="left", maintain_order="left")
        .with_columns(person_id=pl.coalesce("owner", "person_id"))
        .drop("owner")
    )
