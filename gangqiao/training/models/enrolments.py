"""Who learns in a class, the certificates given, and doubts about what was claimed."""

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
from gangqiao.training import states
from gangqiao.training.codes import LISTS
from gangqiao.training.models.classes import Class, Session


class Enrolment(KeptModel):
    """A person on the list of a class. `area` follows the person; party: the provider's own unit.

    notified_at   when the learner was told and how to object; null: not yet
    objected_on   the learner said: I did not enrol, or do not want it; words: how it was said
    minutes       learned, by attendance that stands; score: of the assessment, 0-100; null: none
    work_before   the learner had work on the first day of class
    shown_name, shown_phone   copies for those who see no register (the provider)
    """

    LIFE_CYCLE = states.ENROLMENT

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    status = models.CharField(
        _("State"), max_length=10, choices=states.EnrolmentStatus, default=states.EnrolmentStatus.APPLIED
    )
    held = models.ForeignKey(Class, models.PROTECT, related_name="+")
    person = Within(Person, models.PROTECT, related_name="+", db_index=False)
    person_uuid = models.UUIDField(editable=False)
    source = models.CharField(_("How enrolled"), max_length=10, choices=LISTS["enrol_source"].choices())
    shown_name = EncryptedTextField(null=True, editable=False)
    shown_phone = EncryptedTextField(null=True, editable=False)
    enrolled_on = models.DateField(default=clock.today)
    enrolled_by = models.CharField(max_length=100)
    notified_at = models.DateTimeField(null=True)
    objected_on = models.DateField(null=True)
    words = EncryptedTextField(null=True, editable=False)
    drop_reason = models.CharField(max_length=14, blank=True, default="", choices=LISTS["drop_reason"].choices())
    minutes = models.PositiveIntegerField(default=0, editable=False)
    score = models.DecimalField(_("Score"), max_digits=4, decimal_places=1, null=True, blank=True)
    assessed_on = models.DateField(null=True)
    work_before = models.BooleanField(default=False, editable=False)

    class Meta(KeptModel.Meta):
        verbose_name = _("enrolment")
        constraints = [
            models.UniqueConstraint(
                fields=["held", "person"], name="a_person_is_enrolled_once_in_a_class",
                violation_error_message=_("The person stands on the list of this class already."),
            ),
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__range=(0, 100)), name="a_score_lies_between_0_and_100"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["person", "status"], name="enrolments_of_person"),
            models.Index(fields=["held", "status"], name="enrolments_of_class"),
            models.Index(fields=["area", "status"], name="enrolments_of_area"),
        ]


class Certificate(KeptModel):
    """A certificate of a learner.

    digest  of number and code, which stand on the paper: a stranger verifies by them; masked: the name as told then
    skill  number of the row written back to the register; null: none. revoked_on: null while it holds
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    enrolment = Within(Enrolment, models.PROTECT, related_name="certificates")
    person_uuid = models.UUIDField(editable=False)
    number = models.CharField(_("Number"), max_length=30, unique=True)
    kind = models.CharField(_("Certificate"), max_length=12, choices=LISTS["certificate_kind"].choices())
    level = models.CharField(max_length=20, blank=True, default="")
    trade = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, editable=False)
    masked = models.CharField(max_length=20, default="", editable=False)
    issued_on = models.DateField(default=clock.today)
    issued_by = models.CharField(max_length=100)
    skill = models.BigIntegerField(null=True, editable=False)
    revoked_on = models.DateField(null=True, editable=False)

    class Meta(KeptModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"], condition=Q(revoked_on=None), name="an_enrolment_has_one_valid_certificate"
            )
        ]


class Doubt(KeptModel):
    """What does not fit about an enrolment or its class (domain notes 3.3): settled before any money.

    guard      code of the list; blocks: no subsidy while it is open or confirmed
    enrolment  null: it is about the class as a whole, and `area` is the class's
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    held = models.ForeignKey(Class, models.PROTECT, related_name="+")
    enrolment = Within(Enrolment, models.PROTECT, null=True, related_name="doubts")
    person_uuid = models.UUIDField(null=True, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    guard = models.CharField(pgettext_lazy("training", "Doubt"), max_length=16, choices=LISTS["guard"].choices())
    blocks = models.BooleanField(default=True)
    facts = models.JSONField(default=dict)
    found_on = models.DateField(default=clock.today)
    outcome = models.CharField(pgettext_lazy("training", "Outcome"), max_length=12, blank=True, default="")
    words = EncryptedTextField(null=True, editable=False)
    settled_by = models.CharField(max_length=100, blank=True, default="")
    settled_on = models.DateField(null=True)

    class Meta(KeptModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "guard", "session"], nulls_distinct=False,
                condition=Q(enrolment__isnull=False, outcome=""), name="a_doubt_about_a_learner_is_open_once",
            ),
            models.UniqueConstraint(
                fields=["held", "guard", "session"], nulls_distinct=False,
                condition=Q(enrolment__isnull=True, outcome=""), name="a_doubt_about_a_class_is_open_once",
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["held", "outcome"], name="doubts_of_class")]

    def about(self) -> UUID | None:
        """Whom it is about, for the log."""
        return self.person_uuid
