"""Locks paying after a restore, and keeps the mark by which an older copy of the database is recognised."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from gangqiao.audit.events import record
from gangqiao.kernel.actor import SYSTEM
from gangqiao.subsidies.models import PayLock
from gangqiao.subsidies.reads import paying
from gangqiao.subsidies.refusals import PayingIsLocked

LOCK = "subsidies.lock_paying"


def lock(reason: str, epoch: str = "") -> PayLock:
    """Lock paying until a statement of the bank lifts it. A second call for the same epoch gives the first lock.

    epoch  of the server, as `sync` numbers them; "" when none began: then a lock that is in force is enough.
    """
    with transaction.atomic():
        same = PayLock.objects.filter(epoch=epoch) if epoch else PayLock.objects.filter(lifted_at=None)
        if (there := same.order_by("-pk").first()) is not None:
            return there
        try:
            with transaction.atomic():
                made = PayLock.objects.create(reason=reason[:200], epoch=epoch)
        except IntegrityError:
            return PayLock.objects.get(epoch=epoch)
        record(LOCK, actor=SYSTEM, subject=made, reason=reason, source="paying")
    return made


def ensure_open() -> None:
    """Refuse while paying is locked; a database behind the mark is locked here. Called outside of a transaction, so
    that the lock stays. Raises PayingIsLocked."""
    if paying.lock() is None:
        epoch = paying.unlocked_epoch()
        if not epoch and not paying.is_behind():
            return
        restored = gettext("The database was restored.")
        older = gettext("The database is an older copy: money has moved since it was made.")
        lock(restored if epoch else older, epoch=epoch)
    raise PayingIsLocked


def still_open() -> None:
    """Refuse while paying is locked, within the transaction that pays: also a lock that came just now."""
    if PayLock.objects.select_for_update().filter(lifted_at=None).exists():
        raise PayingIsLocked


def mark_after_commit() -> None:
    """Raise the mark once the transaction that is open has committed."""
    transaction.on_commit(raise_mark)


def raise_mark(*, anew: bool = False) -> None:
    """Write how far the money has come, never less than before. anew: after a reconciliation, whatever it was."""
    with _alone():
        now, kept = paying.mark_now(), paying.kept_mark()
        # An older copy that was worked in does not wipe away the trace that it is one.
        if not anew and kept is not None and (paying.is_behind() or (kept.first, kept.seq) == (now.first, now.seq)):
            return
        _write(paying.as_text(now))


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time; the system lets go of the file lock when a process dies."""
    path = paying.mark_path().with_suffix(".lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(text: str) -> None:
    """Whole or not at all, and on the disk."""
    path = paying.mark_path()
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
