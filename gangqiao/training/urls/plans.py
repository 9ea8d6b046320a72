"""Addresses of demand and of plans of courses. Plans and lines are named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.training.views import demand, plans

VIEW, PLAN, ISSUE = "training.view", "training.plan_courses", "training.issue_plan"
POST, BOTH = ("POST",), ("GET", "POST")


def _plan(route: str, view: Callable[..., Any], who: str, name: str, methods: tuple[str, ...] = POST) -> URLPattern:
    return address(f"training/plans/<uuid:course_plan>/{route}", view, who=who, name=name, methods=methods)


def _line(route: str, view: Callable[..., Any], who: str, name: str, methods: tuple[str, ...] = POST) -> URLPattern:
    return address(f"training/plans/lines/<uuid:plan_line>/{route}", view, who=who, name=name, methods=methods)


urlpatterns: list[Any] = [
    address("training/", demand.demand, who=VIEW, name="demand"),
    address("training/people/", demand.people, who=VIEW, name="demand_people"),
    address("training/posts/", demand.posts, who=VIEW, name="demand_posts"),
    address("training/plans/", plans.plans, who=VIEW, name="plans"),
    address("training/plans/new/", plans.draft_plan, who=PLAN, name="draft_plan", methods=BOTH),
    _plan("", plans.plan, VIEW, "plan", ("GET",)),
    _plan("issue/", plans.issue_plan, ISSUE, "issue_plan"),
    _plan("drop/", plans.drop_plan, "training.drop_plan", "drop_plan"),
    _plan("copy/", plans.copy_plan, PLAN, "copy_plan"),
    _plan("add/", plans.add_line, PLAN, "add_line", BOTH),
    _plan("paper/<str:form>/", plans.plan_paper, VIEW, "plan_paper", ("GET",)),
    _line("change/", plans.change_line, PLAN, "change_line", BOTH),
    _line("drop/", plans.drop_line, PLAN, "drop_line"),
    _line("class/", plans.make_class, "training.plan_class", "make_class"),
]
