"""The vehicles that leave soon, and whether they were disinfected for it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import done
from gangqiao.transfers.actions.gates_disinfection import DISINFECT, disinfect
from gangqiao.transfers.forms.gates import DisinfectForm
from gangqiao.transfers.models import Trip
from gangqiao.transfers.reads.board_seeing import reaches
from gangqiao.transfers.reads.gates_disinfection import counts_from, due, last_agent, last_for, plate_of


def vehicles(request: ActorRequest, form: DisinfectForm | None = None, about: UUID | None = None) -> HttpResponse:
    """The trips of the next days with their vehicles; the open ones first."""
    agent = last_agent(request.actor)
    rows = []
    for trip in due(request.actor):
        own = form if form is not None and about == trip.uuid else None
        rows.append(
            {
                "trip": trip,
                "plate": plate_of(trip),
                "last": last_for(trip) if plate_of(trip) else None,
                "since": counts_from(trip),
                "form": own or DisinfectForm(auto_id=f"{trip.uuid.hex}_%s", initial={"agent": agent}),
            }
        )
    rows.sort(key=lambda row: row["last"] is not None)
    is_open = sum(row["last"] is None for row in rows)
    shown = {"rows": rows, "is_open": is_open}
    return render(request, "transfers/checks_vehicles.html", shown, status=422 if form is not None else 200)


def record(request: ActorRequest, trip: UUID) -> HttpResponse:
    """Record that the vehicle of a trip was disinfected."""
    found: Any = Trip.objects.select_related("batch").filter(uuid=trip).first()
    if found is None or not reaches(request.actor, DISINFECT, found):
        raise Http404
    form = DisinfectForm(request.POST, auto_id=f"{found.uuid.hex}_%s")

    def act() -> None:
        disinfect(found.uuid, form.cleaned_data["agent"], form.cleaned_data["at"], actor=request.actor)

    if done(request, form, act, _("Recorded. It counts for this trip alone.")):
        return redirect("transfers:disinfection")
    return vehicles(request, form, found.uuid)
