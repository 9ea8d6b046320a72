"""What phone apps sent, byte by byte, and the work that follows from it: one piece for each entity."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4, uuid5

from django.db import models
from django.db.models import Q

from gangqiao.accounts.models import Device
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.openrosa.states import State
from gangqiao.surveys.models import Campaign

NAMESPACE = UUID("5b1f2c1e-8b0a-5d0c-9a53-0c6f4f4e7d11")  # of the numbers of changes; for ever the same


class Submission(ScopedModel):
    """One form as it was sent. The same instance is one submission, however often it comes.

    area         what the device carries
    instance     its number, given by the phone; digest: SHA-256 of the XML, by which a resending is told
    first        the submission this one is an edition of; null: itself the first
    is_current   the newest edition; only that one can be edited
    withdrawn_at taken back at the desk: it does not come in again
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    form = models.CharField(max_length=40)
    form_version = models.CharField(max_length=80, blank=True)
    instance = models.CharField(max_length=200)
    xml = EncryptedTextField()
    digest = models.CharField(max_length=64)
    first = Within("self", models.PROTECT, null=True, related_name="editions")
    is_current = models.BooleanField(default=True)
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.CharField(max_length=100)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["campaign", "form", "instance"], name="an_instance_is_one_submission"),
        ]

    def __str__(self) -> str:
        return self.instance


class SubmissionFile(ScopedModel):
    """A picture that came with a submission. kept: its name among the sealed files (`kernel.files`)."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    submission = Within(Submission, models.PROTECT, related_name="files", db_index=False)
    name = models.CharField(max_length=200)
    kept = models.CharField(max_length=32)
    size = models.IntegerField()

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["submission", "name"], name="a_file_of_a_submission_once")]


class EntityWork(ScopedModel):
    """One entity of a submission: what is to be done with it, what became of it, and who has it.

    place       0, 1, ... within the submission; key: the entity, base, trunk and branch as the phone said them
    stored      sealed JSON: {"label": text or null, "properties": {name: text}, "nodes": {name: text}, "parent": key of
                the household around it or "", "is_head": bool, "notice": wording read out, "digest": of the questions}
    say         why it failed or waits (`imports.rows.keep_refusal`); fault: the same as a word
    held_at     since when it waits for what comes before it
    owner       who surveys the village, by name; the device's officer when nobody is named
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    submission = Within(Submission, models.PROTECT, related_name="works", db_index=False)
    place = models.IntegerField()
    list = models.CharField(max_length=12)
    key = models.UUIDField()
    creates = models.BooleanField(default=False)
    updates = models.BooleanField(default=False)
    base = models.IntegerField(null=True)
    trunk = models.IntegerField(null=True)
    branch = models.UUIDField(null=True)
    stored = EncryptedTextField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    say = EncryptedTextField(null=True)
    fault = models.CharField(max_length=60, default="", blank=True)
    owner = models.CharField(max_length=100)
    held_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    is_forced = models.BooleanField(default=False)
    settled_by = models.CharField(max_length=100, default="", blank=True)
    settled_why = models.CharField(max_length=200, default="", blank=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["submission", "place"], name="an_entity_of_a_submission_is_done_once"),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(held_at__isnull=False), name="what_is_held_is_held_since"
            ),
        ]
        indexes = [
            models.Index(fields=["key", "branch", "base"], name="work_of_entity"),
            models.Index(
                fields=["area", "state"], name="work_to_do", condition=Q(state__in=("waiting", "held", "failed"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.key}"

    @property
    def change_id(self) -> UUID:
        """The number of the change in the register: of the instance and the entity, so each is applied once."""
        return uuid5(NAMESPACE, f"{self.submission.form}\n{self.submission.instance}\n{self.key}")

    @property
    def content(self) -> dict[str, Any]:
        """What `stored` holds."""
        found: dict[str, Any] = json.loads(self.stored)
        return found

    @property
    def properties(self) -> dict[str, str]:
        found: dict[str, str] = self.content["properties"]
        return found
