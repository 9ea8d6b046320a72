"""The quota of public posts: how many places of a kind an area may have, paid by which fund (R100)."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance.codes import LISTS


class Quota(models.Model):
    """How many places of a kind an area may have, by department and fund line, for a time. Fund lines never mix.

    parent    the quota it is a share of; null: set by the city. Kind, fund and pay are its
    standard  pay a month in fen; places: how many at most
    taken     places given away: shares below, and posts that are proposed or live. Changed with the row locked
    document  number of the document behind it; "": not confirmed, and every page and paper says so
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="shares", editable=False)
    area = models.ForeignKey(
        "places.Division", models.PROTECT, related_name="+", verbose_name=pgettext_lazy("assistance", "Area")
    )
    kind = models.CharField(_("Kind of post"), max_length=12, choices=LISTS["post_kind"].choices())
    department = models.CharField(_("Department"), max_length=12, choices=LISTS["post_department"].choices())
    fund_line = models.CharField(_("Fund line"), max_length=12, choices=LISTS["fund_line"].choices())
    standard = models.PositiveIntegerField(_("Pay a month"))
    required_days = models.PositiveIntegerField(_("Days of duty a month"), default=30)
    places = models.PositiveIntegerField(_("Places"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    begins_on = models.DateField(pgettext_lazy("assistance", "From"))
    ends_on = models.DateField(pgettext_lazy("quota", "Until"))
    document = models.CharField(_("Document number"), max_length=60, blank=True, default="")
    set_by = models.CharField(max_length=100, editable=False)

    class Meta:
        ordering = ["area", "kind", "pk"]
        verbose_name = _("quota of public posts")
        constraints = [
            models.UniqueConstraint(
                fields=["area", "kind", "department", "fund_line", "begins_on"], name="a_quota_is_set_once",
                violation_error_message=_("This quota is set already. Change it instead."),
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="a_quota_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(required_days__range=(1, 31)), name="a_month_has_days_of_duty"),
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="no_quota_is_overdrawn"),
        ]  # fmt: skip

    @property
    def free(self) -> int:
        """Places that nobody has been given yet."""
        return self.places - self.taken

    @property
    def is_confirmed(self) -> bool:
        """True when a document stands behind the amounts."""
        return bool(self.document)

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it lies, as a post is asked whether it reaches it."""
        return (str(self.area_id or ""),)
