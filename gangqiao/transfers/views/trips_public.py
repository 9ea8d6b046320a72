"""Pages of carriages of trains and of flights."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import pressed
from gangqiao.transfers.actions.trips_public import add_carriage as add
from gangqiao.transfers.actions.trips_public import give_up_carriage as give_up
from gangqiao.transfers.forms.fleet import CarriageForm
from gangqiao.transfers.views.form_pages import act_by_form
from gangqiao.transfers.views.trips import batch_or_404, trip_or_404, way_to


def add_carriage(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Put a carriage or a flight on the ways of a batch."""
    found = batch_or_404(request, batch)
    usual = {
        "kind": "flight" if found.mode == "flight" else "train",
        "places": max(found.taken, 1),
        "starts_at": timezone.localtime(found.departs_at),
        "ends_at": timezone.localtime(found.arrives_at) if found.arrives_at else None,
    }
    form = CarriageForm(request.POST or None, initial=usual)
    return act_by_form(
        request,
        form,
        lambda: add(found.uuid, **form.cleaned_data, actor=request.actor),
        _("Added. Now give people their seats, and name the escort."),
        title=_("A carriage or a flight"),
        back=reverse("transfers:ways", args=[found.uuid]),
        way=way_to(found),
    )


def give_up_carriage(request: ActorRequest, trip: UUID) -> HttpResponse:
    """A carriage or a flight is not taken."""
    found = trip_or_404(request, trip)
    pressed(request, lambda: give_up(found.uuid, actor=request.actor), _("Given up. Whoever had a seat in it waits."))
    return redirect("transfers:ways", found.batch.uuid)
