"""Duty of public posts: the plan, days, the monthly sheet with its lines, spot-checks (domain notes 3.2)."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance import states
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models.posts import Holder
from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, Within


class OfHolder(KeptModel):
    """A row about somebody who holds a public post; `area` follows the person."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person_uuid = models.UUIDField(editable=False)

    class Meta(KeptModel.Meta):
        abstract = True

    def subject(self) -> UUID:
        """Whom it is about, for the log."""
        return self.person_uuid


class DutyPlan(OfHolder):
    """What a holder is to do in a month. days: the days of the month, 1 to 31; the plan pays nothing, marks do."""

    holder = Within(Holder, models.PROTECT, related_name="duty_plans")
    month = models.DateField(_("Month"))
    days = models.JSONField(_("Days of duty"), default=list)
    hours = models.CharField(_("Hours of duty"), max_length=100, blank=True, default="")
    place = models.CharField(_("Where the duty is done"), max_length=100, blank=True, default="")
    planned_by = models.CharField(max_length=100)
    planned_on = models.DateField(default=clock.today)

    class Meta(OfHolder.Meta):
        constraints = [models.UniqueConstraint(fields=["holder", "month"], name="a_month_of_duty_is_planned_once")]


class DutyDay(OfHolder):
    """A day of duty of a holder. The last mark stands; the one before it has `struck_at`.

    way      "screen", "phone", "paper", "file"; op: number of the phone's operation, "" from the desk
    is_late  it came when the sheet of its month was out of the village's hands; reason: why
    """

    holder = Within(Holder, models.PROTECT, related_name="days")
    on = models.DateField(_("Day"))
    mark = models.CharField(_("Duty"), max_length=8, choices=LISTS["duty_mark"].choices())
    half = models.BooleanField(_("Half a day"), default=False)
    way = models.CharField(max_length=8, default="screen")
    by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
    op = models.CharField(max_length=40, blank=True, default="", editable=False)
    is_late = models.BooleanField(default=False)
    reason = EncryptedTextField(null=True, editable=False)
    struck_at = models.DateTimeField(null=True, editable=False)

    class Meta(OfHolder.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["holder", "on"], condition=Q(struck_at=None), name="a_day_of_duty_has_one_mark"
            ),
            models.CheckConstraint(condition=Q(half=False) | Q(mark="present"), name="only_duty_is_done_by_halves"),
        ]
        indexes = [models.Index(fields=["holder", "on"], name="days_of_holder")]


class DutySheet(models.Model):
    """The sheet of days and pay of a month (乡村公益性岗位出勤天数和拟拨付岗位补贴金额汇总表). It names nobody.

    area        the village or township that fills it; department: whose posts stand on it
    month       its first day
    filler, checker   numbers of the users, never the same; the names beside them are for reading
    paper       what it said when it was published: digest of its lines, so that paper equals screen
    seal        what it said when it became final, with what is held back; "" before
    """

    LIFE_CYCLE = states.SHEET

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.SheetStatus, default=states.SheetStatus.DRAFT, editable=False
    )
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    unit = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    department = models.CharField(_("Department"), max_length=12, choices=LISTS["post_department"].choices())
    month = models.DateField(_("Month"))
    filled_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    phone = models.CharField(_("Phone"), max_length=20, blank=True, default="")
    filled_on = models.DateField(null=True, editable=False)
    filler = models.BigIntegerField(null=True, editable=False)
    checked_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    checker = models.BigIntegerField(null=True, editable=False)
    publicity_from = models.DateField(null=True, editable=False)
    publicity_until = models.DateField(null=True, editable=False)
    finished_on = models.DateField(null=True, editable=False)
    paper = models.CharField(max_length=64, blank=True, default="", editable=False)
    seal = models.CharField(max_length=64, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-month", "area", "pk"]
        verbose_name = _("monthly sheet of public posts")
        constraints = [
            models.UniqueConstraint(fields=["area", "department", "month"], name="a_month_has_one_sheet"),
            models.CheckConstraint(
                condition=Q(checker=None) | Q(filler=None) | ~Q(checker=F("filler")),
                name="a_sheet_is_checked_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="final") | (~Q(seal="") & Q(publicity_until__isnull=False)),
                name="a_final_sheet_was_published_and_is_sealed",
            ),
        ]

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies and whose affair it is, as a post is asked whether it reaches it."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit)) if p)


class DutyLine(OfHolder):
    """One holder's line of a monthly sheet. days: attended; amount: in fen, by the formula of the policy.

    month    the month the days are of: that of the sheet, an earlier one for a correction
    number   0: the month's own line; 1, 2…: what came late, each paid once
    covered_days  days of the month the agreement covers; blocked: why no pay follows; "" none
    """

    sheet = models.ForeignKey(DutySheet, models.PROTECT, related_name="+")
    holder = Within(Holder, models.PROTECT, related_name="lines")
    month = models.DateField(_("Month"))
    number = models.PositiveSmallIntegerField(default=0)
    required_days = models.PositiveIntegerField()
    days = models.DecimalField(_("Days on duty"), max_digits=4, decimal_places=1)
    covered_days = models.PositiveIntegerField()
    standard = models.PositiveIntegerField()
    amount = models.PositiveIntegerField()
    remarks = models.CharField(_("Remarks"), max_length=100, blank=True, default="")
    blocked = models.CharField(max_length=20, blank=True, default="")

    class Meta(OfHolder.Meta):
        constraints = [
            models.UniqueConstraint(fields=["sheet", "holder", "month"], name="a_holder_stands_once_on_a_sheet"),
            # Whatever area or department the sheet is of: a month is paid once, and each correction of it once.
            models.UniqueConstraint(fields=["holder", "month", "number"], name="a_month_of_duty_is_paid_once"),
            models.CheckConstraint(
                condition=Q(days__gte=0) & Q(days__lte=F("covered_days")) & Q(covered_days__lte=31),
                name="nobody_works_more_days_than_the_month_has",
            ),
            models.CheckConstraint(condition=Q(amount__lte=F("standard")), name="no_month_pays_more_than_its_standard"),
            models.CheckConstraint(condition=Q(number=0) | ~Q(remarks=""), name="a_correction_says_why"),
        ]


class SpotCheck(OfHolder):
    """A holder drawn at random for a visit or a call: on duty? was money asked back? result: "" until it was done.

    kind     "visit": is the holder at the place of duty; "call": did the pay come, did anybody ask it back
    settled  how it was cleared up, by another than who checked; pay is held back until then
    """

    holder = Within(Holder, models.PROTECT, related_name="spot_checks")
    kind = models.CharField(pgettext_lazy("spot-check", "Kind"), max_length=6, default="visit")
    month = models.DateField(_("Month"))
    seed = models.CharField(max_length=40)
    drawn_on = models.DateField(default=clock.today)
    result = models.CharField(
        _("Result"), max_length=12, blank=True, default="", choices=LISTS["spot_result"].choices()
    )
    words = EncryptedTextField(null=True, editable=False)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=100, blank=True, default="")
    checker = models.BigIntegerField(null=True, editable=False)
    settled_on = models.DateField(null=True)
    settled_by = models.CharField(max_length=100, blank=True, default="")
    settler = models.BigIntegerField(null=True, editable=False)
    settled_words = EncryptedTextField(null=True, editable=False)

    class Meta(OfHolder.Meta):
        constraints = [
            models.UniqueConstraint(fields=["holder", "month", "kind"], name="a_holder_is_drawn_once_a_month"),
            models.CheckConstraint(
                condition=Q(settler=None) | Q(checker=None) | ~Q(settler=F("checker")),
                name="a_spot_check_is_settled_by_another",
            ),
        ]
        indexes = [models.Index(fields=["area", "result"], name="spot_checks_of_area")]
