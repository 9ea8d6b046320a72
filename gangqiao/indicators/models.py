"""Snapshots: the figures of a day as they were known, kept for ever, and the key of their pseudonyms."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.indicators import states
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField


class Kind(models.TextChoices):
    MONTH_END = "month_end", _("month-end")
    ANY_DAY = "any_day", _("any day")
    CORRECTION = "correction", _("correction")


class Snapshot(models.Model):
    """The figures of the county as of one day, as known at an instant. What it says never changes: a trigger.

    day, known_on    as of which day, and as known on which
    known_at         the instant up to which what was recorded is in it: the end of `known_on`, or when it was taken
    number           version of this day, from 1; reason: why there is a later one, as it was typed
    definitions      digest of the definitions and their parameters
    digest           of everything the snapshot says: the same digest, the same figures and the same people
    manifest_digest  SHA-256 of the manifest file, which names the SHA-256 of every other file
    folder           below `<HOME>/snapshots/`
    """

    LIFE_CYCLE = states.SNAPSHOT

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("As of"))
    known_on = models.DateField(_("As known on"))
    known_at = models.DateTimeField()
    number = models.PositiveIntegerField(_("Version"))
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind)
    status = models.CharField(_("State"), max_length=12, choices=states.Status, default=states.Status.TAKEN)
    reason = models.CharField(_("Reason"), max_length=300, db_default="", default="", blank=True)
    definitions = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    manifest_digest = models.CharField(max_length=64)
    folder = models.CharField(max_length=120)
    persons = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    taken_at = models.DateTimeField(default=clock.now)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_by_name = models.CharField(_("Taken by"), max_length=100)
    published_at = models.DateTimeField(null=True)
    published_by_name = models.CharField(_("Published by"), max_length=100, db_default="", default="")

    class Meta:
        ordering = ["-day", "-number"]
        verbose_name = _("snapshot")
        constraints = [
            models.UniqueConstraint(fields=["area", "day", "number"], name="a_version_of_a_day_has_its_number_once"),
            models.UniqueConstraint(
                fields=["area", "day"], condition=Q(status="published"), name="one_version_of_a_day_is_published"
            ),
            models.CheckConstraint(condition=Q(known_on__gte=F("day")), name="a_day_is_known_when_it_is_there"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(status="taken"), name="what_is_published_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} v{self.number}"


class Taking(models.Model):
    """A snapshot that was asked for on the page and is taken by a job.

    part      how far it is: a `snapshots.taking.Stage`, 0 while it waits for the worker
    snapshot  what came of it; said: why nothing did, see imports.rows.say_refusal
    """

    LIFE_CYCLE = states.TAKING

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("As of"))
    known_on = models.DateField(_("As known on"))
    reason = models.CharField(_("Reason"), max_length=300, default="", blank=True)
    status = models.CharField(_("State"), max_length=12, choices=states.TakingStatus, default=states.TakingStatus.WAITS)
    part = models.PositiveSmallIntegerField(default=0)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    snapshot = models.ForeignKey(Snapshot, models.PROTECT, null=True, related_name="+")
    said = models.TextField(default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("snapshot being taken")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "day", "known_on"],
                condition=Q(status="waits"),
                name="a_snapshot_is_taken_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.status}"


class PseudonymKey(models.Model):
    """The key by which persons are named in snapshots. One row that never changes, or old ones lose their people.

    In the database and sealed, not derived from the master key: that one is renewed, snapshots are not written anew.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(max_length=20, unique=True)
    secret = EncryptedTextField()
