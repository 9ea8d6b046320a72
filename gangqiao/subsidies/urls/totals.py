"""Addresses of the subsidies in figures."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import PUBLIC, address
from gangqiao.subsidies.views import totals

urlpatterns: list[Any] = [
    address("subsidies-in-figures/", totals.public, who=PUBLIC, name="public_totals"),
    address("subsidies/totals/", totals.totals, who="subsidies.view_totals", name="totals"),
    address("subsidies/totals/people/", totals.totals_people, who="subsidies.view_claims", name="totals_people"),
]
