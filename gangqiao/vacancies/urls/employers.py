"""Addresses of employers. They are named by uuid: an address says nothing of anybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.vacancies.views import employers, employers_accounts

POST, BOTH = ("POST",), ("GET", "POST")


def _on(
    route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = ("GET",), *, name: str = ""
) -> URLPattern:
    """An address of one employer."""
    return address(
        f"employers/<uuid:employer>/{route}",
        view,
        who=f"vacancies.{verb}",
        name=name or verb,
        methods=methods,
        kind="employer",
    )


urlpatterns: list[Any] = [
    address("employers/", employers.employers, who="vacancies.view_employers", name="employers"),
    address("employers/new/", employers.new, who="vacancies.list_employer", name="list_employer", methods=BOTH),
    address("employer/", employers.own, who="vacancies.view_employers", name="own_employer"),
    _on("", employers.employer, "view_employers", name="employer"),
    _on("evidence/", employers.evidence, "view_employers", name="evidence"),
    _on("correct/", employers.correct, "correct_employer", BOTH),
    _on("count/", employers.count, "count_employer", BOTH),
    _on("verify/", employers.verify, "verify_employer", BOTH),
    _on("call/", employers.call, "record_call", BOTH),
    _on("bar/", employers.bar, "bar_employer", POST),
    _on("close/", employers.close, "close_employer", POST),
    _on("reopen/", employers.reopen, "reopen_employer", POST),
    _on("account/", employers_accounts.account, "open_account", BOTH),
    _on("account/password/", employers_accounts.renew, "open_account", POST, name="renew_password"),
    _on("account/shut/", employers_accounts.shut, "open_account", POST, name="shut_account"),
]
