"""Reads cells: what stands in a workbook becomes a raw value of the register, with a note when it was written oddly."""

from gangqiao.imports.reading.base import Reading
from gangqiao.imports.reading.lines import LineReader, Record

__all__ = ["LineReader", "Reading", "Record"]
