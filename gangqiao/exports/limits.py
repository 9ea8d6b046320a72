"""The numbers an installation may set otherwise."""

from __future__ import annotations

from django.conf import settings

ROWS = 500_000
SENSITIVE_ROWS = 20_000
DAYS = 7
SHORTEST_PURPOSE = 8
SHORTEST_PASSWORD = 10


def most_rows(*, is_sensitive: bool) -> int:
    """EXPORT_ROWS and EXPORT_ROWS_SENSITIVE: how many rows one export may have."""
    if is_sensitive:
        return int(getattr(settings, "EXPORT_ROWS_SENSITIVE", SENSITIVE_ROWS))
    return int(getattr(settings, "EXPORT_ROWS", ROWS))


def days_kept() -> int:
    """EXPORT_DAYS: after how many days a made file is deleted."""
    return int(getattr(settings, "EXPORT_DAYS", DAYS))
