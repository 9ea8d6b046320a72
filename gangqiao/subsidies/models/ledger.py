"""The ledger of the money, in fen. A movement is one row that takes from one account what it gives to another, so that
the sum over all accounts is zero in the database whatever the program does. Rows are only added."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock

KINDS = ("granted", "free", "reserved", "paid", "owed")


class Account(models.Model):
    """One account of a fund line and year.

    kind     "granted" where budgets come from (never above zero); "free" not yet bound; "reserved" in batches; "paid"
             with the people; "owed" to be recovered
    balance  in fen; kept with the movements, in the same transaction; the constraint forbids spending what is not there
    """

    fund_line = models.CharField(_("Fund line"), max_length=20)
    year = models.PositiveSmallIntegerField(_("Year"))
    kind = models.CharField(max_length=10)
    balance = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fund_line", "year", "kind"], name="an_account_is_kept_once"),
            models.CheckConstraint(
                condition=(Q(kind="granted") & Q(balance__lte=0)) | (~Q(kind="granted") & Q(balance__gte=0)),
                name="nothing_is_spent_that_is_not_there",
            ),
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="an_account_is_of_a_known_kind"),
        ]


class Transfer(models.Model):
    """One movement of money. key: what it is for, once for ever; a second one with the same key is refused.

    giver, taker  accounts of the same fund line
    batch, payment, recovery   uuids of what it belongs to; null: none
    """

    key = models.CharField(max_length=80, unique=True)
    giver = models.ForeignKey(Account, models.PROTECT, related_name="given")
    taker = models.ForeignKey(Account, models.PROTECT, related_name="taken")
    fen = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=clock.now)
    on = models.DateField(default=clock.today)
    by = models.CharField(max_length=100)
    words = models.CharField(max_length=200, blank=True, default="")
    batch = models.UUIDField(null=True, db_index=True)
    payment = models.UUIDField(null=True, db_index=True)
    recovery = models.UUIDField(null=True, db_index=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="a_movement_moves_something"),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="a_movement_goes_elsewhere"),
        ]


class Budget(models.Model):
    """Money granted to a fund line for a year by a document. Several add up; a cut is one with `is_cut`.

    alarm_percent  the share that is bound or paid from which headquarters is warned
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    fund_line = models.CharField(_("Fund line"), max_length=20)
    year = models.PositiveSmallIntegerField(_("Year"))
    fen = models.PositiveBigIntegerField(_("Amount"))
    is_cut = models.BooleanField(pgettext_lazy("budget", "A cut"), default=False)
    document = models.CharField(_("Document number"), max_length=100)
    alarm_percent = models.PositiveSmallIntegerField(default=80)
    set_on = models.DateField(default=clock.today)
    set_by = models.CharField(max_length=100)

    class Meta:
        ordering = ["-year", "fund_line", "pk"]
        verbose_name = _("budget of a fund line")
        constraints = [
            models.CheckConstraint(condition=Q(fen__gt=0), name="a_budget_is_some_money"),
            models.CheckConstraint(condition=~Q(document=""), name="a_budget_has_a_document"),
        ]
