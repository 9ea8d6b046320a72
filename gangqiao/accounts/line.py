"""The line before the sign-in page, so that a thousand who sign in never take every thread from those who work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings

_lock = Lock()
_standing = 0


@contextmanager
def place_in_line() -> Iterator[bool]:
    """Give True and hold a place until the block ends, or False when settings.SIGN_IN_LINE are standing already.

    Two hash at a time (`hashers.py`); the others in line wait with a thread each. The line is per process and must be
    shorter than the server's threads.
    """
    global _standing
    with _lock:
        admitted = _standing < settings.SIGN_IN_LINE
        _standing += admitted
    try:
        yield admitted
    finally:
        with _lock:
            _standing -= admitted
