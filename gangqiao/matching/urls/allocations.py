"""Addresses of the allocation workbench, and of the pictures of matching."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.matching.views import allocations, allocations_choosing, pictures

POST, BOTH = ("POST",), ("GET", "POST")


def _on(route: str, view: Callable[..., Any], verb: str, name: str, methods: tuple[str, ...] = POST) -> URLPattern:
    """An address of one allocation."""
    return address(
        f"matching/allocations/<uuid:allocation>/{route}", view, who=f"matching.{verb}", name=name, methods=methods,
        kind="allocation",
    )  # fmt: skip


PLAN = "plan_allocation"
urlpatterns: list[Any] = [
    address("matching/allocations/", allocations.allocations, who=allocations.VIEW, name="allocations"),
    address(
        "matching/allocations/new/", allocations.prepare, who=allocations.PLAN, name="prepare_allocation", methods=BOTH
    ),
    _on("", allocations.allocation, "view_allocations", "allocation", ("GET",)),
    _on("change/", allocations.change, PLAN, "change_allocation", BOTH),
    _on("vacancies/", allocations_choosing.vacancies, PLAN, "allocation_vacancies", BOTH),
    _on("together/", allocations_choosing.together, PLAN, "allocation_together", ("GET",)),
    _on("together/put/", allocations_choosing.put_together, PLAN, "allocation_put_together"),
    _on("run/", allocations.run, "run_allocation", "run_allocation"),
    _on("cancel/", allocations.cancel, "cancel_allocation", "cancel_allocation"),
    _on("drop/", allocations.drop, "drop_allocation", "drop_allocation"),
    _on("propose/", allocations.propose, "propose_allocation", "propose_allocation"),
    address(
        "matching/allocated/<uuid:allocation>/",
        allocations.people,
        who=allocations.VIEW,
        name="allocation_people",
        kind="allocation_line",
    ),
    address("matching/pictures/", pictures.pictures, who=pictures.VIEW, name="pictures"),
    address("matching/pictures/people/", pictures.people, who=pictures.VIEW, name="picture_people"),
    address("matching/pictures/vacancies/", pictures.vacancies, who=pictures.VIEW, name="picture_vacancies"),
]
