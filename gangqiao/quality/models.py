"""What the checks found, how their runs went, and the state of each village's data."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models import Household, Person
from gangqiao.quality import states
from gangqiao.quality.policy import RULES, Rule


class Doubt(ScopedModel):
    """A fault that one check found in one record. Found again, it is the same row: a check doubts a record once.

    rule, record       the check, and the key of the person, spell or household it is about (the rule says which)
    person, household  whom it is shown with; the head for a household
    detail             sealed JSON: what the sentence of the rule names
    facts              keyed digest of the values the rule read when it last found the fault
    quiet              `facts` as they were when somebody said that they are right; "" when nobody has
    found_on           the day from which it is open: a doubt found again begins anew; times: how often it was found
    """

    LIFE_CYCLE = states.DOUBT

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=10, choices=states.Status, default=states.Status.FOUND)
    rule = models.CharField(_("Check"), max_length=40)
    severity = models.CharField(_("How grave"), max_length=6)
    record = models.BigIntegerField()
    person = Within(Person, models.PROTECT, null=True, related_name="doubts", db_index=False)
    household = Within(Household, models.PROTECT, null=True, related_name="doubts", db_index=False)
    detail = EncryptedTextField(null=True)
    facts = models.CharField(max_length=32)
    quiet = models.CharField(max_length=32, default="", db_default="")
    found_on = models.DateField(_("Found on"), default=clock.today)
    sent_on = models.DateField(_("Sent on"), null=True)
    answered_on = models.DateField(_("Answered on"), null=True)
    reason = models.CharField(_("Reason"), max_length=500, default="", db_default="")
    times = models.IntegerField(default=1)

    class Meta(ScopedModel.Meta):
        verbose_name = _("doubt")
        constraints = [
            models.UniqueConstraint(fields=["rule", "record"], name="a_check_doubts_a_record_once"),
            models.CheckConstraint(
                condition=~Q(status="refuted") | ~Q(quiet=""), name="a_false_alarm_remembers_what_was_right"
            ),
        ]
        indexes = [
            # In the order of the list, with what filters ask behind it: no row is fetched to be left out.
            models.Index(fields=["status", "found_on", "id", "area", "severity", "rule"], name="doubt_in_list_order"),
            models.Index(fields=["area", "status", "severity", "found_on", "rule"], name="doubt_of_area"),
            models.Index(fields=["person"], name="doubt_of_person"),
            models.Index(fields=["household"], name="doubt_of_household"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.record}"

    @property
    def check_made(self) -> Rule | None:
        """The check; None when it is no longer made."""
        return RULES.get(self.rule)

    @property
    def named(self) -> dict[str, Any]:
        """What the sentence names; {} when it names nothing."""
        found: dict[str, Any] = json.loads(self.detail) if self.detail else {}
        return found

    @property
    def person_uuid(self) -> UUID | None:
        """The person the doubt is about, for the log."""
        return self.person.uuid if self.person_id and self.person else None


class Run(models.Model):
    """One run of all checks over the county. It writes what is different from what is known, so that a run cut short is
    taken up by the next and none finds anything twice.

    seq           number of the last event when it began to read: later changes are checked again at its end
    done, total   findings and known doubts gone through, of how many; total null: still reading
    """

    begun_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)
    begun_by = models.CharField(max_length=100)
    seq = models.BigIntegerField(default=0)
    done = models.IntegerField(default=0)
    total = models.IntegerField(null=True)
    persons = models.IntegerField(default=0)
    found = models.IntegerField(default=0)
    mended = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"run {self.pk}"


class Watch(models.Model):
    """One row: up to which event the changes have been checked. Locked while a batch of changes is."""

    seq = models.BigIntegerField(default=0)


class VillageHealth(ScopedModel):
    """What a village's records hold, counted. `area` is a village, or a wider place for what is recorded on it itself.

    village  the path of the area once more: the key by which a new count takes the place of the last
    counts  {"persons": n, "filled": {item: n}, "asked": {item: n}, "confirmed": {ISO day: n}, "evidence": {grade: n}}
    """

    village = models.CharField(max_length=40)
    counts = models.JSONField(default=dict)
    counted_at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["village"], name="a_village_is_counted_once")]
