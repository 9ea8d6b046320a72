"""The life of an urging: sent, received, answered, accepted or sent again. Unanswered it goes one level up."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Level(IntegerChoices):
    """How far an urging has gone."""

    URGE = 1, _("urging")
    SUPERVISE = 2, _("supervision")
    LEADER = 3, _("with the headquarters leader")


class Status(TextChoices):
    SENT = "sent", pgettext_lazy("urging", "sent")
    RECEIVED = "received", pgettext_lazy("urging", "received")
    ANSWERED = "answered", pgettext_lazy("urging", "answered")
    ACCEPTED = "accepted", pgettext_lazy("urging", "accepted")
    WITHDRAWN = "withdrawn", pgettext_lazy("urging", "withdrawn")
    LAPSED = "lapsed", pgettext_lazy("urging", "lapsed")


S = Status
WITH_THE_UNIT = (S.SENT, S.RECEIVED)
OPEN = (*WITH_THE_UNIT, S.ANSWERED)

URGE = LifeCycle(
    Status,
    Step("warnings.receive", (S.SENT,), S.RECEIVED, _("Confirm receipt"), tone="good"),
    Step("warnings.answer", WITH_THE_UNIT, S.ANSWERED, _("Answer"), tone="good", needs_note=True),
    Step("warnings.accept_answer", (S.ANSWERED,), S.ACCEPTED, _("Accept the answer"), tone="good"),
    Step("warnings.send_again", (S.ANSWERED,), S.SENT, _("Send again"), tone="danger", needs_note=True),
    Step("warnings.withdraw", OPEN, S.WITHDRAWN, _("Withdraw the urging"), tone="danger", needs_note=True),
    # Taken by the night alone, when the time to answer is over.
    Step("warnings.escalate", WITH_THE_UNIT, S.SENT, _("Go one level up")),
    # Taken by the night alone, when the target is reached or the task is verified. An answer is still read by somebody.
    Step("warnings.lapse", WITH_THE_UNIT, S.LAPSED, _("Lapse")),
)
