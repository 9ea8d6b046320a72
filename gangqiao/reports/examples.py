"""Taught layouts that come with the product: a workbook made from a few lines of YAML, and its teaching."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from django.db import transaction
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties

from gangqiao.kernel.actor import Actor
from gangqiao.places.models import Division
from gangqiao.reports import actions
from gangqiao.reports import teaching as t
from gangqiao.reports.models import Version

_THIN = Border(*[Side(style="thin")] * 4)
_HEAD = PatternFill("solid", fgColor="DCE9F7")


@dataclass(frozen=True, slots=True)
class Example:
    """One shipped layout. `title` in its own language; `says`: what it is for, by language."""

    key: str
    title: str
    says: dict[str, str]
    form: dict[str, Any]
    teaching: dict[str, Any]


def _load() -> dict[str, Example]:
    found = {}
    for path in sorted((Path(__file__).parent / "examples").glob("*.yaml")):
        body = yaml.safe_load(path.read_text(encoding="utf-8"))
        found[path.stem] = Example(path.stem, body["title"], body["says"], body["form"], body["teaching"])
    return found


EXAMPLES = _load()


def workbook_of(example: Example) -> bytes:
    """The empty workbook, as a superior would send it."""
    form = example.form
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = form["sheet"]
    for ref, text in form["cells"].items():
        sheet[ref] = text
    for ref in form["merged"]:
        sheet.merge_cells(ref)
    _draw(sheet, form)
    for letter, width in form["widths"].items():
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = form["titles"]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _draw(sheet: Any, form: dict[str, Any]) -> None:
    for cell in _cells(sheet, form["table"]):
        cell.border = _THIN
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for cell in _cells(sheet, form["head"]):
        cell.fill, cell.font = _HEAD, Font(bold=True)
    if form["merged"]:
        sheet["A1"].font, sheet["A1"].alignment = Font(size=16, bold=True), Alignment(horizontal="center")
    for ref, number_format in form["formats"].items():
        for cell in _cells(sheet, ref):
            cell.number_format = number_format


def _cells(sheet: Any, ref: str) -> Iterator[Any]:
    return chain.from_iterable(sheet[ref])


@transaction.atomic
def take_over(example: Example, area: Division, *, actor: Actor) -> Version:
    """The example as a layout of an area, in use at once."""
    version = actions.create_layout(
        workbook_of(example),
        f"{example.title}.xlsx",
        title=example.title,
        area=area,
        actor=actor,
        example=example.key,
    )
    version.teaching = t.load(example.teaching).dump()
    version.save()
    return actions.adopt(version.pk, actor=actor)
