"""The numbers an installation may set otherwise."""

from __future__ import annotations

from django.conf import settings

SHORTEST_PURPOSE = 8
SHORTEST_PASSWORD = 10


def most_rows(*, is_sensitive: bool) -> int:
    """EXPORT_ROWS_SENSITIVE or EXPORT_ROWS: how many rows one export may have."""
    return int(settings.EXPORT_ROWS_SENSITIVE if is_sensitive else settings.EXPORT_ROWS)


def days_kept() -> int:
    """EXPORT_DAYS: after how many days a made file is deleted."""
    return int(settings.EXPORT_DAYS)
