"""What becomes of a notice, as a table."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Way(TextChoices):
    """How a notice reaches whom it is for."""

    SMS = "sms", _("SMS")
    IN_APP = "in_app", _("in the app")
    PRINT = "print", _("on paper")


class Status(TextChoices):
    QUEUED = "queued", pgettext_lazy("notice", "waiting")
    SENDING = "sending", _("being sent")
    SENT = "sent", pgettext_lazy("notice", "sent")
    DELIVERED = "delivered", pgettext_lazy("notice", "arrived")
    FAILED = "failed", _("failed, is tried again")
    UNKNOWN = "unknown", _("unknown whether sent")
    GIVEN_UP = "given_up", pgettext_lazy("notice", "given up")
    WITHDRAWN = "withdrawn", pgettext_lazy("notice", "withdrawn")


class Purpose(TextChoices):
    """What a notice is for: the purpose for which the telephone number is used."""

    JOBS = "jobs", _("jobs on offer")
    JOURNEY = "journey", _("travel to work")
    TRAINING = "training", pgettext_lazy("notice", "training")
    SUBSIDY = "subsidy", pgettext_lazy("notice", "subsidies")
    FOLLOW_UP = "follow_up", pgettext_lazy("notice", "follow-up")
    DUTY = "duty", _("an official's own work")


S = Status
# Where somebody has to decide, or may.
TROUBLED = (S.UNKNOWN, S.GIVEN_UP, S.FAILED)
WAITING = (S.QUEUED, S.FAILED)
FINISHED = (S.DELIVERED, S.WITHDRAWN)

MESSAGE = LifeCycle(
    Status,
    Step("messaging.begin", (S.QUEUED, S.FAILED), S.SENDING, _("Begin to send")),
    Step("messaging.show", (S.QUEUED,), S.SENT, _("Show in the app")),
    # An answer that comes late settles what was unknown meanwhile.
    Step("messaging.confirm", (S.SENDING, S.UNKNOWN), S.SENT, _("Taken by the gateway"), tone="good"),
    Step("messaging.fail", (S.SENDING, S.UNKNOWN), S.FAILED, _("Failed")),
    Step("messaging.give_up", (S.QUEUED, S.FAILED, S.SENDING, S.UNKNOWN, S.SENT), S.GIVEN_UP, _("Give up")),
    Step("messaging.lose", (S.SENDING,), S.UNKNOWN, _("Became unknown")),
    # A receipt may be faster than the gateway's own answer.
    Step(
        "messaging.deliver",
        (S.SENDING, S.SENT, S.UNKNOWN),
        S.DELIVERED,
        pgettext_lazy("notice", "Arrived"),
        tone="good",
    ),
    Step("messaging.put_on_paper", (S.GIVEN_UP, S.UNKNOWN, S.FAILED), S.QUEUED, _("Put on paper")),
    Step("messaging.retry", (S.FAILED, S.UNKNOWN, S.GIVEN_UP), S.QUEUED, pgettext_lazy("notice", "Send again")),
    Step("messaging.take_as_sent", (S.UNKNOWN,), S.SENT, _("Take as sent")),
    Step("messaging.print", (S.QUEUED, S.SENT), S.SENT, _("Print")),
    Step("messaging.hand_over", (S.SENT,), S.DELIVERED, _("Handed over"), tone="good"),
    Step("messaging.read", (S.SENT,), S.DELIVERED, pgettext_lazy("notice", "Read")),
    Step(
        "messaging.withdraw",
        (S.QUEUED, S.FAILED, S.UNKNOWN, S.GIVEN_UP),
        S.WITHDRAWN,
        _("Withdraw"),
        tone="danger",
        needs_note=True,
    ),
)
