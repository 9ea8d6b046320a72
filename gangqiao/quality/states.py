"""The life of a doubt: found by a check, sent to the village, answered, mended, closed."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    """FOUND, SENT and CONFIRMED are open: the check still finds the fault and nobody has said that it is none."""

    FOUND = "found", _("found")
    SENT = "sent", _("sent to the village")
    CONFIRMED = "confirmed", _("confirmed, to be mended")
    REFUTED = "refuted", _("false alarm")
    MENDED = "mended", _("mended")
    CLOSED = "closed", _("settled")


OPEN = (Status.FOUND, Status.SENT, Status.CONFIRMED)
ANSWERED = (Status.MENDED, Status.REFUTED)

DOUBT = LifeCycle(
    Status,
    # A false alarm that does not convince goes back to the village.
    Step("quality.send", (Status.FOUND, Status.REFUTED), Status.SENT, _("Send to the village")),
    Step("quality.confirm", (Status.FOUND, Status.SENT), Status.CONFIRMED, _("It is wrong, I mend it"), tone="good"),
    Step("quality.refute", OPEN, Status.REFUTED, _("It is right as it stands"), needs_note=True),
    Step("quality.mend", OPEN, Status.MENDED, _("It is mended")),
    Step("quality.close", ANSWERED, Status.CLOSED, _("Close")),
    # Taken by the checks alone: the same fault is found again, or a false alarm speaks of other facts than before.
    Step("quality.reopen", (*ANSWERED, Status.CLOSED), Status.FOUND, _("Found again")),
)
