"""Addresses of vehicles, pick-up points, ways and trips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern

from gangqiao.kernel.addresses import address
from gangqiao.transfers.views import fleet, trips, trips_changing, trips_public

POST, BOTH = ("POST",), ("GET", "POST")
View = Callable[..., Any]


def _vehicle(route: str, view: View, verb: str, methods: tuple[str, ...], name: str = "") -> URLPattern:
    return address(
        f"transfers/fleet/<uuid:vehicle>/{route}", view, who=f"transfers.{verb}", name=name or verb, methods=methods
    )


def _ways(route: str, view: View, name: str, methods: tuple[str, ...], verb: str = "route") -> URLPattern:
    return address(
        f"transfers/batches/<uuid:batch>/ways/{route}", view, who=f"transfers.{verb}", name=name, methods=methods
    )


def _trip(route: str, view: View, verb: str, methods: tuple[str, ...], name: str = "") -> URLPattern:
    return address(
        f"transfers/trips/<uuid:trip>/{route}", view, who=f"transfers.{verb}", name=name or verb, methods=methods
    )


KEEP = "transfers.keep_pick_up"
urlpatterns: list[Any] = [
    address("transfers/fleet/", fleet.fleet, who="transfers.view_fleet", name="fleet"),
    address("transfers/fleet/new/", fleet.add_vehicle, who="transfers.add_vehicle", name="add_vehicle", methods=BOTH),
    address(
        "transfers/fleet/workbook/", fleet.bring_vehicles, who="transfers.add_vehicle", name="bring_vehicles",
        methods=BOTH,
    ),
    _vehicle("", fleet.vehicle, "view_fleet", ("GET",), "vehicle"),
    _vehicle("correct/", fleet.correct_vehicle, "correct_vehicle", BOTH),
    _vehicle("retire/", fleet.retire_vehicle, "retire_vehicle", POST),
    _vehicle("return/", fleet.return_vehicle, "return_vehicle", POST),
    address("transfers/pick-ups/", fleet.pick_ups, who="transfers.view_fleet", name="pick_ups"),
    address("transfers/pick-ups/new/", fleet.add_pick_up, who=KEEP, name="add_pick_up", methods=BOTH),
    address("transfers/pick-ups/<uuid:pick_up>/", fleet.change_pick_up, who=KEEP, name="change_pick_up", methods=BOTH),
    address("transfers/pick-ups/<uuid:pick_up>/open/", fleet.open_pick_up, who=KEEP, name="open_pick_up", methods=POST),
    _ways("", trips.ways, "ways", ("GET",), "view_fleet"),
    _ways("plan/", trips.plan_ways, "plan_ways", BOTH),
    _ways("stop/", trips.stop_ways, "stop_ways", POST),
    _ways("change/", trips_changing.change_ways, "change_ways", BOTH),
    _ways("seats/", trips.seat_all, "seat_all", POST, "seat"),
    _ways("carriage/", trips_public.add_carriage, "add_carriage", BOTH, "give_vehicle"),
    _trip("", trips.trip, "view_fleet", ("GET",), "trip"),
    _trip("vehicle/", trips.give_vehicle, "give_vehicle", BOTH),
    _trip("give-up/", trips_public.give_up_carriage, "give_vehicle", POST, "give_up_carriage"),
    _trip("escort/", trips.name_escort, "name_escort", BOTH),
    _trip("escort/off/", trips.unname_escort, "name_escort", POST, "unname_escort"),
    address(
        "transfers/passengers/<uuid:passenger>/seat/", trips.seat, who="transfers.seat", name="seat", methods=BOTH,
        kind="passenger",
    ),
]  # fmt: skip
