"""Seal single values to their place in the database, open them, and make the blind index that finds them.

A sealed value is version (1) ‖ key id (1) ‖ nonce (12) ‖ ciphertext and tag. It is bound to table, column and row:
moved to another place it does not open.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from uuid import UUID

from cryptography.exceptions import InvalidTag

from gangqiao.kernel.crypto.keys import master_keys
from gangqiao.kernel.crypto.providers import NONCE_BYTES, find_provider, provider_in_force

HEAD_BYTES = 2 + NONCE_BYTES
INDEX_BYTES = 32
Sealed = bytes | bytearray | memoryview  # PostgreSQL's driver gives a memoryview


class BrokenSeal(Exception):
    """A sealed value does not open: wrong key, changed bytes, or a value of another row. Names the place, no value."""

    def __init__(self, table: str, column: str, row: object, why: str) -> None:
        super().__init__(f"{table}.{column} of row {row}: {why}")
        self.table, self.column, self.row = table, column, row


def seal(table: str, column: str, row_uuid: UUID | str, text: str) -> bytes:
    """The text, sealed with the newest key to one column of one row."""
    return encrypt_many(f"{table}.{column}", [(row_uuid, text)])[0]  # type: ignore[return-value]


def encrypt_many(label: str, pairs: Iterable[tuple[UUID | str, str | None]]) -> list[bytes | None]:
    """Seal one column of many rows: `label` is "table.column", a pair is row uuid and text. None stays None.

    For bulk loads: settings and keys are looked up once, not a row.
    """
    provider, keys = provider_in_force(), master_keys()
    key = keys.derive(f"seal.{provider.name}", keys.newest, provider.key_bytes)
    head, place, encrypt = bytes((provider.version, keys.newest)), label.encode() + b"\0", provider.seal
    sealed: list[bytes | None] = []
    for row_uuid, text in pairs:
        if text is None:
            sealed.append(None)
            continue
        nonce = os.urandom(NONCE_BYTES)
        sealed.append(head + nonce + encrypt(key, nonce, text.encode(), place + _bytes_of(row_uuid)))
    return sealed


def open_sealed(table: str, column: str, row_uuid: UUID | str, sealed: Sealed) -> str:
    """The text. Raises BrokenSeal."""
    raw = bytes(sealed)
    provider = find_provider(raw[0]) if len(raw) > HEAD_BYTES else None
    if provider is None:
        raise BrokenSeal(table, column, row_uuid, "the bytes are not a sealed value")
    keys = master_keys()
    if raw[1] not in keys.by_id:
        raise BrokenSeal(table, column, row_uuid, f"key {raw[1]} is not in the key file")
    key = keys.derive(f"seal.{provider.name}", raw[1], provider.key_bytes)
    bound_to = f"{table}.{column}".encode() + b"\0" + _bytes_of(row_uuid)
    try:
        return provider.open(key, raw[2:HEAD_BYTES], raw[HEAD_BYTES:], bound_to).decode()
    except InvalidTag:
        why = "it was sealed with another key, changed, or taken from another row"
        raise BrokenSeal(table, column, row_uuid, why) from None


def is_current(sealed: Sealed) -> bool:
    """True when the value is sealed with the newest key and the algorithms in force."""
    return bytes(sealed[:2]) == bytes((provider_in_force().version, master_keys().newest))


def blind_index(label: str, normal_text: str) -> bytes:
    """32 bytes by which a sealed value is found. Give the normal form, and each column its own label."""
    return blind_index_many(label, [normal_text])[0]  # type: ignore[return-value]


def blind_index_many(label: str, normal_texts: Iterable[str | None]) -> list[bytes | None]:
    """The blind indexes of one column of many rows. None stays None."""
    provider, keys = provider_in_force(), master_keys()
    key = keys.derive(f"index.{provider.name}.{label}", keys.oldest)
    return [None if text is None else provider.index(key, text.encode()) for text in normal_texts]


def _bytes_of(row_uuid: UUID | str) -> bytes:
    if isinstance(row_uuid, UUID):
        return row_uuid.bytes
    # As SQLite has it, 32 digits; else any writing of a uuid.
    return bytes.fromhex(row_uuid) if len(row_uuid) == 32 else UUID(row_uuid).bytes
