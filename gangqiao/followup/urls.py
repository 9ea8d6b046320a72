"""Addresses of the follow-up. Records are named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.followup.views import answers, cases, contacts, following, pictures, samples, slips
from gangqiao.kernel.addresses import address

app_name = "followup"
POST, BOTH = ("POST",), ("GET", "POST")


def _contact(route: str, view: Callable[..., Any], verb: str) -> URLPattern:
    return address(
        f"calls-due/<uuid:contact>/{route}", view, who=f"followup.{verb}", name=view.__name__, methods=POST,
        kind="followup_contact",
    )  # fmt: skip


def _case(route: str, view: Callable[..., Any], verb: str, name: str = "") -> URLPattern:
    return address(
        f"cases/<uuid:worker_case>/{route}", view, who=f"followup.{verb}", name=name or verb, methods=POST,
        kind="worker_case",
    )  # fmt: skip


def _person(route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST, *, name: str = "") -> Any:
    return address(
        f"calls-due/of/<uuid:person>/{route}", view, who=f"followup.{verb}", name=name or verb, methods=methods,
        kind="person",
    )  # fmt: skip


urlpatterns: list[Any] = [
    address("calls-due/", contacts.call_list, who="followup.view", name="calls"),
    address("calls-due/found/", following.found_page, who="followup.view", name="found"),
    address("calls-due/found/people/", following.found_people, who="followup.view", name="found_people"),
    address(
        "calls-due/<uuid:contact>/", contacts.contact, who="followup.view", name="contact", kind="followup_contact"
    ),
    _contact("record/", contacts.record, "record"),
    _contact("still/", contacts.still, "record"),
    _contact("missed/", contacts.miss, "miss"),
    _contact("drop/", contacts.drop, "drop"),
    _person("ask/", contacts.ask, "ask"),
    _person("no-calls/", contacts.refuse, "refuse"),
    _person("calls-again/", contacts.allow_again, "refuse", name="allow_again"),
    _person("case/", cases.open_case, "open_case", BOTH),
    _person("proof/", following.prove, "prove", BOTH),
    _person("slip/", slips.print_slip, "give_slip", name="print_slip"),
    _person("slip/sms/", slips.send_slip, "give_slip", name="send_slip"),
    address("returned/", following.returned_list, who="followup.view", name="returned"),
    address("cases/", cases.case_list, who="followup.view_cases", name="cases"),
    address(
        "cases/<uuid:worker_case>/", cases.case, who="followup.view_cases", name="case", kind="worker_case"
    ),
    _case("take/", cases.take, "take_case"),
    _case("settled/", cases.settle, "settle_case"),
    _case("not-settled/", cases.unsettle, "unsettle_case"),
    _case("close/", cases.close, "close_case"),
    _case("note/", cases.note, "note_case"),
    _case("hand-on/", cases.hand_on, "take_case", "hand_on"),
    address("evidence/", following.matches, who="followup.match", name="matches", methods=BOTH),
    address("evidence/<uuid:data_match>/", following.match, who="followup.match", name="match", kind="data_match"),
    address("samples/", samples.sample_list, who="followup.view_samples", name="samples"),
    address("samples/draw/", samples.draw, who="followup.draw_sample", name="draw_sample", methods=POST),
    address("samples/<uuid:claim_sample>/", samples.sample, who="followup.view_samples", name="sample"),
    address(
        "samples/check/<uuid:sample_check>/", samples.check, who="followup.check_sample", name="check_sample",
        methods=POST, kind="sample_check",
    ),
    address("doubted/", answers.answers, who="followup.answer", name="answers"),
    address(
        "doubted/claims/<uuid:sample_check>/", answers.answer_check, who="followup.answer", name="answer_check",
        methods=POST, kind="sample_check",
    ),
    address(
        "doubted/employers/<uuid:proof>/", answers.answer_proof, who="followup.answer", name="answer_proof",
        methods=POST, kind="proof",
    ),
    address(
        "evidence/pictures/<uuid:proof>/", pictures.picture, who="followup.view_proof", name="picture", kind="proof"
    ),
]  # fmt: skip
