"""The columns of a workbook: what each was taken for, and saying it otherwise."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.imports import vocabulary
from gangqiao.imports.actions import receiving
from gangqiao.imports.models import Import
from gangqiao.imports.states import Status
from gangqiao.imports.views import showing
from gangqiao.imports.views.showing import SheetShown
from gangqiao.imports.views.subjects import import_or_404
from gangqiao.kernel.errors import Refusal


def columns(request: ActorRequest, source: UUID) -> HttpResponse:
    """The columns of one sheet as a table, each with a choice of what it is."""
    book = import_or_404(source)
    sheets = _readable(book)
    sheet = _chosen(sheets, request.GET.get("sheet", ""))
    if request.method == "POST" and sheet is not None:
        try:
            receiving.map_columns(book.pk, sheet.number, _named(sheet, request.POST), actor=request.actor)
        except Refusal as refusal:
            return _page(request, book, sheets, sheet, fault=refusal)
        messages.success(request, _("Kept for next time. The workbook is being read again with these columns."))
        return redirect("imports:import", book.uuid)
    return _page(request, book, sheets, sheet)


def _readable(book: Import) -> list[SheetShown]:
    return [sheet for sheet in showing.sheets_of(book) if sheet.columns and not sheet.is_hidden]


def _chosen(sheets: list[SheetShown], asked: str) -> SheetShown | None:
    """The sheet asked for, or the first; null when no sheet has columns."""
    found = [sheet for sheet in sheets if str(sheet.number) == asked]
    return (found or sheets or [None])[0]


def _named(sheet: SheetShown, posted: Any) -> dict[int, str]:
    """What every column of the sheet was said to be: its key, "" for left out."""
    return {column.index: posted.get(f"column_{column.index}", column.key) for column in sheet.columns}


def _page(
    request: ActorRequest, book: Import, sheets: list[SheetShown], sheet: SheetShown | None, fault: Any = None
) -> HttpResponse:
    named = _named(sheet, request.POST) if sheet is not None and fault is not None else {}
    shown = {
        "source": book,
        "sheet": sheet,
        "columns": [(c, named.get(c.index, c.key)) for c in sheet.columns] if sheet else [],
        "choices": vocabulary.choices(),
        "fault": fault,
        "is_asked": book.status == Status.COLUMNS,
        "tabs": [
            {"label": one.name, "href": f"?sheet={one.number}", "is_here": one is sheet, "count": ""} for one in sheets
        ],
    }
    return render(request, "imports/columns.html", shown, status=422 if fault else 200)
