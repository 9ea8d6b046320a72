"""What the database knows of the synthetic county in it. A county without `finished_at` is not whole."""

from __future__ import annotations

from django.db import models


class SyntheticLoad(models.Model):
    """The one synthetic county of this database: its recipe, how far its load came, and when it was whole.

    chunks_done grows in the same transaction as the rows of the chunk, so a load that was cut short goes on where it
    stopped. `finished_at` is written last.
    """

    plan = models.CharField(max_length=50)
    seed = models.BigIntegerField()
    scale = models.FloatField()
    until = models.DateField()
    version = models.IntegerField()  # of the generator
    chunks = models.IntegerField()
    chunks_done = models.IntegerField(default=0)
    rows = models.JSONField(default=dict)  # loaded rows by table
    digest = models.CharField(max_length=64, blank=True, default="")  # of the plain values loaded
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(chunks_done=models.F("chunks")),
                name="a_whole_county_has_all_its_chunks",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} seed={self.seed} scale={self.scale} until={self.until}"

    def is_same(self, other: SyntheticLoad) -> bool:
        """True when both are made by the same recipe."""
        recipe = ("plan", "seed", "scale", "until", "version")
        return all(getattr(self, name) == getattr(other, name) for name in recipe)
