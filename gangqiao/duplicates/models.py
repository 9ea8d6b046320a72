"""Probable duplicates, and the questions put to the villages about them. Neither holds a value of a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.duplicates import states
from gangqiao.kernel import clock
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models import Person


class Search(models.Model):
    """One pass over the whole county, and what it learned of the register (`scoring.Background`); no person in it.

    pairs     how many pairs stood above the threshold; fresh: of them, how many were not known before
    seconds   how long it took; null while it runs, and for ever when it was killed
    """

    begun_at = models.DateTimeField(default=clock.now)
    seconds = models.FloatField(null=True)
    records = models.IntegerField(default=0)
    pairs = models.IntegerField(default=0)
    fresh = models.IntegerField(default=0)
    background = models.JSONField(default=dict)


class Pair(ScopedModel):
    """Two records that may be one person.

    area     the nearest division that holds both: who sees the pair sees both records (a pair across two townships is
             seen in the city only)
    one      the record with the lower key
    score    bits for one person (policy/weights.yaml); strongest first
    reasons  [[field, level, bits], ...], never a value
    decided_score  what it was when somebody said that they are two persons; null before
    """

    LIFE_CYCLE = states.PAIR

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    one = Within(Person, models.PROTECT, related_name="+", db_index=False)
    other = Within(Person, models.PROTECT, related_name="+")
    status = models.CharField(_("State"), max_length=8, choices=states.Status, default=states.Status.FOUND)
    score = models.FloatField()
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField(max_length=100, db_default="", default="")
    decided_reason = models.CharField(max_length=500, db_default="", default="")
    decided_score = models.FloatField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("probable duplicate")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="two_records_are_one_pair"),
            # Each two records have one order, so that the constraint above knows the pair from either side.
            models.CheckConstraint(condition=Q(one__lte=F("other")), name="the_lower_record_of_a_pair_comes_first"),
        ]
        indexes = [models.Index(fields=["status", "-score", "id", "area"], name="pair_by_strength")]

    def __str__(self) -> str:
        return f"{self.one_id}/{self.other_id}"

    @property
    def levels(self) -> dict[str, str]:
        """The level of each field."""
        return {field: level for field, level, _bits in self.reasons}


class Question(ScopedModel):
    """What a village is asked about one of the two records. It names that record only, never the other.

    area    where the record is kept; answer: what was seen there, "" while it is open
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    pair = models.UUIDField()  # of the pair: no key, because the village does not see the pair
    person = Within(Person, models.PROTECT, related_name="+", db_index=False)
    asked = models.CharField(_("Question"), max_length=500)
    asked_at = models.DateTimeField(default=clock.now)
    asked_by_name = models.CharField(max_length=100)
    answer = models.CharField(_("Answer"), max_length=500, db_default="", default="")
    answered_at = models.DateTimeField(null=True)
    answered_by_name = models.CharField(max_length=100, db_default="", default="")

    class Meta(ScopedModel.Meta):
        verbose_name = _("question about a record")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True) | ~Q(answer=""), name="an_answered_question_has_an_answer"
            ),
            models.UniqueConstraint(
                fields=["pair", "person"], condition=Q(answered_at__isnull=True), name="a_question_is_asked_once"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "id"], condition=Q(answered_at__isnull=True), name="question_open_in_area"),
            models.Index(fields=["person"], name="question_of_person"),
        ]

    @property
    def person_uuid(self) -> UUID:
        """The person asked about, for the log."""
        found: Any = self.person
        return UUID(str(found.uuid))
