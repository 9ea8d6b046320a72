"""Addresses of learners, attendance, call-backs, doubts and certificates. Records are named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.training.views import certificate, learner, learners, papers, proofs

POST, BOTH = ("POST",), ("GET", "POST")


def _class(route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = ("GET",)) -> URLPattern:
    return address(
        f"training/classes/<uuid:held>/{route}", view, who=f"training.{verb}", name=view.__name__, methods=methods
    )


def _learner(route: str, view: Callable[..., Any], verb: str) -> URLPattern:
    return address(
        f"training/learners/<uuid:enrolment>/{route}", view, who=f"training.{verb}", name=verb, methods=POST,
        kind="enrolment",
    )  # fmt: skip


urlpatterns: list[Any] = [
    _class("learners/", learners.learners, "view_learners"),
    _class("candidates/", learners.candidates, "enrol", BOTH),
    _class("attendance/", learners.sessions, "view_learners"),
    _class("minutes/", proofs.minutes, "take_minutes", BOTH),
    _class("doubts/", learners.doubts_of, "view_learners"),
    _class("draw/", proofs.draw_calls, "draw_calls", POST),
    _class("papers/", papers.papers, "print"),
    _class("print/", papers.print_paper, "print", POST),
    address(
        "training/sessions/<uuid:session>/", learners.sign_in, who="training.sign_in", name="sign_in", methods=BOTH
    ),
    address(
        "training/learners/<uuid:enrolment>/", learner.learner, who="training.view_learners", name="learner",
        kind="enrolment",
    ),
    _learner("admit/", learner.admit, "admit"),
    _learner("refuse/", learner.refuse, "refuse"),
    _learner("object/", learner.object_to, "object"),
    _learner("drop/", learner.drop, "drop"),
    _learner("pass/", learner.pass_learner, "pass_learner"),
    _learner("fail/", learner.fail_learner, "fail_learner"),
    _learner("certify/", learner.certify, "certify"),
    _learner("revoke/", learner.revoke, "revoke"),
    _learner("correct/", learner.correct, "correct_attendance"),
    address(
        "training/learners/<uuid:enrolment>/slip/", papers.print_slip, who="training.print", name="print_slip",
        methods=POST, kind="enrolment",
    ),
    address("training/call-backs/", proofs.call_backs, who="training.record_call", name="call_backs"),
    address(
        "training/call-backs/<uuid:call_back>/", proofs.record_call, who="training.record_call", name="record_call",
        methods=POST, kind="call_back",
    ),
    address("training/doubts/", proofs.doubts, who="training.view_learners", name="doubts"),
    address(
        "training/doubts/<uuid:class_doubt>/", proofs.settle_doubt, who="training.settle_doubt", name="settle_doubt",
        methods=POST, kind="class_doubt",
    ),
    address("training/certificate/", certificate.ask, who=PUBLIC, name="ask_certificate", methods=BOTH),
    address("training/certificate/<str:token>/", certificate.certificate, who=PUBLIC, name="certificate"),
]  # fmt: skip
