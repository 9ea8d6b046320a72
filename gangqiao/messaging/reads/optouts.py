"""Which numbers want no messages."""

from __future__ import annotations

from django.db.models import QuerySet

from gangqiao.messaging.models import OptOut


def is_stopped(phone: str | None) -> bool:
    """True when the number, in normal form, wants no messages."""
    return bool(phone) and OptOut.objects.filter(index=phone, ended_at=None).exists()


def stopped() -> QuerySet[OptOut]:
    """Numbers that want none, the newest first."""
    return OptOut.objects.filter(ended_at=None).select_related("by")
