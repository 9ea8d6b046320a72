"""Says in the filled workbook itself how it was made: what, which definition, which day, whose area, by whom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from gangqiao.engine.figures import FIGURES
from gangqiao.exports.sheet import foot_text
from gangqiao.indicators.wording import said
from gangqiao.reports import teaching as t
from gangqiao.reports.values import Report, put

LONGEST_NAME = 31  # of a sheet, in Excel
MARK_SIZE = 8


def write_provenance(book: Any, teaching: t.Teaching, report: Report, about: dict[str, str], records: int) -> None:
    """Write the lines on a sheet of their own, or into the file's properties where the receiver allows no sheet."""
    lines = [*about.items(), *_of_figures(teaching, report)]
    if teaching.lists_people:
        lines.append((gettext("Lines of people or households"), str(records)))
        lines.append((gettext("Which lists"), gettext("The register as it stood when the workbook was made")))
    if teaching.provenance == t.IN_PROPERTIES:
        book.properties.description = "\n".join(f"{label}: {words}" for label, words in lines)
        return
    sheet = book.create_sheet(_free_name(book, gettext("How this was made")))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90
    for row, (label, words) in enumerate(lines, start=1):
        put(sheet, row, 1, label)
        put(sheet, row, 2, words)


def write_mark(book: Any, mark: str) -> None:
    """Put the mark at the foot of each printed page of each sheet, before what the form prints there itself."""
    for sheet in book.worksheets:
        for foot in (sheet.oddFooter, sheet.evenFooter, sheet.firstFooter):
            own = foot.left.text
            foot.left.text = f"{foot_text(mark)}\n{own}" if own else foot_text(mark)
            foot.left.size = foot.left.size or MARK_SIZE


def _of_figures(teaching: t.Teaching, report: Report) -> list[tuple[str, str]]:
    if not report.was_counted:
        return []
    used = dict.fromkeys(e.key for e in teaching.entries if e.kind == t.FIGURE and e.key in FIGURES)
    lines = [
        (gettext("Figure %(id)s, version %(version)s") % {"id": id_, "version": FIGURES[id_].version}, _counted(id_))
        for id_ in used
    ]
    return [
        *lines,
        (gettext("Version of all definitions"), report.fact.definitions),
        (gettext("Version of the data"), str(report.fact.version)),
    ]


def _counted(figure_id: str) -> str:
    figure = FIGURES[figure_id]
    return f"{said(figure.wording)} ({figure.preset})"


def _free_name(book: Any, name: str) -> str:
    names = {sheet.casefold() for sheet in book.sheetnames}
    short = name[: LONGEST_NAME - 3]
    return next(n for n in (short, *(f"{short} {i}" for i in range(2, 99))) if n.casefold() not in names)
