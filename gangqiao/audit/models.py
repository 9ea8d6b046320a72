"""The log: what was changed (events) and who looked at whom (looks). Two chains that only grow; no personal values."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Chain(models.TextChoices):
    EVENTS = "events", _("Changes")
    LOOKS = "looks", _("Looks")


class ChainHead(models.Model):
    """The last link of each chain. Locked for the moment of writing, so that links follow one another."""

    chain = models.CharField(max_length=10, primary_key=True, choices=Chain)
    seq = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32, default=bytes(32))


class Link(models.Model):
    """One entry of a chain: its own content, the digest of the entry before, and the digest of both."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)  # null: the system itself
    actor_name = models.CharField(max_length=100)
    actor_roles = models.CharField(max_length=200)
    area = models.CharField(max_length=40, db_default="")  # the area of the record, "" when it has none
    verb = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_default="")  # "people.person:<uuid>"
    person = models.UUIDField(null=True)  # the person the entry is about, null when about none or many
    reason = models.CharField(max_length=500, db_default="")
    request_id = models.CharField(max_length=40, db_default="")
    before = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        abstract = True
        ordering = ["seq"]


class Event(Link):
    """A change. `fields` are names only; the values live in the history of the record itself."""

    fields = models.JSONField(default=list)
    source = models.CharField(max_length=200, db_default="")  # "screen", or file, sheet and line of an import

    class Meta(Link.Meta):
        db_table = "audit_event"
        indexes = [
            models.Index(fields=["person", "seq"], name="event_of_person"),
            models.Index(fields=["verb", "seq"], name="event_of_verb"),
            models.Index(fields=["actor_id", "seq"], name="event_of_actor"),
        ]


class Look(Link):
    """A view of a person or of a list of persons. `persons` lists the uuids of a list view."""

    persons = models.JSONField(default=list)

    class Meta(Link.Meta):
        db_table = "audit_look"
        indexes = [
            models.Index(fields=["person", "seq"], name="look_at_person"),
            models.Index(fields=["actor_id", "seq"], name="look_of_actor"),
        ]


class KeyCheck(models.Model):
    """Which master keys the database was written with: check values, never the keys. One row."""

    value = models.TextField()
