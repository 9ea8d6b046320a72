"""Issues from the village to the headquarters: what stands in the way, who solves it, and what was done about it."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.headquarters import states
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import ScopedModel, Within


class IssueKind(models.TextChoices):
    """What an issue is about. Ours: the plan names problems and no list of them."""

    SURVEY = "survey", _("survey and ledger")
    VACANCIES = "vacancies", _("vacancies and information")
    TRANSPORT = "transport", _("organised travel")
    HEALTH = "health", _("epidemic and health checks")
    TRAINING = "training", _("training")
    ASSISTANCE = "assistance", _("assistance and public posts")
    FUNDS = "funds", _("funds and subsidies")
    RIGHTS = "rights", _("wages and rights at work")
    ORGANISATION = "organisation", _("staff and organisation")
    OTHER = "other", _("something else")


class IssueLevel(models.IntegerChoices):
    """Where an issue stands now."""

    VILLAGE = 1, _("village level")
    TOWNSHIP = 2, _("township level")
    HEADQUARTERS = 3, _("headquarters")


class Issue(ScopedModel):
    """One issue of an area. Title and text are sealed: they may name people.

    level    who is to act now; unit: to whom it was assigned, null = the level's own people
    raised_unit  the unit of who raised it; due_on: null until somebody named a day
    waits_since  the day from which the level has it
    """

    LIFE_CYCLE = states.ISSUE

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    kind = models.CharField(_("About"), max_length=16, choices=IssueKind)
    title = EncryptedTextField(_("In a few words"))
    level = models.PositiveSmallIntegerField(_("Level"), choices=IssueLevel)
    status = models.CharField(_("State"), max_length=12, choices=states.IssueStatus, default=states.IssueStatus.RAISED)
    raised_on = models.DateField(_("Raised on"), default=clock.today)
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    raised_unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    waits_since = models.DateField(default=clock.today)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("unit"))
    due_on = models.DateField(_("Due"), null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField(null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)

    class Meta(ScopedModel.Meta):
        verbose_name = _("issue")
        constraints = [
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(reported_by=None) | ~Q(verified_by=F("reported_by")),
                name="nobody_verifies_an_issue_they_reported_solved",
            ),
        ]
        indexes = [models.Index(fields=["area", "status", "level"], name="issue_of_area")]

    def __str__(self) -> str:
        return str(self.uuid)


class IssueNote(ScopedModel):
    """One line of the history of an issue: what was done, in whose words. Never changed, never removed.

    verb   what was done; words: sealed, null when none were needed
    level  where the issue stood after it; kept, file_name, size: a sealed file, "" for none
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    issue = Within(Issue, models.PROTECT, related_name="notes")
    verb = models.CharField(max_length=40)
    words = EncryptedTextField(null=True)
    level = models.PositiveSmallIntegerField(choices=IssueLevel)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    kept = models.CharField(max_length=32, default="", blank=True)
    file_name = models.CharField(max_length=120, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta(ScopedModel.Meta):
        verbose_name = _("note to an issue")

    def __str__(self) -> str:
        return str(self.uuid)


class IssueParty(models.Model):
    """A unit that has to do with an issue wherever it lies: it raised it, or it was assigned to it.

    Not scoped, and names nothing of the issue: a department has no area of its own, and this says which single issues
    it may open all the same (`reads.issues.through_party`).

    area_path  of the issue; ended_on: null while the unit has to do with it
    """

    RAISED, OWNS = "raised", "owns"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    issue_key = models.UUIDField(db_index=True)
    area_path = models.CharField(max_length=40)
    part = models.CharField(max_length=8)
    ended_on = models.DateField(null=True)

    class Meta:
        verbose_name = _("unit that has to do with an issue")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "issue_key", "part"],
                condition=Q(ended_on=None),
                name="a_unit_has_a_part_in_an_issue_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} {self.issue_key}"

    @property
    def uuid(self) -> UUID:
        """The log names the issue."""
        return self.issue_key
