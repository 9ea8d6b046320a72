"""The addresses of the warnings, each with its rule."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.warnings.views import method, standings, urges

app_name = "warnings"
POST = ("POST",)


def _act(route: str, view: Callable[..., Any], verb: str) -> URLPattern:
    return address(f"warnings/urges/<uuid:urge>/{route}", view, who=f"warnings.{verb}", name=verb, methods=POST)


urlpatterns = [
    address("warnings/", standings.board, who="warnings.view", name="board"),
    address("warnings/method/", method.method, who="warnings.view", name="method"),
    address("warnings/targets/<slug:target_id>/", standings.target, who="warnings.view", name="target"),
    address("warnings/units/<slug:unit_code>/", standings.unit, who="warnings.view", name="unit"),
    address(
        "warnings/units/<slug:unit_code>/<slug:target_id>/", standings.standing, who="warnings.view", name="standing"
    ),
    address(
        "warnings/areas/<slug:area>/<slug:target_id>/<slug:gap_list>/",
        standings.gap,
        who="people.view_list",
        name="gap",
        kind="division",
    ),
    address("warnings/proposals/", urges.proposals, who="warnings.urge", name="proposals"),
    address("warnings/proposals/urge/", urges.propose, who="warnings.urge", name="propose", methods=POST),
    address("warnings/urges/", urges.urges, who="warnings.view", name="urges"),
    address(
        "warnings/urges/new/<slug:unit_code>/<slug:matter>/<slug:matter_key>/",
        urges.ask,
        who="warnings.urge",
        name="ask",
        methods=("GET", "POST"),
    ),
    address("warnings/urges/<uuid:urge>/", urges.urge, who="warnings.view", name="urge"),
    _act("receive/", urges.receive, "receive"),
    _act("answer/", urges.answer, "answer"),
    _act("accept/", urges.accept_answer, "accept_answer"),
    _act("again/", urges.send_again, "send_again"),
    _act("withdraw/", urges.withdraw, "withdraw"),
]
