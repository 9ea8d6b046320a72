"""The files of a snapshot: ordered Parquet and a manifest, written once, opened only when every digest is right.

`<HOME>/snapshots/<county>/<day>/<number>/`: `people-<preset>.parquet`, `figures.parquet`, `manifest.json`. The manifest
names the SHA-256 of each part, the database row that of the manifest.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings

from gangqiao.indicators.snapshots.computing import Part
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

MANIFEST = "manifest.json"
SUFFIX = ".parquet"
ROW_GROUP = 1 << 16
DRAFT = ".new-"
_READ_ONLY, _FOLDER_READ_ONLY, _FOLDER = 0o400, 0o500, 0o700


class DamagedSnapshot(Refusal):
    """A file of a snapshot is missing or is not what was written."""

    def __init__(self, snapshot: object, file: str) -> None:
        super().__init__(
            Say(
                "The file %(file)s of the snapshot %(snapshot)s is missing or damaged, so nothing of it is shown. "
                "Put the folder back from the backup; the figures can also be computed anew from the history.",
                file=file,
                snapshot=snapshot,
            )
        )


def root() -> Path:
    """Where all snapshots lie."""
    return Path(settings.HOME) / "snapshots"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def content_digest(rows: pa.Table) -> str:
    """A digest of what a table says, whoever writes it: names, types, nulls and values, in the order of the rows."""
    found = hashlib.sha256()
    for name in rows.column_names:
        column = pa.chunked_array(rows[name]).combine_chunks() if rows.num_rows else pa.array([], rows[name].type)
        found.update(f"{name}:{column.type}:{rows.num_rows};".encode())
        if column.null_count:
            found.update(np.packbits(column.is_valid().to_numpy(zero_copy_only=False)).tobytes())
        found.update(_values(column))
    return found.hexdigest()


def _values(column: pa.Array) -> bytes:
    kind = column.type
    if pa.types.is_string(kind):
        codes = pc.dictionary_encode(pc.fill_null(column, ""))
        words = codes.dictionary.to_pylist()
        order = sorted(range(len(words)), key=words.__getitem__)
        rank = np.empty(max(len(words), 1), dtype="<i4")
        rank[order] = np.arange(len(words), dtype="<i4")
        listed = "\0".join(words[i] for i in order).encode()
        return listed + rank[codes.indices.to_numpy(zero_copy_only=False)].astype("<i4").tobytes()
    if pa.types.is_boolean(kind):
        return np.packbits(pc.fill_null(column, False).to_numpy(zero_copy_only=False)).tobytes()
    if pa.types.is_date(kind):
        column = pc.cast(column, pa.int32())
    if pa.types.is_decimal(kind):
        # The engine adds up whole numbers as decimals; one by one, each would become an object.
        column = pc.cast(column, pa.int64())
    return pc.fill_null(column, 0).to_numpy(zero_copy_only=False).astype("<i8").tobytes()


def parquet_of(rows: pa.Table) -> bytes:
    """The file of a table: the same bytes for the same rows."""
    sink = pa.BufferOutputStream()
    texts = [name for name in rows.column_names if pa.types.is_string(rows[name].type)]
    pq.write_table(
        rows,
        sink,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP,
        use_dictionary=texts,
        store_schema=False,
    )
    return bytes(sink.getvalue())


def canonical(value: Any) -> bytes:
    """JSON that is the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def described(part: Part, content: bytes) -> dict[str, Any]:
    """What the manifest says of one part."""
    return {
        "file": part.name + SUFFIX,
        "rows": part.rows.num_rows,
        "bytes": len(content),
        "sha256": sha256(content),
        "content": content_digest(part.rows),
        "schema": {field.name: str(field.type) for field in part.rows.schema},
        "sql": part.sql,
    }


def write_draft(folder: Path, parts: Mapping[str, bytes], manifest: bytes) -> Path:
    """The files beside their place, whole on the disk. Killed here, a draft is left that nobody names."""
    draft = folder / f"{DRAFT}{secrets.token_hex(8)}"
    draft.mkdir(parents=True, mode=_FOLDER)
    for name, content in {**parts, MANIFEST: manifest}.items():
        descriptor = os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _READ_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    _sync(draft)
    return draft


def put_in_place(draft: Path, place: Path) -> None:
    """Give the draft its place. What lies there already is of a taking that was killed before it was recorded."""
    if place.exists():
        remove(place)
    os.rename(draft, place)
    place.chmod(_FOLDER_READ_ONLY)
    _sync(place.parent)


def remove(folder: Path) -> None:
    """Take out a folder that no snapshot names. Nothing happens when it is not there."""
    if folder.exists():
        folder.chmod(_FOLDER)
        shutil.rmtree(folder)


def drop_drafts(folder: Path) -> None:
    """Take out what takings have left that were killed."""
    for draft in folder.glob(f"{DRAFT}*"):
        remove(draft)


def read_checked(snapshot: object, folder: str, name: str, digest: str) -> bytes:
    """The file, when it is what was written. Raises DamagedSnapshot."""
    try:
        content = (root() / folder / name).read_bytes()
    except OSError:
        raise DamagedSnapshot(snapshot, name) from None
    if sha256(content) != digest:
        raise DamagedSnapshot(snapshot, name)
    return content


def table_of(content: bytes, columns: Iterable[str] | None = None) -> pa.Table:
    """The rows of a part."""
    return pq.read_table(pa.BufferReader(content), columns=None if columns is None else list(columns))


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)  # without it a power cut may take the new names
    finally:
        os.close(descriptor)
