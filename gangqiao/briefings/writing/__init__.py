"""A paper written as PDF, Word and Excel, from the same blocks."""

from gangqiao.briefings.writing.documents import FORMATS, Document, Imprint, write_all

__all__ = ["FORMATS", "Document", "Imprint", "write_all"]
