"""Compares the lines of a workbook with the register: new, changed, same, doubtful or wrong, and what would be done."""

from gangqiao.imports.judging.judge import Judge, Judged

__all__ = ["Judge", "Judged"]
