"""The lives of an employer, a vacancy, a round of collecting, a release and a village's pack (domain notes 6.3)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class EmployerStatus(TextChoices):
    LISTED = "listed", _("listed, not verified")
    VERIFIED = "verified", pgettext_lazy("employer", "verified")
    BARRED = "barred", _("barred")
    CLOSED = "closed", pgettext_lazy("employer", "no longer there")


E = EmployerStatus
EMPLOYER = LifeCycle(
    EmployerStatus,
    Step("vacancies.verify_employer", (E.LISTED, E.BARRED), E.VERIFIED, pgettext_lazy("employer", "Verify"),
         tone="good"),
    Step("vacancies.bar_employer", (E.LISTED, E.VERIFIED), E.BARRED, _("Bar"), tone="danger", needs_note=True),
    Step("vacancies.close_employer", (E.LISTED, E.VERIFIED, E.BARRED), E.CLOSED, pgettext_lazy("employer", "Close"),
         needs_note=True),
    Step("vacancies.reopen_employer", (E.CLOSED,), E.LISTED, _("Reopen")),
)  # fmt: skip


class Status(TextChoices):
    DRAFT = "draft", pgettext_lazy("vacancy", "draft")
    SUBMITTED = "submitted", pgettext_lazy("vacancy", "to be verified")
    VERIFIED = "verified", pgettext_lazy("vacancy", "verified")
    PUBLISHED = "published", pgettext_lazy("vacancy", "open")
    PAUSED = "paused_stale", pgettext_lazy("vacancy", "paused: not confirmed")
    FILLED = "filled", pgettext_lazy("vacancy", "filled")
    EXPIRED = "expired", pgettext_lazy("vacancy", "expired")
    WITHDRAWN = "withdrawn", pgettext_lazy("vacancy", "withdrawn")


S = Status
LIVE = (S.PUBLISHED,)
BEFORE_PUBLISHED = (S.DRAFT, S.SUBMITTED, S.VERIFIED)
ENDED = (S.FILLED, S.EXPIRED, S.WITHDRAWN)

VACANCY = LifeCycle(
    Status,
    Step("vacancies.submit", (S.DRAFT,), S.SUBMITTED, _("Submit"), tone="good"),
    Step("vacancies.send_back", (S.SUBMITTED, S.VERIFIED), S.DRAFT, _("Return"), needs_note=True),
    Step("vacancies.verify", (S.SUBMITTED,), S.VERIFIED, pgettext_lazy("vacancy", "Verify"), tone="good"),
    Step("vacancies.publish", (S.VERIFIED,), S.PUBLISHED, _("Publish"), tone="good"),
    Step("vacancies.pause", (S.PUBLISHED,), S.PAUSED, _("Pause")),
    # A new confirmation opens it again by itself.
    Step("vacancies.resume", (S.PAUSED,), S.PUBLISHED, _("Open again"), tone="good"),
    Step("vacancies.fill", (S.PUBLISHED, S.PAUSED), S.FILLED, _("Mark as filled")),
    # Somebody left before starting: the seat is open again.
    Step("vacancies.open_seats", (S.FILLED,), S.PUBLISHED, _("Open again: seats are free")),
    Step("vacancies.expire", (*BEFORE_PUBLISHED, S.PUBLISHED, S.PAUSED), S.EXPIRED, _("Expire")),
    Step("vacancies.withdraw", (*BEFORE_PUBLISHED, S.PUBLISHED, S.PAUSED), S.WITHDRAWN, _("Withdraw"),
         tone="danger", needs_note=True),
)  # fmt: skip


class RoundKind(TextChoices):
    SURVEY = "survey", _("survey of employers")  # R044: every employer of an area is asked
    MONTHLY = "monthly", _("monthly return")  # R117: every collecting unit, every month


class RoundStatus(TextChoices):
    DRAFT = "draft", _("being planned")
    OPEN = "open", _("under way")
    CLOSED = "closed", pgettext_lazy("survey", "closed")


ROUND = LifeCycle(
    RoundStatus,
    Step("vacancies.open_round", (RoundStatus.DRAFT,), RoundStatus.OPEN, _("Open"), tone="good"),
    Step("vacancies.close_round", (RoundStatus.OPEN,), RoundStatus.CLOSED, pgettext_lazy("survey", "Close")),
)


class ReturnStatus(TextChoices):
    DUE = "due", pgettext_lazy("return", "not handed in")
    HANDED_IN = "handed_in", pgettext_lazy("return", "handed in")
    RETURNED = "returned", pgettext_lazy("return", "returned")
    RECEIVED = "received", pgettext_lazy("return", "received")


R = ReturnStatus
RETURN = LifeCycle(
    ReturnStatus,
    Step("vacancies.hand_in", (R.DUE, R.RETURNED), R.HANDED_IN, _("Hand in"), tone="good"),
    Step("vacancies.receive_return", (R.HANDED_IN,), R.RECEIVED, _("Receive"), tone="good"),
    Step("vacancies.send_back_return", (R.HANDED_IN,), R.RETURNED, _("Return"), needs_note=True),
)


class Asked(TextChoices):
    """What became of one employer of a survey. "Done" never hides a gap."""

    COUNTED = "counted", _("counted")
    CLOSED = "closed", _("no longer there")
    REFUSED = "refused", _("refused to answer")
    NOT_FOUND = "not_found", _("not found")


class ReleaseStatus(TextChoices):
    COMPILING = "compiling", _("being compiled")
    ISSUED = "issued", pgettext_lazy("release", "issued")
    CLOSED = "closed", pgettext_lazy("release", "closed")


RELEASE = LifeCycle(
    ReleaseStatus,
    Step(
        "vacancies.issue",
        (ReleaseStatus.COMPILING,),
        ReleaseStatus.ISSUED,
        pgettext_lazy("release", "Issue"),
        tone="good",
    ),
    Step("vacancies.close_release", (ReleaseStatus.ISSUED,), ReleaseStatus.CLOSED, pgettext_lazy("release", "Close")),
)


class PackStatus(TextChoices):
    MADE = "made", pgettext_lazy("pack", "not delivered")
    DELIVERED = "delivered", pgettext_lazy("pack", "delivered")
    ANSWERED = "feedback_closed", pgettext_lazy("pack", "answers in")


PACK = LifeCycle(
    PackStatus,
    Step("vacancies.deliver", (PackStatus.MADE,), PackStatus.DELIVERED, _("Delivered"), tone="good"),
    Step("vacancies.close_answers", (PackStatus.DELIVERED,), PackStatus.ANSWERED, _("Answers are in")),
)


class Way(TextChoices):
    """How a pack reached people (domain notes 2.2, Monthly release)."""

    VISIT = "visit", _("visit at home")
    MEETING = "meeting", _("meeting")
    NOTICE_BOARD = "notice_board", _("notice board")
    LOUDSPEAKER = "loudspeaker", _("loudspeaker")
    CHAT = "chat", _("chat group")
    PHONE = "phone", pgettext_lazy("way", "phone")


class Kept(TextChoices):
    """Whether what was promised was found, as somebody says who works there."""

    YES = "yes", _("as promised")
    NO = "no", _("not as promised")
    UNKNOWN = "unknown", _("not asked")


class Answer(TextChoices):
    """What somebody said to a vacancy that was carried to the door. A no is an answer and has no consequence."""

    INTERESTED = "interested", _("interested")
    NOT_INTERESTED = "no", _("not interested")
    QUESTION = "question", _("has a question")


class FairStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("fair", "planned")
    HELD = "held", pgettext_lazy("fair", "held")
    COUNTED = "counted", pgettext_lazy("fair", "results in")
    CALLED_OFF = "called_off", pgettext_lazy("fair", "called off")


FAIR = LifeCycle(
    FairStatus,
    Step("vacancies.hold_fair", (FairStatus.PLANNED,), FairStatus.HELD, _("Held"), tone="good"),
    Step("vacancies.count_fair", (FairStatus.HELD,), FairStatus.COUNTED, _("Record the results"), tone="good"),
    Step(
        "vacancies.call_off_fair",
        (FairStatus.PLANNED,),
        FairStatus.CALLED_OFF,
        pgettext_lazy("fair", "Call off"),
        needs_note=True,
    ),
)
