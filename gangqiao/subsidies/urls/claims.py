"""Addresses of claims, their evidence, and objections to them."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import claims, claims_making, claims_objections, claims_page

VIEW, MAKE, ANSWER = "subsidies.view_claims", "subsidies.make_claim", "subsidies.answer_objection"
POST = ("POST",)
BOTH = ("GET", "POST")
ONE = "subsidies/claims/<uuid:claim>/"

urlpatterns: list[Any] = [
    address("subsidies/claims/", claims.claim_list, who=VIEW, name="claims"),
    # Which verb each claim asks for follows from its desk: the act itself asks for it.
    address("subsidies/claims/together/", claims.together, who=VIEW, name="claims_together", methods=POST),
    address("subsidies/claims/scan/", claims.make_claims, who=MAKE, name="make_claims", methods=POST),
    address("subsidies/claims/unit/", claims_making.make_unit_claim, who=MAKE, name="make_unit_claim", methods=BOTH),
    address(
        "subsidies/claims/new/<uuid:person>/", claims_making.make_claim, who=MAKE, name="make_claim", methods=BOTH,
        kind="person",
    ),
    address("subsidies/claims/objections/", claims_objections.objection_list, who=ANSWER, name="claim_objections"),
    address(
        "subsidies/claims/objections/<uuid:claim_objection>/answer/", claims_objections.answer_objection, who=ANSWER,
        name="answer_claim_objection", methods=POST, kind="claim_objection",
    ),
    address(
        "subsidies/claims/evidence/<uuid:claim_evidence>/", claims_page.open_evidence, who="subsidies.see_evidence",
        name="open_evidence", kind="claim_evidence",
    ),
    address(ONE, claims_page.claim, who=VIEW, name="claim", kind="claim"),
    address(
        f"{ONE}evidence/", claims_page.add_evidence, who="subsidies.add_evidence", name="add_evidence", methods=BOTH,
        kind="claim",
    ),
    address(
        f"{ONE}submit/", claims_page.submit_claim, who="subsidies.submit", name="submit_claim", methods=POST,
        kind="claim",
    ),
    address(f"{ONE}check/", claims_page.check_claim, who=VIEW, name="check_claim", methods=POST, kind="claim"),
    address(
        f"{ONE}countersign/", claims_page.countersign_claim, who="subsidies.countersign", name="countersign_claim",
        methods=POST, kind="claim",
    ),
    address(
        f"{ONE}approve/", claims_page.approve_claim, who="subsidies.approve", name="approve_claim", methods=POST,
        kind="claim",
    ),
    address(
        f"{ONE}back/", claims_page.send_back_claim, who="subsidies.send_back", name="send_back_claim", methods=POST,
        kind="claim",
    ),
    address(
        f"{ONE}reject/", claims_page.reject_claim, who="subsidies.reject", name="reject_claim", methods=POST,
        kind="claim",
    ),
    address(
        f"{ONE}withdraw/", claims_page.withdraw_claim, who="subsidies.withdraw", name="withdraw_claim", methods=POST,
        kind="claim",
    ),
    address(
        f"{ONE}object/", claims_page.object_to_claim, who="subsidies.take_objection", name="object_to_claim",
        methods=POST, kind="claim",
    ),
]  # fmt: skip
