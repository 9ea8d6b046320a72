"""Addresses of classes, their timetable, providers and the catalogue. All are named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.training.views import catalogue, classes, outcomes

POST, BOTH = ("POST",), ("GET", "POST")
VIEW, CHANGE, WRITE = "training.view", "training.change_class", "training.write_course"


def _class(route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST) -> URLPattern:
    """An address of one class, named by its verb."""
    return address(f"training/classes/<uuid:held>/{route}", view, who=f"training.{verb}", name=verb, methods=methods)


def _session(route: str, view: Callable[..., Any], name: str, methods: tuple[str, ...] = POST) -> URLPattern:
    """An address of one time of teaching."""
    return address(f"training/sessions/<uuid:session>/{route}", view, who=CHANGE, name=name, methods=methods)


def _provider(
    route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST, *, name: str = ""
) -> URLPattern:
    """An address of one provider."""
    return address(
        f"training/providers/<uuid:provider>/{route}", view, who=f"training.{verb}", name=name or verb, methods=methods
    )


urlpatterns: list[Any] = [
    address("training/classes/", classes.classes, who=VIEW, name="classes"),
    address("training/classes/new/", classes.plan_class, who="training.plan_class", name="plan_class", methods=BOTH),
    address("training/classes/<uuid:held>/", classes.one, who=VIEW, name="class"),
    address("training/classes/<uuid:held>/timetable/", classes.timetable, who=VIEW, name="timetable"),
    address("training/classes/<uuid:held>/log/", classes.log, who=VIEW, name="class_log"),
    address(
        "training/classes/<uuid:held>/people/", classes.people, who="training.view_learners", name="class_people"
    ),
    _class("change/", classes.change_class, "change_class", BOTH),
    _class("approve/", classes.approve_class, "approve_class"),
    _class("back/", classes.send_back_class, "send_back_class"),
    _class("open/", classes.open_class, "open_class"),
    _class("start/", classes.start_class, "start_class"),
    _class("assessed/", classes.assess_class, "assess_class"),
    _class("claim/", classes.claim_class, "claim_class"),
    _class("close/", classes.close_class, "close_class"),
    _class("cancel/", classes.cancel_class, "cancel_class"),
    address("training/classes/<uuid:held>/lay-out/", classes.lay_out, who=CHANGE, name="lay_out", methods=BOTH),
    address("training/classes/<uuid:held>/add/", classes.add_session, who=CHANGE, name="add_session", methods=BOTH),
    _session("change/", classes.change_session, "change_session", BOTH),
    _session("drop/", classes.drop_session, "drop_session"),
    address("training/pictures/", outcomes.pictures, who=VIEW, name="pictures"),
    address("training/pictures/people/", outcomes.people, who="training.view_learners", name="outcome_people"),
    address("training/providers/", catalogue.providers, who=VIEW, name="providers"),
    address(
        "training/providers/new/", catalogue.list_provider, who="training.list_provider", name="list_provider",
        methods=BOTH,
    ),
    _provider("", catalogue.provider, "view", ("GET",), name="provider"),
    _provider("change/", catalogue.correct_provider, "correct_provider", BOTH),
    _provider("bar/", catalogue.bar_provider, "bar_provider"),
    _provider("account/", catalogue.open_account, "open_account", BOTH),
    _provider("account/close/", catalogue.close_account, "open_account", name="close_account"),
    address("training/courses/", catalogue.courses, who=VIEW, name="courses"),
    address("training/courses/new/", catalogue.write_course, who=WRITE, name="new_course", methods=BOTH),
    address("training/courses/<uuid:course>/", catalogue.write_course, who=WRITE, name="write_course", methods=BOTH),
    address(
        "training/courses/<uuid:course>/retire/", catalogue.retire_course, who="training.retire_course",
        name="retire_course", methods=POST,
    ),
]  # fmt: skip
