"""Addresses of enterprise plans. A version is named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.transfers.views import plans

POST, BOTH = ("POST",), ("GET", "POST")
DRAFT = "transfers.draft_plan"


def _plan(route: str, view: Callable[..., Any], who: str, name: str, methods: tuple[str, ...] = POST) -> URLPattern:
    return address(f"transfers/plans/<uuid:enterprise_plan>/{route}", view, who=who, name=name, methods=methods)


urlpatterns: list[Any] = [
    address("transfers/plans/", plans.plans, who="transfers.view_plans", name="plans"),
    address("transfers/plans/new/", plans.draft_plan, who=DRAFT, name="draft_plan", methods=BOTH),
    address("transfers/plans/made/", plans.draft_from_referrals, who=DRAFT, name="draft_from_referrals", methods=POST),
    _plan("", plans.plan, "transfers.view_plans", "plan", ("GET",)),
    _plan("change/", plans.correct_plan, DRAFT, "correct_plan", BOTH),
    _plan("version/", plans.new_version, DRAFT, "new_version"),
    _plan("activate/", plans.activate_plan, "transfers.activate_plan", "activate_plan"),
    _plan("close/", plans.close_plan, "transfers.close_plan", "close_plan"),
]
