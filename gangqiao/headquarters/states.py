"""The lives of a joint meeting, of what it decided, and of an issue on its way to somebody who solves it."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class MeetingStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("meeting", "planned")
    CALLED = "called", _("called")
    HELD = "held", _("held")
    MINUTED = "minuted", _("minutes written")
    CLOSED = "closed", pgettext_lazy("meeting", "closed")
    CALLED_OFF = "called_off", _("called off")


M = MeetingStatus
AHEAD = (M.PLANNED, M.CALLED)
TOOK_PLACE = (M.HELD, M.MINUTED, M.CLOSED)

MEETING = LifeCycle(
    MeetingStatus,
    Step("headquarters.call_meeting", (M.PLANNED,), M.CALLED, _("Call the meeting"), tone="good"),
    Step("headquarters.hold_meeting", (M.CALLED,), M.HELD, _("Record as held"), tone="good"),
    Step("headquarters.minute_meeting", (M.HELD,), M.MINUTED, _("The minutes are complete"), tone="good"),
    Step("headquarters.close_meeting", (M.MINUTED,), M.CLOSED, _("Close the meeting"), tone="good"),
    Step("headquarters.call_off", AHEAD, M.CALLED_OFF, _("Call off"), tone="danger", needs_note=True),
)


class DecisionStatus(TextChoices):
    TAKEN = "taken", _("decided")
    DONE = "done", _("done, not verified yet")
    SENT_BACK = "sent_back", _("sent back")
    VERIFIED = "verified", _("verified by others")
    REVOKED = "revoked", _("revoked")


D = DecisionStatus
UNFINISHED = (D.TAKEN, D.SENT_BACK, D.DONE)
WITH_THE_OWNER = (D.TAKEN, D.SENT_BACK)

DECISION = LifeCycle(
    DecisionStatus,
    Step("headquarters.report_decision", WITH_THE_OWNER, D.DONE, _("Report the result"), tone="good"),
    Step("headquarters.verify_decision", (D.DONE,), D.VERIFIED, _("Verify the result"), tone="good"),
    Step("headquarters.send_back_decision", (D.DONE,), D.SENT_BACK, _("Send back"), tone="danger", needs_note=True),
    Step("headquarters.revoke_decision", UNFINISHED, D.REVOKED, _("Revoke"), tone="danger", needs_note=True),
)


class IssueStatus(TextChoices):
    RAISED = "raised", _("raised")
    ACCEPTED = "accepted", _("accepted")
    ASSIGNED = "assigned", _("assigned")
    IN_PROGRESS = "in_progress", _("in progress")
    DONE = "done", _("done, not verified yet")
    VERIFIED = "verified", _("verified by others")


I = IssueStatus  # noqa: E741
OPEN = (I.RAISED, I.ACCEPTED, I.ASSIGNED, I.IN_PROGRESS, I.DONE)
BEFORE_DONE = (I.RAISED, I.ACCEPTED, I.ASSIGNED, I.IN_PROGRESS)

# No step needs a note here: what is written goes sealed into the history of the issue, not into the log.
ISSUE = LifeCycle(
    IssueStatus,
    Step("headquarters.accept_issue", (I.RAISED,), I.ACCEPTED, _("Accept the issue"), tone="good"),
    Step("headquarters.assign_issue", (I.ACCEPTED, I.ASSIGNED, I.IN_PROGRESS), I.ASSIGNED, _("Assign to a unit")),
    Step("headquarters.start_issue", (I.ACCEPTED, I.ASSIGNED), I.IN_PROGRESS, _("Begin with the issue")),
    Step("headquarters.report_issue", (I.IN_PROGRESS,), I.DONE, _("Report as solved"), tone="good"),
    Step("headquarters.verify_issue", (I.DONE,), I.VERIFIED, _("Verify the solution"), tone="good"),
    Step("headquarters.send_back_issue", (I.DONE,), I.IN_PROGRESS, _("Send back"), tone="danger"),
    Step("headquarters.send_up", BEFORE_DONE, I.RAISED, _("Send to the level above")),
)
