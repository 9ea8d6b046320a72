"""Paying is locked after a restore."""

from __future__ import annotations

from django.utils.translation import gettext

from gangqiao.audit.models import Event
from gangqiao.audit.subscriptions import after
from gangqiao.subsidies.actions.locking import lock


@after("sync.begin_epoch")
def lock_after_restore(event: Event) -> None:
    """A new epoch begins because the database was restored: nothing is paid before the bank's statement is in.

    Bears being called twice: an epoch locks once.
    """
    lock(event.reason or gettext("The database was restored."), epoch=event.subject.rpartition(":")[2])
