"""The lives of a taught layout and of work that is done for a reader: a filled workbook, a comparison."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Taught(TextChoices):
    """A version in force never changes again: what it filled once it fills the same way for ever."""

    DRAFT = "draft", _("being taught")
    IN_FORCE = "in_force", _("in use")


VERSION = LifeCycle(
    Taught,
    Step("reports.adopt", (Taught.DRAFT,), Taught.IN_FORCE, _("Put into use"), tone="good"),
)


class Work(TextChoices):
    """WAITS is taken up by a job, which may be killed and run again; what is done is not done twice."""

    WAITS = "waits", _("being made")
    READY = "ready", _("ready")
    REFUSED = "refused", _("not possible")


WORK = LifeCycle(
    Work,
    # The two that the job takes; no role holds them.
    Step("reports.finish", (Work.WAITS,), Work.READY, _("Finish")),
    Step("reports.give_up", (Work.WAITS,), Work.REFUSED, _("Give up")),
)
