"""Joint meetings: when they are due, who is invited, what stands on the agenda, what was said and decided."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gangqiao.accounts.models import Unit, User
from gangqiao.headquarters import states
from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField


class Cadence(models.Model):
    """From a day on, a joint meeting is held every so many months. Never changed: a new row begins on a new day."""

    valid_from = models.DateField(_("from"), unique=True)
    months = models.PositiveSmallIntegerField(_("Months between two meetings"))
    basis = models.CharField(_("Document"), max_length=120, default="", blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-valid_from"]
        verbose_name = _("cadence of the joint meetings")
        constraints = [
            models.CheckConstraint(condition=Q(months__gte=1, months__lte=12), name="a_cadence_is_one_to_twelve_months")
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} {self.months}"


class Meeting(models.Model):
    """One joint meeting. number: within its year; at: "14:30" or ""; held_on: null before it was held."""

    LIFE_CYCLE = states.MEETING

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField(_("Number"))
    day = models.DateField(_("Day"))
    at = models.CharField(_("Time"), max_length=5, default="", blank=True)
    place = models.CharField(_("Place"), max_length=80, default="", blank=True)
    chair = models.CharField(_("In the chair"), max_length=40, default="", blank=True)
    status = models.CharField(
        _("State"), max_length=12, choices=states.MeetingStatus, default=states.MeetingStatus.PLANNED
    )
    held_on = models.DateField(null=True)
    note = models.CharField(max_length=500, default="", db_default="")

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("joint meeting")
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="a_meeting_has_its_number_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"


class Attendance(models.TextChoices):
    UNKNOWN = "", _("not recorded")
    PRESENT = "present", _("present")
    DEPUTY = "deputy", _("sent a deputy")
    EXCUSED = "excused", _("excused")
    ABSENT = "absent", _("absent")


class Invitation(models.Model):
    """A unit asked to a meeting: receipt, who comes, its report on the work, and whether that was heard.

    received_at  null until the unit has confirmed; report: sealed, null until handed in; heard_on: null until heard
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="invitations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    attendee = models.CharField(_("Who comes"), max_length=40, default="", blank=True)
    attendance = models.CharField(_("Attendance"), max_length=8, choices=Attendance, default="", blank=True)
    report = EncryptedTextField(_("Report on the work"), null=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    heard_on = models.DateField(null=True)

    class Meta:
        ordering = ["unit__code"]
        verbose_name = _("invitation to a joint meeting")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="a_unit_is_invited_once"),
            models.CheckConstraint(
                condition=Q(heard_on=None) | Q(reported_at__isnull=False), name="only_a_report_given_can_be_heard"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.unit_id}"


class AgendaKind(models.TextChoices):
    """Where an item comes from; in the order in which the product proposes them."""

    DECISION = "decision", _("earlier decision")
    TARGET = "target", _("target")
    TASKS = "tasks", _("overdue tasks")
    ISSUE = "issue", _("issue")
    FREE = "free", _("added by hand")


class AgendaItem(models.Model):
    """One item of an agenda.

    key      "decision:<uuid>", "target:R014", "issue:<uuid>", "tasks:<unit code>", "free:<uuid>": once in a meeting
    facts    what the product found when it proposed the item: names and numbers, never a sentence; {} added by hand
    words    sealed; what the office wrote about it; null when it wrote nothing
    is_out   left out by hand; kept, so that it is not proposed again. minutes: sealed, null until written
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=AgendaKind)
    key = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)
    words = EncryptedTextField(null=True)
    is_out = models.BooleanField(default=False)
    minutes = EncryptedTextField(_("Minutes"), null=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("item of an agenda")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "key"], name="a_matter_stands_once_on_an_agenda"),
            models.CheckConstraint(
                condition=~Q(kind="free") | Q(words__isnull=False), name="an_item_added_by_hand_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Decision(models.Model):
    """What a meeting decided: who does it by when. Followed until somebody else has verified the result.

    number     within its meeting; words: sealed. item: null when it came up without one
    issue_key  of the issue it is about; null when about none
    """

    LIFE_CYCLE = states.DECISION

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, related_name="decisions")
    issue_key = models.UUIDField(null=True)
    number = models.PositiveSmallIntegerField(_("Number"))
    words = EncryptedTextField(_("Decision"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("unit"))
    due_on = models.DateField(_("Due"))
    decided_on = models.DateField(_("Decided on"))
    status = models.CharField(
        _("State"), max_length=10, choices=states.DecisionStatus, default=states.DecisionStatus.TAKEN
    )
    reported_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reported_on = models.DateField(null=True)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    verified_on = models.DateField(null=True)
    note = models.CharField(max_length=500, default="", db_default="")

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("decision of a joint meeting")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="a_decision_has_its_number_once"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("decided_on")), name="a_decision_is_due_after_it_was_taken"
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(reported_by=None) | ~Q(verified_by=F("reported_by")),
                name="nobody_verifies_a_result_they_reported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.number}"


class DecisionResult(models.Model):
    """What the owner showed as the result of a decision. Never changed: sent back, another one is added.

    words: sealed. kept: name of the sealed file, "" for none; file_name: as it was sent
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    decision = models.ForeignKey(Decision, models.PROTECT, related_name="results")
    words = EncryptedTextField(_("What came of it"))
    kept = models.CharField(max_length=32, default="", blank=True)
    file_name = models.CharField(max_length=120, default="", blank=True)
    size = models.PositiveIntegerField(default=0)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("result of a decision")

    def __str__(self) -> str:
        return str(self.uuid)
