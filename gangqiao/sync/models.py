"""What phones brought, operation by operation; their pictures; and the number of this server's memory (epoch)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Device, User
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from gangqiao.kernel.packing import pack_say, unpack_say
from gangqiao.kernel.scope import ScopedModel
from gangqiao.sync.states import OPEN, Result

Json = dict[str, Any]
# A clock that is so far from ours is shown to the township. Nothing is ever ordered by it.
SKEW_SECONDS = 600


class Phone(ScopedModel):
    """What this server knows of one device: the row every batch of it locks first.

    skew_seconds  its clock minus ours at its last batch; null when it did not say, or not yet
    unsent        operations that it said it still held after its last batch; null when it did not say
    unsent_since  when the oldest of these was made, by its own clock: a claim
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    device = models.OneToOneField(Device, models.PROTECT, related_name="+")
    skew_seconds = models.BigIntegerField(null=True)
    unsent = models.PositiveIntegerField(null=True)
    unsent_since = models.DateTimeField(null=True)
    synced_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("mobile phone")
        indexes = [models.Index(fields=["area"], name="phone_of_area")]

    def __str__(self) -> str:
        return self.device.name

    @property
    def is_skewed(self) -> bool:
        return self.skew_seconds is not None and abs(self.skew_seconds) > SKEW_SECONDS


class Op(ScopedModel):
    """One operation of a phone, stored before it is acknowledged, whatever became of it.

    uuid          the number the phone gave it; of one whose number was taken, a new one
    claimed       the number it came under when that was taken by another operation; else null
    seq           counted by the phone from 1 without gaps
    after         the phone's previous operation about the same household, which has to be taken in first
    body          sealed canonical JSON; mark: its keyed digest, by which a changed body is noticed
    answer        sealed JSON {"say", "faults", "fields"}: sentences as [msgid, parameters]
    claimed_at    when it was made by the phone's clock: a claim, never used for an order
    decided_at    when its effect was taken in or refused; null while it waits
    closed_at     when somebody closed it in the work queue: what it said is on the register, or is not to be
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    claimed = models.UUIDField(null=True)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    after = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    body = EncryptedTextField()
    mark = BlindIndexField(of="body")
    result = models.CharField(_("What became of it"), max_length=10, choices=Result, default=Result.WAITING)
    answer = EncryptedTextField(null=True)
    received_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True)
    skew_seconds = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    closing = models.CharField(max_length=200, default="", db_default="")

    class Meta(ScopedModel.Meta):
        verbose_name = _("operation of a phone")
        constraints = [
            models.UniqueConstraint(
                fields=["device", "seq"], condition=Q(claimed=None), name="a_phone_gives_a_number_once"
            ),
            models.CheckConstraint(condition=Q(seq__gt=0), name="operations_are_numbered_from_one"),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing=""), name="an_operation_is_closed_with_a_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["device", "seq"], name="op_of_device"),
            models.Index(
                fields=["device", "seq"],
                name="op_waiting_of_device",
                condition=Q(result=Result.WAITING, closed_at=None),
            ),
            models.Index(fields=["claimed"], name="op_by_claimed", condition=Q(claimed__isnull=False)),
            models.Index(
                fields=["received_at", "id", "area"],
                name="op_in_work_queue",
                condition=Q(closed_at=None, result__in=OPEN),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def number(self) -> Any:
        """The number under which the phone knows it."""
        return self.claimed or self.uuid

    @property
    def content(self) -> Json:
        """What the phone sent: the body, read anew at each call."""
        return dict(json.loads(self.body))

    @property
    def is_open(self) -> bool:
        """It stands in the work queue."""
        return self.closed_at is None and self.result in OPEN

    @property
    def is_decided(self) -> bool:
        """What follows it need not wait any longer."""
        return self.result != Result.WAITING or self.closed_at is not None

    @property
    def is_skewed(self) -> bool:
        return self.skew_seconds is not None and abs(self.skew_seconds) > SKEW_SECONDS

    @property
    def age(self) -> timedelta:
        return clock.now() - self.received_at

    def keep_answer(
        self, result: str, *, say: Any = "", faults: Iterable[tuple[str, Any]] = (), fields: Iterable[str] = ()
    ) -> None:
        """Set result and answer on the instance; the caller saves."""
        kept = {
            "say": pack_say(say) if say else None,
            "faults": [[key, pack_say(sentence)] for key, sentence in faults],
            "fields": list(fields),
        }
        self.result, self.answer = result, json.dumps(kept)

    def said(self) -> Json:
        """The answer in the language of the moment: {"say", "faults": [{"field", "sentence"}], "fields"}."""
        kept = json.loads(self.answer) if self.answer else {}
        faults = [{"field": key, "sentence": str(unpack_say(say))} for key, say in kept.get("faults", ())]
        say = str(unpack_say(kept["say"])) if kept.get("say") else ""
        return {"say": say, "faults": faults, "fields": list(kept.get("fields", ()))}


class Blob(ScopedModel):
    """A picture or signature of a phone, sealed on the disk (`kernel.files`). The same of two devices is two."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    device = models.ForeignKey(Device, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)  # SHA-256 of the content, as hex
    kind = models.CharField(max_length=20)  # image/jpeg, image/png, image/webp
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=32)  # the name of the kept file
    received_at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        verbose_name = _("picture from a phone")
        constraints = [models.UniqueConstraint(fields=["device", "digest"], name="a_phone_brings_a_picture_once")]

    def __str__(self) -> str:
        return self.digest


class Epoch(models.Model):
    """The number of this server's memory. Restored from an older copy it gets a new one, and phones send again."""

    uuid = models.UUIDField(default=uuid4)
    made_at = models.DateTimeField(default=clock.now)
    reason = models.CharField(max_length=200)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.uuid)
