"""What each unit has set up for the work: its body with the document, its staff, its money by line and year."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.headquarters.models.people import Dated
from gangqiao.kernel import clock
from gangqiao.kernel.money import format_yuan


class Institution(Dated):
    """The matching body of a unit. A body that is changed ends, and a new one begins."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    name = models.CharField(_("Name of the body"), max_length=80)
    document = models.CharField(_("Number of the document"), max_length=80)
    head = models.CharField(_("Head"), max_length=40)
    head_title = models.CharField(_("Post of the head"), max_length=60, default="", blank=True)
    kept = models.CharField(max_length=32, default="", blank=True)
    file_name = models.CharField(max_length=120, default="", blank=True)
    size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = _("body of a unit")
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(valid_to=None), name="a_unit_has_one_live_body"),
        ]

    def __str__(self) -> str:
        return self.name


class Staffing(models.Model):
    """The staff of a unit's body as of a day. Never changed: the newest row is the state of now. posts: their names."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    as_of = models.DateField(_("As of"), default=clock.today)
    full_time = models.PositiveSmallIntegerField(_("Full-time staff"))
    part_time = models.PositiveSmallIntegerField(_("Part-time staff"))
    posts = models.CharField(_("Names of the posts"), max_length=300, default="", blank=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-as_of", "-pk"]
        verbose_name = _("staff of a unit")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.as_of}"


class FundLine(models.TextChoices):
    EMPLOYMENT = "employment", _("employment subsidy fund")
    POVERTY = "poverty", _("poverty relief fund")
    BUDGET = "budget", _("budget of the unit")
    OTHER = "other", _("another source")


class Funds(models.Model):
    """Money a unit has for the work, by year and line. Never changed: the newest row of a year and line holds.

    amount    in fen
    document  the approval it comes from; kept, file_name: the sealed file that shows it, "" for none
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    line = models.CharField(_("Line"), max_length=12, choices=FundLine)
    amount = models.BigIntegerField(_("Amount"))
    document = models.CharField(_("Number of the document"), max_length=80, default="", blank=True)
    kept = models.CharField(max_length=32, default="", blank=True)
    file_name = models.CharField(max_length=120, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-year", "line", "-pk"]
        verbose_name = _("funds of a unit")
        constraints = [models.CheckConstraint(condition=Q(amount__gte=0), name="funds_are_not_negative")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year} {self.line}"

    @property
    def yuan(self) -> str:
        return format_yuan(self.amount)
