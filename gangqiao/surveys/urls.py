"""The addresses of the survey, each with its rule. Tasks are named by uuid: nothing personal in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.surveys.paper_addresses import PAPER
from gangqiao.surveys.views import campaigns, differences, interviewing, items, pictures, sampling, working

app_name = "surveys"
View = Callable[..., Any]
POST, BOTH = ("POST",), ("GET", "POST")


def _campaign(route: str, view: View, verb: str, name: str, methods: tuple[str, ...] = ("GET",)) -> URLPattern:
    return address(f"surveys/<uuid:campaign>/{route}", view, who=f"surveys.{verb}", name=name, methods=methods)


def _task(route: str, view: View, verb: str, name: str, methods: tuple[str, ...]) -> URLPattern:
    rule: dict[str, Any] = {"who": f"surveys.{verb}", "methods": methods, "kind": "survey_task"}
    return address(f"surveys/households/<uuid:task>/{route}", view, name=name, **rule)


urlpatterns = [
    *PAPER,
    address("surveys/", campaigns.campaigns, who="surveys.view", name="campaigns"),
    address("surveys/new/", campaigns.new, who="surveys.plan", name="new", methods=BOTH),
    address("surveys/items/", items.items, who="surveys.add_item", name="items"),
    address("surveys/items/new/", items.new_item, who="surveys.add_item", name="new_item", methods=BOTH),
    address(
        "surveys/items/<slug:item_key>/end/", items.end_item, who="surveys.add_item", name="end_item", methods=POST
    ),
    address("surveys/differences/", differences.differences, who="surveys.settle", name="differences"),
    address(
        "surveys/differences/settle/",
        differences.settle,
        who="surveys.settle",
        name="settle_differences",
        methods=POST,
    ),
    _campaign("", campaigns.campaign, "view", "campaign"),
    _campaign("edit/", campaigns.edit, "plan", "edit", BOTH),
    _campaign("open/", campaigns.open_campaign, "open", "open", POST),
    _campaign("close/", campaigns.close_campaign, "close", "close", POST),
    _campaign("questions/", campaigns.take_questions, "plan", "take_questions", POST),
    _campaign("officers/", campaigns.officers, "assign", "officers", BOTH),
    _campaign("work/", working.work, "view", "work"),
    _campaign("missing/<slug:level>/", working.missing, "view", "missing"),
    _campaign("sheets/", working.sheets, "collect", "sheets"),
    _campaign("sample/", sampling.sample, "sample", "sample", BOTH),
    address(
        "surveys/rechecks/<uuid:recheck>/",
        sampling.record_recheck,
        who="surveys.sample",
        name="recheck",
        methods=POST,
        kind="recheck",
    ),
    address(
        "surveys/pictures/<uuid:picture>/",
        pictures.picture,
        who="surveys.view_picture",
        name="picture",
        kind="survey_picture",
    ),
    _task("", interviewing.household, "view", "household", ("GET",)),
    _task("household/", interviewing.ask_household, "collect", "ask_household", BOTH),
    _task("newcomer/", interviewing.ask_newcomer, "collect", "ask_newcomer", BOTH),
    _task("members/<uuid:member>/", interviewing.ask, "collect", "ask", BOTH),
    _task("submit/", interviewing.submit, "submit", "submit", POST),
    _task("accept/", interviewing.accept, "accept", "accept", POST),
    _task("return/", interviewing.send_back, "send_back", "send_back", POST),
]
