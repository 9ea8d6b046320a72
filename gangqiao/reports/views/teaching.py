"""Teach a layout: the sheet as a grid, and for the chosen cell what goes there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.actor import Level
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.files import open_kept
from gangqiao.reports import actions, choices, reads, suggest
from gangqiao.reports import teaching as t
from gangqiao.reports.grid import grid_of, open_template, shown_text
from gangqiao.reports.models import Version
from gangqiao.reports.refusals import NoSuchCell
from gangqiao.reports.safety import loses_drawings
from gangqiao.reports.showing import filter_entries, filters_typed
from gangqiao.reports.views.layouts import layout_or_404

KINDS = {
    t.PEOPLE: gettext_lazy("people, one a line"),
    t.HOUSEHOLDS: gettext_lazy("households, one a line"),
    t.AREAS: gettext_lazy("parts of the area, one a line"),
}


def teach(request: ActorRequest, layout_id: UUID) -> HttpResponse:
    """The grid of one sheet. By POST one thing is said about it."""
    layout = layout_or_404(request, layout_id)
    version = reads.draft_of(layout)
    if version is None:
        return redirect("reports:layout", layout.uuid)
    sheet, cell = request.POST.get("s") or request.GET.get("s", ""), request.POST.get("c") or request.GET.get("c", "")
    if request.method == "POST":
        return _act(request, version, sheet, cell)
    return render(request, "reports/teach.html", _page(request, version, sheet, cell))


def _act(request: ActorRequest, version: Version, sheet: str, cell: str) -> HttpResponse:
    names = open_template(open_kept(version.file)).sheetnames
    name = names[int(sheet)] if sheet.isdecimal() and int(sheet) < len(names) else names[0]
    act = _ACTS.get(request.POST.get("act", ""), _say)
    try:
        act(request, version, name, cell)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        if act is _adopt:
            messages.success(request, _("In use. It can be filled now."))
            return redirect("reports:layout", version.layout.uuid)
    query = {key: value for key, value in (("s", sheet), ("c", cell)) if value}
    return redirect(f"{reverse('reports:teach', args=[version.layout.uuid])}?{urlencode(query)}")


def _say(request: ActorRequest, version: Version, sheet: str, cell: str) -> None:
    posted = request.POST
    if not posted.get("what"):
        actions.forget(version.pk, sheet, cell, actor=request.actor)
        return
    entry = t.Entry(posted["what"], posted.get("form", ""), posted.get("text", "").strip()[:200])
    actions.say(version.pk, sheet, cell, entry, actor=request.actor)


def _block(request: ActorRequest, version: Version, sheet: str, _cell: str) -> None:
    posted = request.POST
    kind = posted.get("kind", "")
    block = None
    if kind:
        block = t.Block(kind, _line(posted.get("first")), _line(posted.get("last")), filters_typed(posted, "f-", kind))
    actions.set_block(version.pk, sheet, block, actor=request.actor)


def _line(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def _proposals(request: ActorRequest, version: Version, sheet: str, _cell: str) -> None:
    actions.take_proposals(version.pk, sheet, request.POST.getlist("place"), actor=request.actor)


def _provenance(request: ActorRequest, version: Version, _sheet: str, _cell: str) -> None:
    actions.set_provenance(version.pk, request.POST.get("where", ""), actor=request.actor)


def _adopt(request: ActorRequest, version: Version, _sheet: str, _cell: str) -> None:
    actions.adopt(version.pk, actor=request.actor)


Act = Callable[[ActorRequest, Version, str, str], None]
_ACTS: dict[str, Act] = {
    "say": _say,
    "block": _block,
    "proposals": _proposals,
    "provenance": _provenance,
    "adopt": _adopt,
}


def _page(request: ActorRequest, version: Version, number: str, cell: str) -> dict[str, Any]:
    content = open_kept(version.file)
    book, teaching = open_template(content), t.load(version.teaching)
    index = int(number) if number.isdecimal() and int(number) < len(book.worksheets) else 0
    sheet = book.worksheets[index]
    taught = teaching.of(sheet.title)
    block = taught.block
    here, fault = _read_cell(cell, block)
    guess, words = None if block else suggest.block_of(sheet), _words(taught)
    return {
        "version": version,
        "layout": version.layout,
        "teaching": teaching,
        "sheets": [
            {"label": s.title, "href": f"?s={i}" if i else "?", "is_here": i == index, "count": ""}
            for i, s in enumerate(book.worksheets)
        ],
        "sheet_number": index or "",
        "loses_drawings": loses_drawings(content),
        "grid": grid_of(sheet, taught, words, here),
        "cell": _cell_panel(sheet, taught, here),
        "fault": fault,
        "taught_list": block,
        "guess": guess,
        "kinds": list(KINDS.items()),
        "filters": filter_entries("f-", block.kind if block else "", block.filters if block else {}, Level.PERSONAL),
        "proposals": [*(suggest.columns_of(sheet, block) if block else []), *suggest.cells_of(sheet, taught)],
        "said": _said(taught, words),
    }


def _read_cell(cell: str, block: t.Block | None) -> tuple[str, Refusal | None]:
    """The cell asked for; of a column of the list the cell of its first line."""
    if not cell:
        return "", None
    try:
        letter, row = t.read_ref(cell)
    except NoSuchCell as refusal:
        return "", refusal
    return f"{letter}{block.first if block and block.holds(row) else row}", None


def _words(taught: t.SheetTeaching) -> dict[str, str]:
    """What was said, in words, by cell; of a column of the list by the cell of its first line."""
    words = choices.labels_of(taught.cells, "")
    if (block := taught.block) is not None:
        columns = choices.labels_of(block.columns, block.kind)
        words |= {f"{letter}{block.first}": label for letter, label in columns.items()}
    return words


def _cell_panel(sheet: Any, taught: t.SheetTeaching, here: str) -> dict[str, Any] | None:
    if not here:
        return None
    letter, row = t.read_ref(here)
    block = taught.block if taught.block is not None and taught.block.holds(row) else None
    kind = block.kind if block else ""
    entry = (block.columns.get(letter) if block else taught.cells.get(here)) or t.Entry("")
    offered = choices.choices_for(kind)
    meant = suggest.Words(offered).find(suggest.heading_of(sheet, block, letter)) if block else None
    return {
        "ref": here,
        "letter": letter,
        "is_column": block is not None,
        "text": shown_text(sheet[here].value),
        "heading": suggest.heading_of(sheet, block, letter) if block else "",
        "entry": entry,
        "groups": [(group, list(some)) for group, some in groupby(offered, key=lambda choice: choice.group)],
        "forms": choices.forms(),
        "meant": meant[0] if meant and not entry.what else None,
    }


def _said(taught: t.SheetTeaching, words: dict[str, str]) -> list[dict[str, str]]:
    """Everything said about the sheet, as a list beside the grid: line by line, as one reads."""
    block = taught.block
    lines = []
    for ref in sorted(words, key=lambda r: (t.read_ref(r)[1], len(r), r)):
        letter, row = t.read_ref(ref)
        is_column = block is not None and block.holds(row)
        place = _("column %(letter)s") % {"letter": letter} if is_column else ref
        lines.append({"ref": ref, "place": place, "words": words[ref]})
    return lines
