"""The life of an allocation: prepared, computed in the background, looked at, sent as proposals or dropped."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class AllocationStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("allocation", "being prepared")
    RUNNING = "running", pgettext_lazy("allocation", "being computed")
    DONE = "done", pgettext_lazy("allocation", "computed")
    FAILED = "failed", pgettext_lazy("allocation", "not computed")
    CANCELLED = "cancelled", pgettext_lazy("allocation", "stopped")
    PROPOSED = "proposed", pgettext_lazy("allocation", "sent as proposals")
    DROPPED = "dropped", pgettext_lazy("allocation", "dropped")


S = AllocationStatus
RESTING = (S.DRAFT, S.DONE, S.FAILED, S.CANCELLED)  # nothing is under way: it can be changed and run

ALLOCATION = LifeCycle(
    AllocationStatus,
    Step("matching.run_allocation", RESTING, S.RUNNING, pgettext_lazy("allocation", "Compute"), tone="good"),
    Step("matching.cancel_allocation", (S.RUNNING,), S.CANCELLED, pgettext_lazy("allocation", "Stop")),
    # The two that the product takes by itself; no role holds them.
    Step("matching.finish_allocation", (S.RUNNING,), S.DONE, pgettext_lazy("allocation", "Computed")),
    Step("matching.fail_allocation", (S.RUNNING,), S.FAILED, pgettext_lazy("allocation", "Not computed")),
    Step("matching.propose_allocation", (S.DONE,), S.PROPOSED, _("Send to the village officers"), tone="good"),
    Step("matching.drop_allocation", RESTING, S.DROPPED, pgettext_lazy("allocation", "Drop"), tone="danger"),
)
