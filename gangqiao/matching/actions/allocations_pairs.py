"""The pairs that the last run of an allocation looked at nearer, kept for the next one: it begins with them.

They are people and vacancies by primary key, sealed like the columns they are of; who has gone since is left out.
"""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import polars as pl

from gangqiao.kernel import files
from gangqiao.matching.actions.allocations_columns import Columns
from gangqiao.matching.models import Allocation

Array = Any
_HEAD = "<3Q"


def kept_pairs(columns: Columns, pairs: Any) -> str:
    """The name of a new kept file with the pairs of this run (`engine.known.Pairs`); "" without any."""
    return "" if pairs is None else files.keep(packed(columns, pairs))


def known_of(row: Allocation, columns: Columns) -> Any:
    """The pairs of the run that is shown, as rows of these columns; null when none are kept (any more)."""
    if not row.pairs:
        return None
    try:
        return unpacked(files.open_kept(row.pairs), columns)
    except files.FileGone:
        return None  # another machine, or swept: the run is slower, and no less proven


def packed(columns: Columns, pairs: Any) -> bytes:
    """Pairs sorted by worker: of each of the people how many there are, and the rows of the vacancies."""
    many = np.bincount(pairs.worker, minlength=len(columns.people)).astype(np.uint32)
    people = columns.people.select("worker").with_columns(many=pl.Series(many))
    parts = (people, columns.posts.select("vacancy"), pl.DataFrame({"post": np.asarray(pairs.vacancy, np.int32)}))
    written = [_written(frame) for frame in parts]
    return struct.pack(_HEAD, *map(len, written)) + b"".join(written)


def unpacked(content: bytes, columns: Columns) -> Any:
    """What `packed` made, as rows of other columns; people and vacancies that these do not have are left out."""
    from gangqiao.engine.known import Pairs

    at, frames = struct.calcsize(_HEAD), []
    for length in struct.unpack_from(_HEAD, content):
        frames.append(pl.read_ipc(io.BytesIO(content[at : at + length])))
        at += length
    people, posts, pairs = frames
    worker = np.repeat(_rows(people["worker"], columns.people["worker"]), people["many"].to_numpy())
    vacancy = _rows(posts["vacancy"], columns.posts["vacancy"])[pairs["post"].to_numpy()]
    is_here = (worker >= 0) & (vacancy >= 0)
    return Pairs(worker[is_here], vacancy[is_here])


def _rows(wanted: pl.Series, present: pl.Series) -> Array:
    """The row of each number among those that are there, int32; -1 for one that is not."""
    rows = pl.DataFrame({"key": present, "row": np.arange(len(present), dtype=np.int32)})
    asked = pl.DataFrame({"key": wanted.cast(present.dtype)})
    return asked.join(rows, on="key", how="left", maintain_order="left")["row"].fill_null(-1).to_numpy()


def _written(frame: pl.DataFrame) -> bytes:
    target = io.BytesIO()
    frame.write_ipc(target, compression="lz4")
    return target.getvalue()
