"""Notices to people and officials, and the telephone numbers that want none."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import BlindIndexField, EncryptedTextField
from gangqiao.kernel.packing import pack_say, unpack_say
from gangqiao.kernel.scope import ScopedModel
from gangqiao.messaging.states import MESSAGE, WAITING, Purpose, Status, Way

# One label for both tables: a number is found in either by the same hash.
PHONE = "messaging.phone"


class Message(ScopedModel):
    """One notice, to one telephone, one official or one household.

    area         of whom or what it is about: who may see it on the desk
    key          the sender's name for it: the same key is the same notice and is never sent twice
    kind         which text (`templates`); params: its values, sealed JSON
    phone        the mobile number, null for none; user: the official it is for in the app
    recipient    whom to hand it to on paper: name and house, sealed; null for none
    subject      what it is about, named as the audit log does; person_uuid: the person it is about
    not_before   null: at once; expires_at: from then on it is not sent any more
    tries        how often it was begun to be sent; sending_at: when last
    receipt      by what name the gateway knows it; "" until it took it
    fault        why it did not go: a sentence as [msgid, parameters]
    is_stopped   the number had asked for no more messages
    is_emptied   words, number and name are gone: its time was over long ago
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(max_length=160, unique=True)
    kind = models.CharField(max_length=60)
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    params = EncryptedTextField()
    way = models.CharField(_("way"), max_length=8, choices=Way)
    status = models.CharField(_("State"), max_length=10, choices=Status, default=Status.QUEUED)
    phone = EncryptedTextField(null=True)
    phone_index = BlindIndexField(of="phone", label=PHONE, null=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    recipient = EncryptedTextField(null=True)
    subject = models.CharField(max_length=120, default="", db_default="")
    person_uuid = models.UUIDField(null=True)
    queued_at = models.DateTimeField(default=clock.now)
    queued_on = models.DateField(default=clock.today)
    not_before = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sending_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=100, default="", db_default="")
    fault = models.JSONField(null=True)
    is_stopped = models.BooleanField(default=False, db_default=False)
    is_emptied = models.BooleanField(default=False, db_default=False)

    LIFE_CYCLE = MESSAGE

    class Meta(ScopedModel.Meta):
        verbose_name = _("notice")
        constraints = [
            models.CheckConstraint(condition=~Q(key=""), name="a_notice_has_a_key"),
            models.CheckConstraint(
                condition=~Q(way=Way.IN_APP) | Q(user__isnull=False), name="a_notice_in_the_app_is_for_an_official"
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.SENDING) | Q(sending_at__isnull=False), name="what_is_being_sent_was_begun"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "queued_on"], name="message_of_area"),
            models.Index(fields=["way", "id"], name="message_waiting", condition=Q(status__in=[*WAITING, "sending"])),
            models.Index(fields=["user", "status"], name="message_of_user", condition=Q(user__isnull=False)),
            models.Index(fields=["receipt"], name="message_by_receipt", condition=~Q(receipt="")),
            models.Index(fields=["expires_at"], name="message_to_empty", condition=Q(is_emptied=False)),
            models.Index(fields=["person_uuid"], name="message_about_person", condition=Q(person_uuid__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def values(self) -> dict[str, Any]:
        """The values of its text, read anew at each call."""
        return dict(json.loads(self.params))

    @property
    def is_over(self) -> bool:
        """What it says no longer holds."""
        return self.expires_at <= clock.now()

    def note_fault(self, sentence: Any) -> None:
        """Set why it did not go on the instance; the caller saves."""
        self.fault = pack_say(sentence) if sentence else None

    @property
    def says(self) -> str:
        """Why it did not go, in the language of the moment; "" for no reason."""
        return str(unpack_say(self.fault)) if self.fault else ""


class OptOut(models.Model):
    """A telephone number that wants no messages, whoever the person is and wherever: found by its hash alone.

    phone     sealed, so that the hash can be made anew with new keys; it is shown nowhere in full
    ended_at  when it asked for messages again; null while it wants none
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    phone = EncryptedTextField()
    index = BlindIndexField(of="phone", label=PHONE)
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(max_length=200, default="", db_default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["index"], condition=Q(ended_at=None), name="a_number_asks_for_silence_once")
        ]

    def __str__(self) -> str:
        return str(self.uuid)
