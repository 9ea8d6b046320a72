"""Providers, the catalogue of courses, classes and their timetable. They name nobody who learns."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.actor import path_of_unit
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training import states
from gangqiao.training.codes import LISTS
from gangqiao.training.models.plans import PlanLine


class Provider(models.Model):
    """Who teaches (R074-R077). unit: code of its own unit once it has users here; barred_on: null while admitted."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField(pgettext_lazy("training", "Name"), max_length=100)
    kind = models.CharField(pgettext_lazy("provider", "Kind"), max_length=10, choices=LISTS["provider_kind"].choices())
    credit_code = models.CharField(_("Credit code"), max_length=18, blank=True, default="")
    licence_no = models.CharField(pgettext_lazy("training", "Licence number"), max_length=40, blank=True, default="")
    licence_until = models.DateField(_("Licence valid until"), null=True, blank=True)
    trades = models.JSONField(_("Trades taught"), default=list)
    place = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place")
    )
    contact = models.CharField(_("Contact"), max_length=50, blank=True, default="")
    phone = models.CharField(pgettext_lazy("training", "Phone"), max_length=20, blank=True, default="")
    unit = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    barred_on = models.DateField(null=True, editable=False)
    barred_why = models.CharField(max_length=200, blank=True, default="", editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("training provider")
        constraints = [
            models.UniqueConstraint(
                fields=["credit_code"], condition=~Q(credit_code=""), name="a_training_provider_is_listed_once",
                violation_error_message=_("A provider with this credit code is listed already. Look it up."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Course(models.Model):
    """A course of the catalogue: what is taught, for how long, with which certificate.

    hours       of 45 minutes; retired_on: null while it is offered
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("Title"), max_length=100)
    trade = models.CharField(_("Trade"), max_length=20, choices=PEOPLE["trade"].choices())
    level = models.CharField(_("Skill level"), max_length=20, choices=PEOPLE["skill_level"].choices(), default="none")
    certificate = models.CharField(
        _("Certificate"), max_length=12, choices=LISTS["certificate_kind"].choices(), default="completion"
    )
    hours = models.PositiveIntegerField(_("Class hours"))
    topics = models.TextField(_("What is taught"), max_length=2000, blank=True, default="")
    min_age = models.PositiveIntegerField(_("From age"), default=16)
    max_age = models.PositiveIntegerField(_("To age"), default=60)
    retired_on = models.DateField(null=True, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["trade", "title", "pk"]
        verbose_name = _("course")
        constraints = [
            models.CheckConstraint(condition=Q(hours__gt=0), name="a_course_has_hours"),
            models.CheckConstraint(condition=Q(max_age__gte=F("min_age")), name="a_course_has_an_age_range"),
        ]

    def __str__(self) -> str:
        return self.title


class Class(models.Model):
    """A course held for a group of people (班次), from the plan to the subsidy.

    number      "2020-0001", counted by year
    area        whose affair it is: a township, or the county
    unit        of the provider once it has users: sees the class and its learners
    employer    whose workers learn, by the register of vacancies: null for forms without an enterprise
    places      how many may learn; taken: how many are on the list
    fund_line   one, fixed with the approval
    planner     key of the user who planned it: another one approves it
    """

    LIFE_CYCLE = states.CLASS

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(_("Number"), max_length=12, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.Status, default=states.Status.PLANNED, editable=False
    )
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="classes", verbose_name=pgettext_lazy("training", "Course")
    )
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="classes", verbose_name=_("Provider"))
    line = models.ForeignKey(PlanLine, models.PROTECT, null=True, blank=True, related_name="classes", editable=False)
    area = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("training", "Area")
    )
    unit = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    form = models.CharField(_("Form"), max_length=12, choices=LISTS["course_form"].choices())
    place_kind = models.CharField(
        _("Place chosen"), max_length=10, choices=LISTS["place_kind"].choices(), default="hukou"
    )
    place = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place")
    )
    address = models.CharField(pgettext_lazy("training", "Address"), max_length=200, blank=True, default="")
    employer_uuid = models.UUIDField(null=True, blank=True, db_index=True, editable=False)
    employer = models.CharField(pgettext_lazy("training", "Employer"), max_length=100, blank=True, default="")
    fund_line = models.CharField(_("Fund line"), max_length=12, choices=LISTS["fund_line"].choices())
    teacher = models.CharField(_("Teacher"), max_length=50, blank=True, default="")
    begins_on = models.DateField(pgettext_lazy("training", "From"))
    ends_on = models.DateField(pgettext_lazy("class", "Until"))
    hours = models.PositiveIntegerField(_("Class hours"))
    places = models.PositiveIntegerField(_("Places"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    planned_by = models.CharField(max_length=100, editable=False)
    planner = models.BigIntegerField(null=True, editable=False)
    approved_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    approver = models.BigIntegerField(null=True, editable=False)
    assessed_on = models.DateField(null=True, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-begins_on", "-pk"]
        verbose_name = _("class")
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="a_class_takes_no_more_than_its_places"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="a_class_ends_after_it_begins"),
            # Who planned a class does not approve it.
            models.CheckConstraint(
                condition=Q(approved_by="") | ~Q(approved_by=F("planned_by")), name="a_class_is_approved_by_another"
            ),
            models.CheckConstraint(condition=~Q(approver=F("planner")), name="a_class_is_approved_by_another_user"),
        ]
        indexes = [models.Index(fields=["status", "begins_on"], name="classes_by_begin")]

    def __str__(self) -> str:
        return self.number

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies and whose affair it is, as a post is asked whether it reaches it."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit)) if p)

    @property
    def free(self) -> int:
        return self.places - self.taken


class Session(models.Model):
    """One time of teaching in the timetable of a class. hours: class hours; code: secret of its QR sign-in."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    held = models.ForeignKey(Class, models.CASCADE, related_name="sessions")
    on = models.DateField(_("Day"))
    begins_at = models.TimeField(pgettext_lazy("training", "From"))
    ends_at = models.TimeField(pgettext_lazy("session", "Until"))
    hours = models.PositiveIntegerField(_("Class hours"))
    topic = models.CharField(_("Topic"), max_length=100, blank=True, default="")
    teacher = models.CharField(_("Teacher"), max_length=50, blank=True, default="")
    is_online = models.BooleanField(_("Online"), default=False)
    code = models.CharField(max_length=40, blank=True, default="", editable=False)

    class Meta:
        ordering = ["on", "begins_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="a_session_ends_after_it_begins"),
            models.UniqueConstraint(fields=["held", "on", "begins_at"], name="a_class_meets_once_at_a_time"),
        ]
