"""Addresses of vacancies. They are named by uuid; the link of an employer by a signed token."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.vacancies.views import posts, posts_entering, posts_links, posts_workbook

POST, BOTH = ("POST",), ("GET", "POST")


def _on(
    route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST, *, name: str = ""
) -> URLPattern:
    """An address of one vacancy."""
    return address(
        f"vacancies/<uuid:vacancy>/{route}",
        view,
        who=f"vacancies.{verb}",
        name=name or verb,
        methods=methods,
        kind="vacancy",
    )


urlpatterns: list[Any] = [
    address("vacancies/", posts.vacancies, who="vacancies.view", name="vacancies"),
    address("vacancies/new/", posts_entering.draft, who="vacancies.draft", name="draft", methods=BOTH),
    address("vacancies/workbook/", posts_workbook.workbook, who="vacancies.draft", name="workbook", methods=BOTH),
    address(
        "vacancies/workbook/template/",
        posts_workbook.workbook_template,
        who="vacancies.draft",
        name="workbook_template",
    ),
    address("vacancies/workbook/out/", posts_workbook.workbook_out, who="vacancies.draft", name="workbook_out"),
    address(
        "vacancies/workbook/<str:token>/",
        posts_workbook.workbook_preview,
        who="vacancies.draft",
        name="workbook_preview",
        methods=BOTH,
    ),
    address("v/<str:token>/", posts_links.by_link, who=PUBLIC, name="by_link", methods=BOTH),
    _on("", posts.vacancy, "view", ("GET",), name="vacancy"),
    _on("correct/", posts.correct, "correct", BOTH),
    _on("submit/", posts.submit, "submit"),
    _on("return/", posts.send_back, "send_back"),
    _on("verify/", posts.verify, "verify"),
    _on("publish/", posts.publish, "publish"),
    _on("confirm/", posts.confirm, "confirm"),
    _on("link/", posts.send_link, "confirm", name="send_link"),
    _on("pause/", posts.pause, "pause"),
    _on("fill/", posts.fill, "fill"),
    _on("open/", posts.open_seats, "open_seats"),
    _on("withdraw/", posts.withdraw, "withdraw"),
    _on("hires/", posts.record_hires, "record_hires"),
]
