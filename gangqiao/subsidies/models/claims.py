"""Claims: one sum, for one person or unit, by one rule, for one period; the hands it went through, and its evidence."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.people.models import Person
from gangqiao.subsidies import states
from gangqiao.subsidies.codes import LISTS


class Claim(KeptModel):
    """One sum by one rule for one period. `area` follows the person; of a unit's claim it is where the unit lies.

    person      null for a claim of an employer or a provider for itself
    subject     about whom: "person:UUID", "employer:UUID" or "provider:UUID"; with programme, period and number it is
                unique among claims that did not come to nothing
    programme   key of the rule; rule_version: digest of its file; decided_for: the day the rule was asked for
    period      "once", "2020", "2020-03", or "class:NUMBER" for what a class gives once
    number      0; 1, 2... for what came late for the same period
    amount      in fen, by the rule, or by the sheet the claim comes from
    payee, payee_uuid, payee_name   to whom it is paid: the person, or the employer or provider that applies
    reasons     sealed JSON: [[key, verdict, zh, en, article]], as the rule answered on the day of the decision
    facts       sealed JSON: what the rule read
    source, source_key   what made it, and the record it comes from; a record makes a claim once
    route       key of the way through the checks (`policy/claims.yaml`)
    round       0 at first; one more each time it is sent back: hands count anew
    maker       number of the user who made it; null: nobody but the scan or a sheet
    notice      the public notice it stands on now; null: none
    digest      what was approved, as one number: checked again at publicity and at payment; "" before the publicity
    due_on      the day by which the present desk is to act; null: nobody is
    """

    LIFE_CYCLE = states.CLAIM

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    code = models.CharField(pgettext_lazy("claim", "Number"), max_length=16, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=20, choices=states.ClaimStatus, default=states.ClaimStatus.DRAFT, editable=False
    )
    person = Within(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    person_uuid = models.UUIDField(null=True, editable=False)
    subject = models.CharField(max_length=50, editable=False)
    programme = models.SlugField(max_length=60, db_index=False)
    rule_version = models.CharField(max_length=16)
    decided_for = models.DateField()
    period = models.CharField(pgettext_lazy("subsidy", "Period"), max_length=40)
    number = models.PositiveSmallIntegerField(default=0)
    fund_line = models.CharField(_("Fund line"), max_length=20)
    amount = models.PositiveBigIntegerField(_("Amount"))
    payee = models.CharField(max_length=10, choices=LISTS["payee_kind"].choices(), default="person")
    payee_uuid = models.UUIDField(null=True, editable=False)
    payee_name = models.CharField(max_length=100, blank=True, default="")
    reasons = EncryptedTextField(editable=False)
    facts = EncryptedTextField(editable=False)
    source = models.CharField(max_length=10, choices=LISTS["claim_source"].choices())
    source_key = models.CharField(max_length=60, blank=True, default="", editable=False)
    route = models.CharField(max_length=12)
    round = models.PositiveSmallIntegerField(default=0)
    maker = models.BigIntegerField(null=True, editable=False)
    made_by = models.CharField(max_length=100, blank=True, default="")
    made_on = models.DateField(default=clock.today)
    submitted_on = models.DateField(null=True)
    approved_on = models.DateField(null=True)
    paid_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    end_reason = EncryptedTextField(null=True, editable=False)
    notice = models.ForeignKey("subsidies.Notice", models.PROTECT, null=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True, default="", editable=False)
    due_on = models.DateField(null=True)

    class Meta(KeptModel.Meta):
        verbose_name = _("claim of a subsidy")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "programme", "period", "number"],
                condition=~Q(status__in=list(states.DEAD)),
                name="a_period_is_claimed_once",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"],
                condition=~Q(source_key="") & ~Q(status__in=list(states.DEAD)),
                name="a_record_makes_one_claim",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="a_claim_has_an_amount"),
            models.CheckConstraint(
                condition=~Q(rule_version="") & ~Q(programme="") & ~Q(made_by=""), name="a_claim_names_rule_and_maker"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "in_payment", "paid", "failed", "reissued"]) | ~Q(digest=""),
                name="what_is_approved_is_frozen",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status"], name="claims_of_area"),
            models.Index(fields=["status", "due_on"], name="claims_due"),
            models.Index(fields=["person"], name="claims_of_person"),
            models.Index(fields=["programme", "period", "status"], name="claims_of_programme"),
        ]

    def __str__(self) -> str:
        return self.code


class OfClaim(KeptModel):
    """A row about a claim; `area`, `unit` and `party` are those of the claim."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person_uuid = models.UUIDField(null=True, editable=False)

    class Meta(KeptModel.Meta):
        abstract = True

    def subject(self) -> UUID | None:
        """Whom it is about, for the log; null for a unit's own claim."""
        return self.person_uuid


class Hand(OfClaim):
    """Who made, checked, signed or approved a claim. The database lets nobody lay two hands on one claim in a round.

    hand  code of the list `hand`; by: number of the user; for_user: whom the user stood in for, null: nobody
    """

    claim = Within(Claim, models.PROTECT, related_name="hands")
    round = models.PositiveSmallIntegerField(default=0)
    hand = models.CharField(max_length=16, choices=LISTS["hand"].choices())
    by = models.BigIntegerField()
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta(OfClaim.Meta):
        constraints = [
            models.UniqueConstraint(fields=["claim", "round", "by"], name="nobody_makes_and_checks"),
            models.UniqueConstraint(fields=["claim", "round", "hand"], name="each_hand_is_laid_once"),
        ]


class Evidence(OfClaim):
    """What was brought for a claim: a kept file (`kernel.files`), or a signed promise without one.

    picture  "" none, or deleted on `picture_until`; words: what it says, sealed; promised_on: day of the signature
    """

    claim = Within(Claim, models.PROTECT, related_name="evidence")
    kind = models.CharField(pgettext_lazy("evidence", "Proof"), max_length=12, choices=LISTS["evidence_kind"].choices())
    picture = models.CharField(max_length=32, blank=True, default="", editable=False)
    picture_until = models.DateField(null=True, editable=False)
    words = EncryptedTextField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    by = models.CharField(max_length=100)
    on = models.DateField(default=clock.today)

    class Meta(OfClaim.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="promise") | Q(promised_on__isnull=False), name="a_promise_was_signed_on_a_day"
            )
        ]


class ClaimObjection(OfClaim):
    """Somebody objects to a claim that is published; it blocks this claim alone until it is answered.

    words, answer  sealed; upheld: null while open; answerer: never who checked the claim
    """

    claim = Within(Claim, models.PROTECT, related_name="objections")
    words = EncryptedTextField()
    by_words = models.CharField(max_length=100, blank=True, default="")
    taken_on = models.DateField(default=clock.today)
    taken_by = models.CharField(max_length=100)
    due_on = models.DateField()
    upheld = models.BooleanField(null=True)
    answer = EncryptedTextField(null=True, editable=False)
    answered_on = models.DateField(null=True)
    answered_by = models.CharField(max_length=100, blank=True, default="")
    answerer = models.BigIntegerField(null=True, editable=False)

    class Meta(OfClaim.Meta):
        indexes = [models.Index(fields=["area", "due_on"], condition=Q(upheld=None), name="objections_to_claims")]
