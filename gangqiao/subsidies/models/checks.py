"""What the checks before payment found (domain notes 3.3), and the samples after it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import Within
from gangqiao.subsidies import states
from gangqiao.subsidies.codes import LISTS
from gangqiao.subsidies.models.claims import Claim, OfClaim


class Finding(OfClaim):
    """A cross-match speaks against a claim. One row for each check and claim.

    check_key   of the check; severity: "block" holds the payment until it is settled, "warn" does not
    evidence  sealed JSON: what was compared, as [[zh, en]]; digest: of that, so that the same is not found twice
    outcome   "" while open; "cleared" by another than who laid a hand on the claim; gone_on: the next run did not
              find it any more
    """

    claim = Within(Claim, models.PROTECT, related_name="findings")
    check_key = models.CharField(max_length=40)
    severity = models.CharField(max_length=6, choices=LISTS["severity"].choices())
    evidence = EncryptedTextField(editable=False)
    digest = models.CharField(max_length=64, editable=False)
    found_on = models.DateField(default=clock.today)
    outcome = models.CharField(max_length=10, blank=True, default="", choices=LISTS["finding_outcome"].choices())
    words = EncryptedTextField(null=True, editable=False)
    settled_on = models.DateField(null=True)
    settled_by = models.CharField(max_length=100, blank=True, default="")
    settler = models.BigIntegerField(null=True, editable=False)
    gone_on = models.DateField(null=True)

    class Meta(OfClaim.Meta):
        constraints = [
            models.UniqueConstraint(fields=["claim", "check_key", "digest"], name="a_check_finds_one_thing_once"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(settled_on__isnull=False), name="a_settled_finding_says_when"
            ),
        ]
        indexes = [
            models.Index(
                fields=["area", "severity"], condition=Q(outcome="", gone_on=None), name="findings_open_of_area"
            )
        ]


class Sample(OfClaim):
    """A claim that was paid, drawn at random to be looked into: evidence is asked for, and the person is heard.

    asked_until  the day by which an answer is expected; heard: what the person said, sealed
    checker, decider   numbers of the users, never the same
    """

    LIFE_CYCLE = states.SAMPLE

    claim = Within(Claim, models.PROTECT, related_name="samples")
    status = models.CharField(
        _("State"), max_length=10, choices=states.SampleStatus, default=states.SampleStatus.DRAWN, editable=False
    )
    seed = models.CharField(max_length=40)
    drawn_on = models.DateField(default=clock.today)
    asked_until = models.DateField(null=True)
    result = models.CharField(
        _("Result"), max_length=10, blank=True, default="", choices=LISTS["sample_result"].choices()
    )
    words = EncryptedTextField(null=True, editable=False)
    checked_on = models.DateField(null=True)
    checked_by = models.CharField(max_length=100, blank=True, default="")
    checker = models.BigIntegerField(null=True, editable=False)
    heard_on = models.DateField(null=True)
    heard = EncryptedTextField(null=True, editable=False)
    sanction = models.CharField(
        pgettext_lazy("sample of payments", "Sanction"), max_length=8, blank=True, default="",
        choices=LISTS["sanction"].choices(),
    )  # fmt: skip
    barred_until = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=100, blank=True, default="")
    decider = models.BigIntegerField(null=True, editable=False)
    decision = EncryptedTextField(null=True, editable=False)

    class Meta(OfClaim.Meta):
        constraints = [
            models.UniqueConstraint(fields=["claim"], name="a_paid_claim_is_drawn_once"),
            models.CheckConstraint(
                condition=Q(decider=None) | Q(checker=None) | ~Q(decider=F("checker")),
                name="a_sample_is_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="decided") | Q(heard_on__isnull=False), name="nobody_is_judged_unheard"
            ),
        ]
