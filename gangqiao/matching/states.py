"""The life of a referral (domain notes 6.3)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class Status(TextChoices):
    SUGGESTED = "suggested", pgettext_lazy("referral", "suggested")
    OFFERED = "offered", pgettext_lazy("referral", "offered")
    ACCEPTED = "accepted", pgettext_lazy("referral", "said yes")
    DECLINED = "declined", _("asked, said no")
    INTRODUCED = "introduced", pgettext_lazy("referral", "introduced")
    HIRED = "hired", pgettext_lazy("referral", "hired")
    NOT_HIRED = "not_hired", pgettext_lazy("referral", "not hired")
    REPORTED = "reported", pgettext_lazy("referral", "at work")
    RETAINED_30 = "retained_30", _("still there after 30 days")
    RETAINED_90 = "retained_90", _("still there after 90 days")
    RETAINED_180 = "retained_180", _("still there after 180 days")
    LEFT = "left", pgettext_lazy("referral", "has left")
    EXPIRED = "expired", pgettext_lazy("referral", "no answer in time")
    WITHDRAWN = "withdrawn", pgettext_lazy("referral", "withdrawn")
    CLOSED_ELSEWHERE = "closed_elsewhere", _("hired elsewhere")


S = Status
OPEN = (S.SUGGESTED, S.OFFERED, S.ACCEPTED, S.INTRODUCED)
AT_WORK = (S.REPORTED, S.RETAINED_30, S.RETAINED_90, S.RETAINED_180)

REFERRAL = LifeCycle(
    Status,
    Step("matching.offer", (S.SUGGESTED,), S.OFFERED, pgettext_lazy("referral", "Offer"), tone="good"),
    Step("matching.accept", (S.OFFERED,), S.ACCEPTED, _("Says yes"), tone="good"),
    Step("matching.decline", (S.OFFERED, S.ACCEPTED), S.DECLINED, _("Says no")),
    Step("matching.introduce", (S.ACCEPTED,), S.INTRODUCED, pgettext_lazy("referral", "Introduce"), tone="good"),
    Step("matching.hire", (S.INTRODUCED,), S.HIRED, pgettext_lazy("referral", "Hired"), tone="good"),
    Step("matching.refuse", (S.ACCEPTED, S.INTRODUCED), S.NOT_HIRED, pgettext_lazy("referral", "Not hired")),
    Step("matching.report", (S.HIRED,), S.REPORTED, _("Has started work"), tone="good"),
    # Hired and never seen: the seat is free again, and the spell was none.
    Step("matching.take_back", (S.HIRED, S.REPORTED), S.NOT_HIRED, _("Never started")),
    Step("matching.retain", (S.REPORTED,), S.RETAINED_30, _("Still there"), tone="good"),
    Step("matching.retain", (S.RETAINED_30,), S.RETAINED_90, _("Still there"), tone="good"),
    Step("matching.retain", (S.RETAINED_90,), S.RETAINED_180, _("Still there"), tone="good"),
    Step("matching.leave", AT_WORK, S.LEFT, pgettext_lazy("referral", "Has left")),
    Step("matching.withdraw", OPEN, S.WITHDRAWN, pgettext_lazy("referral", "Withdraw"), tone="danger",
         needs_note=True),
    Step("matching.expire", (S.SUGGESTED, S.OFFERED), S.EXPIRED, pgettext_lazy("referral", "Expire")),
    Step("matching.close_elsewhere", OPEN, S.CLOSED_ELSEWHERE, _("Hired elsewhere")),
)  # fmt: skip
