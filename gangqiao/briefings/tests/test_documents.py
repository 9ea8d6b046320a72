"""The same blocks written three ways say the same numbers, in both languages."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from gangqiao.briefings import actions
from gangqiao.briefings.content.blocks import Grid, Paper, Sentence, from_json, to_json
from gangqiao.briefings.content.making import make
from gangqiao.briefings.models import Kind
from gangqiao.briefings.tests.conftest import DAY
from gangqiao.briefings.writing import Imprint, pdf
from gangqiao.briefings.writing.documents import write_all
from gangqiao.briefings.writing.excel import write_excel
from gangqiao.briefings.writing.word import write_word
from gangqiao.kernel.actor import Actor
from gangqiao.kernel.charts import drawing
from gangqiao.kernel.scope import scope_of

IMPRINT = Imprint(3, 2020, DAY)
KINDS = (Kind.WEEKLY, Kind.MONTHLY, Kind.CIRCULAR, Kind.ANALYSIS)
CIRCLE = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50"><circle cx="20" cy="20" r="9"/></svg>'


@pytest.fixture(autouse=True)
def drawn_simply(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the front end is not built, a circle stands for each chart: its numbers are in the tables."""
    try:
        drawing._engine()
    except drawing.ChartNotDrawn:
        monkeypatch.setattr("gangqiao.briefings.writing.drawings.svg", lambda chart, width: CIRCLE)


@pytest.fixture
def papers(workers: None, county: Any, office: Actor) -> Any:
    """Makes a paper of a kind in both languages."""

    def made(kind: str, **asked: Any) -> dict[str, Paper]:
        with scope_of(office.areas("briefings.make")):
            return make(actions.ask(kind, county.division, DAY, actor=office, **asked)).papers

    return made


def grids(paper: Paper) -> list[Grid]:
    return [one for one in paper.every_block if isinstance(one, Grid)]


def said_in_word(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def inflated(content: bytes) -> bytes:
    """A PDF with its compressed parts unpacked."""
    parts = [content]
    for piece in content.split(b"stream\n")[1:]:
        try:
            parts.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            continue
    return b"".join(parts)


@pytest.mark.requirement("R124")
@pytest.mark.parametrize("kind", KINDS)
def test_word_and_excel_say_every_number_and_sentence_of_the_blocks(papers: Any, kind: str) -> None:
    for paper in papers(kind).values():
        word = said_in_word(write_word(paper, IMPRINT))
        book = openpyxl.load_workbook(io.BytesIO(write_excel(paper, IMPRINT)))
        assert len(book.sheetnames) == 1 + len(grids(paper))
        for grid, sheet in zip(grids(paper), book.worksheets[1:], strict=True):
            assert grid.title in word
            for row, line in zip(grid.rows, sheet.iter_rows(min_row=3), strict=False):
                for cell, kept in zip(row, line, strict=False):
                    assert cell.text in word
                    assert kept.value == (cell.value if cell.value is not None else cell.text or None)
        first = [str(line[0].value) for line in book.worksheets[0].iter_rows()]
        for block in paper.blocks:
            if isinstance(block, Sentence):
                assert block.text in word
                assert block.text in first


@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_holds_its_own_fonts_and_no_other(papers: Any, kind: str) -> None:
    content = pdf.write_pdf(papers(kind)["zh-hans"], IMPRINT)
    assert content.startswith(b"%PDF")
    unpacked = inflated(content)
    fonts = {name.removesuffix(b"-Identity-H") for name in re.findall(rb"/BaseFont/[A-Z]{6}\+([A-Za-z-]+)", unpacked)}
    assert fonts == {b"NotoSerifSC-Regular", b"NotoSansSC-Regular"}
    assert b"/FontFile3" in unpacked


@pytest.mark.requirement("R124")
@pytest.mark.parametrize("kind", [*KINDS, "public"])
def test_the_text_of_a_pdf_says_every_number(papers: Any, kind: str, tmp_path: Path) -> None:
    """What a reader can select and search for: the numbers of every table and sentence, as they are read."""
    reader = shutil.which("pdftotext")
    assert reader, "the tests read papers with pdftotext (Debian: poppler-utils)"
    made = papers(Kind.MONTHLY, is_public=True) if kind == "public" else papers(kind)
    for language, paper in made.items():
        file = tmp_path / f"{kind}-{language}.pdf"
        file.write_bytes(pdf.write_pdf(paper, IMPRINT))
        command = [reader, "-layout", str(file), "-"]
        layer = subprocess.run(command, capture_output=True, check=True, text=True).stdout
        said = Counter(NUMBER.findall(layer))
        wanted = Counter(number for text in numbers_of(paper) for number in NUMBER.findall(text))
        missing = {number: (many, said[number]) for number, many in wanted.items() if said[number] < many}
        assert not missing, missing
        assert "".join(paper.title.split()) in "".join(layer.split())


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")


def numbers_of(paper: Paper) -> Iterator[str]:
    """The numbers of tables, and those of sentences that stand for something."""
    for one in paper.every_block:
        if isinstance(one, Grid):
            yield from (cell.text for row in one.rows for cell in row if cell.value is not None)
        elif isinstance(one, Sentence):
            yield from (part.text for part in one.parts if part.definition)


def test_what_a_paper_says_comes_back_from_its_kept_form(papers: Any) -> None:
    for paper in papers(Kind.ANALYSIS).values():
        assert from_json(to_json(paper)) == paper


def test_every_number_of_a_sentence_is_traced_to_definition_day_and_area(papers: Any) -> None:
    paper = papers(Kind.ANALYSIS)["en"]
    traces = next(grid for grid in grids(paper) if grid.key == "traces")
    said = {cell.text for row in traces.rows for cell in row[1:2]}
    for block in paper.blocks:
        if isinstance(block, Sentence) and block.rule:
            linked = [part.text for part in block.parts if part.ref or part.definition]
            assert set(linked) <= said
    # Rule, number, figure with its version, area, day and source, none of them empty.
    assert all(row[0].text and row[1].text and row[2].text and row[5].text for row in traces.rows)
    definitions = next(grid for grid in grids(paper) if grid.key == "definitions")
    assert all(row[1].text.isdecimal() for row in definitions.rows)


@pytest.mark.requirement("D12")
def test_a_word_file_has_the_page_of_an_official_paper(papers: Any) -> None:
    content = write_word(papers(Kind.CIRCULAR)["zh-hans"], IMPRINT)
    section = docx.Document(io.BytesIO(content)).sections[0]
    millimetres = [round(length.mm) for length in (section.page_width, section.page_height, section.left_margin)]
    assert millimetres == [210, 297, 28]
    body = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "方正小标宋简体" in body
    assert "仿宋" in body
    assert "w:tblHeader" in body
    assert "2020年第3号" in said_in_word(content)


def test_a_paper_without_a_plan_is_refused(workers: None, county: Any, office: Actor, monkeypatch: Any) -> None:
    from gangqiao.briefings.refusals import NoPlan

    monkeypatch.setattr("gangqiao.briefings.content.grounds.current_targets", lambda: ())
    with scope_of(office.areas("briefings.make")), pytest.raises(NoPlan):
        make(actions.ask(Kind.WEEKLY, county.division, DAY, actor=office))


@pytest.mark.parametrize("kind", KINDS)
def test_no_paper_names_a_person(papers: Any, kind: str) -> None:
    for language, paper in papers(kind).items():
        documents = {d.format: d.content for d in write_all({language: paper}, IMPRINT)}
        said = said_in_word(documents["docx"])
        for name in ("测甲", "测乙", "测癸", "测子"):
            assert name not in said
            assert name not in str(to_json(paper))
