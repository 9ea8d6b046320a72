"""Sheets of a village on their way to paper."""

from __future__ import annotations

from uuid import uuid4

from django.db import models

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel
from gangqiao.surveys.models.campaigns import Campaign


class Print(ScopedModel):
    """The sheets of an area as one PDF, made for one reader, who alone may fetch it.

    done, total  households set so far, and how many there are; total 0: not begun
    file         where the sealed PDF is kept (kernel.files); "" while there is none and once its time is over
    said         why it was not made: a sentence; "" otherwise
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", db_index=False)
    asker = models.ForeignKey(User, models.PROTECT, related_name="+")
    language = models.CharField(max_length=10)
    done = models.IntegerField(default=0)
    total = models.IntegerField(default=0)
    file = models.CharField(max_length=80, db_default="", default="")
    said = models.TextField(db_default="", default="")
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        pass
