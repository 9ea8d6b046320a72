"""Plans of courses: what wishes and vacancies ask for, by trade, place and time. They name nobody."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.people.codes import LISTS as PEOPLE
from gangqiao.training import states
from gangqiao.training.codes import LISTS


class CoursePlan(models.Model):
    """A plan of courses for a time and an area, made from the demand of a day.

    area    the township or the county it is for; counted_on: the day of wishes and vacancies
    maker   key of the user who made it: another one issues it
    """

    LIFE_CYCLE = states.COURSE_PLAN

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.PlanStatus, default=states.PlanStatus.DRAFT, editable=False
    )
    title = models.CharField(_("Title"), max_length=100)
    area = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("training", "Area")
    )
    begins_on = models.DateField(pgettext_lazy("training", "From"))
    ends_on = models.DateField(pgettext_lazy("plan of courses", "Until"))
    counted_on = models.DateField(default=clock.today, editable=False)
    made_by = models.CharField(max_length=100, editable=False)
    maker = models.BigIntegerField(null=True, editable=False)
    made_at = models.DateTimeField(default=clock.now, editable=False)
    issued_by = models.CharField(max_length=100, blank=True, default="", editable=False)
    issued_at = models.DateTimeField(null=True, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("plan of courses")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("begins_on")), name="a_plan_of_courses_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(issued_by="") | ~Q(issued_by=F("made_by")), name="a_plan_of_courses_is_issued_by_another"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PlanLine(models.Model):
    """One line: so many people of these villages want a trade, so many posts ask for it, so many places are planned.

    villages    paths of the villages it gathers; JSON list
    wishes      people who wish the trade and are at home; posts: open places of vacancies that ask for it
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    plan = models.ForeignKey(CoursePlan, models.CASCADE, related_name="lines")
    trade = models.CharField(_("Trade"), max_length=20, choices=PEOPLE["trade"].choices())
    form = models.CharField(_("Form"), max_length=12, choices=LISTS["course_form"].choices(), default="at_the_door")
    place = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Place"))
    villages = models.JSONField(default=list, editable=False)
    month = models.DateField(_("Month"))
    wishes = models.PositiveIntegerField(default=0, editable=False)
    posts = models.PositiveIntegerField(default=0, editable=False)
    places = models.PositiveIntegerField(_("Places"))
    order = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["plan", "order", "pk"]
