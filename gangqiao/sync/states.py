"""What became of an operation, in the words of the wire."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Result(TextChoices):
    APPLIED = "applied", _("Taken into the register")
    CONFLICT = "conflict", _("Taken in, some answers kept apart")
    REJECTED = "rejected", _("Not taken in")
    WAITING = "waiting", _("Waiting for what comes before it")


# What stands in the work queue until somebody closes it.
OPEN = (Result.REJECTED, Result.WAITING)
DUPLICATE = "duplicate"  # only said, never stored: the first result stands
