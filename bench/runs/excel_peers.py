"""The peers of `bench/excel.py`: openpyxl reads the workbook, django-import-export runs dry over a part of it."""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connections, models

from bench.runs.excel_rows import HEADINGS

DAYS = {4, 23}  # columns that are days: the peer checks as much as its own widgets do


def read(path: Path) -> dict[str, Any]:
    """Read every cell with openpyxl's read-only mode."""
    begun, before = time.perf_counter(), time.process_time()
    count = sum(1 for _row in _rows(path))
    found = {"rows": count, "seconds": time.perf_counter() - begun, "cpu_s": time.process_time() - before}
    return found | {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def _rows(path: Path) -> Iterator[tuple[Any, ...]]:
    import openpyxl

    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    yield from islice(sheet.iter_rows(values_only=True), 1, None)


class Peer(models.Model):
    """The forty columns as a plain Django model."""

    class Meta:
        app_label = "synth"  # of an installed app: the peer looks it up


for number in range(len(HEADINGS)):
    column: models.Field[Any, Any] = models.CharField(max_length=200, blank=True, default="")
    if number in DAYS:
        column = models.DateField(null=True, blank=True)
    Peer.add_to_class(f"c{number}", column)


def dry_run(path: Path, rows: int) -> dict[str, Any]:
    """django-import-export's dry run over so many rows; its table holds three of four. Parsing is not counted."""
    import tablib
    from import_export import resources

    connections.settings["default"] = {
        **connections.settings["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
    }
    del connections["default"]
    with connections["default"].schema_editor() as editor:
        editor.create_model(Peer)
    names = [f"c{n}" for n in range(len(HEADINGS))]
    resource_class = resources.modelresource_factory(Peer)
    resource_class._meta.import_id_fields = ["c2"]
    resource_class._meta.skip_unchanged = resource_class._meta.report_skipped = True
    resource_class._meta.fields = names
    del resource_class.fields["id"]
    data = tablib.Dataset(headers=names)
    for row in islice(_rows(path), rows):
        data.append(["" if cell is None else cell for cell in row])
    known = [dict(zip(names, row, strict=True)) for row in data[: rows * 3 // 4]]
    Peer.objects.bulk_create([Peer(**{k: v or None if k in _days() else v for k, v in row.items()}) for row in known])
    begun, before = time.perf_counter(), time.process_time()
    result = resource_class().import_data(data, dry_run=True)
    found = {"rows": rows, "seconds": time.perf_counter() - begun, "cpu_s": time.process_time() - before}
    found |= {"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
    return found | {"new": result.totals["new"], "same": result.totals["skip"], "errors": len(result.row_errors())}


def _days() -> set[str]:
    return {f"c{n}" for n in DAYS}
