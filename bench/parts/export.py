"""How long 200,000 rows with 40 columns take out of the register into a workbook, and the peak memory.

`python bench/parts/export.py --home DIR [--rows 200000]`: DIR is the home of an installation that holds the county
(`bench/ledger.py` makes one under var/bench). The same rows are written three times, each in a process of its own: by
the product, by the product without its fast writer, and by openpyxl in its write-only mode.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))
WAYS = ("product", "product with XlsxWriter", "openpyxl write-only")
COLUMNS = 40
GOAL_SECONDS, GOAL_MB = 30.0, 500.0


def main() -> int:
    options = read_options()
    if options.inside:
        print(json.dumps(measure(options.inside, options.rows)))
        return 0
    env = os.environ | {"GANGQIAO_HOME": options.home, "GANGQIAO_DEMO": "1", "GANGQIAO_TODAY": "2020-03-31"}
    env["DJANGO_SETTINGS_MODULE"] = "gangqiao.config.settings"
    found = []
    for way in WAYS:
        command = [sys.executable, __file__, "--home", options.home, "--rows", str(options.rows), "--inside", way]
        done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout.splitlines()[-1]))
        print("{way:26} {rows:,} rows x {columns}: {seconds:.1f} s, cpu {cpu:.1f} s, {mb:.0f} MB".format(**found[-1]))
    return 0 if found[0]["seconds"] <= GOAL_SECONDS and found[0]["mb"] <= GOAL_MB else 1


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", required=True)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--inside", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def measure(way: str, rows: int) -> dict[str, Any]:
    """Write the file one way. The rows come from the register each time, so that the ways differ only in writing."""
    import django

    django.setup()
    from django.db import connection

    from gangqiao.exports import making
    from gangqiao.kernel.scope import everywhere

    connection.ensure_connection()
    export, asked = _wish(rows)
    begun, before = time.perf_counter(), time.process_time()
    with everywhere(reason="benchmark"):
        _cut(making, rows)
        if way == WAYS[2]:
            count = _with_openpyxl(making, export, asked)
        else:
            if way == WAYS[1]:
                from gangqiao.exports import sheet

                sheet.fast = None
            count = making.make(export).rows
    return {
        "way": way,
        "rows": count,
        "columns": COLUMNS,
        "seconds": time.perf_counter() - begun,
        "cpu": time.process_time() - before,
        "mb": peak_mb(),
    }


def peak_mb() -> float:
    """Of this program: `ru_maxrss` would begin with what the parent had when it started us."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _wish(rows: int) -> tuple[Any, Any]:
    """An export of the whole county by an officer who holds it, and what it asks of the ledger."""
    from gangqiao.accounts.models import User
    from gangqiao.accounts.reads import actor_of
    from gangqiao.exports.models import Export
    from gangqiao.kernel.actor import Level
    from gangqiao.kernel.scope import scope_of
    from gangqiao.ledgers.reads import page
    from gangqiao.ledgers.reads.ledgers import PEOPLE

    asker = User.objects.get(username="office")
    actor = actor_of(asker)
    with scope_of(actor):
        asked = page.read(PEOPLE, {}, actor)
    keys = [c.key for c in PEOPLE.columns][:COLUMNS]
    export = Export(pk=1, asker=asker, area_id=page.home_of(actor), ledger="people", profile="house", rows=rows)
    export.columns, export.query, export.level = keys, {}, Level.PERSONAL
    return export, asked


def _cut(making: Any, rows: int) -> None:
    """End after so many rows, and let the count agree."""
    from gangqiao.ledgers.reads.counting import Count

    whole = making.blocks

    def blocks(asked: Any) -> Any:
        seen = 0
        for block in whole(asked):
            yield block[: rows - seen]
            seen += len(block)
            if seen >= rows:
                return

    making.blocks, making.exact = blocks, lambda found: Count(rows, is_exact=True)


def _with_openpyxl(making: Any, export: Any, asked: Any) -> int:
    import io

    import openpyxl

    from gangqiao.accounts.reads import actor_of
    from gangqiao.exports.columns import sheet_columns
    from gangqiao.exports.profiles import PROFILES
    from gangqiao.kernel.actor import Level

    shown = [c for c in asked.ledger.columns if c.key in export.columns]
    columns = sheet_columns(shown, PROFILES["house"], level=Level.PERSONAL)
    book, made = openpyxl.Workbook(write_only=True), making.Made()
    page = book.create_sheet("people")
    page.append([c.heading for c in columns])
    for row in making._lines(asked, shown, columns, actor_of(export.asker), made, lambda seen: None):
        page.append(row)
    book.save(io.BytesIO())
    return int(made.rows)


if __name__ == "__main__":
    sys.exit(main())
