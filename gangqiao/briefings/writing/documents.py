"""All documents of a paper. What changes between a draft and an issued paper stands in the imprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from gangqiao.briefings.content.blocks import Paper
from gangqiao.briefings.content.composer import day_text


@dataclass(frozen=True, slots=True)
class Imprint:
    """number, year, issued_on: null for a draft."""

    number: int | None = None
    year: int | None = None
    issued_on: date | None = None

    def status(self, paper: Paper) -> str:
        """Draft, or the number in the year."""
        if self.number is None:
            return str(paper.labels["draft"])
        return str(paper.labels["number"]) % {"number": self.number, "year": self.year}

    def day(self, paper: Paper) -> str:
        """The day of issue in the language of the paper; "" for a draft."""
        if self.issued_on is None:
            return ""
        with override(paper.language):
            return day_text(self.issued_on)


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a paper. format: its file ending."""

    language: str
    format: str
    content: bytes


def _pdf(paper: Paper, imprint: Imprint) -> bytes:
    from gangqiao.briefings.writing.pdf import write_pdf

    return write_pdf(paper, imprint)


def _word(paper: Paper, imprint: Imprint) -> bytes:
    from gangqiao.briefings.writing.word import write_word

    return write_word(paper, imprint)


def _excel(paper: Paper, imprint: Imprint) -> bytes:
    from gangqiao.briefings.writing.excel import write_excel

    return write_excel(paper, imprint)


# Loaded when the first paper is written: the libraries take memory that a server without papers need not have.
_WRITERS: dict[str, Callable[[Paper, Imprint], bytes]] = {"pdf": _pdf, "docx": _word, "xlsx": _excel}
FORMATS: dict[str, str] = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def write_all(papers: Mapping[str, Paper], imprint: Imprint) -> list[Document]:
    """Every document in every language. Raises NotSet, ChartNotDrawn."""
    found = []
    for language, paper in papers.items():
        with override(language):
            found += [Document(language, name, write(paper, imprint)) for name, write in _WRITERS.items()]
    return found
