"""The lives of a case, a measure, a workplace, a public post, its holder and its monthly sheet (domain notes 6.3)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class CaseStatus(TextChoices):
    IDENTIFIED = "identified", pgettext_lazy("assistance", "to be assessed")
    ASSESSED = "assessed", pgettext_lazy("assistance", "assessed")
    PLANNED = "planned", pgettext_lazy("assistance", "planned")
    ACTIVE = "active", pgettext_lazy("assistance", "under way")
    OUTCOME_MET = "outcome_met", pgettext_lazy("assistance", "aim met")
    REASSESS = "reassess", pgettext_lazy("assistance", "to be assessed anew")
    CLOSED = "closed", pgettext_lazy("assistance", "closed")


C = CaseStatus
TO_ASSESS = (C.IDENTIFIED, C.REASSESS)
LIVE_CASE = (C.IDENTIFIED, C.ASSESSED, C.PLANNED, C.ACTIVE, C.OUTCOME_MET, C.REASSESS)

CASE = LifeCycle(
    CaseStatus,
    Step("assistance.assess", (C.IDENTIFIED, C.REASSESS, C.ASSESSED), C.ASSESSED,
         pgettext_lazy("assistance", "Assess"), tone="good"),
    Step("assistance.plan_case", (C.ASSESSED,), C.PLANNED, pgettext_lazy("assistance", "Plan measures"), tone="good"),
    Step("assistance.start_case", (C.PLANNED,), C.ACTIVE, pgettext_lazy("assistance", "Begin"), tone="good"),
    Step("assistance.meet", (C.ACTIVE,), C.OUTCOME_MET, pgettext_lazy("assistance", "The aim is met"), tone="good",
         needs_note=True),
    Step("assistance.reassess", (C.ASSESSED, C.PLANNED, C.ACTIVE, C.OUTCOME_MET), C.REASSESS,
         pgettext_lazy("assistance", "Assess anew"), needs_note=True),
    Step("assistance.close_case", LIVE_CASE, C.CLOSED, pgettext_lazy("assistance", "Close"), tone="danger",
         needs_note=True),
    Step("assistance.identify", (C.CLOSED,), C.IDENTIFIED, pgettext_lazy("assistance", "Take up again")),
)  # fmt: skip


class MeasureStatus(TextChoices):
    PLANNED = "planned", pgettext_lazy("measure", "planned")
    UNDER_WAY = "under_way", pgettext_lazy("measure", "under way")
    DONE = "done", pgettext_lazy("measure", "done")
    DROPPED = "dropped", pgettext_lazy("measure", "dropped")


M = MeasureStatus
LIVE_MEASURE = (M.PLANNED, M.UNDER_WAY)

MEASURE = LifeCycle(
    MeasureStatus,
    Step("assistance.start_measure", (M.PLANNED,), M.UNDER_WAY, pgettext_lazy("measure", "Begin"), tone="good"),
    Step("assistance.finish_measure", LIVE_MEASURE, M.DONE, pgettext_lazy("measure", "Done"), tone="good"),
    Step("assistance.drop_measure", LIVE_MEASURE, M.DROPPED, pgettext_lazy("measure", "Drop"), tone="danger",
         needs_note=True),
)  # fmt: skip


class WorkplaceStatus(TextChoices):
    LISTED = "listed", pgettext_lazy("workplace", "listed")
    RECOGNISED = "recognised", pgettext_lazy("workplace", "recognised")
    EXPIRED = "expired", pgettext_lazy("workplace", "recognition ran out")
    WITHDRAWN = "withdrawn", pgettext_lazy("workplace", "recognition withdrawn")
    CLOSED = "closed", pgettext_lazy("workplace", "closed")


W = WorkplaceStatus
OPEN_PLACE = (W.LISTED, W.RECOGNISED, W.EXPIRED)

WORKPLACE = LifeCycle(
    WorkplaceStatus,
    Step("assistance.recognise", (W.LISTED, W.EXPIRED), W.RECOGNISED, pgettext_lazy("workplace", "Recognise"),
         tone="good"),
    Step("assistance.expire", (W.RECOGNISED,), W.EXPIRED, pgettext_lazy("workplace", "The recognition ran out")),
    Step("assistance.withdraw_recognition", (W.RECOGNISED,), W.WITHDRAWN,
         pgettext_lazy("workplace", "Withdraw the recognition"), tone="danger", needs_note=True),
    Step("assistance.close_workplace", OPEN_PLACE, W.CLOSED, pgettext_lazy("workplace", "Close"), tone="danger",
         needs_note=True),
)  # fmt: skip


class PostStatus(TextChoices):
    PROPOSED = "proposed", pgettext_lazy("public post", "proposed by the village")
    CHECKED = "checked", pgettext_lazy("public post", "checked by the township")
    APPROVED = "approved", pgettext_lazy("public post", "approved by the city")
    ANNOUNCED = "announced", pgettext_lazy("public post", "announced")
    SELECTING = "selecting", pgettext_lazy("public post", "selecting")
    PUBLICITY = "publicity", pgettext_lazy("public post", "in publicity")
    AGREEMENT = "agreement", pgettext_lazy("public post", "signing agreements")
    RUNNING = "running", pgettext_lazy("public post", "on duty")
    ENDED = "ended", pgettext_lazy("public post", "ended")
    REJECTED = "rejected", pgettext_lazy("public post", "rejected")


P = PostStatus

POST = LifeCycle(
    PostStatus,
    Step("assistance.check_post", (P.PROPOSED,), P.CHECKED, pgettext_lazy("public post", "Check"), tone="good"),
    Step("assistance.send_back_post", (P.CHECKED,), P.PROPOSED, pgettext_lazy("public post", "Send back"),
         tone="danger", needs_note=True),
    Step("assistance.approve_post", (P.CHECKED,), P.APPROVED, pgettext_lazy("public post", "Approve"), tone="good"),
    Step("assistance.reject_post", (P.PROPOSED, P.CHECKED), P.REJECTED, pgettext_lazy("public post", "Reject"),
         tone="danger", needs_note=True),
    Step("assistance.announce_post", (P.APPROVED, P.RUNNING), P.ANNOUNCED, pgettext_lazy("public post", "Announce"),
         tone="good"),
    Step("assistance.select_holders", (P.ANNOUNCED,), P.SELECTING, pgettext_lazy("public post", "Close applications")),
    Step("assistance.publish_choice", (P.SELECTING,), P.PUBLICITY, pgettext_lazy("public post", "Publish the choice"),
         tone="good"),
    Step("assistance.choose_again", (P.PUBLICITY,), P.SELECTING, pgettext_lazy("public post", "Choose again"),
         needs_note=True),
    Step("assistance.end_publicity", (P.PUBLICITY,), P.AGREEMENT, pgettext_lazy("public post", "Publicity is over"),
         tone="good"),
    Step("assistance.run_post", (P.AGREEMENT,), P.RUNNING, pgettext_lazy("public post", "All are on duty"),
         tone="good"),
    Step("assistance.end_post", (P.APPROVED, P.ANNOUNCED, P.SELECTING, P.AGREEMENT, P.RUNNING), P.ENDED,
         pgettext_lazy("public post", "End"), tone="danger", needs_note=True),
)  # fmt: skip


class ApplicantStatus(TextChoices):
    APPLIED = "applied", pgettext_lazy("applicant", "applied")
    CHOSEN = "chosen", pgettext_lazy("applicant", "chosen")
    NOT_CHOSEN = "not_chosen", pgettext_lazy("applicant", "not chosen")
    WITHDRAWN = "withdrawn", pgettext_lazy("applicant", "withdrawn")


A = ApplicantStatus

APPLICANT = LifeCycle(
    ApplicantStatus,
    Step("assistance.choose", (A.APPLIED, A.NOT_CHOSEN), A.CHOSEN, pgettext_lazy("applicant", "Choose"), tone="good"),
    Step("assistance.not_choose", (A.APPLIED, A.CHOSEN), A.NOT_CHOSEN, pgettext_lazy("applicant", "Do not choose")),
    Step("assistance.withdraw_application", (A.APPLIED, A.CHOSEN), A.WITHDRAWN,
         pgettext_lazy("applicant", "Withdraw")),
)  # fmt: skip


class HolderStatus(TextChoices):
    AGREEMENT = "agreement", pgettext_lazy("post holder", "agreement to sign")
    ON_DUTY = "on_duty", pgettext_lazy("post holder", "on duty")
    SUSPENDED = "suspended", pgettext_lazy("post holder", "suspended")
    ENDED = "ended", pgettext_lazy("post holder", "ended")


H = HolderStatus
LIVE_HOLDER = (H.AGREEMENT, H.ON_DUTY, H.SUSPENDED)

HOLDER = LifeCycle(
    HolderStatus,
    Step("assistance.start_duty", (H.AGREEMENT,), H.ON_DUTY, pgettext_lazy("post holder", "On duty"), tone="good"),
    Step("assistance.suspend", (H.ON_DUTY,), H.SUSPENDED, pgettext_lazy("post holder", "Suspend"), tone="danger",
         needs_note=True),
    Step("assistance.resume", (H.SUSPENDED,), H.ON_DUTY, pgettext_lazy("post holder", "Resume"), tone="good",
         needs_note=True),
    Step("assistance.end_duty", LIVE_HOLDER, H.ENDED, pgettext_lazy("post holder", "End"), tone="danger",
         needs_note=True),
)  # fmt: skip


class SheetStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("monthly sheet", "being filled")
    SUBMITTED = "submitted", pgettext_lazy("monthly sheet", "submitted")
    CHECKED = "checked", pgettext_lazy("monthly sheet", "checked")
    PUBLICITY = "publicity", pgettext_lazy("monthly sheet", "in publicity")
    FINAL = "final", pgettext_lazy("monthly sheet", "final")


D = SheetStatus

SHEET = LifeCycle(
    SheetStatus,
    Step("assistance.submit_sheet", (D.DRAFT,), D.SUBMITTED, pgettext_lazy("monthly sheet", "Submit"), tone="good"),
    Step("assistance.send_back_sheet", (D.SUBMITTED, D.CHECKED, D.PUBLICITY), D.DRAFT,
         pgettext_lazy("monthly sheet", "Send back"), tone="danger", needs_note=True),
    Step("assistance.check_sheet", (D.SUBMITTED,), D.CHECKED, pgettext_lazy("monthly sheet", "Check"), tone="good"),
    Step("assistance.publish_sheet", (D.CHECKED,), D.PUBLICITY, pgettext_lazy("monthly sheet", "Publish"),
         tone="good"),
    Step("assistance.finish_sheet", (D.PUBLICITY,), D.FINAL, pgettext_lazy("monthly sheet", "Publicity is over"),
         tone="good"),
)  # fmt: skip
