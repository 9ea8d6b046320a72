"""What a file is, is told by its content; what cannot be read is refused with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import msoffcrypto
import pytest

from gangqiao.kernel.sheets import UnreadableFile, open_book
from gangqiao.kernel.sheets.refusals import SENTENCES
from gangqiao.kernel.sheets.tests.shapes import delimited, read, xls, xlsx

GRID = [["姓名", "电话"], ["张伟", "16000000001"]]


def zipped(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


def protected() -> bytes:
    source, content = io.BytesIO(xlsx(("S", GRID))), io.BytesIO()
    msoffcrypto.OfficeFile(source).encrypt("secret", content)
    return content.getvalue()


@pytest.mark.parametrize(
    ("reason", "content"),
    [
        ("empty", b""),
        ("empty", b"\r\n  \n"),
        ("password", protected()),
        ("document", zipped("[Content_Types].xml", "word/document.xml")),
        ("document", b"{\\rtf1 a}"),
        ("slides", zipped("[Content_Types].xml", "ppt/presentation.xml")),
        ("ods", zipped("mimetype", "content.xml")),
        ("xlsb", zipped("[Content_Types].xml", "xl/workbook.bin")),
        ("archive", zipped("a.xlsx", "b.xlsx")),
        ("archive", b"Rar!\x1a\x07\x00 and more"),
        ("pdf", b"%PDF-1.7 and more"),
        ("picture", b"\x89PNG\r\n\x1a\n and more"),
        ("picture", b"\xff\xd8\xff\xe0 and more"),
        ("html", b"<html><body><table><tr><td>1</td></tr></table></body></html>"),
        ("html", "\ufeff<table><tr><td>1</td></tr></table>".encode("utf-16-le")),
        ("xml", b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
        ("unknown", bytes(range(256)) * 20),
        ("damaged", b"PK\x03\x04 cut off"),
        ("damaged", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cut off"),
        ("damaged", xlsx(("S", GRID))[:-200]),
    ],
)
def test_what_is_no_readable_workbook_is_refused_by_name(reason, content):
    with pytest.raises(UnreadableFile) as refused, open_book(content, name="名单.xlsx") as book:
        list(book.sheets[0].rows())
    assert refused.value.reason == reason
    assert "名单.xlsx" in str(refused.value)


@pytest.mark.parametrize("reason", SENTENCES)
def test_every_refusal_is_a_sentence(reason):
    assert str(UnreadableFile(reason, name="a.xlsx", n=60, line=7)).endswith(".")


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (xlsx(("S", GRID)), "名单.xls", "xlsx"),
        (xlsx(("S", GRID)), "名单.csv", "xlsx"),
        (xls("S", GRID), "名单.xlsx", "xls"),
        (delimited(GRID, "gb18030"), "名单.xls", "csv"),
        (delimited(GRID, "gb18030"), "名单", "csv"),
    ],
)
def test_a_wrong_ending_is_told_and_the_file_read(content, name, kind):
    with open_book(content, name=name) as book:
        assert book.kind == kind
        assert [cells for _, cells in book.sheets[0].rows()] == GRID
        assert f".{kind}" in str(book.notes[0])


@pytest.mark.parametrize("name", ["a.xlsx", "A.XLSX", "a.xlsm"])
def test_a_right_ending_needs_no_word(name):
    with open_book(xlsx(("S", GRID)), name=name) as book:
        assert book.notes == []


def test_a_file_on_disk_is_read_too(tmp_path: Path):
    (tmp_path / "x").write_bytes(xlsx(("S", GRID)))
    with open_book(tmp_path / "x", name="名单.xlsx") as book:
        assert [cells for _, cells in book.sheets[0].rows()] == GRID


def test_the_sheet_of_a_csv_has_the_name_of_the_file():
    with open_book(delimited(GRID), name="三组.csv") as book:
        assert [(sheet.name, sheet.height, sheet.width) for sheet in book.sheets] == [("三组", 2, 2)]
        assert book.encoding == "utf-8"


def test_what_kept_excel_from_making_a_number_of_a_text_is_taken_off():
    assert read(b'="0123",\'530,=1+1\n"a ""b""",  ,\'=1', "x.csv") == [[["0123", "530", "=1+1"], ['a "b"', None, "=1"]]]
