"""Tokens of links that work without an account: signed, short, given out on a day. One names a record and nobody."""

from __future__ import annotations

import base64
import struct
from dataclasses import dataclass
from datetime import date
from hmac import compare_digest
from uuid import UUID

from django.utils.crypto import salted_hmac

_MAC = 12  # bytes: 96 bits of a keyed digest
_BODY = struct.Struct(">16sHI")


class WrongToken(ValueError):
    """No token of this kind of link: mistyped, made up, or of another installation."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one kind of link. salt: keeps those of another kind apart."""

    salt: str

    def give(self, record: UUID, epoch: int, day: date) -> str:
        """The token of a record given out on a day: 46 characters.

        epoch  counted up by the record to void the tokens given before
        """
        body = _BODY.pack(record.bytes, epoch, day.toordinal())
        return base64.urlsafe_b64encode(body + self._mac(body)).decode().rstrip("=")

    def read(self, token: str) -> tuple[UUID, int, date]:
        """The record, its epoch then and the day on which the token was given. Raises WrongToken."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            body, mac = raw[:-_MAC], raw[-_MAC:]
            record, epoch, day = _BODY.unpack(body)
            given = date.fromordinal(day)
        except (ValueError, struct.error, OverflowError):
            raise WrongToken(token) from None
        if not compare_digest(mac, self._mac(body)):
            raise WrongToken(token)
        return UUID(bytes=record), epoch, given

    def _mac(self, body: bytes) -> bytes:
        return salted_hmac(self.salt, body, algorithm="sha256").digest()[:_MAC]
