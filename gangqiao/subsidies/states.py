"""The lives of a claim, a public notice, a batch of payments, a payment, a recovery and a sample (domain notes 6.3)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class ClaimStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("claim", "draft")
    SUBMITTED = "submitted", pgettext_lazy("claim", "submitted")
    VILLAGE_CHECKED = "village_checked", pgettext_lazy("claim", "checked by the village")
    VILLAGE_PUBLICITY = "village_publicity", pgettext_lazy("claim", "published in the village")
    TOWNSHIP_CHECKED = "township_checked", pgettext_lazy("claim", "checked by the township")
    CITY_CHECKED = "city_checked", pgettext_lazy("claim", "checked by the city")
    CITY_PUBLICITY = "city_publicity", pgettext_lazy("claim", "published by the city")
    APPROVED = "approved", pgettext_lazy("claim", "approved")
    IN_PAYMENT = "in_payment", pgettext_lazy("claim", "in payment")
    PAID = "paid", pgettext_lazy("claim", "paid")
    FAILED = "failed", pgettext_lazy("claim", "returned by the bank")
    REISSUED = "reissued", pgettext_lazy("claim", "in payment again")
    REJECTED = "rejected", pgettext_lazy("claim", "rejected")
    WITHDRAWN = "withdrawn", pgettext_lazy("claim", "withdrawn")
    UNDER_RECOVERY = "under_recovery", pgettext_lazy("claim", "being recovered")
    RECOVERED = "recovered", pgettext_lazy("claim", "recovered")


C = ClaimStatus
CHECKING = (C.SUBMITTED, C.VILLAGE_CHECKED, C.VILLAGE_PUBLICITY, C.TOWNSHIP_CHECKED, C.CITY_CHECKED, C.CITY_PUBLICITY)
OPEN = (C.DRAFT, *CHECKING, C.APPROVED)
AT_BANK = (C.IN_PAYMENT, C.REISSUED)
# A claim that takes up its person, programme and period: all but those that came to nothing.
DEAD = (C.REJECTED, C.WITHDRAWN)

CLAIM = LifeCycle(
    ClaimStatus,
    Step("subsidies.submit", (C.DRAFT,), C.SUBMITTED, pgettext_lazy("claim", "Submit"), tone="good"),
    Step("subsidies.check_village", (C.SUBMITTED,), C.VILLAGE_CHECKED, pgettext_lazy("claim", "Check for the village"),
         tone="good"),
    Step("subsidies.publish_village", (C.SUBMITTED, C.VILLAGE_CHECKED), C.VILLAGE_PUBLICITY,
         pgettext_lazy("claim", "Publish in the village")),
    Step("subsidies.check_township", (C.SUBMITTED, C.VILLAGE_PUBLICITY), C.TOWNSHIP_CHECKED,
         pgettext_lazy("claim", "Check for the township"), tone="good"),
    Step("subsidies.check_city", (C.SUBMITTED, C.TOWNSHIP_CHECKED), C.CITY_CHECKED,
         pgettext_lazy("claim", "Check for the city"), tone="good"),
    Step("subsidies.publish_city", (C.CITY_CHECKED,), C.CITY_PUBLICITY, pgettext_lazy("claim", "Publish by the city")),
    Step("subsidies.countersign", (C.CITY_PUBLICITY,), C.CITY_PUBLICITY,
         pgettext_lazy("claim", "Sign as the first of two"), tone="good"),
    Step("subsidies.approve", (C.CITY_PUBLICITY,), C.APPROVED, pgettext_lazy("claim", "Approve"), tone="good"),
    Step("subsidies.pay", (C.APPROVED,), C.IN_PAYMENT, pgettext_lazy("claim", "Put into a batch of payments")),
    Step("subsidies.unpay", (C.IN_PAYMENT,), C.APPROVED, pgettext_lazy("claim", "Take out of the batch")),
    Step("subsidies.unpay", (C.REISSUED,), C.FAILED, pgettext_lazy("claim", "Take out of the batch")),
    Step("subsidies.settle_paid", AT_BANK, C.PAID, pgettext_lazy("claim", "The bank has paid")),
    Step("subsidies.settle_failed", AT_BANK, C.FAILED, pgettext_lazy("claim", "The bank has returned it")),
    Step("subsidies.reissue", (C.FAILED,), C.REISSUED, pgettext_lazy("claim", "Pay again"), tone="good"),
    Step("subsidies.send_back", (*CHECKING, C.APPROVED), C.DRAFT, pgettext_lazy("claim", "Send back"), tone="danger",
         needs_note=True),
    Step("subsidies.reject", (*CHECKING, C.APPROVED, C.FAILED), C.REJECTED, pgettext_lazy("claim", "Reject"),
         tone="danger", needs_note=True),
    Step("subsidies.withdraw", OPEN, C.WITHDRAWN, pgettext_lazy("claim", "Withdraw"), tone="danger", needs_note=True),
    Step("subsidies.start_recovery", (C.PAID,), C.UNDER_RECOVERY, pgettext_lazy("claim", "Recover the money"),
         tone="danger", needs_note=True),
    Step("subsidies.drop_recovery", (C.UNDER_RECOVERY,), C.PAID, pgettext_lazy("claim", "Drop the recovery"),
         needs_note=True),
    Step("subsidies.close_recovery", (C.UNDER_RECOVERY,), C.RECOVERED, pgettext_lazy("claim", "All came back"),
         tone="good"),
)  # fmt: skip


class NoticeStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("public notice", "draft")
    PUBLISHED = "published", pgettext_lazy("public notice", "published")
    OVER = "over", pgettext_lazy("public notice", "over")
    TAKEN_DOWN = "taken_down", pgettext_lazy("public notice", "taken down")


N = NoticeStatus

NOTICE = LifeCycle(
    NoticeStatus,
    Step("subsidies.approve_notice", (N.DRAFT,), N.PUBLISHED, pgettext_lazy("public notice", "Approve and publish"),
         tone="good"),
    Step("subsidies.end_notice", (N.PUBLISHED,), N.OVER, pgettext_lazy("public notice", "The days are over")),
    Step("subsidies.take_down_notice", (N.DRAFT, N.PUBLISHED), N.TAKEN_DOWN,
         pgettext_lazy("public notice", "Take down"), tone="danger", needs_note=True),
)  # fmt: skip


class BatchStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("batch of payments", "draft")
    APPROVED = "approved", pgettext_lazy("batch of payments", "approved")
    SENT = "sent", pgettext_lazy("batch of payments", "at the bank")
    SETTLED = "settled", pgettext_lazy("batch of payments", "settled")
    CANCELLED = "cancelled", pgettext_lazy("batch of payments", "cancelled")


B = BatchStatus

BATCH = LifeCycle(
    BatchStatus,
    Step("subsidies.approve_batch", (B.DRAFT,), B.APPROVED, pgettext_lazy("batch of payments", "Approve"), tone="good"),
    Step("subsidies.send_batch", (B.APPROVED,), B.SENT, pgettext_lazy("batch of payments", "Give to the bank"),
         tone="good"),
    Step("subsidies.settle_batch", (B.SENT,), B.SETTLED, pgettext_lazy("batch of payments", "Settled")),
    # What is at the bank cannot be called back here: only the bank's answer ends it.
    Step("subsidies.cancel_batch", (B.DRAFT, B.APPROVED), B.CANCELLED, pgettext_lazy("batch of payments", "Cancel"),
         tone="danger", needs_note=True),
)  # fmt: skip


class PaymentStatus(TextChoices):
    WAITING = "waiting", pgettext_lazy("payment", "waiting")
    PAID = "paid", pgettext_lazy("payment", "paid")
    FAILED = "failed", pgettext_lazy("payment", "returned")
    CANCELLED = "cancelled", pgettext_lazy("payment", "cancelled")


class RecoveryStatus(TextChoices):
    OPEN = "open", pgettext_lazy("recovery", "open")
    DONE = "done", pgettext_lazy("recovery", "all came back")
    DROPPED = "dropped", pgettext_lazy("recovery", "dropped")


class SampleStatus(TextChoices):
    DRAWN = "drawn", pgettext_lazy("sample of payments", "drawn")
    ASKED = "asked", pgettext_lazy("sample of payments", "evidence asked for")
    CHECKED = "checked", pgettext_lazy("sample of payments", "in order")
    HEARING = "hearing", pgettext_lazy("sample of payments", "to be heard")
    DECIDED = "decided", pgettext_lazy("sample of payments", "decided")


S = SampleStatus

SAMPLE = LifeCycle(
    SampleStatus,
    Step("subsidies.ask_evidence", (S.DRAWN,), S.ASKED, pgettext_lazy("sample of payments", "Ask for evidence")),
    Step("subsidies.pass_sample", (S.DRAWN, S.ASKED), S.CHECKED, pgettext_lazy("sample of payments", "In order"),
         tone="good", needs_note=True),
    Step("subsidies.doubt_sample", (S.DRAWN, S.ASKED), S.HEARING,
         pgettext_lazy("sample of payments", "Hear the person"), tone="danger", needs_note=True),
    Step("subsidies.decide_sample", (S.HEARING,), S.DECIDED, pgettext_lazy("sample of payments", "Decide"),
         needs_note=True),
)  # fmt: skip
