"""Batches are numbered by the year of their departure: 2020-0001."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gangqiao.kernel import clock
from gangqiao.transfers.models import Batch


def store(batch: Batch) -> None:
    """Store with the next free number of the year."""
    year = clock.day_of(batch.departs_at).year
    while True:
        last = Batch.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
        batch.number = f"{year}-{int(last.number[5:]) + 1 if last else 1:04d}"
        try:
            with transaction.atomic():
                batch.save(force_insert=True)
        except IntegrityError as error:
            if "number" not in str(error):
                raise
            continue  # planned in the same moment by somebody else
        return
