"""Every night the files go that no row names: a process was killed after it had kept one and before it said so."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from gangqiao.audit.nightly import nightly
from gangqiao.kernel import files, scratch
from gangqiao.kernel.scope import everywhere

A_DAY = 24 * 3600  # far longer than between keeping a file and naming it

# Where the rows of the product name kept files. An app that keeps files and is missing here fails the tests.
NAMED_BY: tuple[tuple[str, str], ...] = (
    ("imports.Import", "file"),
    ("exports.Export", "file"),
    ("reports.Version", "file"),
    ("reports.Filling", "file"),
    ("reports.Comparison", "file"),
    ("reports.Comparison", "sides"),
    ("plans.Evidence", "kept"),
    ("headquarters.DecisionResult", "kept"),
    ("headquarters.IssueNote", "kept"),
    ("headquarters.Institution", "kept"),
    ("headquarters.Funds", "kept"),
    ("briefings.Briefing", "content"),
    ("briefings.Briefing", "files"),
    ("surveys.Print", "file"),
    ("openrosa.SubmissionFile", "kept"),
    ("sync.Blob", "file"),
    ("matching.Allocation", "columns"),
    ("matching.Allocation", "pairs"),
    ("vacancies.Pack", "file"),
    ("vacancies.Employer", "evidence_file"),
    ("transfers.Printing", "file"),
    ("followup.Proof", "picture"),
    ("subsidies.Evidence", "picture"),
    ("subsidies.PaymentBatch", "file"),
)


@nightly
def sweep_files() -> None:
    """Remove files older than a day that no row names, and what killed processes left in the own temporary folder."""
    old = files.names_older_than(A_DAY)  # asked first: a row written meanwhile is seen below
    if old:
        for name in old - named_files():
            files.drop(name)
    scratch.sweep(A_DAY)


def named_files() -> set[str]:
    """The names of all files that some row of the county names."""
    found: set[str] = set()
    with everywhere(reason="whether a file is still named"):
        for label, field in NAMED_BY:
            for value in apps.get_model(label)._default_manager.values_list(field, flat=True).iterator():
                found.update(_names_in(value))
    return found


def _names_in(value: Any) -> Iterator[str]:
    """A name, or those of the sides of a comparison."""
    if isinstance(value, list):
        for side in value:
            yield from _names_in(side.get("file", ""))
    elif value:
        yield value
