"""Two sets of algorithms behind one door: `aes` (AES-256-GCM, HMAC-SHA256) and `sm` (SM4-GCM, HMAC-SM3).

What is sealed says by its first byte with which set, so that a switch of `settings.CRYPTO` leaves old entries readable.
"""

from __future__ import annotations

import hmac
from functools import cache
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

NONCE_BYTES = 12
TAG_BYTES = 16


class Provider(Protocol):
    """An authenticated cipher and a keyed hash of 32 bytes. A device that holds keys would be a third one."""

    name: str
    version: int
    key_bytes: int

    def seal(self, key: bytes, nonce: bytes, text: bytes, bound_to: bytes) -> bytes:
        """Ciphertext with its tag; opens only with the same `bound_to`."""

    def open(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        """The text. Raises InvalidTag for a wrong key, a changed byte or another `bound_to`."""

    def index(self, key: bytes, text: bytes) -> bytes:
        """32 bytes that are equal for equal texts and tell nothing without the key."""


class Aes:
    """AES-256-GCM (NIST SP 800-38D) and HMAC-SHA256 (RFC 2104)."""

    name, version, key_bytes = "aes", 1, 32

    def seal(self, key: bytes, nonce: bytes, text: bytes, bound_to: bytes) -> bytes:
        return _aes(key).encrypt(nonce, text, bound_to)

    def open(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        return _aes(key).decrypt(nonce, sealed, bound_to)

    def index(self, key: bytes, text: bytes) -> bytes:
        return hmac.digest(key, text, "sha256")


class Sm:
    """SM4-GCM (GB/T 32907, GB/T 36624) and HMAC-SM3 (GB/T 32905, GB/T 15852.2)."""

    name, version, key_bytes = "sm", 2, 16

    def seal(self, key: bytes, nonce: bytes, text: bytes, bound_to: bytes) -> bytes:
        cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        cipher.authenticate_additional_data(bound_to)
        return cipher.update(text) + cipher.finalize() + cipher.tag

    def open(self, key: bytes, nonce: bytes, sealed: bytes, bound_to: bytes) -> bytes:
        if len(sealed) < TAG_BYTES:
            raise InvalidTag
        text, tag = sealed[:-TAG_BYTES], sealed[-TAG_BYTES:]
        cipher = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        cipher.authenticate_additional_data(bound_to)
        return cipher.update(text) + cipher.finalize()

    def index(self, key: bytes, text: bytes) -> bytes:
        keyed = _sm3(key).copy()
        keyed.update(text)
        return keyed.finalize()


@cache
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


@cache
def _sm3(key: bytes) -> HMAC:
    return HMAC(key, hashes.SM3())


_PROVIDERS: tuple[Provider, ...] = (Aes(), Sm())
BY_NAME = {provider.name: provider for provider in _PROVIDERS}
_BY_VERSION = {provider.version: provider for provider in _PROVIDERS}


def provider_in_force() -> Provider:
    """The set of algorithms new entries are made with: `settings.CRYPTO`, "aes" unless set."""
    from django.conf import settings

    return BY_NAME[getattr(settings, "CRYPTO", "aes")]


def find_provider(version: int) -> Provider | None:
    """The set a sealed value was made with, or None when its first byte is none of ours."""
    return _BY_VERSION.get(version)
