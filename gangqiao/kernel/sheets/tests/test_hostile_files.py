"""Files made to do harm: each is refused with a sentence or read, in bounded time and memory."""

from __future__ import annotations

import io
import os
import resource
import struct
import zipfile
import zlib
from time import monotonic

import pytest

from gangqiao.kernel.sheets import UnreadableFile, open_book
from gangqiao.kernel.sheets.tests.shapes import id_number, read, xlsx

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
PARTS = {
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    "</workbook>",
    "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
START, END = f"<worksheet {MAIN}><sheetData>", "</sheetData></worksheet>"


def made(sheet: str | list[bytes], **parts: bytes) -> bytes:
    """A workbook whose sheet is this XML, in one text or in pieces."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        with archive.open("xl/worksheets/sheet1.xml", "w") as file:
            for piece in [sheet.encode()] if isinstance(sheet, str) else sheet:
                file.write(piece)
        for name, body in parts.items():
            archive.writestr(name, body)
    return content.getvalue()


def inline(cell: str, text: str) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>'


def reason_of(content: bytes, name: str = "list.xlsx") -> str:
    with pytest.raises(UnreadableFile) as refused:
        read(content, name)
    assert name in str(refused.value)
    return refused.value.reason


def test_a_made_workbook_is_read():
    assert read(made(START + f'<row r="1">{inline("A1", "x")}</row>' + END)) == [[["x"]]]


def test_a_bomb_that_unpacks_to_four_gigabytes_is_refused_by_its_directory():
    started = monotonic()
    piece = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(piece.compress(bytes(1 << 20)) for _ in range(400)) + piece.flush()
    content = bytearray(made(START + END))
    assert reason_of(_with_entry(content, packed, size=0xFFFFFFFE)) == "bomb"
    assert monotonic() - started < 60


def test_a_bomb_that_lies_about_its_size_is_refused_before_it_is_parsed():
    piece = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = b"".join(piece.compress(bytes(1 << 20)) for _ in range(300)) + piece.flush()
    assert reason_of(_with_entry(bytearray(made(START + END)), packed, size=1000)) == "damaged"


def _with_entry(content: bytearray, packed: bytes, size: int) -> bytes:
    """The workbook with its sheet replaced by these packed bytes, said to be of this size."""
    source = io.BytesIO(bytes(content))
    out = io.BytesIO()
    directory = []
    with zipfile.ZipFile(source) as archive:
        for entry in archive.infolist():
            plain = archive.read(entry)
            is_sheet = "sheet1" in entry.filename
            body = packed if is_sheet else zlib.compress(plain)[2:-4]
            told = size if is_sheet else len(plain)
            head = struct.pack(
                "<HHHHHLLLHH", 20, 0, 8, 0, 33, zlib.crc32(plain), len(body), told, len(entry.filename), 0
            )
            directory.append(
                b"PK\x01\x02\x14\x00" + head + struct.pack("<HHHLL", 0, 0, 0, 0, out.tell()) + entry.filename.encode()
            )
            out.write(b"PK\x03\x04" + head + entry.filename.encode() + body)
    at = out.tell()
    out.write(b"".join(directory))
    n = len(directory)
    out.write(b"PK\x05\x06" + struct.pack("<HHHHLLH", 0, 0, n, n, out.tell() - at, at, 0))
    return out.getvalue()


def test_a_small_file_that_unpacks_four_hundred_times_is_refused():
    row = b"<row>" + b"<c><v>1</v></c>" * 1000 + b"</row>"
    content = made([START.encode(), *[row * 10] * 1500, END.encode()])
    assert len(content) < 2 << 20
    assert reason_of(content) == "bomb"


def test_a_million_formatted_blank_rows_are_passed_over():
    cells = "".join(f'<c r="{letter}%d" s="0"/>' for letter in "ABCD")
    rows = (f'<row r="{n}" spans="1:4">{cells.replace("%d", str(n))}</row>'.encode() for n in range(2, 1_048_577))
    pieces = [START.encode(), f'<row r="1">{inline("A1", "x")}</row>'.encode(), *rows, END.encode()]
    content = made(pieces)
    with open_book(content, name="x.xlsx") as book:
        assert list(book.sheets[0].rows()) == [(1, ["x"])]


def test_one_cell_in_the_very_last_row_does_not_cost_memory_here():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sheet = START + f'<row r="1">{inline("A1", "x")}</row><row r="1048576">{inline("C1048576", "y")}</row>' + END
    with open_book(made(sheet), name="x.xlsx") as book:
        count = sum(1 for _ in book.sheets[0].rows())
    assert count == 1_048_576
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kB


def test_a_cell_in_the_very_last_corner_is_refused_for_its_seventeen_milliard_cells():
    sheet = START + f'<row r="1">{inline("A1", "x")}</row><row r="1048576">{inline("XFD1048576", "y")}</row>' + END
    assert reason_of(made(sheet)) == "too_heavy"


def test_sixteen_thousand_columns_are_cut_and_it_is_told():
    sheet = (
        START + f'<row r="1">{inline("A1", "x")}{inline("XFD1", "y")}</row><row r="2">{inline("A2", "z")}</row>' + END
    )
    with open_book(made(sheet), name="x.xlsx") as book:
        rows = list(book.sheets[0].rows())
        assert [(line, len(cells), cells[0]) for line, cells in rows] == [(1, 1024, "x"), (2, 1024, "z")]
        assert "1024" in str(book.notes[0])


@pytest.mark.parametrize(
    "sheet",
    [
        START + "<row>" + "<a>" * 200_000 + "</a>" * 200_000 + "</row>" + END,
        "<a>" * 200_000 + "</a>" * 200_000,
        START + "<row>" + "<c><is>" * 200_000,
        START + f'<row r="99999999999999999999">{inline("A99999999999999999999", "x")}</row>' + END,
        START + f'<row r="1">{inline("ZZZZZZZZZZZZZZZZ1", "x")}</row>' + END,
        START + '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>' + END,
        START + '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>' + END,
        START + '<row r="1"><c r="A1" s="77777"><v>1e999</v></c></row>' + END,
        '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;">]>' + START + inline("A1", "&c;") + END,
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>' + START + inline("A1", "&b;") + END,
        START + "</wrong>",
        "",
    ],
    ids=[
        "deep row",
        "deep",
        "open",
        "row number",
        "column",
        "string",
        "negative",
        "number",
        "entities",
        "outside",
        "x",
        "0",
    ],
)
def test_malformed_xml_is_refused_or_read_without_harm(sheet):
    try:
        cells = read(made(sheet))
    except UnreadableFile:
        return
    assert "root:" not in str(cells)
    assert "bbbbbbbbbbbbb" not in str(cells)


def test_twenty_thousand_entries_in_the_directory_are_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in PARTS.items():
            archive.writestr(name, text)
        for n in range(20_000):
            archive.writestr(f"xl/{n}", b"")
    assert reason_of(content.getvalue()) == "bomb"


def test_merged_ranges_over_the_whole_sheet_are_borne():
    merged = "".join(f'<mergeCell ref="A{n}:XFD{n + 1000}"/>' for n in range(1, 20_000))
    end = END.replace("</worksheet>", f"<mergeCells>{merged}</mergeCells></worksheet>")
    with open_book(made(START + f'<row r="1">{inline("A1", "x")}</row>' + end), name="x.xlsx") as book:
        assert len(list(book.sheets[0].rows())) == 1
        assert len(book.sheets[0].merged) <= 100_000


def test_a_file_that_is_too_large_is_refused_before_it_is_passed_on():
    assert reason_of(bytes(61 << 20)) == "too_large"


def test_macros_are_told_and_not_run():
    content = made(START + f'<row r="1">{inline("A1", "x")}</row>' + END, **{"xl/vbaProject.bin": b"Sub AutoOpen()"})
    with open_book(content, name="x.xlsm") as book:
        assert [str(note) for note in book.notes] == ["The workbook contains macros. They were not run."]


def test_links_to_other_files_are_told_and_not_opened():
    content = made(START + END, **{"xl/externalLinks/externalLink1.xml": b"<a/>"})
    with open_book(content, name="x.xlsx") as book:
        assert "refers to other files" in str(book.notes[0])


def test_formulas_give_the_value_last_saved_and_those_without_one_are_counted():
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1</f><v/></c>'
    cells += '<c r="D1" t="e"><v>#REF!</v></c>'
    with open_book(made(START + f'<row r="1">{cells}</row>' + END), name="x.xlsx") as book:
        assert next(book.sheets[0].rows())[1][:3] == [2, None, None]
        said = [str(note) for note in book.notes]
    assert [text.split(".")[0] for text in said] == [
        "Formulas without a saved value: 2",
        "Cells that show an error such as #REF!: 1",
    ]


def test_a_csv_whose_quotation_mark_is_never_closed_is_refused_with_its_line():
    lines = [f"{n},{id_number(n % 400)},昆明" for n in range(3000)]
    lines[5] = f'5,"{id_number(5)},昆明'
    with pytest.raises(UnreadableFile) as refused:
        read("\n".join(lines).encode(), "x.csv")
    assert refused.value.reason == "quote"
    assert "line 6" in str(refused.value)


def test_a_csv_of_zeros_and_one_without_line_ends_are_refused():
    assert reason_of(bytes(1 << 20), "x.csv") == "empty"
    assert reason_of(b"a" * (5 << 20), "x.csv") == "quote"


def test_the_child_ends_with_the_block_and_leaves_no_descriptor():
    before = len(os.listdir("/proc/self/fd"))
    with open_book(xlsx(("S", [["x"]])), name="x.xlsx") as book:
        child = book._child.pid
        assert os.path.exists(f"/proc/{child}")
    assert not os.path.exists(f"/proc/{child}")
    assert len(os.listdir("/proc/self/fd")) == before


def test_a_child_that_is_killed_is_a_sentence_here():
    with open_book(xlsx(("S", [["x"]])), name="x.xlsx") as book:
        book._child.kill()
        with pytest.raises(UnreadableFile, match="too much memory or time"):
            list(book.sheets[0].rows())


def test_the_child_sees_no_secret_of_the_parent(monkeypatch):
    monkeypatch.setenv("GANGQIAO_SECRET", "s3cret")
    with open_book(xlsx(("S", [["x"]])), name="x.xlsx") as book, open(f"/proc/{book._child.pid}/environ", "rb") as file:
        assert b"s3cret" not in file.read()
