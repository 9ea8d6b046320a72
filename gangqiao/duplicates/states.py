"""The life of a probable duplicate: people decide, and a pair that is settled otherwise closes by itself."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    """ASKED waits for the villages. APART stays quiet until the records speak more for one person than they did."""

    FOUND = "found", _("to be decided")
    ASKED = "asked", _("asked in the village")
    APART = "apart", _("two persons")
    SAME = "same", _("one person, merged")
    GONE = "gone", _("no longer alike")


S = Status
OPEN = (S.FOUND, S.ASKED)

PAIR = LifeCycle(
    Status,
    Step("duplicates.ask", (S.FOUND,), S.ASKED, _("Ask the village"), needs_note=True),
    Step("duplicates.tell_apart", OPEN, S.APART, _("They are two persons"), needs_note=True),
    Step("duplicates.reopen", (S.APART, S.ASKED), S.FOUND, _("Decide once more"), needs_note=True),
    # What the product does by itself; no role holds these.
    Step("duplicates.find_again", (S.APART, S.SAME, S.GONE), S.FOUND, _("Found again")),
    Step("duplicates.close_merged", (S.FOUND, S.ASKED, S.APART, S.GONE), S.SAME, _("Merged")),
    Step("duplicates.let_go", OPEN, S.GONE, _("No longer alike")),
    Step("duplicates.hear", (S.ASKED,), S.FOUND, _("The village has answered")),
)
