"""A paper as a Word file in the layout of official papers (GB/T 9704), which an office can open and change itself."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from gangqiao.briefings.content.blocks import Block, Drawing, Grid, Heading, Listing, Paper, Sentence
from gangqiao.briefings.writing.documents import Imprint
from gangqiao.briefings.writing.drawings import picture
from gangqiao.briefings.writing.widths import TEXT_MM, widths
from gangqiao.kernel import clock

LAYOUT = Path(__file__).parent.parent / "layouts" / "layout.yaml"
RED = RGBColor(0xC0, 0, 0)
# Word refuses a paragraph whose properties stand in another order than the standard's.
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr")


@cache
def _layout() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(LAYOUT.read_text(encoding="utf-8"))
    return found


def write_word(paper: Paper, imprint: Imprint) -> bytes:
    """The Word file. Raises NotSet, ChartNotDrawn."""
    return _Writer(paper, imprint).written()


class _Writer:
    def __init__(self, paper: Paper, imprint: Imprint) -> None:
        self.paper, self.imprint = paper, imprint
        self.is_chinese = paper.language.startswith("zh")
        self.document = Document()
        self.sizes: dict[str, float] = _layout()["size"]

    def written(self) -> bytes:
        self._set_up()
        self._head()
        for block in self.paper.blocks:
            self._block(block)
        self._sign()
        if self.paper.appendix:
            self.document.add_page_break()
        for block in self.paper.appendix:
            self._block(block)
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- page --------------------------------------------------------------------------------------------------------

    def _set_up(self) -> None:
        section, margin = self.document.sections[0], _layout()["margin_mm"]
        section.orientation = WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(margin["top"]), Mm(margin["bottom"])
        section.left_margin, section.right_margin = Mm(margin["left"]), Mm(margin["right"])
        section.footer_distance = Mm(24)
        self.document.settings.odd_and_even_pages_header_footer = True
        self._page_number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
        self._page_number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
        properties = self.document.core_properties
        properties.title, properties.author, properties.comments = self.paper.title, self.paper.unit, ""
        properties.created = properties.modified = clock.now().replace(tzinfo=None)
        properties.language = "zh-CN" if self.is_chinese else "en-GB"
        self._name_fonts()
        style = self.document.styles["Normal"]
        _set_font(style.element.get_or_add_rPr(), "body")
        style.font.size = Pt(self._size("body"))

    def _name_fonts(self) -> None:
        """Say what stands in for a font the reader's machine does not have."""
        part = next((p for p in self.document.part.package.iter_parts() if p.partname.endswith("fontTable.xml")), None)
        if part is None:
            return
        entries = "".join(
            f'<w:font w:name="{font["zh"]}"><w:altName w:val="{font["instead"]}"/></w:font>'
            for font in _layout()["word"].values()
        )
        part._blob = part.blob.replace(b"</w:fonts>", entries.encode() + b"</w:fonts>")

    def _size(self, name: str) -> float:
        """Sizes as the standard has them for Chinese; an English line needs less."""
        size = self.sizes[name]
        return size if self.is_chinese or size < 12 else size - 4

    def _page_number(self, footer: Any, side: Any) -> None:
        footer.is_linked_to_previous = False
        line = footer.paragraphs[0]
        line.alignment = side
        self._run(line, "— ", "table", "page")
        run = self._run(line, "", "table", "page")
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            run._r.append(_field(kind, text))
        self._run(line, " —", "table", "page")

    # --- blocks ------------------------------------------------------------------------------------------------------

    def _head(self) -> None:
        paper, imprint = self.paper, self.imprint
        self._run(self._line(center=True), paper.head, "heading", "heading").font.color.rgb = RED
        line = self._line()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_MM), WD_ALIGN_PARAGRAPH.RIGHT)
        self._run(line, f"{paper.unit}\t{imprint.status(paper)}", "body", "about")
        _red_rule(line)
        self._run(self._line(center=True, before=12), paper.title, "title", "title")
        self._run(self._line(center=True), paper.about, "subheading", "about")
        if paper.provisional_words:
            run = self._run(self._line(center=True), paper.provisional_words, "heading", "about")
            run.font.color.rgb = RED
        for basis in paper.basis:
            self._run(self._line(tight=True), basis, "table", "note")

    def _block(self, block: Block) -> None:
        match block:
            case Heading():
                line = self._line(indent=True, before=10)
                line.paragraph_format.keep_with_next = True
                _outline(line, block.level)
                self._run(line, block.text, "heading", "heading")
            case Sentence():
                self._run(self._line(indent=True), block.text, "body", "body")
            case Listing():
                for number, entry in enumerate(block.entries, start=1):
                    self._run(self._line(indent=True), f"{number}. {entry}", "body", "body")
            case Drawing():
                self._drawing(block)
            case Grid():
                self._grid(block)

    def _drawing(self, block: Drawing) -> None:
        line = self._line(center=True, before=8, tight=True)
        line.paragraph_format.keep_with_next = True
        self._run(line, block.chart.title, "heading", "note")
        place = self._line(center=True, tight=True)
        shape = place.add_run().add_picture(io.BytesIO(picture(block.chart)), width=Mm(TEXT_MM))
        shape._inline.docPr.set("descr", block.chart.label)

    def _grid(self, grid: Grid) -> None:
        title = self._line(center=True, before=8, tight=True)
        title.paragraph_format.keep_with_next = True
        self._run(title, grid.title, "heading", "note")
        table = self.document.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        across = [Mm(width) for width in widths(grid)]
        head = table.rows[0]
        _repeat(head)
        for cell, column, width in zip(head.cells, grid.columns, across, strict=True):
            self._cell(cell, column.label, width, WD_ALIGN_PARAGRAPH.CENTER, "heading")
        for row in grid.rows:
            line = table.add_row()
            _whole(line)
            for cell, said, column, width in zip(line.cells, row, grid.columns, across, strict=True):
                side = WD_ALIGN_PARAGRAPH.RIGHT if column.is_number else WD_ALIGN_PARAGRAPH.LEFT
                self._cell(cell, said.text, width, side, "table")
        if grid.note:
            self._run(self._line(tight=True), grid.note, "table", "note")

    def _cell(self, cell: Any, text: str, width: Any, side: Any, font: str) -> None:
        cell.width = width
        line = cell.paragraphs[0]
        line.alignment = side
        line.paragraph_format.space_after = Pt(0)
        self._run(line, text, font, "table")

    def _sign(self) -> None:
        line = self._line(before=36)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.right_indent = Pt(self._size("body") * 4)
        line.paragraph_format.keep_with_next = True
        self._run(line, self.paper.unit, "body", "body")
        day = self._line()
        day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        day.paragraph_format.right_indent = Pt(self._size("body") * 4)
        self._run(day, self.imprint.day(self.paper), "body", "body")
        labels = self.paper.labels
        rule = "_" * 16
        words = f"{labels['checked']}{labels['colon']}{rule}    {labels['signed']}{labels['colon']}{rule}"
        self._run(self._line(before=18), words, "body", "about")

    # --- lines -------------------------------------------------------------------------------------------------------

    def _line(self, *, center: bool = False, indent: bool = False, before: float = 0, tight: bool = False) -> Any:
        line = self.document.add_paragraph()
        form = line.paragraph_format
        form.space_before, form.space_after = Pt(before), Pt(0)
        if center:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if indent and self.is_chinese:
            form.first_line_indent = Pt(self._size("body") * _layout()["indent"])
        if self.is_chinese and not tight:
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.AT_LEAST, Pt(_layout()["leading"])
        return line

    def _run(self, line: Any, text: str, font: str, size: str) -> Any:
        run = line.add_run(text)
        run.font.size = Pt(self._size(size))
        _set_font(run._r.get_or_add_rPr(), font)
        return run


def _set_font(properties: Any, name: str) -> None:
    font = _layout()["word"][name]
    fonts = properties.get_or_add_rFonts()
    for place, family in (("ascii", "latin"), ("hAnsi", "latin"), ("cs", "latin"), ("eastAsia", "zh")):
        fonts.set(qn(f"w:{place}"), font[family])


def _field(kind: str, text: str) -> Any:
    """A piece of a field: its begin and end, and between them what it computes."""
    element = OxmlElement("w:fldChar" if kind else "w:instrText")
    if kind:
        element.set(qn("w:fldCharType"), kind)
    else:
        element.text = text
    return element


def _red_rule(line: Any) -> None:
    borders, below = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "1"), ("color", "C00000")):
        below.set(qn(f"w:{name}"), value)
    borders.append(below)
    line._p.get_or_add_pPr().insert_element_before(borders, *_AFTER_BORDERS)


def _outline(line: Any, level: int) -> None:
    """Put the line into the outline of the document, without the look of a built-in heading."""
    element = OxmlElement("w:outlineLvl")
    element.set(qn("w:val"), str(level - 1))
    line._p.get_or_add_pPr().append(element)


def _repeat(row: Any) -> None:
    """Repeat the row at the head of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _whole(row)


def _whole(row: Any) -> None:
    """Never break the row between two pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
