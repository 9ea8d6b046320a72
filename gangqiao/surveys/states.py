"""The lives of a campaign and of one household's task (domain notes 6.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class CampaignStatus(TextChoices):
    DRAFT = "draft", _("being planned")
    OPEN = "open", _("under way")
    CLOSED = "closed", pgettext_lazy("survey", "closed")


CAMPAIGN = LifeCycle(
    CampaignStatus,
    Step("surveys.open", (CampaignStatus.DRAFT,), CampaignStatus.OPEN, _("Open the survey"), tone="good"),
    Step("surveys.close", (CampaignStatus.OPEN,), CampaignStatus.CLOSED, _("Close the survey")),
)


class Status(TextChoices):
    ASSIGNED = "assigned", _("not begun")
    COLLECTING = "collecting", _("begun")
    SUBMITTED = "submitted", _("submitted")
    RETURNED = "returned", _("returned")
    ACCEPTED = "accepted", _("accepted")
    LOCKED = "locked", _("locked")


AT_VILLAGE = (Status.ASSIGNED, Status.COLLECTING, Status.RETURNED)
HANDED_IN = (Status.SUBMITTED, Status.ACCEPTED, Status.LOCKED)

TASK = LifeCycle(
    Status,
    Step("surveys.collect", (Status.ASSIGNED,), Status.COLLECTING, _("Begin")),
    Step("surveys.submit", AT_VILLAGE, Status.SUBMITTED, _("Submit"), tone="good"),
    # An accepted household goes back, too: somebody may have joined it since.
    Step("surveys.send_back", (Status.SUBMITTED, Status.ACCEPTED), Status.RETURNED, _("Return"), needs_note=True),
    Step("surveys.accept", (Status.SUBMITTED,), Status.ACCEPTED, _("Accept"), tone="good"),
    Step("surveys.lock", (Status.ACCEPTED,), Status.LOCKED, _("Lock")),
)


class Outcome(TextChoices):
    """How the visit to a household ended. "Done" never hides a gap: each says what became of the household."""

    SURVEYED = "surveyed", _("surveyed")
    MOVED = "moved", _("moved away as a whole")
    DIED = "died", _("nobody of it is alive")
    REFUSED = "refused", _("refused to answer")
    NOT_FOUND = "not_found", _("not found after several visits")
    DOUBLE = "double", _("the same household as another")


@dataclass(frozen=True, slots=True)
class Needs:
    """What an outcome needs to be believed.

    note    a sentence in words; visits: at least so many visits; other: the number of the other household
    settled the household misses nothing more: its members are accounted for, or there is nobody to ask
    """

    note: bool = False
    visits: int = 0
    other: bool = False
    settled: bool = False


NEEDS: dict[str, Needs] = {
    Outcome.SURVEYED: Needs(settled=True),
    Outcome.MOVED: Needs(note=True, settled=True),
    Outcome.DIED: Needs(note=True, settled=True),
    Outcome.REFUSED: Needs(note=True),
    Outcome.NOT_FOUND: Needs(note=True, visits=2),
    Outcome.DOUBLE: Needs(other=True, settled=True),
}
ACCOUNTED = tuple(str(o) for o, needs in NEEDS.items() if needs.settled and o != Outcome.SURVEYED)
SETTLED = tuple(str(o) for o, needs in NEEDS.items() if needs.settled)


class Found(TextChoices):
    """What the second visit to a household of the sample found."""

    SAME = "same", _("the same")
    SMALL = "small", _("small differences")
    WRONG = "wrong", _("wrong")
    NOT_VISITED = "not_visited", _("never visited before")


def label_of(status: Any) -> Any:
    """The state of a task in words."""
    return Status(status).label
