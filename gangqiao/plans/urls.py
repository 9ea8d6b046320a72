"""The addresses of the work plan, each with its rule. Nothing in them leads to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.plans.views import documents, shares, targets, tasks, units

app_name = "plans"
POST = ("POST",)


def _act(route: str, view: Callable[..., Any], verb: str) -> URLPattern:
    return address(f"plan/tasks/<uuid:unit_task>/{route}", view, who=f"plans.{verb}", name=verb, methods=POST)


def _of_shares(route: str, view: Callable[..., Any], verb: str, name: str, *methods: str) -> URLPattern:
    return address(f"plan/targets/shares/<uuid:cascade>/{route}", view, who=verb, name=name, methods=methods or POST)


urlpatterns = [
    address("plan/targets/", targets.targets, who="plans.view", name="targets"),
    address("plan/targets/shares/", shares.shares, who="plans.view", name="shares"),
    address("plan/targets/shares/draft/", shares.make, who="plans.share", name="make_shares", methods=POST),
    address("plan/targets/shares/history/", shares.history, who="plans.view", name="shares_history"),
    _of_shares("", shares.shares_version, "plans.view", "shares_version", "GET"),
    _of_shares("workbook/", shares.workbook, "plans.view", "shares_workbook", "GET"),
    _of_shares("change/", shares.change, "plans.share", "change_shares", "GET", "POST"),
    _of_shares("issue/", shares.issue, "plans.issue_shares", "issue_shares"),
    _of_shares("drop/", shares.drop, "plans.drop_shares", "drop_shares"),
    _of_shares("acknowledge/", shares.acknowledge, "plans.acknowledge_shares", "acknowledge_shares"),
    address("plan/", documents.plan, who="plans.view", name="plan"),
    address("plan/load/", documents.load, who="plans.load", name="load", methods=POST),
    address("plan/matrix/", documents.matrix, who="plans.view", name="matrix"),
    address("plan/duties/<str:task_key>/", documents.duty, who="plans.view", name="duty"),
    address("plan/units/", units.units, who="plans.view", name="units"),
    address("plan/units/<slug:unit_code>/", units.unit, who="plans.view", name="unit"),
    address(
        "plan/units/<slug:unit_code>/accept/", units.accept_all, who="plans.accept", name="accept_all", methods=POST
    ),
    address("plan/tasks/<uuid:unit_task>/", tasks.task, who="plans.view", name="task"),
    _act("accept/", tasks.accept, "accept"),
    _act("start/", tasks.start, "start"),
    _act("evidence/", tasks.show, "show"),
    _act("done/", tasks.report_done, "report_done"),
    _act("verify/", tasks.verify, "verify"),
    _act("send-back/", tasks.send_back, "send_back"),
    address("plan/evidence/<uuid:evidence>/", tasks.evidence_file, who="plans.view", name="evidence"),
]
