"""The lives of a contact and of a case."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    DUE = "due", pgettext_lazy("contact", "to call")
    NOT_REACHED = "not_reached", pgettext_lazy("contact", "not reached yet")
    DONE = "done", pgettext_lazy("contact", "spoken to")
    DROPPED = "dropped", pgettext_lazy("contact", "dropped")


S = Status
OPEN = (S.DUE, S.NOT_REACHED)

CONTACT = LifeCycle(
    Status,
    Step("followup.record", OPEN, S.DONE, pgettext_lazy("contact", "Spoken to"), tone="good"),
    Step("followup.miss", OPEN, S.NOT_REACHED, pgettext_lazy("contact", "Not reached")),
    Step("followup.drop", OPEN, S.DROPPED, pgettext_lazy("contact", "Drop"), tone="danger"),
)


class CaseStatus(TextChoices):
    OPENED = "opened", pgettext_lazy("case", "opened")
    IN_HAND = "in_hand", pgettext_lazy("case", "in hand")
    SETTLED = "settled", pgettext_lazy("case", "settled")
    UNSETTLED = "unsettled", pgettext_lazy("case", "not settled")
    CLOSED = "closed", pgettext_lazy("case", "closed")


C = CaseStatus
LIVE_CASE = (C.OPENED, C.IN_HAND, C.UNSETTLED)

CASE = LifeCycle(
    CaseStatus,
    Step("followup.take_case", (C.OPENED, C.UNSETTLED), C.IN_HAND, pgettext_lazy("case", "Take in hand"), tone="good"),
    Step("followup.settle_case", (C.IN_HAND,), C.SETTLED, pgettext_lazy("case", "Settled"), tone="good",
         needs_note=True),
    Step("followup.unsettle_case", (C.IN_HAND,), C.UNSETTLED, _("Could not be settled"), needs_note=True),
    Step("followup.close_case", (C.SETTLED, C.UNSETTLED), C.CLOSED, _("Close with a verdict"), needs_note=True),
)  # fmt: skip
