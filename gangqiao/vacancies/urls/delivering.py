"""Addresses of how a pack is carried."""

from __future__ import annotations

from typing import Any

from gangqiao.kernel.addresses import address
from gangqiao.vacancies.views import delivering as views

POST, BOTH = ("POST",), ("GET", "POST")
_PACK: dict[str, Any] = {"kind": "pack"}

urlpatterns: list[Any] = [
    address("packs/<uuid:pack>/delivery/", views.pack_delivery, who="vacancies.view_releases", name="pack_delivery",
            **_PACK),
    address("packs/<uuid:pack>/deliver/", views.deliver_to_village, who="vacancies.deliver", name="deliver_to_village",
            methods=POST, **_PACK),
    address("packs/<uuid:pack>/close-answers/", views.end_answers, who="vacancies.close_answers", name="end_answers",
            methods=POST, **_PACK),
    address("packs/households/<uuid:household>/", views.household_delivery, who="vacancies.deliver",
            name="household_delivery", methods=BOTH, kind="household"),
]  # fmt: skip
