"""Addresses of rules, and of who is entitled."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import entitled, rules

urlpatterns: list[Any] = [
    address("subsidies/", rules.rule_list, who="subsidies.view", name="rules"),
    address("subsidies/rules/<slug:rule_key>/", rules.rule_page, who="subsidies.view", name="rule"),
    address("subsidies/entitled/", entitled.entitled, who="subsidies.view_entitled", name="entitled"),
    address(
        "subsidies/entitled/people/", entitled.entitled_people, who="subsidies.view_entitled", name="entitled_people"
    ),
]
