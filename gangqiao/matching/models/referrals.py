"""Referrals: a vacancy put to a person, what was answered, and what came of it; and the consents to be named."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, ScopedModel, Within
from gangqiao.matching import states
from gangqiao.matching.codes import LISTS
from gangqiao.matching.policy.referrals import OPEN, is_named
from gangqiao.people.models import EmploymentSpell, Person


class Referral(KeptModel):
    """A vacancy put to a person, one row for its whole course. `area` follows the person.

    party        the employer's own unit, only while it may see whom it has before it (`policy.referrals.is_named`)
    person_uuid  of the person, for the log: who reads by the party does not see the person's record
    vacancy      its number; no key: a join from here would leave the areas. facts: its public facts when it was offered
    employer     its name then; employer_uuid: its number
    answer_by    last day to answer the offer; null: not offered yet
    mask         JSON of what is told of who is not named (`policy.referrals.as_mask`)
    shown_name, shown_phone   what the employer sees; null: nothing. shown_until: the last day of that
    reason       why not, a code of the list that belongs to the state
    is_counted   the seat was counted as hired on the vacancy
    starts_on    the first day of work as agreed; started_on: as it was; ended_on: the last day
    spell        the time of work that came of it
    made         made up for a demonstration
    """

    LIFE_CYCLE = states.REFERRAL

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=16, choices=states.Status, default=states.Status.SUGGESTED)
    person = Within(Person, models.PROTECT, related_name="referrals", db_index=False)
    person_uuid = models.UUIDField(editable=False)
    vacancy = models.UUIDField(editable=False)
    facts = models.TextField(default="{}", editable=False)
    title = models.CharField(pgettext_lazy("referral", "Post"), max_length=100)
    employer = models.CharField(pgettext_lazy("referral", "Employer"), max_length=100)
    employer_uuid = models.UUIDField(db_index=True, editable=False)
    mask = models.TextField(default="{}", editable=False)
    suggested_by = models.CharField(max_length=100, blank=True, default="")
    suggested_at = models.DateTimeField(default=clock.now)
    offered_on = models.DateField(pgettext_lazy("referral", "Offered on"), null=True)
    offered_by = models.CharField(max_length=100, blank=True, default="")
    answer_by = models.DateField(_("Answer by"), null=True)
    answered_on = models.DateField(_("Answered on"), null=True)
    introduced_on = models.DateField(_("Introduced on"), null=True)
    result_on = models.DateField(_("Employer answered on"), null=True)
    reason = models.CharField(_("Reason"), max_length=16, blank=True, default="")
    words = models.CharField(_("In words"), max_length=200, blank=True, default="")
    is_counted = models.BooleanField(default=False, editable=False)
    starts_on = models.DateField(_("Starts on"), null=True)
    started_on = models.DateField(_("Started on"), null=True)
    ended_on = models.DateField(_("Last day"), null=True)
    spell = Within(EmploymentSpell, models.PROTECT, null=True, related_name="+", db_index=False)
    shown_name = EncryptedTextField(null=True, editable=False)
    shown_phone = EncryptedTextField(null=True, editable=False)
    shown_until = models.DateField(null=True, editable=False)
    source = models.CharField(max_length=100, blank=True, default="", editable=False)
    made = models.BooleanField(default=False, editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("referral")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "vacancy"],
                condition=Q(status__in=OPEN),
                name="a_vacancy_is_open_to_a_person_once",
            ),
            models.CheckConstraint(
                condition=Q(party="", shown_name__isnull=True, shown_phone__isnull=True) | Q(shown_until__isnull=False),
                name="nobody_is_named_without_an_end",
            ),
            models.CheckConstraint(
                condition=Q(party="") | Q(status__in=["introduced", "hired", "reported"]),
                name="an_employer_sees_whom_it_was_introduced_to",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status", "id"], name="referrals_of_area"),
            models.Index(fields=["vacancy", "status"], name="referrals_of_vacancy"),
            models.Index(fields=["person", "status"], name="referrals_of_person"),
            models.Index(fields=["status", "answer_by"], name="referrals_by_answer"),
            models.Index(fields=["shown_until"], condition=Q(shown_until__isnull=False), name="referrals_by_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.title} \u00b7 {self.employer}"

    @property
    def posting(self) -> dict[str, Any]:
        """The public facts of the vacancy when it was offered."""
        read: dict[str, Any] = json.loads(self.facts)
        return read

    @property
    def masked(self) -> dict[str, Any]:
        read: dict[str, Any] = json.loads(self.mask)
        return read

    @property
    def is_named_today(self) -> bool:
        """Whether the employer may see name and number today, whatever the night's job has or has not done yet."""
        return is_named(status=self.status, consent_until=self.shown_until, day=clock.today())


class Consent(ScopedModel):
    """Somebody agreed to be named to one employer for one vacancy. Never changed but for being taken back.

    purpose  the vacancy: its number, title and employer as they were said; text: version of what was agreed to
    on       the day it was given; until: its last day
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    referral = Within(Referral, models.PROTECT, related_name="consents")
    person = Within(Person, models.PROTECT, related_name="+")
    vacancy = models.UUIDField(editable=False)
    title = models.CharField(max_length=100)
    employer = models.CharField(max_length=100)
    way = models.CharField(_("How it was given"), max_length=10, choices=LISTS["consent_way"].choices())
    text = models.CharField(max_length=12)
    on = models.DateField(_("Day"))
    until = models.DateField(_("Holds until"))
    taken_by = models.CharField(max_length=100)
    at = models.DateTimeField(default=clock.now)
    withdrawn_on = models.DateField(_("Taken back on"), null=True)
    withdrawn_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(withdrawn_on=None), name="a_referral_has_one_consent"
            ),
        ]

    @property
    def person_uuid(self) -> UUID:
        """The person who agreed, for the log."""
        return self.person.uuid

    @property
    def is_live(self) -> bool:
        return self.withdrawn_on is None and self.until >= clock.today()


class HeldSeats(models.Model):
    """How many seats of a vacancy are held for people who said yes. Names nobody, so that public pages may read it."""

    vacancy = models.UUIDField(primary_key=True)
    many = models.IntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(many__gte=0), name="no_vacancy_holds_less_than_no_seat")]
