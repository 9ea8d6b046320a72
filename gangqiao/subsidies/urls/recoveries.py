"""Addresses of money to recover."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import recoveries

POST = ("POST",)

urlpatterns: list[Any] = [
    address("subsidies/recoveries/", recoveries.recovery_list, who="subsidies.view_payments", name="recoveries"),
    address(
        "subsidies/recoveries/<uuid:recovery>/", recoveries.recovery, who="subsidies.view_payments", name="recovery",
        kind="recovery",
    ),
    address(
        "subsidies/recoveries/<uuid:recovery>/drop/", recoveries.drop, who="subsidies.drop_recovery",
        name="drop_recovery", methods=POST, kind="recovery",
    ),
    address(
        "subsidies/instalments/<uuid:instalment>/receive/", recoveries.receive, who="subsidies.receive_instalment",
        name="receive_instalment", methods=POST, kind="instalment",
    ),
    address(
        "subsidies/claims/<uuid:claim>/recover/", recoveries.start, who="subsidies.start_recovery",
        name="start_recovery", methods=("GET", "POST"), kind="claim",
    ),
]  # fmt: skip
