"""The lives of a plan of courses, a class and an enrolment (domain notes 6.3)."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from gangqiao.kernel.lifecycle import LifeCycle, Step


class PlanStatus(TextChoices):
    DRAFT = "draft", pgettext_lazy("plan of courses", "draft")
    ISSUED = "issued", pgettext_lazy("plan of courses", "issued")
    DROPPED = "dropped", pgettext_lazy("plan of courses", "dropped")


P = PlanStatus
COURSE_PLAN = LifeCycle(
    PlanStatus,
    Step("training.issue_plan", (P.DRAFT,), P.ISSUED, pgettext_lazy("plan of courses", "Issue"), tone="good"),
    Step("training.drop_plan", (P.DRAFT,), P.DROPPED, pgettext_lazy("plan of courses", "Drop"), tone="danger"),
)


class Status(TextChoices):
    PLANNED = "planned", pgettext_lazy("class", "planned")
    APPROVED = "approved", pgettext_lazy("class", "approved")
    ENROLLING = "enrolling", pgettext_lazy("class", "enrolling")
    RUNNING = "running", pgettext_lazy("class", "running")
    ASSESSED = "assessed", pgettext_lazy("class", "assessed")
    CLAIMED = "claimed", pgettext_lazy("class", "subsidy claimed")
    CLOSED = "closed", pgettext_lazy("class", "closed")
    CANCELLED = "cancelled", pgettext_lazy("class", "cancelled")


S = Status
BEFORE_START = (S.PLANNED, S.APPROVED, S.ENROLLING)

CLASS = LifeCycle(
    Status,
    Step("training.approve_class", (S.PLANNED,), S.APPROVED, pgettext_lazy("class", "Approve"), tone="good"),
    Step("training.send_back_class", (S.APPROVED,), S.PLANNED, pgettext_lazy("class", "Send back"), tone="danger",
         needs_note=True),
    Step("training.open_class", (S.APPROVED,), S.ENROLLING, pgettext_lazy("class", "Open for enrolment"), tone="good"),
    Step("training.start_class", (S.ENROLLING,), S.RUNNING, pgettext_lazy("class", "Begin"), tone="good"),
    Step("training.assess_class", (S.RUNNING,), S.ASSESSED, pgettext_lazy("class", "All assessed"), tone="good"),
    Step("training.claim_class", (S.ASSESSED,), S.CLAIMED, pgettext_lazy("class", "Hand over for the subsidy")),
    Step("training.close_class", (S.ASSESSED, S.CLAIMED), S.CLOSED, pgettext_lazy("class", "Close"), tone="good"),
    Step("training.cancel_class", BEFORE_START, S.CANCELLED, pgettext_lazy("class", "Cancel"), tone="danger",
         needs_note=True),
)  # fmt: skip


class EnrolmentStatus(TextChoices):
    APPLIED = "applied", pgettext_lazy("enrolment", "applied")
    ADMITTED = "admitted", pgettext_lazy("enrolment", "admitted")
    ATTENDING = "attending", pgettext_lazy("enrolment", "attending")
    PASSED = "passed", pgettext_lazy("enrolment", "passed")
    FAILED = "failed", pgettext_lazy("enrolment", "not passed")
    DROPPED = "dropped", pgettext_lazy("enrolment", "left")
    REFUSED = "refused", pgettext_lazy("enrolment", "not admitted")
    OBJECTED = "objected", pgettext_lazy("enrolment", "objected")
    CERTIFIED = "certified", pgettext_lazy("enrolment", "certified")


E = EnrolmentStatus
ON_THE_LIST = (E.APPLIED, E.ADMITTED, E.ATTENDING)
IN_CLASS = (E.ADMITTED, E.ATTENDING)
FINISHED = (E.PASSED, E.CERTIFIED)

ENROLMENT = LifeCycle(
    EnrolmentStatus,
    Step("training.admit", (E.APPLIED,), E.ADMITTED, pgettext_lazy("enrolment", "Admit"), tone="good"),
    Step("training.refuse", (E.APPLIED,), E.REFUSED, pgettext_lazy("enrolment", "Do not admit"), tone="danger",
         needs_note=True),
    Step("training.attend", (E.ADMITTED,), E.ATTENDING, pgettext_lazy("enrolment", "Came to class"), tone="good"),
    Step("training.drop", (E.ADMITTED, E.ATTENDING), E.DROPPED, pgettext_lazy("enrolment", "Left the class"),
         tone="danger"),
    # The learner's own word: it needs no reason and is asked for none.
    Step("training.object", ON_THE_LIST, E.OBJECTED, pgettext_lazy("enrolment", "The learner objects"), tone="danger"),
    Step("training.pass_learner", (E.ATTENDING,), E.PASSED, pgettext_lazy("enrolment", "Passed"), tone="good"),
    Step("training.fail_learner", (E.ATTENDING,), E.FAILED, pgettext_lazy("enrolment", "Not passed")),
    Step("training.certify", (E.PASSED,), E.CERTIFIED, pgettext_lazy("enrolment", "Give the certificate"), tone="good"),
    Step("training.revoke", (E.CERTIFIED,), E.PASSED, pgettext_lazy("enrolment", "Take the certificate back"),
         tone="danger", needs_note=True),
)  # fmt: skip
