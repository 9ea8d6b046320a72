"""Attendance by two independent evidences: sign-in with time and place, and random call-backs (domain notes 3.3)."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.crypto.fields import EncryptedTextField
from gangqiao.kernel.scope import KeptModel, Within
from gangqiao.training.codes import LISTS
from gangqiao.training.models.classes import Session
from gangqiao.training.models.enrolments import Enrolment


class Attendance(KeptModel):
    """A learner signed in to a session. Corrected by a new row: the old one has `struck_on`.

    at        when, by whoever signed the learner in; place: where, in words or "lat,lon" when the phone knew it
    minutes   that count; way: code of the list; op: number of the phone's operation, "" from the desk
    by_user   key of the user who signed the learner in: never the one who calls back; null: none
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    enrolment = Within(Enrolment, models.PROTECT, related_name="attendances")
    person_uuid = models.UUIDField(editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    way = models.CharField(_("Way"), max_length=8, choices=LISTS["sign_in_way"].choices())
    at = models.DateTimeField(default=clock.now)
    place = models.CharField(max_length=60, blank=True, default="")
    minutes = models.PositiveIntegerField(default=0)
    by = models.CharField(max_length=100)
    by_user = models.BigIntegerField(null=True, editable=False)
    source = models.CharField(max_length=20, default="screen")
    op = models.CharField(max_length=40, blank=True, default="", editable=False)
    struck_on = models.DateField(null=True, editable=False)
    struck_why = models.CharField(max_length=200, blank=True, default="", editable=False)

    class Meta(KeptModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "session"], condition=Q(struck_on=None), name="a_learner_signs_in_once_a_session"
            )
        ]
        indexes = [models.Index(fields=["session"], name="attendance_of_session")]


class OnlineMinutes(KeptModel):
    """What a learner learned on a platform on a day, as its file says. file: name of the file it came in."""

    enrolment = Within(Enrolment, models.PROTECT, related_name="online")
    person_uuid = models.UUIDField(editable=False)
    on = models.DateField()
    minutes = models.PositiveIntegerField()
    file = models.CharField(max_length=80)
    at = models.DateTimeField(default=clock.now)

    class Meta(KeptModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "on"], name="online_minutes_count_once_a_day"),
            models.CheckConstraint(condition=Q(minutes__lte=1440), name="a_day_has_1440_minutes"),
        ]


class CallBack(KeptModel):
    """A learner drawn at random, asked by the township whether the attendance is true, or to sign once more before it.

    kind    "call": by telephone or at the door; "hand": the handwriting of the sign-in sheet is compared
    session the one that is asked about; null: the whole class
    result  code of `call_result` or `hand_result`; "" until asked
    seed    word by which it was drawn: anybody who draws by it again gets the same
    """

    KINDS = [("call", _("call-back")), ("hand", _("handwriting compared"))]

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    enrolment = Within(Enrolment, models.PROTECT, related_name="call_backs")
    person_uuid = models.UUIDField(editable=False)
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=4, choices=KINDS, default="call", editable=False)
    seed = models.CharField(max_length=40)
    drawn_on = models.DateField(default=clock.today)
    result = models.CharField(pgettext_lazy("training", "Result"), max_length=14, blank=True, default="")
    words = EncryptedTextField(null=True, editable=False)
    called_on = models.DateField(null=True)
    called_by = models.CharField(max_length=100, blank=True, default="")

    class Meta(KeptModel.Meta):
        indexes = [models.Index(fields=["area", "result"], name="call_backs_of_area")]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "kind"], name="a_learner_is_drawn_once_for_each_kind")
        ]

    def about(self) -> UUID | None:
        """Whom it is about, for the log."""
        return self.person_uuid
