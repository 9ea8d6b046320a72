"""The names of persons in snapshots: a keyed digest of the uuid, which only this installation can make.

Who holds the files alone learns nobody from them. The way back goes over the register: the digests of the persons who
are on it now are made and compared, in this process and never on the disk.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Iterable
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Max

from gangqiao.indicators.models import PseudonymKey
from gangqiao.kernel.pulling.sqlite_columns import Asked
from gangqiao.kernel.pulling.statements import fetch, is_isolated, text_of_uuid
from gangqiao.kernel.scope import everywhere
from gangqiao.people.models import Person

NAME = "snapshots"
BLOCK = 64  # bytes SHA-256 takes at a time
INNER, OUTER = 0x36, 0x5C  # of HMAC (RFC 2104)
UUID_BYTES = 16
KEY_BYTES = 8  # of 443,000 persons two share a key once in 200 million counties
REASON = "the people behind a snapshot"
Numbers = npt.NDArray[np.int64]


def secret() -> bytes:
    """The key of this installation, made at the first use."""
    row = PseudonymKey.objects.filter(name=NAME).first()
    if row is None:
        fresh = PseudonymKey(name=NAME, secret=secrets.token_hex(32))
        # Two at once: the first one's key stays, and both read it.
        PseudonymKey.objects.bulk_create([fresh], ignore_conflicts=True)
        row = PseudonymKey.objects.get(name=NAME)
    return bytes.fromhex(row.secret)


class Pseudonyms:
    """HMAC-SHA-256 of one key, whatever the number of persons: the key itself is taken in once for all of them."""

    def __init__(self) -> None:
        own = secret().ljust(BLOCK, b"\0")
        self._inner, self._outer = (hashlib.sha256(bytes(byte ^ pad for byte in own)) for pad in (INNER, OUTER))

    def many(self, uuids: Iterable[str]) -> Numbers:
        """The pseudonyms of persons by the 32 digits of their uuids, in the same order."""
        whole = bytes.fromhex("".join(uuids))
        digests = b"".join([self._of(whole[at : at + UUID_BYTES]) for at in range(0, len(whole), UUID_BYTES)])
        return np.frombuffer(digests, ">i8").astype(np.int64)

    def _of(self, uuid: bytes) -> bytes:
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update(uuid)
        outer.update(inner.digest())
        return outer.digest()[:KEY_BYTES]


class _Known:
    """Who bears which pseudonym, kept as long as the database stays the same; new persons are added.

    Two arrays, by pseudonym: a dictionary of a county takes ten times as much memory.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self.clear()

    def find(self, keys: Collection[int]) -> dict[int, int]:
        if is_isolated():
            # What an open transaction has made may be taken back.
            return _among(keys, *_read(0))
        with self._lock:
            self._refresh()
            return _among(keys, self._keys, self._persons)

    def clear(self) -> None:
        self._database: Any = None
        self._last = 0
        self._keys = self._persons = np.empty(0, np.int64)

    def _refresh(self) -> None:
        database = (connection.vendor, connection.settings_dict["NAME"])
        with everywhere(reason=REASON):
            newest = Person.objects.aggregate(newest=Max("pk"))["newest"] or 0
        if database != self._database or newest < self._last:
            self.clear()
        if newest > self._last:
            keys, persons = _read(self._last)
            keys, persons = np.append(self._keys, keys), np.append(self._persons, persons)
            order = np.argsort(keys, kind="stable")
            self._keys, self._persons = keys[order], persons[order]
        self._database, self._last = database, newest


_KNOWN = _Known()


def find_persons(keys: Collection[int]) -> dict[int, int]:
    """The number of the person behind each pseudonym. Who sees them is a question of the scope, asked afterwards."""
    return _KNOWN.find(keys)


def forget() -> None:
    """Forget who is who; the next question reads the register again."""
    _KNOWN.clear()


def _among(keys: Collection[int], known: Numbers, persons: Numbers) -> dict[int, int]:
    if not len(known):
        return {}
    asked = np.fromiter(keys, np.int64, len(keys))
    at = np.minimum(np.searchsorted(known, asked), len(known) - 1)
    return {int(key): int(persons[i]) for key, i in zip(asked, at, strict=True) if known[i] == key}


def _read(after: int) -> tuple[Numbers, Numbers]:
    """Pseudonyms and numbers of the persons with a number above `after`, by pseudonym."""
    sql = f"SELECT id, {text_of_uuid('uuid')} AS uuid FROM {Person._meta.db_table} WHERE id > {int(after)}"  # noqa: S608
    with everywhere(reason=REASON):
        rows = fetch({"persons": Asked(sql)}, few=bool(after))["persons"]
    keys = Pseudonyms().many(rows["uuid"].to_pylist())
    order = np.argsort(keys, kind="stable")
    return keys[order], np.array(rows["id"], np.int64)[order]
