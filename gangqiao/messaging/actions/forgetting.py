"""What was said to whom is not kept for ever: after its time a notice keeps that it was sent, when, and why not."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from gangqiao.audit.events import record
from gangqiao.kernel import clock
from gangqiao.kernel.actor import SYSTEM
from gangqiao.messaging.models import Message

AT_ONCE = 200  # rows of one transaction


def forget_old() -> int:
    """Empty the words, numbers and names of notices of the scope whose time was over long ago; returns how many.

    The keys stay: the same notice is not sent a second time after that either.
    """
    last = clock.now() - timedelta(days=settings.MESSAGE_DAYS)
    emptied = 0
    while rows := list(Message.objects.filter(expires_at__lt=last, is_emptied=False).order_by("pk")[:AT_ONCE]):
        with transaction.atomic():
            for row in rows:
                row.params, row.phone, row.recipient, row.is_emptied = "{}", None, None, True
                row.save(update_fields=["params", "phone", "phone_index", "recipient", "is_emptied"])
            record("messaging.forget", actor=SYSTEM, fields=["params", "phone", "recipient"], source="job")
        emptied += len(rows)
    return emptied
