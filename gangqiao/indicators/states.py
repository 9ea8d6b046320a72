"""The life of a snapshot: taken, published, superseded by a correction. Nothing leads back."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    TAKEN = "taken", _("taken")
    PUBLISHED = "published", _("published")
    SUPERSEDED = "superseded", _("superseded")


class TakingStatus(TextChoices):
    """WAITS is taken up by a job, which may be killed and run again; what is done is not done twice."""

    WAITS = "waits", _("being taken")
    DONE = "done", _("taken")
    REFUSED = "refused", _("not possible")


# Both steps are the job's; no role holds them.
TAKING = LifeCycle(
    TakingStatus,
    Step("indicators.finish_taking", (TakingStatus.WAITS,), TakingStatus.DONE, _("Finish")),
    Step("indicators.give_up_taking", (TakingStatus.WAITS,), TakingStatus.REFUSED, _("Give up")),
)

SNAPSHOT = LifeCycle(
    Status,
    Step("indicators.publish", (Status.TAKEN,), Status.PUBLISHED, _("Publish"), tone="good"),
    # Taken by the product when a later version of the same day is published.
    Step("indicators.supersede", (Status.PUBLISHED,), Status.SUPERSEDED, _("Superseded")),
)
