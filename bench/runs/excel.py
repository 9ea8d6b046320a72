"""The stages of `bench/excel.py`, each run inside a process of its own."""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

import bench.excel as bench
from bench.runs import excel_peers, phones
from bench.runs.excel_laid_out import lay_out
from bench.runs.excel_rows import HEADINGS, rows_of_register
from gangqiao.accounts.models import User
from gangqiao.accounts.reads import actor_of
from gangqiao.imports.actions.applying import apply as apply_import
from gangqiao.imports.actions.receiving import decide, receive
from gangqiao.imports.jobs.applying import apply_waiting
from gangqiao.imports.jobs.checking import check_rows
from gangqiao.imports.models import Import, Row
from gangqiao.imports.states import Decision, Fate
from gangqiao.kernel.scope import everywhere

SENDER = "office"
NAME = "200000.xlsx"


def file_path() -> Path:
    return Path(settings.HOME) / NAME


class Meter:
    """Wall and CPU seconds since it was made, children included, and the peak memory of this process."""

    def __init__(self) -> None:
        self.begun, self.cpu_begun = time.perf_counter(), self.cpu()

    @staticmethod
    def cpu() -> float:
        used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return sum(u.ru_utime + u.ru_stime for u in used)

    def read(self) -> dict[str, float]:
        return {
            "seconds": round(time.perf_counter() - self.begun, 2),
            "cpu_s": round(self.cpu() - self.cpu_begun, 2),
            "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            "peak_mb_of_children": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
        }


def make(options: argparse.Namespace) -> dict[str, Any]:
    """The workbook: people of the register, a part of them changed, and newcomers into their households."""
    import xlsxwriter

    meter = Meter()
    book = xlsxwriter.Workbook(str(file_path()), {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    count = -1
    with everywhere(reason="bench"):
        for count, cells in enumerate(_lines(options.rows)):
            for column, cell in enumerate(cells):
                if cell not in ("", None):
                    sheet.write_string(count, column, str(cell))
    book.close()
    return {
        "rows": count,
        "columns": len(HEADINGS),
        "file_mb": round(file_path().stat().st_size / 1e6, 1),
        **meter.read(),
    }


def _lines(rows: int) -> Iterator[list[Any]]:
    yield HEADINGS
    yield from rows_of_register(rows)


def check(options: argparse.Namespace) -> dict[str, Any]:
    """Receive, read, check and keep the preview, as the worker does."""
    content = file_path().read_bytes()
    actor = actor_of(User.objects.get(username=SENDER))
    meter = Meter()
    with everywhere(reason="bench"):
        source = receive(NAME, content, actor=actor)
        check_rows.func(source.pk, source.area_id)
        source.refresh_from_db()
        found = meter.read()
        fates = {str(fate): Row.objects.filter(source=source, fate=fate).count() for fate in Fate}
    return {"rows": source.seen, "status": str(source.status), **fates, **found}


def apply(options: argparse.Namespace) -> dict[str, Any]:
    """Take every new and changed row of the workbook in, while phones write beside it."""
    actor = actor_of(User.objects.get(username=SENDER))
    with everywhere(reason="bench"):
        source = Import.objects.latest("pk")
        decide(source.pk, Decision.TAKE, all=True, actor=actor)
        decide(source.pk, Decision.TAKE, fate=Fate.DOUBTFUL, actor=actor)
    return taken_in(source)


def take_in(options: argparse.Namespace) -> dict[str, Any]:
    """Take as many rows in as asked, each of which changes something, while phones write beside it."""
    with everywhere(reason="bench"):
        source = lay_out(User.objects.get(username=SENDER), options.rows)
    return taken_in(source)


def taken_in(source: Import) -> dict[str, Any]:
    """Press the button and do what the job does."""
    with phones_beside() as phones, everywhere(reason="bench"):
        meter = Meter()
        apply_import(source.pk, actor=actor_of(source.sender))
        apply_waiting(source.uuid)
        found = meter.read()
        rows = Row.objects.filter(source=source, decision=Decision.TAKE)
        outcomes = {f"rows_{o or 'waiting'}": rows.filter(outcome=o).count() for o in ("applied", "refused", "")}
    return outcomes | found | phones


@contextmanager
def phones_beside() -> Iterator[dict[str, int]]:
    """Phones that write in another process meanwhile; what they met is in the dict once the block has ended."""
    command = [sys.executable, bench.__file__, "--inside", "phones"]
    found: dict[str, int] = {}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()  # they are at work
        try:
            yield found
        finally:
            said, _ = process.communicate("")
    found |= json.loads(said)


def export(options: argparse.Namespace) -> dict[str, Any]:
    """The ledger out, beside openpyxl's write-only mode over the same rows."""
    from bench.parts import export as part

    ours = part.measure(part.WAYS[0], options.rows)
    command = [sys.executable, part.__file__, "--home", str(settings.HOME), "--rows", str(options.rows)]
    peer = subprocess.run([*command, "--inside", part.WAYS[2]], capture_output=True, text=True, check=True)
    other = json.loads(peer.stdout.splitlines()[-1])
    found = {"rows": ours["rows"], "columns": ours["columns"], "seconds": ours["seconds"], "cpu_s": ours["cpu"]}
    found |= {"peak_mb": ours["mb"], "openpyxl_seconds": other["seconds"], "openpyxl_cpu_s": other["cpu"]}
    return found | {"openpyxl_peak_mb": other["mb"]}


STAGES: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "make": make,
    "check": check,
    "apply": apply,
    "take-in": take_in,
    "export": export,
    "phones": lambda options: phones.write_until_told(),
    "peer-read": lambda options: excel_peers.read(file_path()),
    "peer-dry-run": lambda options: excel_peers.dry_run(file_path(), options.peer_rows),
}
