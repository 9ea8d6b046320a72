"""Addresses of confirming."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.subsidies.views import confirming

urlpatterns: list[Any] = [
    address(
        "subsidies/rules/<slug:rule_key>/confirm/", confirming.confirm_number, who="subsidies.confirm_number",
        name="confirm_number", methods=("POST",),
    ),
]  # fmt: skip
