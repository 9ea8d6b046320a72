"""What a table of columns is: numpy arrays of equal length, and where each is unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from gangqiao.engine.faults import WrongFile

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Column:
    """One declared column. Dates are days since 1970-01-01 in the arrays."""

    kind: str  # int8 ... int64, uint8 ... uint64, bool, date32
    says: str
    low: int | None = None
    high: int | None = None
    key: bool = False  # unique; without the column the number of the row
    wish: bool = False  # of a wish null says nothing and limits nothing
    limit: bool = False  # null, or a least value of 0, limits nobody
    zero: bool = False  # 0 is written for unknown, too
    salt: bool = False  # null: a hash of the key
    default: int | None = None  # what null stands for

    @property
    def dtype(self) -> np.dtype[Any]:
        return np.dtype("int32" if self.kind == "date32" else self.kind)


def column(kind: str, says: str, **more: Any) -> Any:
    """Declare a column of a Table."""
    return field(metadata={"column": Column(kind, says, **more)})


@dataclass(frozen=True, kw_only=True)
class Table:
    """Columns of equal length. In an array an unknown value is 0; `unknown(name)` says where."""

    nulls: Mapping[str, Array] = field(default_factory=dict)  # column -> true where unknown; only those with unknowns

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """The declared columns by name."""
        return {one.name: one.metadata["column"] for one in fields(cls) if "column" in one.metadata}

    def __len__(self) -> int:
        return len(getattr(self, next(iter(self.columns()))))

    def __iter__(self) -> Iterator[Any]:
        raise TypeError(f"{type(self).__name__} are columns; take one by name")

    def unknown(self, name: str) -> Array:
        """True in the rows in which the column is not known."""
        return self.nulls[name] if name in self.nulls else np.zeros(len(self), np.bool_)

    def value(self, name: str, row: int) -> int | None:
        """One value; null when it is not known."""
        if name in self.nulls and self.nulls[name][row]:
            return None
        return int(getattr(self, name)[row])

    @classmethod
    def of(cls, rows: int | None = None, *, name: str = "", **given: Any) -> Self:
        """A table of arrays, of lists, or of pairs of array and mask of the unknown; a list may hold None.

        A column that is not given is unknown throughout.

        rows   how many, when no column is given; name: of the file, for what is said about it
        Raises WrongFile for a value out of its range, a column that is not declared, or a number twice.
        """
        columns = cls.columns()
        if strange := set(given) - set(columns):
            raise WrongFile(f"{_file(name)}no column is called {', '.join(sorted(strange))}.")
        lengths = {one: len(values[0] if isinstance(values, tuple) else values) for one, values in given.items()}
        if len(set(lengths.values())) > 1:
            raise WrongFile(f"{_file(name)}the columns differ in length: {lengths}.")
        length = next(iter(lengths.values()), rows or 0)
        arrays: dict[str, Array] = {}
        nulls: dict[str, Array] = {}
        for one, declared in columns.items():
            values, unknown = _split(given.get(one), declared, length, one, name)
            values, unknown = _completed(values, unknown, declared, arrays)
            _check(values, unknown, one, declared, name)
            arrays[one] = np.ascontiguousarray(values)
            if unknown is not None:
                nulls[one] = unknown
        return cls(nulls=nulls, **arrays)

    @classmethod
    def from_arrow(cls, table: Any, *, name: str = "") -> Self:
        """A table of an Arrow table. Extra columns are left out (`extra_columns` names them). Raises WrongFile."""
        from gangqiao.engine.columns_reading import arrays_of

        return cls.of(table.num_rows, name=name, **arrays_of(table, cls.columns(), name))

    def to_arrow(self) -> Any:
        """The same as an Arrow table, with nulls where unknown; columns unknown throughout are left out."""
        import pyarrow as pa

        columns = {}
        for name, declared in self.columns().items():
            unknown = self.unknown(name)
            if len(self) == 0 or not unknown.all():
                kind = getattr(pa, "bool_" if declared.kind == "bool" else declared.kind)()
                columns[name] = pa.array(getattr(self, name), kind, mask=unknown)
        return pa.table(columns)

    def take(self, rows: Array) -> Self:
        """Only these rows, in this order."""
        arrays = {name: getattr(self, name)[rows] for name in self.columns()}
        return type(self)(nulls={name: mask[rows] for name, mask in self.nulls.items()}, **arrays)


def hash_of(numbers: Array) -> Array:
    """32 bits that look random, of each number: the end of SplitMix64 (Steele, Lea, Flood 2014)."""
    with np.errstate(over="ignore"):
        x = numbers.astype(np.int64).view(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return (x ^ (x >> np.uint64(31))).astype(np.uint32)


def _split(values: Any, declared: Column, length: int, column: str, file: str) -> tuple[Array, Array | None]:
    """An array of the declared type with 0 where unknown, and where that is (null: nowhere)."""
    if values is None:
        return np.zeros(length, declared.dtype), np.ones(length, np.bool_)
    if isinstance(values, tuple):  # values and where they are unknown
        values, unknown = values
        return _cast(np.where(unknown, values.dtype.type(0), values), declared, column, file), unknown
    if isinstance(values, np.ndarray):
        return _cast(values, declared, column, file), None
    unknown = np.array([one is None for one in values], np.bool_)
    filled = [_number(one) for one in values]
    plain = np.array(filled, None if filled else declared.dtype)
    return _cast(plain, declared, column, file), unknown


def _number(value: Any) -> Any:
    """A value as a number: 0 for None, days since 1970 for a day."""
    if isinstance(value, dt.date):
        return value.toordinal() - dt.date(1970, 1, 1).toordinal()
    return 0 if value is None else value


def _completed(
    values: Array, unknown: Array | None, declared: Column, arrays: dict[str, Array]
) -> tuple[Array, Array | None]:
    """The values with what stands for unknown ones: the row for a key, the hash for a salt, the default."""
    if declared.zero and len(values):
        unknown = values == 0 if unknown is None else unknown | (values == 0)
    if unknown is None or not unknown.any():
        return values, None
    if declared.key:
        return (np.arange(len(values), dtype=declared.dtype), None) if unknown.all() else (values, unknown)
    if declared.salt:
        return np.where(unknown, hash_of(next(iter(arrays.values()))), values), None
    if declared.default is not None:
        return np.where(unknown, declared.dtype.type(declared.default), values), None
    return np.where(unknown, declared.dtype.type(0), values), unknown


def _check(values: Array, unknown: Array | None, column: str, declared: Column, file: str) -> None:
    """Raise WrongFile for a value out of range, and for a key that is missing or stands twice."""
    where = f"{_file(file)}column {column}"
    if declared.key:
        if unknown is not None:
            raise WrongFile(f"{where}: row {_first(unknown)} has no number; give it one, or leave the column out.")
        sorted_rows = np.argsort(values, kind="stable")
        twice = np.flatnonzero(values[sorted_rows][1:] == values[sorted_rows][:-1])
        if len(twice):
            one, other = sorted(int(sorted_rows[twice[0] + step]) + 1 for step in (0, 1))
            raise WrongFile(f"{where}: rows {one} and {other} have the same number {values[one - 1]}; "
                            "give each row one of its own.")  # fmt: skip
    for bound, is_beyond, says in ((declared.low, np.less, "at least"), (declared.high, np.greater, "at most")):
        if bound is not None and len(values):
            wrong = is_beyond(values, bound) if unknown is None else is_beyond(values, bound) & ~unknown
            if wrong.any():
                row = _first(wrong)
                raise WrongFile(f"{where}: row {row} has {values[row - 1]}, but {says} {bound} is expected "
                                f"({declared.says}); leave it null when it is not known.")  # fmt: skip


def _cast(values: Array, declared: Column, column: str, file: str) -> Array:
    """The values in the declared type. Raises WrongFile where that would change one."""
    if values.dtype == declared.dtype:
        return values
    if values.dtype.kind == "M":
        values = values.astype("datetime64[D]").astype(np.int64)
    cast: Array = values.astype(declared.dtype)
    lost = (cast != values) | ((cast < 0) != (values < 0))
    if lost.any():
        row = _first(lost)
        raise WrongFile(f"{_file(file)}column {column}: row {row} has {values[row - 1]}, which is no {declared.kind}.")
    return cast


def _first(where: Array) -> int:
    """The first row that is true, counted from 1."""
    return int(np.argmax(where)) + 1


def _file(name: str) -> str:
    return f"{name}: " if name else ""
