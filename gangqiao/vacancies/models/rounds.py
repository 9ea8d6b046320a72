"""Collecting: surveys of the employers of an area (R044), and the monthly returns of those who collect (R053, R117)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils import formats
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.vacancies import states
from gangqiao.vacancies.models.employers import Employer


class Round(models.Model):
    """A survey of employers, or one month's returns. No scoped row: whoever collects reads what the bureau asks.

    period  the first day of the month asked about. name: "" for one that is named after its month (`title`)
    """

    LIFE_CYCLE = states.ROUND

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=8, choices=states.RoundStatus, default=states.RoundStatus.DRAFT)
    kind = models.CharField(_("Kind"), max_length=8, choices=states.RoundKind)
    name = models.CharField(_("Name"), max_length=60)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    period = models.DateField(_("Month"))
    begins_on = models.DateField(_("Begins on"))
    due_on = models.DateField(_("Due on"))
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("begins_on")), name="a_round_is_due_after_it_begins"),
            models.UniqueConstraint(
                fields=["area", "period"], condition=Q(kind="monthly"), name="one_monthly_round_per_area"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Its name, or its month and kind in the reader's language."""
        if self.name:
            return self.name
        month = {"month": formats.date_format(self.period, "YEAR_MONTH_FORMAT")}
        if self.kind == states.RoundKind.MONTHLY:
            return gettext("Monthly return of %(month)s") % month
        return gettext("Survey of employers, %(month)s") % month


class Return(KeptModel):
    """What one collecting unit owes in a round: a township (area), or a department (unit, area the county).

    nothing_new  the unit says that it has nothing to report this month
    """

    LIFE_CYCLE = states.RETURN

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=10, choices=states.ReturnStatus, default=states.ReturnStatus.DUE)
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    nothing_new = models.BooleanField(_("Nothing to report"), default=False)
    vacancies = models.IntegerField(_("Vacancies entered"), default=0)
    seats = models.IntegerField(_("Seats in them"), default=0)
    note = models.CharField(_("Remark"), max_length=300, blank=True, default="")
    handed_in_at = models.DateTimeField(null=True)
    handed_in_by = models.CharField(max_length=100, blank=True, default="")
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(KeptModel.Meta):
        constraints = [models.UniqueConstraint(fields=["round", "area", "unit"], name="a_unit_owes_one_return")]


class Line(KeptModel):
    """One employer on the roster of a survey. `outcome` is "" until somebody asked."""

    part_of = Within(Return, models.PROTECT, related_name="lines")
    employer = Within(Employer, models.PROTECT, related_name="lines")
    outcome = models.CharField(_("Outcome"), max_length=10, blank=True, default="", choices=states.Asked)
    on = models.DateField(_("Day"), null=True)
    note = models.CharField(_("Remark"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=100, blank=True, default="")

    class Meta(KeptModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["part_of", "employer"], name="an_employer_is_asked_once_a_round")
        ]
