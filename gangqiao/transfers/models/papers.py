"""Papers of a big batch that are made in the background, for who asked for them."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.transfers.models.batches import Batch


class Printing(ScopedModel):
    """Papers of one batch, asked for by one reader, who alone may fetch them. `area` is the batch's.

    papers       keys of `papers.kinds`; form: "pdf", "xlsx" or "zip"
    done, total  papers set so far, and how many there are
    file         where the sealed bytes are kept (kernel.files); "" while there are none and once their time is over
    said         why they were not made: a sentence; "" otherwise
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+", db_index=False)
    asker = models.ForeignKey(User, models.PROTECT, related_name="+")
    papers = models.JSONField(default=list)
    form = models.CharField(max_length=4, default="zip")
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    file = models.CharField(max_length=80, blank=True, default="")
    said = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("papers of a batch")
        indexes = [models.Index(fields=["batch", "asker", "-id"], name="printings_of_batch")]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def is_waiting(self) -> bool:
        return not self.said and self.made_at is None
