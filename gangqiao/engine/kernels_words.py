"""Words of 64 bits, compiled."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

P = ParamSpec("P")
R = TypeVar("R")
# A plain 0 beside a word makes numbers with a point of both.
NONE = np.uint64(0)
ONE = np.uint64(1)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)


# What kernels call and the numbers they are compiled with come from these files.
SOURCES = ("*kernels*.py", "bitsets.py", "columns.py", "decisions.py", "levels.py", "points.py")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """The function as machine code, made at the first call and kept on disk; it lets other threads run."""
    # Numba looks only at the function's own file to see whether what is on disk is old. Its file name on disk has the
    # function's name, so the name tells of the other files, too.
    function.__qualname__ = f"{function.__qualname__}_{_stamp()}"
    try:
        machine: Callable[P, R] = njit(cache=True, nogil=True)(function)
    except RuntimeError:  # there is no folder where it could be kept
        machine = njit(nogil=True)(function)
    return machine


@cache
def _stamp() -> str:
    digest = sha256()
    for path in sorted(path for pattern in SOURCES for path in Path(__file__).parent.glob(pattern)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


def _first_bit(typing: Any, word: Any) -> Any:
    """The number of the lowest set bit of a word that is not 0."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), generate


def _bits_of(typing: Any, word: Any) -> Any:
    """How many bits of a word are set."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.ctpop(arguments[0])

    return types.int64(types.uint64), generate


# One instruction each; numba has no name for them.
first_bit: Callable[[Any], int] = cast(Any, intrinsic(_first_bit))
bits_of: Callable[[Any], int] = cast(Any, intrinsic(_bits_of))


@compiled
def first_bits(word: int, many: int) -> Any:
    """Word number `word` of a row in which the first `many` bits are set."""
    if many >= 64 * (word + 1):
        return ALL
    return (ONE << np.uint64(many - 64 * word)) - ONE if many > 64 * word else NONE


@compiled
def lottery(one: int, other: int) -> Any:
    """32 bits that look random, of two salts: as `columns_of.hash_of` of both in one number."""
    x = (np.uint64(np.uint32(one)) << np.uint64(32) | np.uint64(np.uint32(other))) + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.int64((x ^ (x >> np.uint64(31))) & np.uint64(0xFFFFFFFF))
