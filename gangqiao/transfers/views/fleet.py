"""Pages of vehicles and pick-up points."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.money import format_yuan
from gangqiao.kernel.paging import columns_of
from gangqiao.places.models import Division
from gangqiao.places.reads import path_names, townships
from gangqiao.transfers.actions import vehicles as actions
from gangqiao.transfers.forms.fleet import PickUpForm, VehicleForm, WorkbookForm
from gangqiao.transfers.models import PickUp, Vehicle
from gangqiao.transfers.reads import fleet as reads
from gangqiao.transfers.routes_workbook import vehicles_in
from gangqiao.transfers.showing import ways as showing
from gangqiao.transfers.states import VehicleStatus
from gangqiao.transfers.views.form_pages import act_by_form

ADD, CORRECT = actions.ADD, actions.CORRECT


def _vehicle(request: ActorRequest, uuid: UUID) -> Vehicle:
    found = reads.find_vehicle(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def _way(found: Vehicle | None = None) -> tuple[Link, ...]:
    first = Link(_("Vehicles"), reverse("transfers:fleet"))
    return (first, Link(found.plate, reverse("transfers:vehicle", args=[found.uuid]))) if found else (first,)


def fleet(request: ActorRequest) -> HttpResponse:
    """The vehicles, with the papers that end soon."""
    look = request.GET.get("look", "")
    look = look if look in reads.LOOKS else ""
    rows = reads.fleet(request.actor, look)
    words = {"": _("In service"), "expiring": _("Papers that end"), "out": _("Out of service")}
    shown = {
        "rows": [(one, showing.kind_words(one.kind), showing.papers_of(one)) for one in rows],
        "looks": [Link(label, f"?look={key}", key == look) for key, label in words.items()],
        "seats": sum(one.seats for one in rows),
        "columns": columns_of(
            [_("Number plate"), pgettext("vehicle", "Kind"), pgettext("vehicle", "Seats"),
             pgettext("vehicle", "Driver"), *showing.paper_labels().values(), _("Trips ahead")]
        ),
        "may_add": request.actor.may(ADD),
        "may_keep": request.actor.may(actions.KEEP),
    }  # fmt: skip
    return render(request, "transfers/fleet.html", shown)


def vehicle(request: ActorRequest, vehicle: UUID) -> HttpResponse:
    """One vehicle with its trips."""
    found = _vehicle(request, vehicle)
    status = VehicleStatus(found.status)
    steps = {step.verb.partition(".")[2] for step in Vehicle.LIFE_CYCLE.steps_from(status)}
    shown = {
        "vehicle": found,
        "kind": showing.kind_words(found.kind),
        "status": status.label,
        "tone": "good" if status is VehicleStatus.IN_SERVICE else "calm",
        "papers": showing.papers_of(found),
        "cost": format_yuan(found.cost),
        "cost_per_km": format_yuan(found.cost_per_km),
        "trips": reads.trips_of(found),
        "columns": columns_of([_("Batch"), _("Leaves at"), _("Arrives at"), _("Vehicle is back at"), _("Destination")]),
        "may": {verb for verb in steps if _may(request, f"transfers.{verb}", found)},
        "may_correct": _may(request, CORRECT, found),
        "way": _way(),
    }
    return render(request, "transfers/vehicle.html", shown)


def _may(request: ActorRequest, verb: str, found: Vehicle) -> bool:
    return any(request.actor.may(verb, path) for path in found.paths)


def add_vehicle(request: ActorRequest) -> HttpResponse:
    """Add a vehicle."""
    form = VehicleForm(request.POST or None, initial={"kind": "coach", "seats": 49})
    form.offer_areas(request.actor.areas(ADD))
    made: list[Vehicle] = []

    def act() -> None:
        area = form.cleaned_data["area"].key
        made.append(actions.add_vehicle(form.values(), area=area, actor=request.actor))

    return act_by_form(
        request, form, act, _("Added."), title=_("Add a vehicle"), back=reverse("transfers:fleet"), way=_way(),
        to=lambda: reverse("transfers:vehicle", args=[made[0].uuid]),
    )  # fmt: skip


def correct_vehicle(request: ActorRequest, vehicle: UUID) -> HttpResponse:
    """Correct a vehicle."""
    found = _vehicle(request, vehicle)
    form = VehicleForm(request.POST or None, vehicle=found)
    return act_by_form(
        request,
        form,
        lambda: actions.correct_vehicle(found.uuid, form.values(), actor=request.actor),
        _("Corrected."),
        title=_("Correct the vehicle"),
        back=reverse("transfers:vehicle", args=[found.uuid]),
        way=_way(found),
        lead=_("Trips that are planned keep number plate and driver as they were given."),
    )


def retire_vehicle(request: ActorRequest, vehicle: UUID) -> HttpResponse:
    """Take it out of service."""
    found, note = _vehicle(request, vehicle), request.POST.get("reason", "")
    pressed(request, lambda: actions.retire_vehicle(found.uuid, note, actor=request.actor), _("It is out of service."))
    return redirect("transfers:vehicle", found.uuid)


def return_vehicle(request: ActorRequest, vehicle: UUID) -> HttpResponse:
    """Put it back into service."""
    found = _vehicle(request, vehicle)
    pressed(request, lambda: actions.return_vehicle(found.uuid, actor=request.actor), _("It is in service again."))
    return redirect("transfers:vehicle", found.uuid)


def bring_vehicles(request: ActorRequest) -> HttpResponse:
    """A list of vehicles in a workbook: new ones are added, known ones corrected; faults are said line by line."""
    form = WorkbookForm(request.POST or None, request.FILES or None)
    areas = [area for area in request.actor.areas(ADD) if not area.startswith("@")]
    found: list[Any] = []

    def act() -> None:
        file = form.cleaned_data["file"]
        found.append(vehicles_in(file.read(), file.name, areas[0], actor=request.actor))

    page = act_by_form(
        request, form, act, _("The list was read."), title=_("Vehicles from a workbook"),
        back=reverse("transfers:fleet"), way=_way(), template="transfers/fleet_workbook.html",
        lead=_("Columns: number plate, kind, seats, licensed until, insured until, driver, phone, cost."),
    )  # fmt: skip
    if found and found[0].faults:
        return render(request, "transfers/fleet_workbook.html", {"found": found[0], "way": _way(), "form": form})
    return page


# --- pick-up points ---------------------------------------------------------------------------------------------------


def pick_ups(request: ActorRequest) -> HttpResponse:
    """The pick-up points of a township, by village."""
    here = [one for one in townships().order_by("key") if _sees(request, one.key)]
    if not here:
        raise Http404
    chosen = next((one for one in here if one.key == request.GET.get("township")), here[0])
    rows = [(one, points, request.actor.may(actions.KEEP, one.key)) for one, points in
            reads.villages_seen(request.actor, chosen.key)]  # fmt: skip
    shown = {
        "townships": [Link(one.name, f"?township={one.key}", one.key == chosen.key) for one in here],
        "chosen": chosen,
        "rows": rows,
        "columns": columns_of([_("Village"), _("Pick-up points"), ""]),
    }
    return render(request, "transfers/fleet_pick_ups.html", shown)


def _sees(request: ActorRequest, township: str) -> bool:
    areas = request.actor.areas(reads.VIEW)
    return any(township.startswith(area) or area.startswith(township) for area in areas)


def _back(village: str) -> str:
    township = next((one.key for one in townships() if village.startswith(one.key)), "")
    return f"{reverse('transfers:pick_ups')}?township={township}"


def add_pick_up(request: ActorRequest) -> HttpResponse:
    """One more pick-up point of the village that the address names."""
    village = Division.objects.filter(pk=request.GET.get("village", "")).first()
    if village is None or not request.actor.may(actions.KEEP, village.key):
        raise Http404
    return _point(request, village.key, None)


def change_pick_up(request: ActorRequest, pick_up: UUID) -> HttpResponse:
    """Correct a pick-up point."""
    found = reads.find_pick_up(pick_up, request.actor)
    if found is None:
        raise Http404
    return _point(request, str(found.area_id), found)


def _point(request: ActorRequest, village: str, found: PickUp | None) -> HttpResponse:
    names = ("name", "longitude", "latitude", "remarks")
    form = PickUpForm(request.POST or None, initial={name: getattr(found, name) for name in names} if found else None)
    uuid = found.uuid if found else None
    return act_by_form(
        request,
        form,
        lambda: actions.keep_pick_up(village, form.cleaned_data, uuid=uuid, actor=request.actor),
        _("Kept."),
        title=_("Correct the pick-up point") if found else _("Add a pick-up point"),
        back=_back(village),
        way=(Link(_("Pick-up points"), _back(village)),),
        lead=" ".join(path_names(village)[-2:]),
    )


def open_pick_up(request: ActorRequest, pick_up: UUID) -> HttpResponse:
    """Close a pick-up point, or use it again."""
    found = reads.find_pick_up(pick_up, request.actor)
    if found is None:
        raise Http404
    values = {"is_open": not found.is_open}
    said = _("It is not used any more.") if found.is_open else _("It is used again.")
    act = lambda: actions.keep_pick_up(str(found.area_id), values, uuid=found.uuid, actor=request.actor)  # noqa: E731
    pressed(request, act, said)
    return redirect(_back(str(found.area_id)))
