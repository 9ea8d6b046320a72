"""Reads the file a phone writes of what it could not send: the last resort (docs/apps/phone.md has the format)."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from typing import Any
from unicodedata import normalize

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.errors import Refusal

Json = dict[str, Any]
FORMAT, VERSION = "gangqiao-outbox", 1
MOST_BYTES = 500 * 1024 * 1024
MOST_ITERATIONS = 10_000_000  # a file must not keep the machine busy for hours
NONCE = 12


class NoOutboxFile(Refusal):
    """Not a file of a phone, or one of a version this server does not know, or cut short."""

    def __init__(self) -> None:
        super().__init__(_("This is no file of entries from a phone, or it is not whole. Export it again."))


class WrongPassphrase(Refusal):
    """The passphrase is another one, or somebody changed the file: the two cannot be told apart."""

    def __init__(self) -> None:
        super().__init__(_("The passphrase is not that of this file, or the file was changed."))


@dataclass(frozen=True, slots=True)
class OutboxFile:
    """What a phone could not send.

    device  number of the phone; epoch: the server's epoch it knew
    ops     operations in their order, each as it would stand in a batch
    blobs   pictures by their digest
    """

    device: str
    epoch: str
    made_at: str
    ops: list[Json]
    blobs: dict[str, bytes]


def read_outbox_file(content: bytes, passphrase: str) -> OutboxFile:
    """Open the file. Raises NoOutboxFile and WrongPassphrase."""
    line, end, sealed = content.partition(b"\n")
    key = _key(_head(line), passphrase)
    try:
        plain = AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], line + end)
    except (InvalidTag, ValueError):
        raise WrongPassphrase from None
    try:
        given = json.loads(plain)
        blobs = {str(blob["digest"]): b64decode(blob["base64"]) for blob in given["blobs"]}
        return OutboxFile(given["device"], given["epoch"], given["made_at"], list(given["ops"]), blobs)
    except (ValueError, KeyError, TypeError):
        raise NoOutboxFile from None


def _head(line: bytes) -> tuple[bytes, int]:
    """Salt and iterations, from the first line."""
    try:
        head = json.loads(line)
        kdf = head["kdf"]
        named = (head["format"], head["version"], head["cipher"], kdf["name"])
        salt, iterations = b64decode(kdf["salt"]), int(kdf["iterations"])
    except (ValueError, KeyError, TypeError):
        raise NoOutboxFile from None
    if named != (FORMAT, VERSION, "AES-256-GCM", "PBKDF2-SHA-256") or not 0 < iterations <= MOST_ITERATIONS:
        raise NoOutboxFile
    return salt, iterations


def _key(head: tuple[bytes, int], passphrase: str) -> bytes:
    salt, iterations = head
    return PBKDF2HMAC(SHA256(), 32, salt, iterations).derive(normalize("NFKC", passphrase).encode())
