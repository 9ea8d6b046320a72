"""Cases of help: who is helped, what the rules propose, what was decided, and the measures."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.assistance import states
from gangqiao.assistance.codes import LISTS
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within
from gangqiao.people.models import Household, Person


class OfPerson(ScopedModel):
    """A row about a person; `area` follows the person."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = Within(Person, models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField(editable=False)

    class Meta(ScopedModel.Meta):
        abstract = True


class AssistCase(OfPerson):
    """The help for one registered-poor worker (R089). One for each person; closed and taken up again, never doubled.

    kind         class that was decided; "" before the first assessment
    none_reason  why none of the three classes fits; "" with a class
    proposed     class the rules propose today; "" while data is missing, or the rules fit no class
    proposed_then  what they proposed when it was decided: another proposal asks for a new assessment, the same does not
    is_asked     data is missing for a proposal: the village is to ask
    live         measures that are planned or under way; kept with them, so that the database holds what must hold
    is_relocated of the group of relocated workers (R101)
    next_on      the day of the next act: a measure's, or of the assessment; null only for a closed case
    assess_on    the day by which it is assessed anew
    """

    LIFE_CYCLE = states.CASE

    status = models.CharField(
        _("State"), max_length=12, choices=states.CaseStatus, default=states.CaseStatus.IDENTIFIED
    )
    kind = models.CharField(pgettext_lazy("assistance", "Class"), max_length=8, blank=True, default="")
    none_reason = models.CharField(max_length=16, blank=True, default="", choices=LISTS["none_reason"].choices())
    proposed = models.CharField(max_length=8, blank=True, default="")
    proposed_then = models.CharField(max_length=8, blank=True, default="")
    is_asked = models.BooleanField(default=False)
    is_relocated = models.BooleanField(default=False)
    live = models.PositiveIntegerField(default=0, editable=False)
    identified_on = models.DateField(default=clock.today)
    assess_on = models.DateField(null=True)
    next_on = models.DateField(null=True)
    reassess_reason = models.CharField(max_length=12, blank=True, default="")
    closed_on = models.DateField(null=True)
    close_reason = models.CharField(max_length=12, blank=True, default="")

    class Meta(OfPerson.Meta):
        verbose_name = _("case of help")
        constraints = [
            models.UniqueConstraint(fields=["person"], name="a_person_has_one_case_of_help"),
            models.CheckConstraint(
                condition=(Q(kind="none") & ~Q(none_reason="")) | (~Q(kind="none") & Q(none_reason="")),
                name="who_fits_no_class_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["identified", "reassess", "closed"]) | ~Q(kind=""),
                name="who_is_assessed_has_a_class",
            ),
            models.CheckConstraint(
                condition=Q(status="closed") | Q(next_on__isnull=False), name="an_open_case_has_a_next_day"
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | Q(live__gt=0), name="an_active_case_has_a_live_measure"
            ),
            models.CheckConstraint(
                condition=~Q(status="active") | ~Q(kind__in=["", "none"]), name="an_active_case_has_a_class"
            ),
        ]
        indexes = [
            models.Index(fields=["area", "status", "next_on"], name="help_of_area"),
            models.Index(fields=["kind", "area"], name="help_by_class"),
        ]


class Proposal(OfPerson):
    """What the rules say about one person today: written by the re-assessment, one row for each person.

    kind      class proposed; "" while data is missing for it, or the rules fit no class
    answers   sealed: the answer of each condition, as text ("m" met, "n" not met, "?" missing), in the order of the
              policy's conditions of `version`
    version   of the rules and their numbers; on: the day it was judged for
    """

    kind = models.CharField(max_length=8, blank=True, default="")
    none_reason = models.CharField(max_length=16, blank=True, default="")
    answers = EncryptedTextField(editable=False)
    version = models.CharField(max_length=40)
    on = models.DateField(default=clock.today)

    class Meta(OfPerson.Meta):
        constraints = [models.UniqueConstraint(fields=["person"], name="a_person_has_one_proposal")]


class Assessment(OfPerson):
    """A decision about a class, by a person, with the reasons of that day. Append-only.

    reasons   JSON, sealed: [[class, condition, answer, sentence, article]]
    differs   the decision is another than the proposal; words: why
    """

    case = Within(AssistCase, models.PROTECT, related_name="assessments")
    kind = models.CharField(max_length=8, choices=LISTS["class"].choices())
    none_reason = models.CharField(max_length=16, blank=True, default="")
    proposed = models.CharField(max_length=8, blank=True, default="")
    reasons = EncryptedTextField(editable=False)
    version = models.CharField(max_length=40)
    differs = models.BooleanField(default=False)
    words = EncryptedTextField(null=True, editable=False)
    on = models.DateField(default=clock.today)
    by = models.CharField(max_length=100)
    because = models.CharField(max_length=12, blank=True, default="")

    class Meta(OfPerson.Meta):
        indexes = [models.Index(fields=["case", "on"], name="assessments_of_case")]


class Measure(OfPerson):
    """One measure of a personal plan (一人一策).

    owner     who does it; due_on: the next day something is to happen
    proof     what shows it: {"deed": "passenger", "key": "...", "on": "2020-03-16", "worked": true}; {} none
    """

    LIFE_CYCLE = states.MEASURE

    status = models.CharField(
        _("State"), max_length=10, choices=states.MeasureStatus, default=states.MeasureStatus.PLANNED
    )
    case = Within(AssistCase, models.PROTECT, related_name="measures")
    kind = models.CharField(pgettext_lazy("assistance", "Measure"), max_length=20, choices=LISTS["measure"].choices())
    for_class = models.CharField(max_length=8)
    owner = models.CharField(pgettext_lazy("assistance", "Owner"), max_length=10, choices=LISTS["owner"].choices())
    owner_name = models.CharField(pgettext_lazy("assistance", "Name"), max_length=50, blank=True, default="")
    due_on = models.DateField(_("Next day"))
    words = EncryptedTextField(null=True, editable=False)
    result = models.CharField(pgettext_lazy("assistance", "Result"), max_length=14, blank=True, default="")
    proof = models.JSONField(default=dict, editable=False)
    planned_on = models.DateField(default=clock.today)
    planned_by = models.CharField(max_length=100)
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(OfPerson.Meta):
        constraints = [
            models.CheckConstraint(
                condition=(Q(status="done") & ~Q(result="") & Q(done_on__isnull=False)) | (~Q(status="done")),
                name="a_measure_is_done_with_a_result",
            ),
            models.UniqueConstraint(
                fields=["case", "kind"], condition=Q(status__in=["planned", "under_way"]),
                name="a_measure_runs_once_in_a_case",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["area", "status", "due_on"], name="measures_of_area")]


class WorklessHousehold(ScopedModel):
    """A household of the registered poor with people able to work and nobody in work, as a night found it.

    able      members able to work; ended_on: null while it holds
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    household = Within(Household, models.PROTECT, related_name="+", db_index=False)
    household_uuid = models.UUIDField(editable=False)
    able = models.PositiveIntegerField()
    is_relocated = models.BooleanField(default=False)
    found_on = models.DateField(default=clock.today)
    ended_on = models.DateField(null=True)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["household"], condition=Q(ended_on=None), name="a_household_without_work_is_found_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("found_on")), name="a_finding_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["area", "ended_on"], name="workless_of_area")]


class Watch(models.Model):
    """Up to which event of the register the cases have followed: one row. seq: its number."""

    seq = models.BigIntegerField(default=0)


def own(person: Person) -> dict[str, Any]:
    """The columns every row about a person begins with."""
    return {"area_id": person.area_id, "person": person, "person_uuid": UUID(str(person.uuid))}
