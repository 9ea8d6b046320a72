"""Looks at an uploaded form before it is opened in earnest: what it is, how large it unpacks, how far it reaches."""

from __future__ import annotations

import io
import zipfile

from gangqiao.kernel.sheets import open_book
from gangqiao.reports.grid import open_template
from gangqiao.reports.refusals import NotAWorkbook, TooWide

MOST_MEGABYTES = 5
MOST_LINES, MOST_COLUMNS = 5_000, 300
# What filling cannot carry over into the filled workbook (docs/decisions/2026-11-25-fill-forms-with-openpyxl.md).
_LOST = ("xl/charts/", "xl/media/", "xl/ctrlProps/", "xl/activeX/", "xl/embeddings/")
_SHAPES = (b":sp>", b":sp ", b":cxnSp", b":graphicFrame", b":grpSp", b":pic>")  # in a drawing
_MEGABYTE = 1024 * 1024


def check_form(content: bytes, name: str) -> None:
    """Refuse what is no empty form. Raises NotAWorkbook, TooWide, or UnreadableFile of the careful reader."""
    if not name.lower().endswith(".xlsx") or not zipfile.is_zipfile(io.BytesIO(content)):
        raise NotAWorkbook(name)
    if len(content) > MOST_MEGABYTES * _MEGABYTE:
        raise TooWide(name, MOST_MEGABYTES)
    # In a process of its own with limits: a bomb goes off there, before this process unpacks anything.
    with open_book(content, name=name) as book:
        if book.kind != "xlsx":
            raise NotAWorkbook(name)
        if any(sheet.height > MOST_LINES or sheet.width > MOST_COLUMNS for sheet in book.sheets):
            raise TooWide(name, MOST_MEGABYTES)
    if not open_template(content).worksheets:
        raise NotAWorkbook(name)


def loses_drawings(content: bytes) -> bool:
    """Whether the form has pictures, charts, shapes or buttons that the filled workbook will not have."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        names = parts.namelist()
        drawings = [name for name in names if name.startswith("xl/drawings/") and name.endswith(".xml")]
        shown = (parts.read(name) for name in drawings)
        return any(n.startswith(_LOST) for n in names) or any(mark in xml for xml in shown for mark in _SHAPES)
