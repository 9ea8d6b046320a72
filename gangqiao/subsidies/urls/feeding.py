"""Addresses of what comes by itself, and of employers, providers and agencies."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import feeding, units

VIEW, MAKE = "subsidies.view_entitled", "subsidies.make_claim"

urlpatterns: list[Any] = [
    address("subsidies/feeds/", feeding.feeds, who=MAKE, name="feeds"),
    address("subsidies/feeds/now/", feeding.feed_now, who=MAKE, name="feed_now", methods=("POST",)),
    address("subsidies/entitled/units/", units.unit_list, who=VIEW, name="entitled_units"),
    address(
        "subsidies/entitled/units/claim/", units.make_for_listed, who=MAKE, name="make_for_listed", methods=("POST",)
    ),
]
