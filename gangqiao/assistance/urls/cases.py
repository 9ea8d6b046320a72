"""Addresses of cases of help, their measures, households without work, and the proof of it all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gangqiao.assistance.views import cases, measures, proof, workless
from gangqiao.kernel.addresses import address

POST, BOTH = ("POST",), ("GET", "POST")
View = Callable[..., Any]


def _case(route: str, view: View, verb: str, name: str = "", methods: tuple[str, ...] = POST) -> Any:
    return address(
        f"assistance/cases/<uuid:assist_case>/{route}", view, who=f"assistance.{verb}", name=name or verb,
        methods=methods, kind="assist_case",
    )  # fmt: skip


def _measure(route: str, view: View, verb: str, methods: tuple[str, ...] = POST) -> Any:
    return address(
        f"assistance/measures/<uuid:measure>/{route}", view, who=f"assistance.{verb}", name=verb, methods=methods,
        kind="measure_of_help",
    )  # fmt: skip


urlpatterns: list[Any] = [
    address("assistance/", cases.case_list, who="assistance.view_cases", name="cases"),
    address("assistance/accept/", cases.accept_many, who="assistance.assess", name="accept_many", methods=POST),
    address("assistance/look/", cases.look_again, who="assistance.assess", name="look_again", methods=POST),
    address("assistance/proof/", proof.proof_page, who="assistance.view", name="proof"),
    address("assistance/proof/people/", proof.proof_people, who="assistance.view_cases", name="proof_people"),
    address("assistance/workless/", workless.workless_list, who="assistance.view_cases", name="workless"),
    address(
        "assistance/cases/<uuid:assist_case>/", cases.case, who="assistance.view_cases", name="case",
        kind="assist_case",
    ),
    _case("past/", cases.past, "view_reasons", "case_past", ("GET",)),
    _case("assess/", cases.assess, "assess", "assess", BOTH),
    _case("accept/", cases.accept, "assess", "accept"),
    _case("plan/", cases.plan, "plan_case"),
    _case("start/", cases.start, "start_case"),
    _case("met/", cases.meet, "meet"),
    _case("again/", cases.ask_anew, "reassess"),
    _case("close/", cases.close, "close_case"),
    _case("take-up/", cases.identify, "identify"),
    _case("measure/", measures.add, "add_measure", "add_measure", BOTH),
    _measure("change/", measures.change, "change_measure", BOTH),
    _measure("begin/", measures.begin, "start_measure"),
    _measure("done/", measures.finish, "finish_measure"),
    _measure("drop/", measures.drop, "drop_measure"),
]  # fmt: skip
