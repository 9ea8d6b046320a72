"""Files kept by the installation, sealed at rest: workbooks that were brought in, until nobody needs them any more.

A file lies in `<HOME>/files/` under a random name and is sealed to that name: renamed or swapped it does not open.
"""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from django.conf import settings

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.keys import master_keys
from gangqiao.kernel.crypto.providers import NONCE_BYTES, find_provider, provider_in_force
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.words import Say

_HEAD = 2 + NONCE_BYTES  # version, key, nonce: as in kernel.crypto.sealing
_NAME = re.compile(r"[0-9a-f]{32}")
DRAFT = ".new"


class FileGone(Refusal):
    """A kept file is not there any more, or does not open."""

    def __init__(self) -> None:
        super().__init__(Say("The file is no longer kept. Bring it in again."))


def keep(content: bytes) -> str:
    """Seal the content and store it; the name by which it is opened. The file is whole on the disk then."""
    name = secrets.token_hex(16)
    provider, keys = provider_in_force(), master_keys()
    key = keys.derive(f"file.{provider.name}", keys.newest, provider.key_bytes)
    nonce = os.urandom(NONCE_BYTES)
    head = bytes((provider.version, keys.newest)) + nonce
    _write(_path(name), head + provider.seal(key, nonce, content, _bound_to(name)))
    return name


def open_kept(name: str) -> bytes:
    """The content of a kept file. Raises FileGone when it is not there, or was changed on the disk."""
    try:
        raw = _path(name).read_bytes()
    except FileNotFoundError:
        raise FileGone from None
    provider, keys = find_provider(raw[0]) if len(raw) > _HEAD else None, master_keys()
    if provider is None or raw[1] not in keys.by_id:
        raise FileGone
    key = keys.derive(f"file.{provider.name}", raw[1], provider.key_bytes)
    try:
        return provider.open(key, raw[2:_HEAD], raw[_HEAD:], _bound_to(name))
    except InvalidTag:
        raise FileGone from None


def drop(name: str) -> None:
    """Remove a kept file; nothing happens when there is none."""
    if name:
        _path(name).unlink(missing_ok=True)
        _path(name).with_suffix(DRAFT).unlink(missing_ok=True)


def names_older_than(seconds: float) -> set[str]:
    """The names of the files that have been kept for longer than so many seconds."""
    before = clock.now().timestamp() - seconds
    folder = Path(settings.HOME) / "files"
    found = folder.iterdir() if folder.is_dir() else ()
    return {path.stem for path in found if _NAME.fullmatch(path.stem) and path.stat().st_mtime < before}


def _path(name: str) -> Path:
    """Where a file lies. Raises ValueError for a name that is none of ours: it could lead out of the folder."""
    if not _NAME.fullmatch(name):
        raise ValueError("this is not the name of a kept file")
    return Path(settings.HOME) / "files" / name


def _bound_to(name: str) -> bytes:
    return b"file\0" + name.encode()


def _write(path: Path, sealed: bytes) -> None:
    """Write the file whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(DRAFT)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # without it a power cut may take the new name
    finally:
        os.close(folder)
