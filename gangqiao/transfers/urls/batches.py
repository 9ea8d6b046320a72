"""Addresses of the board, of batches and of passengers. Batches and passengers are named by uuid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.transfers.views import batches, batches_acts, batches_day, batches_registering, board, passengers

POST, BOTH = ("POST",), ("GET", "POST")
VIEW, PEOPLE = "transfers.view", "transfers.view_passengers"


def _batch(route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST) -> URLPattern:
    """An address of one batch, named by its verb."""
    return address(f"transfers/batches/<uuid:batch>/{route}", view, who=f"transfers.{verb}", name=verb, methods=methods)


def _passenger(
    route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST, *, name: str = ""
) -> URLPattern:
    """An address of one passenger."""
    return address(
        f"transfers/passengers/<uuid:passenger>/{route}",
        view,
        who=f"transfers.{verb}",
        name=name or verb,
        methods=methods,
        kind="passenger",
    )


def _trip(route: str, view: Callable[..., Any], verb: str, methods: tuple[str, ...] = POST, *, name: str) -> URLPattern:
    """An address of one trip."""
    return address(f"transfers/trips/<uuid:trip>/{route}", view, who=f"transfers.{verb}", name=name, methods=methods)


urlpatterns: list[Any] = [
    address("transfers/", board.board, who=VIEW, name="board"),
    address("transfers/flows/", board.flows, who=VIEW, name="flows"),
    address("transfers/people/", board.people, who=PEOPLE, name="people"),
    address("transfers/batches/", batches.batches, who=VIEW, name="batches"),
    address("transfers/batches/new/", batches.plan_batch, who="transfers.plan_batch", name="plan_batch", methods=BOTH),
    address("transfers/batches/<uuid:batch>/", batches.batch, who=VIEW, name="batch"),
    address("transfers/batches/<uuid:batch>/log/", batches.log, who=VIEW, name="batch_log"),
    _batch("change/", batches.change_batch, "change_batch", BOTH),
    _batch("open/", batches_acts.open_batch, "open_batch"),
    _batch("lock/", batches_acts.lock_list, "lock_list"),
    _batch("reopen/", batches_acts.reopen_list, "reopen_list"),
    _batch("clear/", batches_acts.clear_batch, "clear_batch"),
    _batch("close/", batches_acts.close_batch, "close_batch"),
    _batch("cancel/", batches_acts.cancel_batch, "cancel_batch"),
    address(
        "transfers/late/<uuid:phone_op>/",
        batches_acts.settle_late,
        who="transfers.change_batch",
        name="settle_late",
        methods=POST,
        kind="phone_op",
    ),
    _batch("split/", batches_acts.split_batch, "split_batch", BOTH),
    _batch("merge/", batches_acts.merge_batch, "merge_batch", BOTH),
    _batch("register/", batches_registering.register, "register", BOTH),
    address("transfers/batches/<uuid:batch>/day/", batches_day.board_page, who=PEOPLE, name="day"),
    _batch("departed/", batches_day.depart, "depart"),
    _batch("arrived/", batches_day.arrive, "arrive"),
    _trip("departed/", batches_day.depart_trip, "depart", name="depart_trip"),
    _trip("arrived/", batches_day.arrive_trip, "arrive", name="arrive_trip"),
    _trip("hand-over/", batches_day.hand_over, "hand_over", BOTH, name="hand_over"),
    _passenger("", passengers.passenger, "view_passengers", ("GET",), name="passenger"),
    _passenger("journey/", passengers.change_journey, "register", name="change_journey"),
    _passenger("consent/", passengers.consent, "consent"),
    _passenger("off/", passengers.take_off, "take_off"),
    _passenger("started/", passengers.start, "start"),
    _passenger("board/", batches_day.board, "board", name="board_passenger"),
    _passenger("unboard/", batches_day.unboard, "unboard"),
    _passenger("miss/", batches_day.miss, "miss"),
    _passenger("not-started/", passengers.not_start, "not_start"),
]
