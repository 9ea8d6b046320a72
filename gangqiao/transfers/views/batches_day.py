"""The day itself at a desk: who is on board, vehicle by vehicle; departure, arrival, hand-over. Phones do the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import pressed
from gangqiao.people.reads.masking import name_for
from gangqiao.transfers.actions import day, day_arriving, day_departing
from gangqiao.transfers.forms.handing import HandOverForm
from gangqiao.transfers.models import Batch, Passenger, Trip
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE, batches_seen, reaches
from gangqiao.transfers.showing import passengers as showing
from gangqiao.transfers.showing.batches import head
from gangqiao.transfers.states import PassengerStatus, Status
from gangqiao.transfers.views.batches import batch_or_404, way_to
from gangqiao.transfers.views.form_pages import act_by_form
from gangqiao.transfers.views.passengers import passenger_or_404

SHOWN = (
    PassengerStatus.CLEARED, PassengerStatus.BOARDED, PassengerStatus.NO_SHOW, PassengerStatus.ARRIVED,
    PassengerStatus.STARTED, PassengerStatus.DID_NOT_START, PassengerStatus.HELD, PassengerStatus.CONFIRMED,
)  # fmt: skip


def board_page(request: ActorRequest, batch: UUID) -> HttpResponse:
    """The vehicles of a batch with their people; one vehicle is open at a time."""
    found, actor = batch_or_404(request, batch), request.actor
    trips = list(found.trips.filter(is_cancelled=False).select_related("handing"))
    number = request.GET.get("vehicle", "")
    chosen = next((one for one in trips if str(one.number) == number), trips[0] if trips else None)
    people: list[Passenger] = []
    if chosen is not None:
        rows = Passenger.objects.filter(trip=chosen, status__in=SHOWN).select_related("person", "pick_up", "trip")
        people = list(rows.order_by("seat", "pk"))
        looked(VIEW_PEOPLE, actor=actor, persons=[one.person_uuid for one in people])
    here = reverse("transfers:day", args=[found.uuid])
    shown = head(found, actor, "transfers:day") | {
        "trips": [(one, f"{here}?vehicle={one.number}", one == chosen) for one in trips],
        "trip": chosen,
        "rows": showing.rows(people, actor),
        "is_boarding": _is_boarding(found, chosen),
        "may": _trip_acts(found, chosen, actor),
        "may_all": _batch_acts(found, actor),
    }
    return render(request, "transfers/batch_day.html", shown)


def _is_boarding(batch: Batch, trip: Trip | None) -> bool:
    """People board a vehicle that has not left, once the batch is cleared."""
    return trip is not None and trip.departed_at is None and batch.status in (Status.CLEARED, Status.DEPARTED)


def _trip_acts(batch: Batch, trip: Trip | None, actor: Any) -> set[str]:
    if trip is None:
        return set()
    open_now = {
        "depart": trip.departed_at is None and batch.status in (Status.CLEARED, Status.DEPARTED),
        "arrive": trip.departed_at is not None and trip.arrived_at is None,
        "hand_over": trip.arrived_at is not None and not hasattr(trip, "handing"),
    }
    return {verb for verb, is_open in open_now.items() if is_open and reaches(actor, f"transfers.{verb}", batch)}


def _batch_acts(batch: Batch, actor: Any) -> set[str]:
    open_now = {"depart": batch.status == Status.CLEARED, "arrive": batch.status == Status.DEPARTED}
    return {verb for verb, is_open in open_now.items() if is_open and reaches(actor, f"transfers.{verb}", batch)}


def trip_or_404(request: ActorRequest, uuid: UUID) -> Trip:
    """The trip, as far as the reader knows of its batch."""
    known = batches_seen(request.actor).order_by().values("pk")
    found: Trip | None = Trip.objects.select_related("batch").filter(uuid=uuid, batch__in=known).first()
    if found is None:
        raise Http404
    return found


def _to(trip: Trip) -> str:
    return f"{reverse('transfers:day', args=[trip.batch.uuid])}?vehicle={trip.number}"


def depart_trip(request: ActorRequest, trip: UUID) -> HttpResponse:
    """One vehicle leaves."""
    found = trip_or_404(request, trip)
    pressed(request, lambda: day_departing.depart_trip(found.uuid, clock.now(), actor=request.actor), _("Departed."))
    return redirect(_to(found))


def arrive_trip(request: ActorRequest, trip: UUID) -> HttpResponse:
    """One vehicle has arrived."""
    found = trip_or_404(request, trip)
    pressed(request, lambda: day_arriving.arrive_trip(found.uuid, clock.now(), actor=request.actor), _("Arrived."))
    return redirect(_to(found))


def depart(request: ActorRequest, batch: UUID) -> HttpResponse:
    """All vehicles that are ready leave."""
    found = batch_or_404(request, batch)
    pressed(request, lambda: day_departing.depart(found.uuid, actor=request.actor), _("Departed."))
    return redirect("transfers:day", found.uuid)


def arrive(request: ActorRequest, batch: UUID) -> HttpResponse:
    """All vehicles have arrived."""
    found = batch_or_404(request, batch)
    pressed(request, lambda: day_departing.arrive(found.uuid, actor=request.actor), _("Arrived."))
    return redirect("transfers:day", found.uuid)


def hand_over(request: ActorRequest, trip: UUID) -> HttpResponse:
    """The employer or the station takes the people of a vehicle over, each by name."""
    found = trip_or_404(request, trip)
    rows = Passenger.objects.filter(trip=found, status=PassengerStatus.ARRIVED).select_related("person")
    people = list(rows.order_by("seat", "pk"))
    looked("transfers.hand_over", actor=request.actor, persons=[one.person_uuid for one in people])
    form = HandOverForm(
        request.POST or None, people=[(one.uuid, name_for(one.person, request.actor)) for one in people]
    )

    def act() -> None:
        given = form.cleaned_data
        day_arriving.hand_over(
            found.uuid,
            given["receiver"],
            given["receiver_of"],
            form.accepted(),
            form.rejected(),
            "",
            clock.now(),
            actor=request.actor,
        )

    return act_by_form(
        request,
        form,
        act,
        _("Handed over."),
        title=_("Hand-over of vehicle %(n)d") % {"n": found.number},
        back=_to(found),
        way=way_to(found.batch),
        lead=_("Everybody who arrived is taken over, or not, with a reason."),
    )


def _about(act: Callable[..., Any], said: Any) -> Callable[..., HttpResponse]:
    """A button beside a passenger, which leads back to the vehicle."""

    def view(request: ActorRequest, passenger: UUID) -> HttpResponse:
        found = passenger_or_404(passenger)
        pressed(request, lambda: act(found.uuid, request.actor), said)
        number = f"?vehicle={found.trip.number}" if found.trip else ""
        return redirect(reverse("transfers:day", args=[found.batch.uuid]) + number)

    return view


board = _about(lambda uuid, actor: day.board(uuid, "list", clock.now(), actor=actor), gettext_lazy("On board."))
unboard = _about(lambda uuid, actor: day.unboard(uuid, actor=actor), gettext_lazy("Not on board."))
miss = _about(lambda uuid, actor: day.miss(uuid, actor=actor), gettext_lazy("Recorded: did not come."))
