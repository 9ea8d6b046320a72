"""The task of one household in a campaign: answers as they were given, remarks, and the second visit."""

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
from gangqiao.surveys import states
from gangqiao.surveys.models.campaigns import Campaign
from gangqiao.surveys.models.questions import QuestionVersion


class Task(ScopedModel):
    """One household to be surveyed.

    household_no    as on the register: the order in which one walks within the group
    persons         living members on the register; persons_done: those of them with answers in this campaign
    required        items that are asked of the household and of the members with answers; missing: those without one
    household_done  the questions about the household itself have been answered
    outcome         how it ended; "" while the village has not said
    visits          how often somebody was there; visited_on: the days of it that are known
    notice_version  the wording of the notice that was read out; 0: none yet
    """

    LIFE_CYCLE = states.TASK

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(_("State"), max_length=10, choices=states.Status, default=states.Status.ASSIGNED)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", db_index=False)
    household = Within(Household, models.PROTECT, related_name="survey_tasks", db_index=False)
    household_no = models.CharField(_("Household number"), max_length=24)
    persons = models.IntegerField(default=0)
    persons_done = models.IntegerField(default=0)
    required = models.IntegerField(default=0)
    missing = models.IntegerField(default=0)
    household_done = models.BooleanField(default=False, db_default=False)
    outcome = models.CharField(_("Outcome"), max_length=10, choices=states.Outcome, default="", db_default="")
    note = EncryptedTextField(_("Remark"), null=True)
    visits = models.IntegerField(_("Visits"), default=0, db_default=0)
    visited_on = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    double_of = models.CharField(_("The other household"), max_length=24, default="", db_default="")
    notice_version = models.IntegerField(default=0, db_default=0)
    submitted_at = models.DateTimeField(null=True)
    submitted_by = models.CharField(max_length=100, default="", db_default="")
    accepted_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("survey task")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "household"], name="a_household_is_surveyed_once"),
            models.CheckConstraint(
                condition=Q(status__in=("assigned", "collecting", "returned")) | ~Q(outcome=""),
                name="who_hands_in_says_how_it_ended",
            ),
        ]
        indexes = [
            # Progress adds up one campaign from this index alone, without fetching a row.
            models.Index(
                fields=[
                    "campaign", "area", "status", "outcome", "persons", "persons_done", "required", "missing",
                ],
                name="task_progress",
            ),
            models.Index(fields=["campaign", "area", "household_no", "id"], name="task_in_walking_order"),
            models.Index(fields=["household"], name="task_of_household"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.household_no


class AnswerSheet(ScopedModel):
    """Answers about one household or one person, kept as submitted. A later sheet does not replace an earlier one.

    change_id     given by who sent it: the same one twice is one sheet
    person        null: about the household
    answers       sealed JSON by key; base likewise: digests of the values the sender saw (actions.answers)
    kept_back     sealed JSON: answers not taken over because the register had meanwhile changed, each a Difference, too
    is_behind     the register had changed since the sender looked (kept_back: at an item answered here, else at others)
    latest        the newest about this person in this campaign: it counts for the completeness
    collected_at  by the clock of the sender, never trusted for an order; null: at the desk
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = Within(Task, models.PROTECT, related_name="sheets", db_index=False)
    person = Within(Person, models.PROTECT, null=True, related_name="survey_sheets", db_index=False)
    change_id = models.UUIDField(unique=True)
    questions = models.ForeignKey(QuestionVersion, models.PROTECT, related_name="+")
    answers = EncryptedTextField()
    kept_back = EncryptedTextField(null=True)
    is_behind = models.BooleanField(default=False, db_default=False)
    required = models.IntegerField(default=0)
    missing = models.JSONField(default=list)
    latest = models.BooleanField(default=True)
    notice_version = models.IntegerField(default=0)
    collected_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(default=clock.now)
    received_by = models.CharField(max_length=100)
    source = models.CharField(max_length=20)

    class Meta(ScopedModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["task", "person"], condition=Q(latest=True, person__isnull=False), name="one_latest_of_a_person"
            ),
            models.UniqueConstraint(
                fields=["task"], condition=Q(latest=True, person__isnull=True), name="one_latest_of_a_household"
            ),
        ]
        indexes = [
            models.Index(fields=["task", "latest"], name="sheet_of_task"),
            models.Index(fields=["person"], name="sheet_of_person"),
        ]

    @property
    def given(self) -> dict[str, Any]:
        """The answers by key."""
        found: dict[str, Any] = json.loads(self.answers)
        return found

    @property
    def held_back(self) -> dict[str, Any]:
        """What was not taken over; {} when everything was."""
        found: dict[str, Any] = json.loads(self.kept_back) if self.kept_back else {}
        return found

    @property
    def person_uuid(self) -> UUID | None:
        """The person the sheet is about, for the log."""
        return self.person.uuid if self.person_id and self.person else None


class Remark(ScopedModel):
    """What the township found wrong in a returned household: one line an item. answered_at: handed in again."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = Within(Task, models.PROTECT, related_name="remarks")
    person = Within(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    key = models.CharField(max_length=60, default="")
    words = EncryptedTextField()
    made_by = models.CharField(max_length=100)
    made_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True)

    class Meta(ScopedModel.Meta):
        pass


class Recheck(ScopedModel):
    """A household drawn for a second visit by somebody else, and what was found. seed: from which it was drawn."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    task = Within(Task, models.PROTECT, related_name="rechecks", db_index=False)
    seed = models.CharField(max_length=40)
    drawn_at = models.DateTimeField(default=clock.now)
    drawn_by = models.CharField(max_length=100)
    found = models.CharField(_("What was found"), max_length=12, choices=states.Found, default="", db_default="")
    note = EncryptedTextField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=100, default="", db_default="")

    class Meta(ScopedModel.Meta):
        constraints = [models.UniqueConstraint(fields=["task"], name="a_household_is_checked_again_once")]
