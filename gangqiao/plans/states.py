"""The life of a unit's task, and that of a sharing out of the targets."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    GIVEN = "given", _("given")
    ACCEPTED = "accepted", _("accepted")
    IN_PROGRESS = "in_progress", _("in progress")
    SHOWN = "shown", _("evidence given")
    SENT_BACK = "sent_back", _("sent back")
    DONE = "done", _("done, not verified yet")
    VERIFIED = "verified", _("verified by others")
    WITHDRAWN = "withdrawn", _("withdrawn")


S = Status
CLOSED = (S.VERIFIED, S.WITHDRAWN)
FINISHED = (S.DONE, S.VERIFIED)  # by the unit's own word or more
WITH_THE_UNIT = (S.GIVEN, S.ACCEPTED, S.IN_PROGRESS, S.SHOWN, S.SENT_BACK)

UNIT_TASK = LifeCycle(
    Status,
    Step("plans.accept", (S.GIVEN,), S.ACCEPTED, _("Accept"), tone="good"),
    Step("plans.start", (S.ACCEPTED, S.SENT_BACK), S.IN_PROGRESS, _("Begin the work")),
    Step("plans.show", (S.ACCEPTED, S.IN_PROGRESS, S.SHOWN, S.SENT_BACK), S.SHOWN, _("Give evidence")),
    Step("plans.report_done", (S.SHOWN,), S.DONE, _("Report as done"), tone="good"),
    Step("plans.verify", (S.DONE,), S.VERIFIED, _("Verify the work"), tone="good"),
    Step("plans.send_back", (S.DONE, S.VERIFIED), S.SENT_BACK, _("Send back"), tone="danger", needs_note=True),
    # Taken by the loading of a plan alone: a version no longer holds the task, or holds it again.
    Step("plans.withdraw", (*WITH_THE_UNIT, S.DONE), S.WITHDRAWN, _("Withdraw")),
    Step("plans.give", (S.WITHDRAWN,), S.GIVEN, _("Give again")),
)


class ShareStatus(TextChoices):
    DRAFT = "draft", _("draft")
    ISSUED = "issued", _("in force")
    SUPERSEDED = "superseded", _("superseded")
    DROPPED = "dropped", _("dropped")


H = ShareStatus

CASCADE = LifeCycle(
    ShareStatus,
    Step("plans.share", (H.DRAFT,), H.DRAFT, _("Change the shares")),
    Step("plans.issue_shares", (H.DRAFT,), H.ISSUED, _("Issue the shares"), tone="good", needs_note=True),
    Step("plans.drop_shares", (H.DRAFT,), H.DROPPED, _("Drop the draft"), tone="danger"),
    # Taken by the issue of the next version alone.
    Step("plans.supersede_shares", (H.ISSUED,), H.SUPERSEDED, _("Replace by a newer version")),
)
