"""Official papers made from the figures, and kept as they left the office."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import User
from gangqiao.briefings import states
from gangqiao.headquarters.models import Meeting
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel


class Kind(models.TextChoices):
    WEEKLY = "weekly", _("Weekly figures")
    MONTHLY = "monthly", _("Monthly figures")
    CIRCULAR = "circular", _("Progress circular")
    ANALYSIS = "analysis", _("Analysis")
    MEETING = "meeting", _("Joint-meeting pack")


class Briefing(ScopedModel):
    """One paper about an area and the days from `begins_on` to `day`.

    content    what it says in every language, sealed (kernel.files); "" before it is made
    files      the documents: [{"language", "format", "file" (kernel.files), "sha256", "size"}]; those of an issued
               paper never change again: a trigger
    is_provisional  the figures come from the register as known when it was made, not from a published snapshot
    said       why it could not be made, see imports.rows.say_refusal
    year, number  within kind and year of issue; null until it is issued
    """

    LIFE_CYCLE = states.BRIEFING

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind)
    begins_on = models.DateField(_("From"))
    day = models.DateField(_("Day"))
    is_public = models.BooleanField(_("Public version"), default=False, db_default=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="+", verbose_name=_("Joint meeting"))
    status = models.CharField(_("State"), max_length=10, choices=states.Status, default=states.Status.WAITS)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True)
    is_provisional = models.BooleanField(default=True, db_default=True)
    content = models.CharField(max_length=80, default="", db_default="")
    files: Any = models.JSONField(default=list)
    said = models.TextField(default="", db_default="")
    year = models.PositiveSmallIntegerField(null=True)
    number = models.PositiveSmallIntegerField(null=True)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    note = models.CharField(max_length=300, default="", db_default="")

    class Meta(ScopedModel.Meta):
        verbose_name = _("official paper")
        indexes = [models.Index(fields=["area", "-day"], name="briefing_of_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "year", "number"], name="a_paper_has_its_number_once_in_a_year"
            ),
            models.CheckConstraint(condition=Q(day__gte=F("begins_on")), name="a_paper_is_about_days_in_order"),
            models.CheckConstraint(
                condition=Q(issued_by=None) | ~Q(issued_by=F("asked_by")), name="nobody_issues_the_paper_they_asked_for"
            ),
            models.CheckConstraint(
                condition=~Q(status="issued")
                | Q(number__isnull=False, issued_by__isnull=False, issued_on__isnull=False),
                name="an_issued_paper_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
