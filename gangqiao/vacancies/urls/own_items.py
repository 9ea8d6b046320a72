"""Addresses of the departments' own items, and of calls about employers kept elsewhere."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.vacancies.views import calls, own_items

POST, BOTH = ("POST",), ("GET", "POST")
KEEP, CALL = "vacancies.keep_own_items", "vacancies.record_call"

urlpatterns: list[Any] = [
    address("vacancies/items/", own_items.own_items, who=KEEP, name="own_items"),
    address("vacancies/items/new/", own_items.new_own_item, who=KEEP, name="new_own_item", methods=BOTH),
    address(
        "vacancies/items/<str:item_key>/close/", own_items.close_own_item, who=KEEP, name="close_own_item", methods=POST
    ),
    address("vacancies/items/<str:item_key>/ask/", own_items.ask_own_item, who=KEEP, name="ask_own_item", methods=POST),
    address("calls/", calls.calls, who=CALL, name="calls"),
    address(
        "calls/<uuid:posting>/",
        calls.record_call_elsewhere,
        who=CALL,
        name="record_call_elsewhere",
        methods=BOTH,
    ),
]
