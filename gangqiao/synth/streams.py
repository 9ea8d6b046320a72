"""Random numbers, one stream per part: a new part changes nothing in the parts that exist."""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Days = npt.NDArray[np.datetime64]
Texts = npt.NDArray[np.object_]


def stream(seed: int, part: str) -> np.random.Generator:
    """The stream of one named part. The same seed and name give the same numbers, whatever ran before."""
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, zlib.crc32(part.encode())])))


def pick(rng: np.random.Generator, weights: dict[str, float], size: int) -> Texts:
    """As many keys of `weights` as asked for, drawn by weight."""
    keys = np.array(list(weights), dtype=object)
    return keys[pick_index(rng, list(weights.values()), size)]


def pick_index(rng: np.random.Generator, weights: list[float] | Floats, size: int) -> Ints:
    """Positions drawn by weight."""
    edges = np.cumsum(np.asarray(weights, dtype=float))
    found = np.searchsorted(edges, rng.random(size) * edges[-1], side="right")
    return np.minimum(found, len(edges) - 1).astype(np.int64)


def apportion(total: int, weights: Floats) -> Ints:
    """Whole numbers that add up to `total`, as near to the weights as possible (largest remainder)."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    rest = int(total - whole.sum())
    whole[np.argsort(-(exact - whole), kind="stable")[:rest]] += 1
    return whole


def choose(rng: np.random.Generator, candidates: Ints, count: int, weights: Floats | None = None) -> Ints:
    """`count` of the candidates, none twice, by weight when given, in ascending order.

    Weighted sampling without replacement by exponential keys (Efraimidis and Spirakis 2006). Fewer candidates than
    asked for means all of them.
    """
    if count >= len(candidates):
        return np.sort(candidates)
    keys = rng.exponential(size=len(candidates))
    if weights is not None:
        keys = keys / np.maximum(weights, 1e-9)
    return np.sort(candidates[np.argpartition(keys, count)[:count]])


def made_uuids(rng: np.random.Generator, size: int) -> Texts:
    """Random UUIDs of version 4 as 32 hexadecimal digits."""
    raw = rng.integers(0, 256, size=(size, 16), dtype=np.uint8)
    raw[:, 6] = (raw[:, 6] & 0x0F) | 0x40
    raw[:, 8] = (raw[:, 8] & 0x3F) | 0x80
    text = raw.tobytes().hex()
    return np.array([text[at : at + 32] for at in range(0, len(text), 32)], dtype=object)
