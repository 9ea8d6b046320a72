"""A change of the ways by hand: shown with what it costs and breaks, then kept or left."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.steps import require
from gangqiao.engine.routing.port import Route
from gangqiao.kernel.errors import Refusal
from gangqiao.kernel.money import format_yuan
from gangqiao.transfers.actions import routes_editing as editing
from gangqiao.transfers.actions.routes_editing import Change, Preview
from gangqiao.transfers.forms.fleet import ChangeForm
from gangqiao.transfers.models import Batch, PickUp, Trip, Vehicle
from gangqiao.transfers.reads import trips as reads
from gangqiao.transfers.reads import trips_planning as planning
from gangqiao.transfers.routes_problem import Wishes
from gangqiao.transfers.showing import ways as showing
from gangqiao.transfers.views.trips import batch_or_404, way_to


def change_ways(request: ActorRequest, batch: UUID) -> HttpResponse:
    """GET offers the changes of a stop or a trip, and shows what the chosen one would do; POST keeps it."""
    found = batch_or_404(request, batch)
    back = redirect("transfers:ways", found.uuid)
    change = change_asked(request.GET)
    try:
        if change is None:
            return _choose(request, found)
        if request.method == "POST":
            editing.keep_change(found.uuid, change, request.POST.get("token", ""), actor=request.actor)
            messages.success(request, _("Changed."))
            return back
        return _preview(request, found, editing.preview(found.uuid, change, actor=request.actor))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return back


def change_asked(given: QueryDict) -> Change | None:
    """The change an address asks for: `do` is what and with which, "move-2". Null: none is chosen yet."""
    what, _dash, which = given.get("do", "").partition("-")
    if not what:
        return None
    number = _number(which)
    return Change(
        what,
        trip=_number(given.get("trip", "")),
        stop=_number(given.get("stop", "")),
        to=number if what in ("move", "fetch") else 0,
        place=number if what == "place" and which.isdecimal() else None,
        vehicle=which[:20] if what in ("own", "vehicle") else "",
    )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _choose(request: ActorRequest, found: Batch) -> HttpResponse:
    require(request.actor, editing.ROUTE, found)
    trips = reads.trips_of(found)
    number, stop = _number(request.GET.get("trip", "")), _number(request.GET.get("stop", ""))
    trip = next((one for one in trips if one.number == number), None)
    form = ChangeForm(choices=_choices(found, trips, trip, stop))
    shown = {
        "form": form, "trip": number, "stop": stop, "way": way_to(found), "batch": found,
        "back": reverse("transfers:ways", args=[found.uuid]),
        "about": _about(trip, stop),
    }  # fmt: skip
    return render(request, "transfers/route_choose.html", shown)


def _about(trip: Trip | None, stop: int) -> str:
    """What is to be changed: the vehicle, and the stop where one is meant."""
    said = [f"{showing.trip_title(trip)} {trip.plate}".strip()] if trip is not None else []
    point = PickUp.objects.filter(pk=stop).first() if stop else None
    return " \u00b7 ".join([*said, *([point.name] if point else [])])


def _choices(found: Batch, trips: list[Trip], trip: Trip | None, stop: int) -> list[tuple[Any, list[tuple[str, Any]]]]:
    """What can be done, in groups: with a trip and a stop, with a trip alone, with a stop nobody fetches."""
    others = [(one.number, f"{showing.trip_title(one)} {one.plate}".strip()) for one in trips if one is not trip]
    if trip is None:
        return [(_("Fetch them after all, with"), [(f"fetch-{n}", words) for n, words in others])]
    free = [
        *((str(one.pk), f"{one.plate} ({one.seats})") for one in _free(found, trips)),
        ("hired", _("A hired coach")),
    ]
    if not stop:
        return [(_("Another vehicle drives this way"), [(f"vehicle-{key}", words) for key, words in free])]
    places = len([entry for entry in trip.route if entry["pick_up"] is not None])
    return [
        (_("With another vehicle"), [(f"move-{n}", words) for n, words in others]),
        (_("Another place in the order"), [(f"place-{n}", _("as stop %(n)d") % {"n": n + 1}) for n in range(places)]),
        (_("With one more vehicle, alone"), [(f"own-{key}", words) for key, words in free]),
        (_("Otherwise"), [("off-", _("Nobody fetches them"))]),
    ]


def _free(found: Batch, trips: list[Trip]) -> list[Vehicle]:
    kept = reads.ways_of(found)
    frame = planning.frame_of(found, Wishes.from_json(kept.wishes if kept else {}))
    own = {one.vehicle_id for one in trips}
    return [one for one in planning.free_vehicles(found, *planning.time_taken(found, frame)) if one.pk not in own]


def _preview(request: ActorRequest, found: Batch, seen: Preview) -> HttpResponse:
    titles = [_title(seen, route) for route in seen.after.routes]
    names = {n: spot.name for n, spot in enumerate(seen.draft.spots)}
    shown = {
        "batch": found,
        "seen": seen,
        "cost": showing.cost_words(seen.difference, seen.metres),
        "tone": "success" if seen.difference <= 0 and not seen.faults else "warning",
        "before": format_yuan(seen.before.cost),
        "after": format_yuan(seen.after.cost),
        "faults": [showing.fault_words(fault, names, titles) for fault in seen.faults],
        "routes": _changed(seen, titles),
        "left": [
            (names[one.stop], one.people, showing.reason_words()[one.reason.value]) for one in seen.after.unserved
        ],
        "way": way_to(found),
        "back": reverse("transfers:ways", args=[found.uuid]),
        "about": _about(next((one for one in seen.trips if one.number == seen.change.trip), None), seen.change.stop),
    }
    return render(request, "transfers/route_change.html", shown)


def _title(seen: Preview, route: Route) -> str:
    offer = seen.draft.offers[route.vehicle]
    for trip in seen.trips:
        if trip.pk == offer.trip:
            return f"{showing.trip_title(trip)} {trip.plate}".strip()
    if offer.is_hired:
        return _("A hired coach")
    return str(Vehicle.objects.filter(pk=offer.vehicles[0]).values_list("plate", flat=True).first() or "")


def _changed(seen: Preview, titles: list[str]) -> list[dict[str, Any]]:
    """The routes that are not as they were, with stops and times."""
    before = set(seen.before.routes)
    found = []
    for route, title in zip(seen.after.routes, titles, strict=True):
        if route in before:
            continue
        offer = seen.draft.offers[route.vehicle]
        stops = [(_clock(v.begins), seen.draft.spots[v.stop].name, v.people) for v in route.visits]
        found.append({
            "title": title, "stops": stops, "leaves": _clock(route.leaves), "arrives": _clock(route.arrives),
            "people": route.people, "places": offer.seats - seen.draft.frame.taken, "cost": format_yuan(route.cost),
        })  # fmt: skip
    return found


def _clock(seconds: int) -> str:
    """Seconds of the day as the clock shows them; a later day is said."""
    day, rest = divmod(seconds, 86400)
    said = f"{rest // 3600:02}:{rest // 60 % 60:02}"
    return said if not day else _("%(time)s (day +%(n)d)") % {"time": said, "n": day}
