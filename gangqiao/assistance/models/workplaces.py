"""Local places of work: workshops, bases, employers, agriculture and projects that pledged places (R095-R098)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance import states
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.models.cases import OfPerson
from gangqiao.kernel import clock
from gangqiao.kernel.actor import path_of_unit


class Workplace(models.Model):
    """A place of work near home. It names nobody who works there.

    employer_uuid  the employer on the register of vacancies; null: none. With one, name, address and headcount are kept
                   there and follow it (`actions.workplaces.follow_employer`)
    recognised_on, expires_on, document   the recognition of a workshop or base; null for other kinds
    counted_on     the day of the headcount; null: never asked
    """

    LIFE_CYCLE = states.WORKPLACE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.WorkplaceStatus, default=states.WorkplaceStatus.LISTED, editable=False
    )
    kind = models.CharField(
        pgettext_lazy("workplace", "Kind"), max_length=12, choices=LISTS["workplace_kind"].choices()
    )
    name = models.CharField(pgettext_lazy("assistance", "Name"), max_length=100)
    employer_uuid = models.UUIDField(null=True, blank=True, db_index=True)
    credit_code = models.CharField(_("Credit code"), max_length=18, blank=True, default="")
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Place"))
    unit = models.CharField(max_length=32, blank=True, default="", db_index=True, editable=False)
    address = models.CharField(pgettext_lazy("assistance", "Address"), max_length=200, blank=True, default="")
    contact = models.CharField(_("Contact"), max_length=50, blank=True, default="")
    phone = models.CharField(pgettext_lazy("assistance", "Phone"), max_length=20, blank=True, default="")
    work = models.CharField(_("What is made or done"), max_length=100, blank=True, default="")
    recognised_on = models.DateField(_("Recognised on"), null=True, editable=False)
    expires_on = models.DateField(_("Recognised until"), null=True, editable=False)
    document = models.CharField(_("Document number"), max_length=60, blank=True, default="", editable=False)
    headcount = models.PositiveIntegerField(_("People employed"), null=True, blank=True)
    counted_on = models.DateField(null=True, editable=False)
    listed_by = models.CharField(max_length=100, editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["kind", "name", "pk"]
        verbose_name = _("local place of work")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="recognised") | (Q(recognised_on__isnull=False) & Q(expires_on__isnull=False)),
                name="a_recognition_has_two_days",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies and whose affair it is, as a post is asked whether it reaches it."""
        return tuple(p for p in (str(self.area_id or ""), path_of_unit(self.unit)) if p)


class Pledge(models.Model):
    """Places a workplace pledged for poor workers, for a time. places: how many; taken: how many are filled."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    workplace = models.ForeignKey(Workplace, models.CASCADE, related_name="pledges")
    trade = models.CharField(pgettext_lazy("assistance", "Work"), max_length=60, blank=True, default="")
    places = models.PositiveIntegerField(_("Places"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    pay = models.PositiveIntegerField(_("Pay a month (yuan)"), null=True, blank=True)
    begins_on = models.DateField(pgettext_lazy("assistance", "From"), default=clock.today)
    ends_on = models.DateField(pgettext_lazy("pledge", "Until"), null=True, blank=True)
    pledged_on = models.DateField(default=clock.today, editable=False)

    class Meta:
        ordering = ["workplace", "-begins_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="a_pledge_fills_no_more_than_its_places"),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="a_pledge_ends_after_it_begins"
            ),
        ]


class Seat(OfPerson):
    """A place that is filled: who, since when, by which pledge.

    said_on, said_way  when and how the person said yes; who says no leaves no trace
    left_why           code of the reasons why a time of work ends; "" while the place is held
    spell              number of the time of work it made, or took over
    """

    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="+")
    workplace_uuid = models.UUIDField(db_index=True, editable=False)
    since = models.DateField(pgettext_lazy("assistance", "From"))
    until = models.DateField(pgettext_lazy("pledge", "Until"), null=True)
    said_on = models.DateField(_("Said yes on"), default=clock.today)
    said_way = models.CharField(_("How the person said yes"), max_length=8, choices=LISTS["said_way"].choices())
    left_why = models.CharField(max_length=20, blank=True, default="")
    spell = models.BigIntegerField(null=True, editable=False)
    by = models.CharField(max_length=100)

    class Meta(OfPerson.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(until=None), name="a_person_has_one_local_place",
                violation_error_message=_("The person has a place already. Record that it was left first."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="a_place_ends_after_it_begins"
            ),
            models.CheckConstraint(condition=Q(said_on__lte=F("since")), name="a_place_is_taken_after_a_yes"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["pledge", "until"], name="seats_of_pledge"),
            models.Index(fields=["workplace_uuid", "until"], name="seats_of_workplace"),
        ]
