"""What a batch costs, and who pays: by batch and by person, each once."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.models.batches import Batch, Passenger
from gangqiao.transfers.models.trips import Trip


class Cost(KeptModel):
    """One line of the ledger. `area` of the passenger, or of the batch when it is for all.

    cents        whole cents, above 0; a wrong line is taken back and written anew, never changed
    passenger    null: for the whole batch or trip
    fund_line    who pays; one fund line pays for one thing once
    taken_back_on  null while it counts
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="+")
    trip = models.ForeignKey(Trip, models.PROTECT, null=True, related_name="+")
    passenger = Within(Passenger, models.PROTECT, null=True, related_name="costs")
    person_uuid = models.UUIDField(null=True, editable=False)
    kind = models.CharField(_("What for"), max_length=12, choices=LISTS["cost_kind"].choices())
    fund_line = models.CharField(_("Paid from"), max_length=12, choices=LISTS["fund_line"].choices())
    cents = models.PositiveIntegerField(_("Amount"))
    on = models.DateField(_("Day"))
    document = models.CharField(_("Receipt number"), max_length=60, blank=True, default="")
    words = models.CharField(_("In words"), max_length=200, blank=True, default="")
    by = models.CharField(max_length=100)
    recorded_at = models.DateTimeField(default=clock.now)
    taken_back_on = models.DateField(null=True, editable=False)
    taken_back_why = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("cost of a batch")
        constraints = [
            models.CheckConstraint(condition=Q(cents__gt=0), name="a_cost_is_more_than_nothing"),
            models.UniqueConstraint(
                fields=["batch", "passenger", "kind"],
                condition=Q(passenger__isnull=False, taken_back_on=None),
                name="a_passenger_is_paid_for_each_thing_once",
            ),
            models.UniqueConstraint(
                fields=["trip", "kind"],
                condition=Q(trip__isnull=False, passenger=None, taken_back_on=None),
                name="a_trip_is_paid_for_each_thing_once",
            ),
        ]
        indexes = [models.Index(fields=["person_uuid", "on"], name="costs_of_person")]
