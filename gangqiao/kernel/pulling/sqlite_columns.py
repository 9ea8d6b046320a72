"""Columns out of an SQLite file, read by a process of its own (`sqlite_child` says why).

What costs is not the reading but the handing over, cell by cell. So the codes of a row come in one text (`together`),
and every text of which there are few comes as a number into its distinct values: those are read into their types, and
the rows only looked up. The child writes into memory that this process then sees; nothing goes through a pipe.
"""

from __future__ import annotations

import json
import mmap
import os
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl
import pyarrow as pa

CHILD = Path(__file__).with_name("sqlite_child.py")
SEPARATOR = "\x1f"
# Stands for no number: the driver reads a column's type off its first rows, and must not find them all null.
NO_NUMBER = -(2**62)


class NotRead(Exception):
    """The child failed; its words hold no personal value."""


class Asked(NamedTuple):
    """A statement, and the names of its columns that come as codes."""

    sql: str
    coded: Collection[str] = ()


def never_null(column: str, kind: str) -> str:
    """SQL of a column that is not null: nothing is said by "", or by NO_NUMBER."""
    return f"COALESCE({column}, {NO_NUMBER if kind == 'int64' else repr('')})"


def numbers(series: pl.Series) -> pl.Series:
    """Whole numbers, null where there was none."""
    whole = series.cast(pl.Int64, strict=False)
    return whole.replace(NO_NUMBER, None) if (whole == NO_NUMBER).any() else whole


def together(columns: Sequence[str]) -> str:
    """SQL of one text that holds these columns of a row."""
    return f" || CHAR({ord(SEPARATOR)}) || ".join(never_null(column, "string") for column in columns)


def apart(column: pa.ChunkedArray, names: Sequence[str]) -> dict[str, Callable[[Callable[[pl.Series], Any]], Any]]:
    """Of what `together` put together, for each name what gives the column once its values have been typed.

    Raises NotRead when a value holds the separator, which no code does.
    """
    words, places = _coded(column)
    split = words.str.split(SEPARATOR)
    if not (split.list.len() == len(names)).all():
        raise NotRead("a code holds the separator")
    return {name: _looked_up(split.list.get(n), places) for n, name in enumerate(names)}


def looked_up(column: pa.ChunkedArray) -> Callable[[Callable[[pl.Series], Any]], Any]:
    """The same of one column that came as codes."""
    return _looked_up(*_coded(column))


def _coded(column: pa.ChunkedArray) -> tuple[pl.Series, pl.Series]:
    if not len(column):
        return pl.Series([], dtype=pl.String), pl.Series([], dtype=pl.Int32)
    coded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
    whole = coded.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0)
    return pl.Series(pl.from_arrow(whole.dictionary), dtype=pl.String), pl.Series(pl.from_arrow(whole.indices))


def _looked_up(words: pl.Series, places: pl.Series) -> Callable[[Callable[[pl.Series], Any]], Any]:
    return lambda typed: typed(words).gather(places)


def read(file: str, asked: Sequence[Asked]) -> list[pa.Table]:
    """The rows of each statement. Raises NotRead."""
    wanted = json.dumps({"file": file, "statements": [[one.sql, list(one.coded)] for one in asked]})
    # No environment: the keys of the installation may stand there, and reading needs none. -P: our folder is no path.
    command = [sys.executable, "-P", str(CHILD)]
    with _room() as room:
        done = subprocess.run(  # noqa: S603  our own file
            command, input=wanted.encode(), stdout=room, stderr=subprocess.PIPE, env={}, check=False
        )
        if done.returncode:
            raise NotRead(done.stderr.decode(errors="replace")[-500:])
        written = done.stdout if done.stdout is not None else mmap.mmap(room, 0, access=mmap.ACCESS_READ)
    stream = pa.BufferReader(pa.py_buffer(written))
    return [pa.ipc.open_stream(stream).read_all() for _one in asked]


@contextmanager
def _room() -> Iterator[int]:
    """Where the child writes: memory without a name, or a pipe where the system has no such memory."""
    if not hasattr(os, "memfd_create"):
        yield subprocess.PIPE
        return
    room = os.memfd_create("columns")
    try:
        yield room
    finally:
        # What has been mapped stays as long as a column of it does.
        os.close(room)
