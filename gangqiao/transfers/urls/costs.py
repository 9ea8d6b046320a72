"""Addresses of the costs of batches."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.transfers.views import costs

POST = ("POST",)
RECORD = "transfers.record_cost"

urlpatterns: list[Any] = [
    address("transfers/costs/", costs.county, who=costs.VIEW, name="costs"),
    address("transfers/batches/<uuid:batch>/costs/", costs.costs_of, who=costs.VIEW, name="costs_of"),
    address("transfers/batches/<uuid:batch>/costs/new/", costs.record, who=RECORD, name="record_cost", methods=POST),
    address(
        "transfers/batches/<uuid:batch>/costs/divide/", costs.spread, who=RECORD, name="spread_costs", methods=POST
    ),
    address(
        "transfers/costs/<uuid:cost>/back/",
        costs.take_back,
        who="transfers.take_back_cost",
        name="take_back_cost",
        methods=POST,
        kind="cost",
    ),
]
