"""Rows that live as long as a module, for many tests that ask the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from gangqiao.places.reads import forget_county_path


@contextmanager
def kept_for_a_module(blocker: Any) -> Iterator[None]:
    """What is written before the module's tests stays for all of them; the database is as before afterwards.

    Each test has a transaction of its own inside, as always: what it changes is taken back after it. A module with such
    rows has no test that begins with an empty database, and none that commits.
    """
    forget_county_path()
    together = transaction.atomic()
    with blocker.unblock():
        together.__enter__()
    yield
    with blocker.unblock():
        transaction.set_rollback(True)
        together.__exit__(None, None, None)
