"""The master keys of an installation: kept outside the database and its backup, all other keys derived from them.

The key file has one key a line, `id:base64`, newest first. New values are sealed with the newest; older ones stay for
what was sealed before, until `rotate` has gone over it. Blind indexes are made with the **oldest** key, so that a new
key does not make people unfindable; drop the oldest only after `reindex`.

Importable before Django is configured: the settings take their own secret from here.
"""

from __future__ import annotations

import base64
import hmac
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

KEY_BYTES = 32
# The keys themselves, for a systemd credential or a test; comma or line between them.
FROM_ENVIRONMENT = "GANGQIAO_MASTER_KEY"
# Another place for the key file, so that backups of HOME do not hold it.
FILE_FROM_ENVIRONMENT = "GANGQIAO_KEY_FILE"


class NoMasterKey(Refusal):
    """The installation has no master key, or one that cannot be read."""


class WrongMasterKey(Refusal):
    """The keys are not those the database was written with."""


class MasterKeys:
    """The keys by id, newest first."""

    def __init__(self, by_id: dict[int, bytes]) -> None:
        if not by_id:
            raise NoMasterKey(Say("The key file holds no key. Put the file from the key copy back."))
        for key_id, key in by_id.items():
            if not 0 < key_id < 256 or len(key) != KEY_BYTES:
                raise NoMasterKey(
                    Say("Key %(id)s of the key file is damaged. Put the file from the key copy back.", id=key_id)
                )
        self.by_id = by_id

    @property
    def newest(self) -> int:
        """The id of the key new values are sealed with."""
        return next(iter(self.by_id))

    @property
    def oldest(self) -> int:
        """The id of the key the blind indexes are made with."""
        return list(self.by_id)[-1]

    def derive(self, label: str, key_id: int, length: int = KEY_BYTES) -> bytes:
        """A key for one purpose (HKDF-SHA256, RFC 5869, the label as info). Raises KeyError for an unknown id."""
        return _derive(self.by_id[key_id], label, length)


@cache
def _derive(master: bytes, label: str, length: int) -> bytes:
    info = f"gangqiao.{label}".encode()
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=None, info=info).derive(master)


_in_use: MasterKeys | None = None


def master_keys() -> MasterKeys:
    """The keys of this installation, read once a process. Raises NoMasterKey."""
    global _in_use
    if _in_use is None:
        in_environment = os.environ.get(FROM_ENVIRONMENT)
        _in_use = parse_keys(in_environment) if in_environment else _read(key_file())
    return _in_use


@contextmanager
def using(keys: MasterKeys) -> Iterator[MasterKeys]:
    """Work with these keys until the block ends. For rotation drills and tests."""
    global _in_use
    before, _in_use = _in_use, keys
    try:
        yield keys
    finally:
        _in_use = before


def key_file(home: Path | None = None) -> Path:
    """Where the key file is, or would be."""
    if elsewhere := os.environ.get(FILE_FROM_ENVIRONMENT):
        return Path(elsewhere)
    if home is None:
        from django.conf import settings

        home = Path(settings.HOME)
    return home / "keys" / "master.key"


def _read(path: Path) -> MasterKeys:
    if not path.exists():
        raise NoMasterKey(Say("There is no master key at %(path)s. Put the file from the key copy back.", path=path))
    return parse_keys(path.read_text())


def parse_keys(text: str) -> MasterKeys:
    """The keys of a key file's text. Raises NoMasterKey when a line is damaged; the sentence shows no key."""
    by_id: dict[int, bytes] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            by_id.update(_parse_line(line, number))
    return MasterKeys(by_id)


def _parse_line(line: str, number: int) -> dict[int, bytes]:
    by_id: dict[int, bytes] = {}
    for pair in line.split(","):
        key_id, _colon, encoded = pair.strip().partition(":")
        try:
            by_id[int(key_id)] = base64.b64decode(encoded, validate=True)
        except ValueError:
            raise NoMasterKey(
                Say("Line %(n)s of the key file is damaged. Put the file from the key copy back.", n=number)
            ) from None
    return by_id


def ensure_master_key(*, database_exists: bool, home: Path | None = None) -> bool:
    """Make the first key; True when one was made. For the demo and for `gangqiao keys make`.

    Raises NoMasterKey when a database is there without its key: a new key could not read it.
    """
    path = key_file(home)
    if os.environ.get(FROM_ENVIRONMENT) or path.exists():
        return False
    if database_exists:
        raise NoMasterKey(
            Say(
                "The database is there, but its master key %(path)s is not. Put the file from the key copy back; "
                "a new key could not read the old entries.",
                path=path,
            )
        )
    _write(path, {1: secrets.token_bytes(KEY_BYTES)})
    return True


def add_master_key(home: Path | None = None) -> int:
    """Put a new key before the others and return its id. `rotate` then seals the old entries anew."""
    path = key_file(home)
    keys = _read(path).by_id
    new_id = max(keys) + 1
    _write(path, {new_id: secrets.token_bytes(KEY_BYTES), **keys})
    global _in_use
    _in_use = None
    return new_id


def _write(path: Path, keys: dict[int, bytes]) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    lines = ["# Master keys, newest first. Keep copies, never on the medium of the backups."]
    lines += [f"{key_id}:{base64.b64encode(key).decode()}" for key_id, key in keys.items()]
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)  # without it a power cut may take the new name, and with it the only key
    finally:
        os.close(directory)


def is_private(path: Path) -> bool:
    """True when nobody but the owner may read or write the file."""
    return not stat.S_IMODE(path.stat().st_mode) & 0o077


def django_secret(home: Path) -> str:
    """Django's SECRET_KEY, derived from the oldest master key; "" while there is none yet.

    From the oldest, so that a new key does not end every session. Raises NoMasterKey when the file is damaged.
    """
    in_environment = os.environ.get(FROM_ENVIRONMENT)
    if not in_environment and not key_file(home).exists():
        return ""
    keys = parse_keys(in_environment) if in_environment else _read(key_file(home))
    return keys.derive("django", keys.oldest).hex()


def check_value(master: bytes) -> str:
    """Sixteen hex digits that tell a key from another and nothing about it."""
    return _derive(master, "check", 8).hex()


def key_check_value() -> str:
    """The check values of all keys, `id:value` with spaces between: what the database remembers of its keys."""
    return " ".join(f"{key_id}:{check_value(key)}" for key_id, key in master_keys().by_id.items())


def verify_keys(remembered: str) -> None:
    """Raise WrongMasterKey unless every key the database remembers is there and is the same.

    More keys than remembered are well: that is a rotation. Remember `key_check_value()` anew afterwards.
    """
    present = dict(pair.split(":") for pair in key_check_value().split())
    for key_id, value in (pair.split(":") for pair in remembered.split()):
        if key_id not in present:
            raise WrongMasterKey(
                Say("Key %(id)s of the database is missing. Put the key file from the key copy back.", id=key_id)
            )
        if not hmac.compare_digest(present[key_id], value):
            raise WrongMasterKey(
                Say("Key %(id)s is not the one the database was written with. Put the right file back.", id=key_id)
            )
