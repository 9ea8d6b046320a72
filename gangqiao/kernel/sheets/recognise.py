"""What a file is, by its content and never by its name. Runs in the reading child."""

from __future__ import annotations

import codecs
import zipfile
from typing import BinaryIO

_OTHERS = {
    "pdf": (b"%PDF",),
    "picture": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*"),
    "archive": (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"\xfd7zXZ"),
    "document": (b"{\\rtf",),
}
_MARKUP = {
    "html": (b"<html", b"<!doctype", b"<table", b"<head", b"<meta", b"<style", b"mime-version:"),
    "xml": (b"<?xml", b"<?mso", b"<workbook"),
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOOK = 4096


class NotReadable(Exception):
    """The file is refused; `code` is a key of `refusals.SENTENCES`."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def kind_of(file: BinaryIO) -> str:
    """ "xlsx", "xls" or "text". Raises NotReadable for everything else, with what it is."""
    file.seek(0)
    start = file.read(_LOOK)
    file.seek(0)
    if not start.strip(b"\x00\r\n\t \xef\xbb\xbf\xff\xfe"):
        raise NotReadable("empty")
    if start.startswith(b"PK"):
        return _kind_of_zip(file)
    if start.startswith(_OLE):
        return _kind_of_ole(file)
    # Excel before 1997 wrote its records bare, without a container around them.
    if start[:2] == b"\x09\x08" or start[:2] == b"\x09\x04":
        return "xls"
    _refuse_others(start)
    return "text"


def _kind_of_zip(file: BinaryIO) -> str:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, OSError) as wrong:
        raise NotReadable("damaged") from wrong
    if any(entry.flag_bits & 1 for entry in entries.values()):
        raise NotReadable("password")
    names = {name.replace("\\", "/").lower() for name in entries}
    if any(name.startswith("xl/") and name.endswith(".xml") for name in names) and "xl/workbook.bin" not in names:
        return "xlsx"
    for code, mark in (("xlsb", "xl/workbook.bin"), ("document", "word/"), ("slides", "ppt/"), ("ods", "content.xml")):
        if any(name.startswith(mark) for name in names):
            raise NotReadable(code)
    raise NotReadable("archive")


def _kind_of_ole(file: BinaryIO) -> str:
    import olefile

    try:
        with olefile.OleFileIO(file) as container:
            streams = {entry[0].lower() for entry in container.listdir()}
    except (OSError, ValueError, IndexError, TypeError) as wrong:
        raise NotReadable("damaged") from wrong
    if "encryptedpackage" in streams:
        raise NotReadable("password")
    if streams & {"workbook", "book"}:
        return "xls"
    raise NotReadable("document" if "worddocument" in streams else "unknown")


def _refuse_others(start: bytes) -> None:
    for code, marks in _OTHERS.items():
        if start.startswith(marks):
            raise NotReadable(code)
    text = start.removeprefix(codecs.BOM_UTF8)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = start.decode("utf-16", "ignore").encode()
    text = text.lstrip().lower()
    for code, marks in _MARKUP.items():
        if text.startswith(marks):
            raise NotReadable(code)
    if b"<table" in text:
        raise NotReadable("html")
