"""How the ways of a batch were planned last, and who is on none of them. Counts and places only: it names nobody."""

from __future__ import annotations

from django.db import models

from gangqiao.kernel import clock
from gangqiao.transfers.models.batches import Batch


class Ways(models.Model):
    """The planning of the ways of one batch; the ways themselves are its trips.

    wishes      what was asked for: {"through": bool, "hire": bool, "seconds": n, "from": "05:30", ...}
    begun       number of the run begun last; is_running: it is not done. share: 0..100, touched_at: last sign of life
    best        cents of the best plan a run has found so far; null: none yet
    left        who is on no way: [{"pick_up": number, "people": n, "reason": key of `engine.routing.Reason`}]
    said        why nothing was planned, packed; []: nothing to say
    figures     of the plan kept last: {"people", "vehicles", "metres", "cost", "seconds"}
    """

    batch = models.OneToOneField(Batch, models.PROTECT, related_name="ways")
    wishes = models.JSONField(default=dict)
    begun = models.PositiveIntegerField(default=0)
    is_running = models.BooleanField(default=False)
    share = models.PositiveSmallIntegerField(default=0)
    best = models.BigIntegerField(null=True)
    left = models.JSONField(default=list)
    said = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    asked_by = models.CharField(max_length=100, blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.batch_id}"

    @property
    def paths(self) -> tuple[str, ...]:
        return self.batch.paths
