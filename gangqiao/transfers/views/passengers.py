"""The page of one passenger, and what is recorded about one: yes, off the list, where they board, at work or not."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel import clock
from gangqiao.kernel.buttons import done, pressed
from gangqiao.people.reads.masking import name_for, place_name
from gangqiao.transfers.actions import day_starting
from gangqiao.transfers.actions import passengers as actions
from gangqiao.transfers.codes import LISTS
from gangqiao.transfers.forms.batches import JourneyForm
from gangqiao.transfers.models import Passenger
from gangqiao.transfers.reads.board_seeing import VIEW_PEOPLE
from gangqiao.transfers.showing import passengers as showing
from gangqiao.transfers.showing.batches import history
from gangqiao.transfers.showing.consent import agreed_words, consent_words
from gangqiao.transfers.states import ON_THE_LIST


def passenger_or_404(uuid: UUID) -> Passenger:
    """The passenger, within the scope."""
    rows = Passenger.objects.select_related("person", "batch", "pick_up", "trip", "area")
    found: Passenger | None = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def passenger(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """One passenger: state, the yes, where they board and sit, what was done."""
    return _page(request, passenger_or_404(passenger))


def _page(request: ActorRequest, found: Passenger, status: int = 200, form: JourneyForm | None = None) -> HttpResponse:
    actor = request.actor
    looked(VIEW_PEOPLE, actor=actor, person=found.person)
    row = showing.rows([found], actor)[0]
    may_change = found.status in ON_THE_LIST and actor.may("transfers.register", str(found.area_id))
    shown = {
        "row": row,
        "passenger": found,
        "batch": found.batch,
        "name": name_for(found.person, actor),
        "place": place_name(str(found.area_id)),
        "states": showing.course(found),
        "may": row.may,
        "consent_words": consent_words(found.batch.employer) if "consent" in row.may else "",
        "agreed_words": agreed_words(found.consent_text, found.batch.employer) if found.consent_on else "",
        "consent_way": LISTS["consent_way"].word(found.consent_way) if found.consent_way else "",
        "ways": LISTS["consent_way"].choices(),
        "off_reasons": [(c, w) for c, w in LISTS["off_reason"].choices() if c != "cancelled"],
        "not_started": LISTS["not_started_reason"].choices(),
        "may_see_person": actor.may("people.view", str(found.area_id)),
        "may_print": actor.may("transfers.print", str(found.area_id)),
        "form": (form or _form(found)) if may_change else None,
        "today": clock.today(),
        "history": history(found),
    }
    return render(request, "transfers/passenger.html", shown, status=status)


def _form(found: Passenger, data: Any = None) -> JourneyForm:
    first = {"pick_up": found.pick_up.uuid if found.pick_up else "", "together": found.together, "alone": found.alone}
    return JourneyForm(data, initial=first, area=str(found.area_id))


def change_journey(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """Where the passenger boards, with whom they go, whether on the own account."""
    found = passenger_or_404(passenger)
    form = _form(found, request.POST)

    def act() -> None:
        given = form.cleaned_data
        actions.change_journey(
            found.uuid,
            pick_up=given["pick_up"].uuid if given["pick_up"] else None,
            together=given["together"],
            alone=given["alone"],
            actor=request.actor,
        )

    if done(request, form, act, _("Saved.")):
        return redirect("transfers:passenger", found.uuid)
    return _page(request, found, 422, form)


def consent(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """The person agrees to travel."""
    found, way = passenger_or_404(passenger), request.POST.get("way", "")[:10]
    said = gettext_lazy("Recorded: says yes. It can be taken back any time before boarding.")
    pressed(request, lambda: actions.record_consent(found.uuid, way, actor=request.actor), said)
    return _back(request, found)


def take_off(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """The person does not travel with this batch."""
    found, given = passenger_or_404(passenger), request.POST.get
    reason, words = given("reason_code", "")[:16], given("reason", "")[:200]
    said = gettext_lazy("Taken off the list. The seat is free again; it has no consequence for the person.")
    pressed(request, lambda: actions.take_off(found.uuid, reason, words, actor=request.actor), said)
    return _back(request, found)


def start(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """The person is at work."""
    found = passenger_or_404(passenger)
    day: date = parse_date(request.POST.get("on", "")[:10]) or clock.today()
    said = gettext_lazy("Recorded: at work. The time of work runs from that day.")
    pressed(request, lambda: day_starting.start(found.uuid, day, actor=request.actor), said)
    return redirect("transfers:passenger", found.uuid)


def not_start(request: ActorRequest, passenger: UUID) -> HttpResponse:
    """The person arrived and did not start."""
    found, given = passenger_or_404(passenger), request.POST.get
    reason, words = given("reason_code", "")[:16], given("reason", "")[:200]
    said = gettext_lazy("Recorded. Ask the person what next.")
    pressed(request, lambda: day_starting.not_start(found.uuid, reason, words, actor=request.actor), said)
    return redirect("transfers:passenger", found.uuid)


def _back(request: ActorRequest, found: Passenger) -> HttpResponse:
    """From a list back to the list, where the next one waits; else to the page."""
    if request.POST.get("to") == "batch":
        return redirect("transfers:batch", found.batch.uuid)
    return redirect("transfers:passenger", found.uuid)
