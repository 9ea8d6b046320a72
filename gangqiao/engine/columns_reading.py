"""Columns of Parquet and Arrow files as arrays of the declared types: cast without loss, or refused with the row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from gangqiao.engine.faults import WrongFile

if TYPE_CHECKING:
    from gangqiao.engine.columns_of import Array, Column


def read_table(path: Path | str) -> Any:
    """The Arrow table of a Parquet file, or of an Arrow (Feather) file. Raises WrongFile."""
    from pyarrow import feather, parquet

    with _named(path):
        return feather.read_table(path) if _is_arrow(Path(path)) else parquet.read_table(path, partitioning=None)


@contextmanager
def open_table(path: Path | str) -> Iterator[Any]:
    """Like a table, but of a Parquet file one column is read at a time, when it is asked for. Raises WrongFile."""
    import pyarrow as pa
    from pyarrow import parquet

    with _named(path):
        if _is_arrow(Path(path)):
            yield read_table(path)
        else:
            with parquet.ParquetFile(path) as file:
                yield _Columns(file)
    pa.default_memory_pool().release_unused()


class _Columns:
    """The columns of an open Parquet file, under the names of an Arrow table."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.column_names: list[str] = file.schema_arrow.names
        self.num_rows: int = file.metadata.num_rows

    def column(self, name: str) -> Any:
        return self._file.read([name], use_threads=False).column(0)


@contextmanager
def _named(path: Path | str) -> Iterator[None]:
    """What goes wrong with a file inside is said in one sentence with its name."""
    import pyarrow as pa

    if not Path(path).is_file():
        raise WrongFile(f"{path}: there is no such file; check the name and the folder.")
    try:
        yield
    except (pa.ArrowException, OSError) as fault:
        raise WrongFile(f"{path}: this is no Parquet file ({_says(fault)}); write it anew as Parquet.") from fault


def _is_arrow(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(6) == b"ARROW1"


def extra_columns(table: Any, declared: Mapping[str, Column]) -> list[str]:
    """Columns of an Arrow table that nobody declared."""
    return [name for name in table.column_names if name not in declared]


def arrays_of(table: Any, declared: Mapping[str, Column], file: str) -> dict[str, tuple[Array, Array]]:
    """The declared columns that the table has, each with the mask of its nulls."""
    if len(set(table.column_names)) < len(table.column_names):
        twice = next(name for name in table.column_names if table.column_names.count(name) > 1)
        raise WrongFile(f"{file}: the column {twice} stands twice; keep one of them.")
    return {name: _array_of(table.column(name), name, one, file) for name, one in declared.items()
            if name in table.column_names}  # fmt: skip


def _array_of(chunks: Any, name: str, declared: Column, file: str) -> tuple[Array, Array]:
    import pyarrow as pa
    import pyarrow.compute as pc

    plain = chunks.combine_chunks() if isinstance(chunks, pa.ChunkedArray) else chunks
    if isinstance(plain, pa.ChunkedArray):  # an empty column has no chunk
        plain = pa.concat_arrays(plain.chunks) if plain.num_chunks else pa.array([], plain.type)
    if pa.types.is_dictionary(plain.type):
        plain = plain.dictionary_decode()
    if not _is_fit(plain.type, declared.kind):
        raise WrongFile(f"{file}: column {name} holds {plain.type}, but {declared.kind} is expected "
                        f"({declared.says}); write it as {declared.kind}.")  # fmt: skip
    try:
        cast = _cast(plain, declared.kind)
    except (pa.ArrowException, ValueError) as fault:
        row = _first_wrong(plain, declared.kind)
        value = plain[row].as_py()
        raise WrongFile(f"{file}: column {name}, row {row + 1}: {value!r} is no {declared.kind} ({declared.says}); "
                        "mend the value, or leave it null when it is not known.") from fault  # fmt: skip
    unknown = pc.is_null(cast).to_numpy(zero_copy_only=False)
    if cast.type == pa.date32():
        cast = cast.cast(pa.int32())
    filled = cast if cast.null_count == 0 else pc.fill_null(cast, pa.scalar(0, pa.int64()).cast(cast.type))
    return np.asarray(filled.to_numpy(zero_copy_only=False)), np.asarray(unknown, np.bool_)


def _is_fit(kind: Any, wanted: str) -> bool:
    import pyarrow.types as t

    if t.is_null(kind):
        return True
    if wanted == "date32":
        return any((t.is_date(kind), t.is_timestamp(kind), t.is_string(kind), t.is_large_string(kind)))
    return any((t.is_integer(kind), t.is_boolean(kind), t.is_floating(kind), t.is_decimal(kind)))


def _cast(plain: Any, wanted: str) -> Any:
    """The array in the wanted type. Raises ValueError or ArrowException where a value would change."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if wanted == "date32":
        days = plain.cast(pa.date32())
        if pa.types.is_timestamp(plain.type) and pc.any(pc.not_equal(days.cast(plain.type), plain)).as_py():
            raise ValueError("a time of day")
        return days
    if wanted != "bool":
        is_decimal = pa.types.is_decimal(plain.type)
        return (plain.cast(pa.int64()) if is_decimal else plain).cast(getattr(pa, wanted)())
    if pa.types.is_boolean(plain.type) or pa.types.is_null(plain.type):
        return plain.cast(pa.bool_())
    whole = plain.cast(pa.int64())
    if (pc.min(whole).as_py() or 0) < 0 or (pc.max(whole).as_py() or 0) > 1:
        raise ValueError("neither 0 nor 1")
    return whole.cast(pa.bool_())


def _first_wrong(plain: Any, wanted: str) -> int:
    """The first row whose value cannot be cast, from 0: halves the array until one is left."""
    import pyarrow as pa

    low, high = 0, len(plain)
    while high - low > 1:
        middle = (low + high) // 2
        try:
            _cast(plain.slice(low, middle - low), wanted)
            low = middle
        except (pa.ArrowException, ValueError):
            high = middle
    return low


def _says(fault: Exception) -> str:
    return (str(fault).splitlines() or [type(fault).__name__])[0]
