"""Addresses of changes of rules."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import rule_changes as views

_ONE = "subsidies/changes/<uuid:rule_text>/"

urlpatterns: list[Any] = [
    address("subsidies/changes/", views.change_list, who="subsidies.view", name="rule_changes"),
    address(
        "subsidies/changes/propose/", views.propose, who="subsidies.propose_rule", name="propose_rule",
        methods=("GET", "POST"),
    ),
    address(_ONE, views.change_page, who="subsidies.view_entitled", name="rule_change"),
    address(f"{_ONE}people/", views.change_people, who="subsidies.view_entitled", name="rule_change_people"),
    address(f"{_ONE}on/", views.switch_on, who="subsidies.switch_rule", name="switch_rule_on", methods=("POST",)),
    address(f"{_ONE}off/", views.switch_off, who="subsidies.switch_rule", name="switch_rule_off", methods=("POST",)),
]  # fmt: skip
