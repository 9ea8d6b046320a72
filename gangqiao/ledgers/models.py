"""What a reader chose to see, and how often numbers were typed that nobody has."""

from __future__ import annotations

from django.db import models

from gangqiao.accounts.models import User


class ColumnChoice(models.Model):
    """The columns one user wants in one ledger, by key. Without a row the declared ones are shown."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    ledger = models.CharField(max_length=20)
    columns = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "ledger"], name="a_user_chooses_columns_once_for_each_ledger")
        ]

    def __str__(self) -> str:
        return f"{self.ledger}: {len(self.columns)}"


class DayOfMisses(models.Model):
    """How many numbers a user looked for on a day that nobody of the area has. Counts, never the numbers."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    day = models.DateField()
    misses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "day"], name="misses_are_counted_once_for_each_day")]

    def __str__(self) -> str:
        return f"{self.day}: {self.misses}"
