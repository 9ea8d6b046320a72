"""Public notices (公示): which claims are put up, where and for how long."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.scope import Within
from gangqiao.subsidies import states
from gangqiao.subsidies.models.claims import Claim, OfClaim


class Notice(models.Model):
    """A list of claims put up before everybody. It names nobody by itself: its lines do, masked.

    stage     "village" or "city"; area: the village, or the county, whose people stand on it
    digest    what it said when it was approved: its lines, so that page, sheet and approval are the same
    drafter, approver   numbers of the users, never the same
    first, last   days of the publicity, both counted; null before
    """

    LIFE_CYCLE = states.NOTICE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(pgettext_lazy("public notice", "Number"), max_length=30, unique=True)
    status = models.CharField(
        _("State"), max_length=12, choices=states.NoticeStatus, default=states.NoticeStatus.DRAFT, editable=False
    )
    stage = models.CharField(max_length=8)
    area = models.ForeignKey("places.Division", models.PROTECT, related_name="+", verbose_name=_("Area"))
    programme = models.SlugField(max_length=60)
    phone = models.CharField(_("Telephone for objections"), max_length=20)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    drafted_on = models.DateField(default=clock.today)
    drafted_by = models.CharField(max_length=100)
    drafter = models.BigIntegerField(null=True, editable=False)
    approved_by = models.CharField(max_length=100, blank=True, default="")
    approver = models.BigIntegerField(null=True, editable=False)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("public notice")
        constraints = [
            models.CheckConstraint(
                condition=Q(approver=None) | Q(drafter=None) | ~Q(approver=F("drafter")),
                name="a_notice_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | (Q(first__isnull=False) & Q(last__isnull=False) & ~Q(digest="")),
                name="what_is_published_has_its_days",
            ),
        ]

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies, as a post is asked whether it reaches it."""
        return (str(self.area_id),)


class NoticeLine(OfClaim):
    """One claim on one notice. place: its number on the sheet; taken_off: it does not stand there any more."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="+")
    claim = Within(Claim, models.PROTECT, related_name="notice_lines")
    place = models.PositiveIntegerField()
    taken_off = models.BooleanField(default=False)

    class Meta(OfClaim.Meta):
        constraints = [models.UniqueConstraint(fields=["notice", "claim"], name="a_claim_stands_once_on_a_notice")]
