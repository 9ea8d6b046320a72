"""A few numpy columns as bytes, for one field of one row: compressed, with their names and types."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

Columns = dict[str, Any]
_LEVEL = 3  # of compression: most of the gain at a fifth of the time


def pack(columns: Mapping[str, Any]) -> bytes:
    """Arrays of numbers as bytes; each keeps its own length and type."""
    arrays = {name: np.ascontiguousarray(values) for name, values in columns.items()}
    head = json.dumps([[name, array.dtype.str, array.size] for name, array in arrays.items()]).encode()
    body = b"".join(array.tobytes() for array in arrays.values())
    return struct.pack("<I", len(head)) + head + zlib.compress(body, _LEVEL)


def unpack(packed: bytes | memoryview) -> Columns:
    """The arrays again; none of nothing."""
    whole = bytes(packed)
    if not whole:
        return {}
    (length,) = struct.unpack_from("<I", whole)
    body, at, found = zlib.decompress(whole[4 + length :]), 0, {}
    for name, dtype, size in json.loads(whole[4 : 4 + length]):
        found[name] = np.frombuffer(body, np.dtype(dtype), size, at)
        at += found[name].nbytes
    return found
