"""Answers that two people gave differently, and the numbers a phone gave to whom it found."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models import Person
from gangqiao.places.levels import KEY_LENGTH, Level
from gangqiao.surveys.models.tasks import AnswerSheet, Task


class Settled(models.TextChoices):
    """What became of a difference. "" while it waits."""

    TAKEN = "taken", _("the answer sent was taken")
    KEPT = "kept", _("the register kept its value")


class Difference(ScopedModel):
    """An answer that is not on the register, because somebody else had changed the same item since its sender looked.

    sheet       the answers as they were sent, with sender and way; person: null for the household itself
    sent        sealed JSON: the answer, as it was typed; current: what the register said when it came, as its columns
                hold it; null for differences older than this table
    choice      "" while nobody has settled it; the township of the village has it until then
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    sheet = Within(AnswerSheet, models.PROTECT, related_name="differences", db_index=False)
    task = Within(Task, models.PROTECT, related_name="differences", db_index=False)
    person = Within(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=60)
    sent = EncryptedTextField()
    current = EncryptedTextField(null=True)
    made_at = models.DateTimeField(default=clock.now)
    choice = models.CharField(max_length=5, choices=Settled, default="", db_default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=100, default="", db_default="")

    class Meta(ScopedModel.Meta):
        verbose_name = _("difference")
        constraints = [
            models.UniqueConstraint(fields=["sheet", "key"], name="an_answer_differs_once"),
            models.CheckConstraint(
                condition=Q(choice="", settled_at__isnull=True) | (~Q(choice="") & Q(settled_at__isnull=False)),
                name="what_is_settled_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "made_at"], condition=Q(choice=""), name="difference_waiting"),
            models.Index(fields=["task"], name="difference_of_task"),
        ]

    @property
    def answer(self) -> Any:
        """The answer as it was sent."""
        return json.loads(self.sent)

    @property
    def was(self) -> Any:
        """What the register said when the answer came; null also when that was not kept."""
        return json.loads(self.current) if self.current else None

    @property
    def owner_key(self) -> str:
        """Who has to settle it: the township of the village."""
        return str(self.area_id)[: KEY_LENGTH[Level.TOWNSHIP]]

    @property
    def person_uuid(self) -> UUID | None:
        """The person it is about, for the log."""
        return self.person.uuid if self.person_id and self.person else None


class Alias(ScopedModel):
    """A number a phone gave to somebody who was on the register already: later answers under it find the person."""

    uuid = models.UUIDField(unique=True, editable=False)
    person = Within(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        pass


class Purpose(models.TextChoices):
    """What a picture shows."""

    PHOTO = "photo", _("photo")
    SIGNATURE = "signature", _("signature")
    PAPER = "paper", _("paper")


class Picture(ScopedModel):
    """A picture taken at the visit. Its content is kept by its digest (sync); person: null for the household."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = Within(Task, models.PROTECT, related_name="pictures")
    person = Within(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    purpose = models.CharField(max_length=10, choices=Purpose)
    blob = models.CharField(max_length=64)
    change_id = models.UUIDField(unique=True)
    made_at = models.DateTimeField(default=clock.now)
    made_by = models.CharField(max_length=100)

    class Meta(ScopedModel.Meta):
        pass

    @property
    def person_uuid(self) -> UUID | None:
        return self.person.uuid if self.person_id and self.person else None
