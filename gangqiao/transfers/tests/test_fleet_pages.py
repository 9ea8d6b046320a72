"""Pages of vehicles, pick-up points, ways and trips, as their readers see them."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from gangqiao.audit.models import Look
from gangqiao.kernel.scope import everywhere
from gangqiao.transfers.actions import routes
from gangqiao.transfers.models import Batch, Passenger, PickUp, Trip, Vehicle, Ways
from gangqiao.transfers.routes_problem import Wishes
from gangqiao.transfers.tests.test_routes import batch, make_vehicle

__all__ = ["batch"]  # a fixture


@pytest.mark.requirement("R069")
def test_the_ways_are_planned_changed_and_printed_through_the_pages(
    batch: Batch, city_officer: Any, client_of: Any
) -> None:
    city, url = client_of("city_officer"), reverse("transfers:ways", args=[batch.uuid])
    assert city.get(url).status_code == 200
    asked = {"first": "05:30", "seconds": "1"}
    assert city.post(reverse("transfers:plan_ways", args=[batch.uuid]), asked).status_code == 302
    assert "hx-trigger" in city.get(url).content.decode()
    routes.compute(batch.uuid)
    page = city.get(url).content.decode()
    trips = list(batch.trips.order_by("number"))
    assert all(trip.plate in page for trip in trips)
    assert "<polyline" in page
    first, other = trips[0], trips[1]
    stop = first.route[0]["pick_up"]
    change = reverse("transfers:change_ways", args=[batch.uuid])
    assert f"move-{other.number}" in city.get(change, {"trip": first.number, "stop": stop}).content.decode()
    asked = {"trip": str(first.number), "stop": str(stop), "do": "off-"}
    seen = city.get(change, asked)
    token = seen.context["seen"].token
    assert city.post(f"{change}?trip={first.number}&stop={stop}&do=off-", {"token": token}).status_code == 302
    assert Ways.objects.get(batch=batch).left[0]["reason"] == "by_hand"
    with everywhere(reason="test"):
        left = list(Passenger.objects.filter(batch=batch, trip=None))
    assert left
    assert left[0].shown_name in city.get(url).content.decode()
    seen = city.get(reverse("transfers:trip", args=[other.uuid]))
    with everywhere(reason="test"):
        inside = list(Passenger.objects.filter(trip=other))
    assert all(one.shown_name in seen.content.decode() for one in inside)
    assert {str(one.person_uuid) for one in inside} == set(Look.objects.latest("pk").persons)


def test_a_seat_is_given_by_the_page_and_a_full_one_is_not_offered(
    batch: Batch, city_officer: Any, client_of: Any
) -> None:
    routes.plan_at_once(batch.uuid, Wishes(seconds=0.2), actor=city_officer)
    with everywhere(reason="test"):
        one = Passenger.objects.filter(batch=batch).first()
    assert one is not None
    other = Trip.objects.filter(batch=batch).exclude(pk=one.trip_id).first()
    assert other is not None
    city, url = client_of("city_officer"), reverse("transfers:seat", args=[one.uuid])
    taken = f"{other.uuid}:1"
    assert city.post(url, {"where": taken}).status_code == 422
    assert city.post(url, {"where": f"{other.uuid}:{other.places}"}).status_code in (302, 422)


def test_who_sees_no_names_sees_seats_taken(batch: Batch, city_officer: Any, client_of: Any, make_user: Any) -> None:
    routes.plan_at_once(batch.uuid, Wishes(seconds=0.2), actor=city_officer)
    transport = client_of(make_user("transport", None, "transport"))
    transport_of_county = make_user("transport", batch.area, "transport2")
    page = client_of(transport_of_county).get(reverse("transfers:trip", args=[batch.trips.first().uuid]))
    with everywhere(reason="test"):
        names = [one.shown_name or "?" for one in Passenger.objects.filter(batch=batch)]
    assert page.status_code == 200
    assert not any(f">{name}<" in page.content.decode() for name in names)
    assert transport.get(reverse("transfers:ways", args=[batch.uuid])).status_code in (403, 404)


def test_vehicles_are_added_corrected_and_taken_out_through_the_pages(
    on_the_map: Any, client_of: Any, make_user: Any
) -> None:
    keeper = client_of(make_user("transport", on_the_map.division, "transport"))
    asked = {"area": on_the_map.key, "plate": "云 g·88888", "kind": "coach", "seats": "49", "cost": "1500.00",
             "cost_per_km": "6.5"}  # fmt: skip
    assert keeper.post(reverse("transfers:add_vehicle"), asked).status_code == 302
    one = Vehicle.objects.get()
    assert (one.plate, one.cost, one.cost_per_km) == ("云G88888", 150_000, 650)
    assert keeper.post(reverse("transfers:add_vehicle"), asked).status_code == 422
    asked["driver"] = "李四"
    assert keeper.post(reverse("transfers:correct_vehicle", args=[one.uuid]), asked).status_code == 302
    assert "李四" in keeper.get(reverse("transfers:fleet") + "?look=expiring").content.decode()
    keeper.post(reverse("transfers:retire_vehicle", args=[one.uuid]), {"reason": "sold"})
    assert Vehicle.objects.get().status == "out"
    assert "云G88888" in keeper.get(reverse("transfers:vehicle", args=[one.uuid])).content.decode()


def test_a_workbook_adds_vehicles_and_names_the_lines_it_does_not_take(
    on_the_map: Any, client_of: Any, make_user: Any
) -> None:
    make_vehicle(on_the_map.division, "云G10009", seats=30)
    lines = ["车牌号,车型,座位数,驾驶员,驾驶员电话,保险有效期至", "云G10009,大型客车,45,王五,13800000000,2030-01-31",
             "云G10010,大型客车,49,赵六,,2030-02-28", "云G10011,大型客车,一,,,"]  # fmt: skip
    from django.core.files.uploadedfile import SimpleUploadedFile

    keeper = client_of(make_user("transport", on_the_map.division, "transport"))
    file = SimpleUploadedFile("vehicles.csv", "\n".join(lines).encode())
    page = keeper.post(reverse("transfers:bring_vehicles"), {"file": file})
    assert Vehicle.objects.count() == 2
    assert Vehicle.objects.get(plate="云G10009").driver == "王五"
    assert "云G10011" in page.content.decode()


def test_a_village_keeps_its_pick_up_points_and_no_other_villages(on_the_map: Any, client_of: Any) -> None:
    clerk = client_of("township_clerk")
    own, foreign = on_the_map.villages[0], on_the_map.villages[-1]
    url = reverse("transfers:add_pick_up")
    assert clerk.post(f"{url}?village={own.key}", {"name": "村口"}).status_code == 302
    assert clerk.get(f"{url}?village={foreign.key}").status_code == 404
    point = PickUp.objects.get()
    clerk.post(reverse("transfers:open_pick_up", args=[point.uuid]))
    assert not PickUp.objects.get().is_open
    assert "村口" in clerk.get(reverse("transfers:pick_ups")).content.decode()
