"""Money that has to come back, in instalments."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import Within
from gangqiao.subsidies import states
from gangqiao.subsidies.models.claims import Claim, OfClaim


class Recovery(OfClaim):
    """A claim that was paid and has to come back, in part or whole. reason: sealed; document: that it stands in."""

    claim = Within(Claim, models.PROTECT, related_name="recoveries")
    status = models.CharField(
        _("State"), max_length=8, choices=states.RecoveryStatus, default=states.RecoveryStatus.OPEN
    )
    fen = models.PositiveBigIntegerField(_("Amount"))
    back = models.PositiveBigIntegerField(default=0)
    reason = EncryptedTextField(editable=False)
    document = models.CharField(_("Document number"), max_length=100, blank=True, default="")
    started_on = models.DateField(default=clock.today)
    started_by = models.CharField(max_length=100)
    ended_on = models.DateField(null=True)

    class Meta(OfClaim.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["claim"], condition=Q(status="open"), name="a_claim_is_recovered_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(back__lte=models.F("fen")), name="no_more_comes_back_than_is_owed"),
        ]


class Instalment(OfClaim):
    """A part of a recovery. received_on: null while it is owed; ref: the bank's mark on the receipt, once for ever."""

    recovery = Within(Recovery, models.PROTECT, related_name="instalments")
    number = models.PositiveSmallIntegerField(pgettext_lazy("instalment", "Number"))
    due_on = models.DateField(_("Due on"))
    fen = models.PositiveBigIntegerField(_("Amount"))
    received_on = models.DateField(null=True)
    ref = models.CharField(max_length=60, blank=True, default="")
    received_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(OfClaim.Meta):
        constraints = [
            models.UniqueConstraint(fields=["recovery", "number"], name="an_instalment_is_owed_once"),
            models.UniqueConstraint(fields=["ref"], condition=~Q(ref=""), name="a_receipt_counts_once"),
        ]
