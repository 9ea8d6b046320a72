"""A table as columns: names and numpy arrays of one length."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[Any]
ROWS_AT_ONCE = 50_000


@dataclass
class Frame:
    """Columns of one length. Days are datetime64[D], instants datetime64[s] in UTC; NaT and None mean null."""

    columns: dict[str, Column] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]

    def __setitem__(self, name: str, column: Column) -> None:
        if self.columns and len(column) != len(self):
            raise ValueError(f"column {name} has {len(column)} rows, the frame {len(self)}")
        self.columns[name] = column

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def __len__(self) -> int:
        return len(next(iter(self.columns.values()))) if self.columns else 0

    def take(self, rows: Column) -> Frame:
        """The rows named by positions or by a mask, as a new frame."""
        return Frame({name: column[rows] for name, column in self.columns.items()})

    def rows(self, names: list[str], start: int = 0, stop: int | None = None) -> Iterator[tuple[Any, ...]]:
        """Rows as tuples of plain values fit for both engines: days and instants as ISO text, null as None."""
        return zip(*(plain(self.columns[name][start:stop]) for name in names), strict=True)

    def digest(self) -> str:
        """SHA-256 over names and values; equal exactly when two frames hold the same."""
        sha = hashlib.sha256()
        for name in sorted(self.columns):
            sha.update(name.encode())
            # In pieces: the texts of a whole column would need more room than the column.
            for start in range(0, len(self), ROWS_AT_ONCE):
                sha.update("\x1f".join(map(str, plain(self.columns[name][start : start + ROWS_AT_ONCE]))).encode())
        return sha.hexdigest()


def plain(column: Column) -> list[Any]:
    """Values of a column as both engines take them."""
    if column.dtype.kind == "M":
        texts = np.datetime_as_string(column).astype(object)
        if column.dtype == np.dtype("datetime64[s]"):
            texts = np.array([text.replace("T", " ") for text in texts], dtype=object)
        texts[np.isnat(column)] = None
        return list(texts)
    return list(column.tolist())


def concat(frames: list[Frame]) -> Frame:
    """The frames below each other; all have the same columns."""
    return Frame({name: np.concatenate([f[name] for f in frames]) for name in frames[0].columns})


def texts(values: Any) -> Column:
    """An object array of texts from any sequence or array of texts."""
    return np.asarray(values, dtype=object)


def where(mask: Column, yes: Any, no: Any) -> Column:
    """np.where for texts and nulls: the result is an object array."""
    out = np.empty(len(mask), dtype=object)
    out[:] = no
    if isinstance(yes, np.ndarray):
        out[mask] = yes[mask]
    else:
        out[mask] = yes
    return out
