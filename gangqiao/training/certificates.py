"""Number and code of a certificate of training: derived from the installation's key, so that a paper can be made again.

Only the digest is stored: whoever reads the database, or a copy of it, cannot make a certificate.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from uuid import UUID

from django.urls import reverse

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.keys import master_keys

# Without I, L, O and U: nobody mistakes one for another, and no word arises.
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE, TAIL = 12, 8  # characters: 60 bits nobody guesses; 40 bits that keep numbers of one day apart
_MEANT = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_TYPED = re.compile(r"[\s\-\u2010-\u2015]+")


def number_for(uuid: UUID) -> str:
    """The number of a new certificate: P for training, the day, and what tells it from the others of that day."""
    return f"P{clock.today():%y%m%d}{_letters(uuid.int, TAIL)}"


def code_of(number: str, uuid: UUID) -> str:
    """The code that belongs to a number."""
    keys = master_keys()
    # The oldest, as for the blind indexes: a new key must not void the papers that people carry.
    key = keys.derive("training.certificate", keys.oldest)
    made = hmac.new(key, number.encode() + uuid.bytes, hashlib.sha256).digest()
    return _letters(int.from_bytes(made, "big"), CODE)


def digest_of(number: str, code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(f"{number}:{code}".encode()).hexdigest()


def typed(text: str) -> str:
    """A number or code as somebody typed it: in any case, with spaces and dashes, with O for 0."""
    return _TYPED.sub("", text).upper().translate(_MEANT)[:40]


def in_groups(text: str) -> str:
    """As it is printed and read out: in groups of four."""
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def parts_of(token: str) -> tuple[str, str]:
    """Number and code of the address of a QR code. They name a paper and nobody."""
    said = typed(token)
    return said[:-CODE], said[-CODE:]


def path_of(number: str, code: str) -> str:
    """The path of the page that tells whether the certificate holds."""
    return reverse("training:certificate", args=[f"{number}{code}"])


def _letters(number: int, many: int) -> str:
    return "".join(LETTERS[number >> 5 * at & 31] for at in range(many))
