"""Versions of work plans that were put into force, what each unit owes by them, what it has shown, and its shares."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.plans import states
from gangqiao.plans.document import Part


class PlanVersion(models.Model):
    """One version of a plan, kept whole for ever. At most one version of one plan is in force.

    key     of the plan ("mile-2020"); number: 1 for the first version of it
    text    the file as it was loaded
    digest  of what the file says, without its comments: the same again is no new version
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    key = models.CharField(_("plan"), max_length=40)
    number = models.PositiveIntegerField(_("version"))
    text = models.TextField()
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(_("loaded"), default=clock.now)
    loaded_by_name = models.CharField(_("loaded by"), max_length=100)
    in_force = models.BooleanField(_("in force"), default=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("version of a work plan")
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="a_version_of_a_plan_has_its_number_once"),
            models.UniqueConstraint(
                fields=["in_force"], condition=Q(in_force=True), name="one_version_of_one_plan_is_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.number}"


class UnitTask(models.Model):
    """What one unit owes by one task of a plan, in one period. Its progress outlives the version it was given by.

    task_key    id of the task in the plan
    period      "2020-03" or "2020-Q1" for a task that comes again; "" for one that is done once
    opens_on    from when it is shown; due_on: null when the plan names no day
    reported_by, verified_by  null until somebody has; a task sent back keeps the last
    note        why it was sent back the last time
    """

    LIFE_CYCLE = states.UNIT_TASK

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="tasks")
    plan_key = models.CharField(max_length=40)
    task_key = models.CharField(_("task"), max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    part = models.CharField(_("part"), max_length=12, choices=[(p.value, p.value) for p in Part])
    period = models.CharField(_("period"), max_length=7, default="", blank=True)
    opens_on = models.DateField()
    due_on = models.DateField(_("due"), null=True)
    status = models.CharField(_("State"), max_length=12, choices=states.Status, default=states.Status.GIVEN)
    given_on = models.DateField(default=clock.today)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField(null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)
    note = models.CharField(max_length=500, default="", db_default="")

    class Meta:
        ordering = ["due_on", "task_key", "period", "unit"]
        verbose_name = _("task of a unit")
        constraints = [
            models.UniqueConstraint(
                fields=["plan_key", "task_key", "unit", "period"], name="a_unit_owes_a_task_once_in_a_period"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(reported_by=None) | ~Q(verified_by=F("reported_by")),
                name="nobody_verifies_what_they_reported",
            ),
        ]
        indexes = [models.Index(fields=["plan_key", "unit", "status"], name="task_of_unit")]

    def __str__(self) -> str:
        return f"{self.task_key} {self.period} {self.unit_id}".replace("  ", " ")


class Evidence(models.Model):
    """What a unit shows for a task: words, a figure as it was counted then, or a file. Never changed, never removed.

    words    sealed; null when none were written
    figure   id of a figure, "" for none; counted: its number on figure_day in the area of the unit, null if unknown
    kept     name under which the sealed file is kept, "" for none; file_name: as it was sent
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = models.ForeignKey(UnitTask, models.PROTECT, related_name="evidence")
    words = EncryptedTextField(null=True)
    figure = models.CharField(max_length=40, default="", blank=True)
    figure_day = models.DateField(null=True)
    counted = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    kept = models.CharField(max_length=32, default="", blank=True)
    file_name = models.CharField(max_length=120, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=Q(words__isnull=False) | ~Q(figure="") | ~Q(kept=""), name="evidence_shows_something"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name or self.figure or str(self.uuid)


class Cascade(models.Model):
    """One sharing out of a plan's targets to areas and months. Once issued it is never changed: a new one follows.

    rule        how it was dealt: a key of `shares.rules.RULES`; counted_on: day of the numbers used, null for none
    course      how the months were dealt: a key of `shares.rules.COURSES`
    reason      why it was issued, in the words of who did
    made_by     null for the product itself
    """

    LIFE_CYCLE = states.CASCADE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="cascades")
    plan_key = models.CharField(max_length=40)
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(_("State"), max_length=12, choices=states.ShareStatus, default=states.ShareStatus.DRAFT)
    rule = models.CharField(_("rule"), max_length=16)
    course = models.CharField(_("course of the months"), max_length=16)
    counted_on = models.DateField(_("counted on"), null=True)
    made_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    made_on = models.DateField(default=clock.today)
    issued_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    issued_on = models.DateField(null=True)
    superseded_on = models.DateField(null=True)
    reason = models.CharField(_("reason"), max_length=500, default="", db_default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("shares of the targets")
        constraints = [
            models.UniqueConstraint(fields=["plan_key", "number"], name="a_sharing_of_a_plan_has_its_number_once"),
            models.UniqueConstraint(
                fields=["plan_key"], condition=Q(status="issued"), name="one_sharing_of_a_plan_is_in_force"
            ),
            models.UniqueConstraint(
                fields=["plan_key"], condition=Q(status="draft"), name="one_sharing_of_a_plan_is_a_draft"
            ),
            models.CheckConstraint(
                condition=Q(issued_by=None) | Q(made_by=None) | ~Q(issued_by=F("made_by")),
                name="nobody_issues_the_shares_they_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_key} {self.number}"


class TargetShare(models.Model):
    """What one area owes of one target: of a unit's area, never of a person. The county has rows for its months.

    month    "2020-03": up to the end of that month, counted from January; "" for the whole
    value    in the unit of the target's figure: persons or percent
    by_hand  somebody wrote this number; false when it follows from the rule
    """

    cascade = models.ForeignKey(Cascade, models.CASCADE, related_name="shares")
    target_key = models.CharField(_("target"), max_length=20)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("area"))
    month = models.CharField(_("month"), max_length=7, default="", blank=True)
    value = models.PositiveIntegerField(_("share"))
    by_hand = models.BooleanField(_("set by hand"), default=False)

    class Meta:
        ordering = ["target_key", "area", "month"]
        verbose_name = _("share of a target")
        constraints = [
            models.UniqueConstraint(
                fields=["cascade", "target_key", "area", "month"], name="an_area_has_one_share_of_a_target_and_month"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target_key} {self.area_id} {self.month}".strip()


class ShareReceipt(models.Model):
    """A unit has taken note of its shares."""

    cascade = models.ForeignKey(Cascade, models.CASCADE, related_name="receipts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    acknowledged_on = models.DateField(default=clock.today)

    class Meta:
        ordering = ["unit"]
        verbose_name = _("receipt for shares")
        constraints = [
            models.UniqueConstraint(fields=["cascade", "unit"], name="a_unit_acknowledges_its_shares_once"),
        ]

    def __str__(self) -> str:
        return f"{self.cascade_id} {self.unit_id}"
