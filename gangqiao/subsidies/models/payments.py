"""Payment: batches by fund line, their lines, what the bank answered, and the lock after a restore."""

from __future__ import annotations

from uuid import uuid4

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


class PaymentBatch(models.Model):
    """Payments of one fund line that go to the bank together. It names nobody: its payments do.

    number     as it is printed and stands in the bank file
    drafter, approver   numbers of the users, never the same
    digest     of its payments, fixed when it is approved and compared when it is given to the bank
    layout     name of the bank's layout; file_digest: SHA-256 of the file that was given to the bank; file: its name
               among the kept files, so that a second download is the same file
    """

    LIFE_CYCLE = states.BATCH

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    number = models.CharField(pgettext_lazy("batch of payments", "Number"), max_length=30, unique=True)
    status = models.CharField(
        _("State"), max_length=10, choices=states.BatchStatus, default=states.BatchStatus.DRAFT, editable=False
    )
    fund_line = models.CharField(_("Fund line"), max_length=20)
    year = models.PositiveSmallIntegerField(_("Year"))
    lines = models.PositiveIntegerField(default=0)
    fen = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    layout = models.CharField(max_length=40, blank=True, default="")
    file = models.CharField(max_length=32, blank=True, default="", editable=False)
    file_digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    drafted_on = models.DateField(default=clock.today)
    drafted_by = models.CharField(max_length=100)
    drafter = models.BigIntegerField(null=True, editable=False)
    approved_on = models.DateField(null=True)
    approved_by = models.CharField(max_length=100, blank=True, default="")
    approver = models.BigIntegerField(null=True, editable=False)
    sent_on = models.DateField(null=True)
    settled_on = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("batch of payments")
        constraints = [
            models.CheckConstraint(
                condition=Q(approver=None) | Q(drafter=None) | ~Q(approver=F("drafter")),
                name="a_batch_is_approved_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "sent", "settled"]) | ~Q(digest=""),
                name="an_approved_batch_is_frozen",
            ),
        ]


class Payment(OfClaim):
    """One line of a batch: one try to pay one claim.

    key      what the bank is told, the same for the same claim and try wherever it is computed (`payment_key`)
    attempt  0, then 1, 2... for what the bank returned
    account  sealed; account_name: in whose name; tail: the last two digits, all that is ever shown
    """

    claim = Within(Claim, models.PROTECT, related_name="payments")
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, related_name="+")
    key = models.CharField(max_length=24, unique=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(
        _("State"), max_length=10, choices=states.PaymentStatus, default=states.PaymentStatus.WAITING
    )
    fen = models.PositiveBigIntegerField()
    claim_subject = models.CharField(max_length=50, editable=False)
    programme = models.CharField(max_length=60, editable=False)
    period = models.CharField(max_length=40, editable=False)
    number = models.PositiveSmallIntegerField(default=0)
    account = EncryptedTextField(editable=False)
    account_name = models.CharField(max_length=100)
    tail = models.CharField(max_length=2, blank=True, default="")
    reason = models.CharField(max_length=12, blank=True, default="", choices=LISTS["bank_reason"].choices())
    bank_words = models.CharField(max_length=100, blank=True, default="")
    answered_on = models.DateField(null=True)

    class Meta(OfClaim.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["claim_subject", "programme", "period", "number"],
                condition=Q(status__in=["waiting", "paid"]),
                name="a_period_is_paid_once",
            ),
            models.UniqueConstraint(fields=["claim", "attempt"], name="a_try_is_made_once"),
            models.CheckConstraint(condition=Q(fen__gt=0), name="a_payment_is_some_money"),
        ]
        indexes = [models.Index(fields=["batch", "status"], name="payments_of_batch")]


class BankReturn(models.Model):
    """A file of the bank's answers that was brought in. digest: SHA-256, so that the same file counts once.

    kind  "answer" to one batch, or "statement": all that the bank executed since a day, which lifts a lock
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=10, default="answer")
    batch = models.ForeignKey(PaymentBatch, models.PROTECT, null=True, related_name="returns")
    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=100)
    paid = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    strange = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=clock.now)
    by = models.CharField(max_length=100)


class BankExecuted(models.Model):
    """A key the bank says it has paid, for ever. One that is known here is never given to the bank again.

    fen  what the bank paid; on: when; source: the file that says so
    """

    key = models.CharField(max_length=24, unique=True)
    fen = models.PositiveBigIntegerField()
    on = models.DateField()
    source = models.ForeignKey(BankReturn, models.PROTECT, related_name="+")


class Payee(models.Model):
    """The account of an employer or a provider. Of a person it is the own card, which the register keeps.

    subject  "employer:UUID" or "provider:UUID"; verified_by: another than who entered it
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    subject = models.CharField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    account = EncryptedTextField(editable=False)
    tail = models.CharField(max_length=2, blank=True, default="")
    entered_by = models.CharField(max_length=100)
    enterer = models.BigIntegerField(null=True, editable=False)
    verified_by = models.CharField(max_length=100, blank=True, default="")
    verifier = models.BigIntegerField(null=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(verifier=None) | Q(enterer=None) | ~Q(verifier=F("enterer")),
                name="an_account_is_verified_by_another",
            )
        ]


class PayLock(models.Model):
    """Paying stands still since the database was restored, until it was compared with what the bank executed.

    epoch  of the server when it was locked; "" none; statement: the bank's file that lifted it
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    since = models.DateTimeField(default=clock.now)
    epoch = models.CharField(max_length=40, blank=True, default="")
    reason = models.CharField(max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=100, blank=True, default="")
    statement = models.ForeignKey(BankReturn, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(statement__isnull=False), name="a_lock_is_lifted_by_a_statement"
            ),
            models.UniqueConstraint(fields=["epoch"], condition=~Q(epoch=""), name="an_epoch_locks_once"),
        ]
