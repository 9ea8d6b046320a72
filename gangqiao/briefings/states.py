"""The life of an official paper: made by a job, a draft, issued by a second person, withdrawn. Nothing leads back."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    """WAITS is taken up by a job, which may be killed and run again; what is done is not done twice."""

    WAITS = "waits", pgettext_lazy("paper", "being made")
    REFUSED = "refused", pgettext_lazy("paper", "not possible")
    DRAFT = "draft", pgettext_lazy("paper", "draft")
    ISSUED = "issued", pgettext_lazy("paper", "issued")
    WITHDRAWN = "withdrawn", pgettext_lazy("paper", "withdrawn")


S = Status
OPEN = (S.WAITS, S.REFUSED, S.DRAFT)

BRIEFING = LifeCycle(
    Status,
    # The two that the job takes; no role holds them.
    Step("briefings.finish", (S.WAITS,), S.DRAFT, _("Finish")),
    Step("briefings.give_up", (S.WAITS,), S.REFUSED, _("Give up")),
    Step("briefings.issue", (S.DRAFT,), S.ISSUED, pgettext_lazy("paper", "Issue"), tone="good"),
    Step("briefings.withdraw", (S.DRAFT, S.ISSUED), S.WITHDRAWN, _("Withdraw"), tone="danger", needs_note=True),
)
