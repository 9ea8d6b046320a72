"""Pages of the ways of a batch, and of one trip: its stops, seats, vehicle and escorts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.packing import unpack_say
from gangqiao.transfers.actions import routes, trips
from gangqiao.transfers.actions.reach import own_passenger
from gangqiao.transfers.forms.fleet import EscortForm, GiveVehicleForm, SeatForm, WishesForm
from gangqiao.transfers.models import Batch, Passenger, PickUp, Trip, Ways
from gangqiao.transfers.policy import driving
from gangqiao.transfers.reads import fleet
from gangqiao.transfers.reads import trips as reads
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE, find_batch, reaches
from gangqiao.transfers.routes_problem import Wishes
from gangqiao.transfers.showing import batches as batches_showing
from gangqiao.transfers.showing import ways as showing
from gangqiao.transfers.states import BEFORE_DEPARTURE
from gangqiao.transfers.views.form_pages import act_by_form

VIEW, ROUTE = fleet.VIEW, routes.ROUTE


def batch_or_404(request: ActorRequest, uuid: UUID) -> Batch:
    """The batch, as far as the reader knows of it."""
    found = find_batch(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def trip_or_404(request: ActorRequest, uuid: UUID) -> Trip:
    """The trip of a batch the reader knows of."""
    found = reads.find_trip(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def way_to(batch: Batch, trip: Trip | None = None) -> tuple[Link, ...]:
    """The links that lead to the ways of a batch, or to one trip."""
    links = [
        Link(_("Batches"), reverse("transfers:batches")),
        Link(batch.number, reverse("transfers:batch", args=[batch.uuid])),
        Link(_("Vehicles and ways"), reverse("transfers:ways", args=[batch.uuid])),
    ]
    if trip is not None:
        links.append(Link(showing.trip_title(trip), reverse("transfers:trip", args=[trip.uuid])))
    return tuple(links)


@never_cache
def ways(request: ActorRequest, batch: UUID) -> HttpResponse:
    """The ways of a batch: one card a vehicle, the scheme of all, and who has none."""
    found = batch_or_404(request, batch)
    kept, counted = reads.ways_of(found), reads.count_people(found)
    cards = showing.cards_of(found, reads.trips_of(found), counted, reads.count_listed(found, request.actor))
    waiting = reads.waiting_of(found, request.actor) if cards and counted.waiting else []
    if waiting:
        looked(VIEW_PEOPLE, actor=request.actor, persons=[one.person_uuid for one in waiting], subject=found)
    may_route = reaches(request.actor, ROUTE, found) and found.status in BEFORE_DEPARTURE
    shown = batches_showing.head(found, request.actor, "transfers:ways") | {
        "batch": found,
        "ways": kept,
        "is_running": kept is not None and kept.is_running,
        "best": format_yuan(kept.best) if kept is not None and kept.best else "",
        "said": unpack_say(kept.said) if kept is not None and kept.said else "",
        "cards": cards,
        "scheme": showing.scheme_of_batch(found, kept, cards) if cards else None,
        "left": _left(kept, counted.waiting),
        "waiting": waiting,
        "waiting_count": counted.waiting,
        "total": _total(cards),
        "may_route": may_route,
        "may_give": reaches(request.actor, trips.GIVE, found) and found.status in BEFORE_DEPARTURE,
        "may_seat": reaches(request.actor, trips.SEAT, found) and found.status in BEFORE_DEPARTURE,
        "form": WishesForm(initial=_wished(kept, found)),
    }
    return render(request, "transfers/route_ways.html", shown)


def _wished(kept: Ways | None, batch: Batch) -> dict[str, Any]:
    p = driving.NUMBERS.on(clock.day_of(batch.departs_at))
    usual = Wishes(first=int(p.first_pick_up), seconds=int(p.search_seconds))
    wishes = Wishes.from_json(kept.wishes) if kept is not None and kept.wishes else usual
    first = f"{wishes.first // 60:02}:{wishes.first % 60:02}"
    return {"through": wishes.through, "hire": wishes.hire, "first": first, "seconds": wishes.seconds}


def _left(kept: Ways | None, waiting: int) -> list[dict[str, Any]]:
    """Who was on no way when it was planned: place, people, reason in words. Nobody waits any more: nothing."""
    if kept is None or not waiting:
        return []
    names = dict(PickUp.objects.filter(pk__in=[row["pick_up"] for row in kept.left]).values_list("pk", "name"))
    words = showing.reason_words()
    return [row | {"name": names.get(row["pick_up"], ""), "says": words[row["reason"]]} for row in kept.left]


def _total(cards: list[showing.Card]) -> dict[str, str]:
    return {
        "cost": format_yuan(sum(card.trip.cost for card in cards)),
        "km": f"{sum(card.trip.metres for card in cards) / 1000:,.1f}",
        "seats": f"{sum(card.trip.places for card in cards):,}",
    }


def plan_ways(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Have the ways planned."""
    found = batch_or_404(request, batch)
    form = WishesForm(request.POST or None)
    return act_by_form(
        request,
        form,
        lambda: routes.plan_routes(found.uuid, form.wishes(), actor=request.actor),
        _("The ways are being planned. The page shows them when they are found."),
        title=_("Plan the ways"),
        back=reverse("transfers:ways", args=[found.uuid]),
        way=way_to(found),
    )


def stop_ways(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Give up the search."""
    found = batch_or_404(request, batch)
    pressed(
        request, lambda: routes.stop_planning(found.uuid, actor=request.actor), _("Stopped. The ways are as before.")
    )
    return redirect("transfers:ways", found.uuid)


def seat_all(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Give everybody without a seat a free one."""
    found = batch_or_404(request, batch)
    pressed(
        request, lambda: trips.seat_all(found.uuid, actor=request.actor), _("Whoever waited got a seat that was free.")
    )
    return redirect("transfers:ways", found.uuid)


def trip(request: ActorRequest, trip: UUID) -> HttpResponse:
    """The plan of one vehicle: way, times, seats with names, driver and escorts. Prints on a page or two."""
    found = trip_or_404(request, trip)
    batch = found.batch
    people = reads.passengers_of(found, request.actor)
    if people:
        looked(VIEW_PEOPLE, actor=request.actor, persons=[one.person_uuid for one in people], subject=found)
    count = reads.count_people(batch).by_trip[found.pk]
    is_before = batch.status in BEFORE_DEPARTURE and found.departed_at is None and not found.is_cancelled
    may = {
        verb.partition(".")[2]
        for verb in (trips.GIVE, trips.NAME, trips.SEAT)
        if is_before and reaches(request.actor, verb, batch)
    }
    shown = {
        "trip": found,
        "batch": batch,
        "card": showing.card_of(batch, found, count, len(people)),
        "kind": showing.kind_words(found.kind),
        "rows": showing.seat_rows(found, people, set(reads.free_seats([found])[found.pk])),
        "hidden": count - len(people),
        "may": may,
        "way": way_to(batch),
    }
    return render(request, "transfers/trip.html", shown)


def give_vehicle(request: ActorRequest, trip: UUID) -> HttpResponse:
    """Give the trip another vehicle."""
    found = trip_or_404(request, trip)
    known = timezone.localtime(found.back_at) if found.is_back_known else None
    form = GiveVehicleForm(
        request.POST or None, vehicles=fleet.vehicles_to_give(found, request.actor),
        initial={"vehicle": found.vehicle, "back_at": known},
    )  # fmt: skip

    def act() -> None:
        given = form.cleaned_data
        trips.give_vehicle(found.uuid, given["vehicle"].uuid, actor=request.actor, back_at=given["back_at"])

    return _about(request, found, form, act, _("The trip has its vehicle."), _("Give the trip a vehicle"))


def name_escort(request: ActorRequest, trip: UUID) -> HttpResponse:
    """Name who travels along."""
    found = trip_or_404(request, trip)
    form = EscortForm(request.POST or None, users=fleet.escorts_to_name(found.batch))

    def act() -> None:
        given = form.cleaned_data
        trips.name_escort(found.uuid, given["user"].pk, phone=given["phone"], actor=request.actor)

    return _about(request, found, form, act, _("The escort is named."), _("Name an escort"))


def unname_escort(request: ActorRequest, trip: UUID) -> HttpResponse:
    """Somebody does not travel along."""
    found = trip_or_404(request, trip)
    user = request.POST.get("user", "")
    if not user.isdecimal() or not found.escorting.filter(user=int(user)).exists():
        raise Http404
    pressed(request, lambda: trips.unname_escort(found.uuid, int(user), actor=request.actor), _("Taken off the trip."))
    return redirect("transfers:trip", found.uuid)


def _about(request: ActorRequest, found: Trip, form: Any, act: Any, said: Any, title: Any) -> HttpResponse:
    back = reverse("transfers:trip", args=[found.uuid])
    return act_by_form(request, form, act, said, title=title, back=back, way=way_to(found.batch, found))


def seat(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """Give a passenger a seat of one of the batch's trips."""
    try:
        found = own_passenger(passenger, trips.SEAT, request.actor)
    except Passenger.DoesNotExist as unknown:
        raise Http404 from unknown
    batch = Batch.objects.get(pk=found.batch_id)
    all_trips = reads.trips_of(batch)
    free = reads.free_seats(all_trips)
    seats = [
        (showing.trip_title(one), [(f"{one.uuid}:{n}", _("seat %(n)d") % {"n": n}) for n in free[one.pk]])
        for one in all_trips
    ]
    form = SeatForm(request.POST or None, seats=seats)
    looked(VIEW_PEOPLE, actor=request.actor, persons=[found.person_uuid], subject=batch)

    def act() -> None:
        where, _colon, number = form.cleaned_data["where"].partition(":")
        trips.seat(found.uuid, UUID(where), int(number), actor=request.actor)

    return act_by_form(
        request, form, act, _("The seat is given."), title=_("Give a seat"),
        back=reverse("transfers:ways", args=[batch.uuid]), way=way_to(batch), lead=found.shown_name or "",
    )  # fmt: skip
