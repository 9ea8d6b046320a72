"""Who sits in the headquarters and its office, and who is the liaison officer of each unit: by days."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField


class MemberPost(models.TextChoices):
    """In the order of the list. Those of the office begin with "office"."""

    LEADER = "leader", _("leader of the headquarters")
    DEPUTY = "deputy", _("deputy leader")
    MEMBER = "member", _("member")
    OFFICE_DIRECTOR = "office_director", _("director of the office")
    OFFICE_DEPUTY = "office_deputy", _("deputy director of the office")
    OFFICE_STAFF = "office_staff", _("staff of the office")


ONE_HOLDER = (MemberPost.LEADER, MemberPost.OFFICE_DIRECTOR)
OFFICE_POSTS = (MemberPost.OFFICE_DIRECTOR, MemberPost.OFFICE_DEPUTY, MemberPost.OFFICE_STAFF)


class DatedQuerySet(models.QuerySet):
    """Rows that hold from a day until before another."""

    def on(self, day: date) -> DatedQuerySet:
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)

    def live(self) -> DatedQuerySet:
        """Rows without an end."""
        return self.filter(valid_to=None)


class Dated(models.Model):
    """Holds from a day until before another; a change ends the row and begins a new one.

    valid_to  the first day on which it no longer holds; null = open
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    valid_from = models.DateField(_("from"), default=clock.today)
    valid_to = models.DateField(_("until"), null=True)
    recorded_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(default=clock.now)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True


class Member(Dated):
    """Somebody's seat in the headquarters or its office. title: their own post at home; basis: the document."""

    post = models.CharField(_("Post"), max_length=16, choices=MemberPost)
    name = models.CharField(_("Name"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    title = models.CharField(_("Post at home"), max_length=60, default="", blank=True)
    basis = models.CharField(_("Document"), max_length=120, default="", blank=True)

    class Meta:
        ordering = ["valid_from", "pk"]
        verbose_name = _("member of the headquarters")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="a_seat_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(valid_to=None, post__in=["leader", "office_director"]),
                name="headquarters_and_office_have_one_head",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.unit_id}"


class Officer(Dated):
    """The one person through whom a department, a township or a village is reached: its employment information officer.

    unit     of a department or a township; null for a village; village: the division; null for a unit
    phone    sealed; null when none was given. user: their account, when they have one
    """

    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    village = models.ForeignKey(
        "places.Division", models.PROTECT, null=True, related_name="+", verbose_name=_("village")
    )
    name = models.CharField(_("Name"), max_length=40)
    title = models.CharField(_("Post at home"), max_length=60, default="", blank=True)
    phone = EncryptedTextField(_("Phone"), null=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("account"))
    reason = models.CharField(_("Reason of the change"), max_length=200, default="", blank=True)

    class Meta:
        ordering = ["valid_from", "pk"]
        verbose_name = _("liaison officer")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(valid_to=None, unit__isnull=False), name="a_unit_has_one_live_officer"
            ),
            models.UniqueConstraint(
                fields=["village"],
                condition=Q(valid_to=None, village__isnull=False),
                name="a_village_has_one_live_officer",
            ),
            models.CheckConstraint(
                condition=Q(unit=None, village__isnull=False) | Q(unit__isnull=False, village=None),
                name="an_officer_belongs_to_a_unit_or_a_village",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="an_officer_ends_after_beginning"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)
