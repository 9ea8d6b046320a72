"""Addresses of local places of work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gangqiao.assistance.views import workplaces as views
from gangqiao.assistance.views import workplaces_people as people
from gangqiao.kernel.addresses import address

POST, BOTH = ("POST",), ("GET", "POST")


def _one(route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...], name: str = "") -> Any:
    return address(
        f"assistance/workplaces/<uuid:workplace>/{route}", view, who=f"assistance.{verb}", name=name or view.__name__,
        methods=methods,
    )  # fmt: skip


urlpatterns: list[Any] = [
    address("assistance/workplaces/", views.workplaces, who="assistance.view", name="workplaces"),
    address(
        "assistance/workplaces/add/", views.add_workplace, who="assistance.list_workplace", name="add_workplace",
        methods=BOTH,
    ),
    address(
        "assistance/workplaces/list/<str:form>/", views.print_list, who="assistance.print", name="print_workplaces",
        methods=POST,
    ),
    _one("", views.workplace, "view", ("GET",)),
    _one("correct/", views.correct_workplace, "correct_workplace", BOTH),
    _one("recognise/", views.recognise, "recognise", BOTH),
    _one("count/", views.count_people, "correct_workplace", BOTH, "count_people"),
    _one("withdraw/", views.withdraw_recognition, "withdraw_recognition", POST),
    _one("close/", views.close_workplace, "close_workplace", POST),
    _one("pledge/", views.pledge_places, "correct_workplace", BOTH, "pledge_places"),
    _one("people/", people.workplace_people, "view_cases", ("GET",)),
    _one("candidates/", people.candidates, "place", ("GET",), "workplace_candidates"),
    address(
        "assistance/pledges/<uuid:pledge>/", views.change_pledge, who="assistance.correct_workplace",
        name="change_pledge", methods=BOTH,
    ),
    address(
        "assistance/places/of/<uuid:person>/at/<uuid:pledge>/", people.place, who="assistance.place", name="place",
        methods=BOTH, kind="person",
    ),
    address(
        "assistance/places/<uuid:seat>/leave/", people.leave, who="assistance.unplace", name="leave_place",
        methods=BOTH, kind="seat",
    ),
]  # fmt: skip
