"""Where each unit stood with each target on each day, and what units were urged to do. Nothing leads to a person."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.warnings import states
from gangqiao.warnings.policy import Light


class StandingOn(models.Model):
    """The standing of one unit with one target at the end of a day. One row each, never changed once the day is over.

    target         id of the target in the plan; plan_key: which plan
    persons, base  the result; needed: persons that reached the target, null when none was set
    low, expected, high  the forecast for the due day; null when there was none
    reason         the reason as [msgid, parameters], said in the reader's language
    is_reference   the target was worked out from the county's and not set for this unit
    is_afterwards  worked out later from what is known now, not on the day itself
    """

    plan_key = models.CharField(max_length=40)
    target = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    day = models.DateField()
    light = models.CharField(max_length=8, choices=[(light.value, light.value) for light in Light])
    reason = models.JSONField(default=list)
    persons = models.PositiveIntegerField()
    base = models.PositiveIntegerField()
    needed = models.PositiveIntegerField(null=True)
    low = models.PositiveIntegerField(null=True)
    expected = models.PositiveIntegerField(null=True)
    high = models.PositiveIntegerField(null=True)
    is_reference = models.BooleanField(default=False)
    is_afterwards = models.BooleanField(default=False)

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan_key", "target", "unit", "day"], name="a_unit_has_one_standing_a_day_with_a_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.unit_id} {self.day} {self.light}"


class Backtest(models.Model):
    """How well the forecast would have done in years that are over, as it was worked out on a day.

    rows  one for each figure and due day, with the fields of `reads.backtest.Tested`
    """

    made_on = models.DateField(unique=True)
    rows: Any = models.JSONField(default=list)

    class Meta:
        ordering = ["-made_on"]

    def __str__(self) -> str:
        return str(self.made_on)


class About(models.TextChoices):
    """What a unit can be urged about."""

    TARGET = "target", _("target")
    TASK = "task", _("task")
    ISSUE = "issue", _("issue")


class Urge(models.Model):
    """A unit is urged about one matter. At most one at a time for a unit and a matter.

    about, key    the matter: a target's id, a unit task's or an issue's uuid
    named         the matter in the plan's own words, {"zh": ..., "en": ...}
    level         1 urging, 2 supervision, 3 with the headquarters leader
    due_on        the last day for an answer on this level
    received_by, answered_by, closed_by  null until somebody has
    """

    LIFE_CYCLE = states.URGE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    about = models.CharField(_("about"), max_length=8, choices=About)
    key = models.CharField(max_length=40)
    named: Any = models.JSONField(default=dict)
    level = models.PositiveSmallIntegerField(_("level"), choices=states.Level, default=states.Level.URGE)
    status = models.CharField(_("State"), max_length=10, choices=states.Status, default=states.Status.SENT)
    due_on = models.DateField(_("Answer by"))
    sent_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(default=clock.today)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    closed_on = models.DateField(null=True)

    class Meta:
        ordering = ["-level", "due_on", "pk"]
        verbose_name = _("urging")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "about", "key"],
                condition=Q(status__in=[s.value for s in states.OPEN]),
                name="a_unit_is_urged_once_at_a_time_about_a_matter",
            ),
        ]
        indexes = [models.Index(fields=["status", "due_on"], name="urge_by_day")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.about} {self.key}"


class Kind(models.TextChoices):
    """What one entry of an urging's course is."""

    SENT = "sent", _("Urged")
    RECEIVED = "received", _("Receipt confirmed")
    ANSWERED = "answered", _("Answered")
    SENT_AGAIN = "sent_again", _("Sent again")
    ESCALATED = "escalated", _("Went one level up")
    ACCEPTED = "accepted", _("Answer accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed by itself")


class UrgeEntry(models.Model):
    """One step of the course, with its words. Never changed, never removed.

    words   sealed; null when none were written
    reason  what the product gave as the reason, as [msgid, parameters]; empty when somebody wrote words
    level   the level from then on; due_on: until when an answer was asked for, null when none was
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    urge = models.ForeignKey(Urge, models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=10, choices=Kind)
    words = EncryptedTextField(null=True)
    reason: Any = models.JSONField(default=list)
    level = models.PositiveSmallIntegerField(choices=states.Level)
    due_on = models.DateField(null=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.urge_id} {self.kind}"
