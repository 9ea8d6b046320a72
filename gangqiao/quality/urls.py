"""The addresses of data quality, each with its rule. Doubts are named by uuid: nothing personal in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.quality.views import answering, health, listing

app_name = "quality"
View = Callable[..., Any]


def _answer(route: str, view: View, verb: str, name: str) -> URLPattern:
    return address(
        f"quality/doubts/<uuid:doubt>/{route}", view, who=f"quality.{verb}", name=name, methods=("POST",), kind="doubt"
    )


urlpatterns = [
    address("quality/", listing.doubts, who="quality.view", name="doubts"),
    address("quality/checks/", listing.checks, who="quality.view", name="checks"),
    address("quality/run/", listing.run, who="quality.run", name="run", methods=("POST",)),
    address("quality/send/", listing.send_many, who="quality.send", name="send_many", methods=("POST",)),
    address("quality/close/", listing.close_many, who="quality.close", name="close_many", methods=("POST",)),
    address("quality/doubts/<uuid:doubt>/", answering.doubt, who="quality.view", name="doubt", kind="doubt"),
    _answer("send/", answering.send, "send", "send"),
    _answer("confirm/", answering.confirm, "confirm", "confirm"),
    _answer("refute/", answering.refute, "refute", "refute"),
    _answer("mend/", answering.mend, "mend", "mend"),
    _answer("close/", answering.close, "close", "close"),
    address("quality/health/", health.own, who="quality.view", name="health"),
    address("quality/health/<slug:area>/", health.board, who="quality.view", name="health_of", kind="division"),
    address(
        "quality/health/<slug:area>/people/<slug:group>/",
        health.people,
        who="people.view_list",
        name="people",
        kind="division",
    ),
]
