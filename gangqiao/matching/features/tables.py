"""Columns of one table of the database, asked for in one statement and read into types.

On SQLite the codes of a row come in one text (`kernel.pulling.sqlite_columns` says why); elsewhere each by itself.
What repeats is read once for each distinct value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import pyarrow as pa
from django.db import connection

from gangqiao.kernel.pulling import sqlite_columns
from gangqiao.kernel.pulling.sqlite_columns import Asked, apart, looked_up, never_null, numbers

INT, DAY, CODE, TEXT = "int", "day", "code", "text"
_CODES = "codes"


@dataclass(frozen=True, slots=True)
class Table:
    """What is asked of one table.

    columns  SQL and kind by name. INT; DAY; CODE: one of few, without control characters; TEXT: any other text
    """

    name: str
    columns: Mapping[str, tuple[str, str]]
    where: str

    @property
    def _codes(self) -> list[str]:
        return [alias for alias, (_sql, kind) in self.columns.items() if kind == CODE]

    def asked(self) -> Asked:
        """The statement."""
        if connection.vendor != "sqlite":
            said = [f"{sql} AS {alias}" for alias, (sql, _kind) in self.columns.items()]
            return Asked(self._select(said))
        alone = {alias: one for alias, one in self.columns.items() if one[1] != CODE}
        said = [
            f"{never_null(sql, 'int64' if kind == INT else kind)} AS {alias}" for alias, (sql, kind) in alone.items()
        ]
        if self._codes:
            said.append(f"{sqlite_columns.together([self.columns[alias][0] for alias in self._codes])} AS {_CODES}")
        coded = [alias for alias, (_sql, kind) in alone.items() if kind != INT]
        return Asked(self._select(said), [*coded, *([_CODES] if self._codes else [])])

    def _select(self, said: list[str]) -> str:
        return f"SELECT {', '.join(said)} FROM {self.name} WHERE {self.where}"  # noqa: S608  names of our own models

    def read(self, rows: pa.Table) -> Read:
        """The answer to the statement."""
        codes = apart(rows[_CODES], self._codes) if _CODES in rows.column_names else {}
        return Read(self, rows, codes)


class Read:
    """The rows of a table by column."""

    def __init__(self, table: Table, rows: pa.Table, codes: Mapping[str, Callable[..., Any]]) -> None:
        self._table, self._rows, self._codes = table, rows, codes

    def __len__(self) -> int:
        return int(self._rows.num_rows)

    def ints(self, alias: str) -> pl.Series:
        """Whole numbers; null where there is none."""
        return numbers(pl.Series(alias, pl.from_arrow(self._rows[alias])))

    def days(self, alias: str) -> pl.Series:
        """Days; null where there is none."""
        return self.of(alias, _days)

    def texts(self, alias: str) -> pl.Series:
        """Texts that repeat, as categories; null for ""."""
        return self.of(alias, lambda words: words.replace("", None).cast(pl.Categorical))

    def coded(self, alias: str, codes: Mapping[str, int], kind: Any = pl.Int8) -> pl.Series:
        """Numbers by code; null for a code that has none."""
        return self.of(alias, lambda words: words.replace_strict(codes, default=None, return_dtype=kind))

    def masks(self, alias: str, mask: Callable[[str], int | None]) -> pl.Series:
        """What a function of one text says, asked once for each distinct text."""
        return self.of(alias, lambda words: pl.Series(alias, [mask(word or "") for word in words], dtype=pl.UInt64))

    def of(self, alias: str, typed: Callable[[pl.Series], pl.Series]) -> pl.Series:
        """A column through what reads its distinct values."""
        if alias in self._codes:
            return pl.Series(alias, self._codes[alias](lambda words: typed(words.cast(pl.String))))
        column = self._rows[alias]
        if (
            pa.types.is_dictionary(column.type)
            or pa.types.is_string(column.type)
            or pa.types.is_large_string(column.type)
        ):
            return pl.Series(alias, looked_up(column)(lambda words: typed(words.cast(pl.String))))
        series = pl.Series(alias, pl.from_arrow(column))
        return typed(series if series.dtype == pl.Date else series.cast(pl.String)).alias(alias)


def _days(words: pl.Series) -> pl.Series:
    return words if words.dtype == pl.Date else words.str.to_date("%Y-%m-%d", strict=False)
