"""The desk of other phone apps: connect one, see which are connected, and the list of work that failed or waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from gangqiao.audit.events import looked
from gangqiao.kernel.errors import Refusal
from gangqiao.openrosa import actions
from gangqiao.openrosa.actions.connecting import Connected, coded
from gangqiao.openrosa.forms import ConnectForm
from gangqiao.openrosa.models import Entity, EntityWork, Submission
from gangqiao.openrosa.reads import desk
from gangqiao.people.views.subjects import form_page, say_refusal
from gangqiao.places.models import Division
from gangqiao.surveys.models import Campaign

Request = Any  # accounts.middleware.ActorRequest


def devices(request: Request) -> HttpResponse:
    """The phone apps that are connected, and those that were."""
    labels = (_("Name of the phone"), _("Officer"), _("Village"), _("Connected on"), _("Last seen"), _("State"), "")
    rows = desk.devices_of(request.actor)
    shown = {"rows": rows, "is_empty": not rows, "columns": [{"label": label} for label in labels]}
    return render(request, "openrosa/devices.html", shown)


@dataclass(frozen=True, slots=True)
class Code:
    """The settings for one survey as a code, and as words for who types them."""

    survey: Campaign
    image: str
    url: str


def connect(request: Request) -> HttpResponse:
    """Connect a phone app of the reader. The key is shown once, on the answer itself: it is stored nowhere."""
    villages = desk.villages_of(request.actor)
    form = ConnectForm(villages, request.POST or None)
    if request.method == "POST" and form.is_valid():
        village: Division = next(v for v in villages if str(v.pk) == form.cleaned_data["village"])
        try:
            made = actions.connect(village, name=form.cleaned_data["name"], actor=request.actor)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return render(request, "openrosa/connected.html", _connected(request, made, village))
    return form_page(request, "openrosa/connect.html", form=form, villages=villages)


def _connected(request: Request, made: Connected, village: Division) -> dict[str, Any]:
    host = request.build_absolute_uri("/")
    surveys = desk.surveys_at(str(village.pk))
    codes = [Code(s, _image(coded(made.settings(host, s))), f"{host.rstrip('/')}{made.path(s)}") for s in surveys]
    plain = [f"{host}v1/projects/{s.pk}" for s in surveys]
    return {"made": made, "village": village, "codes": codes, "plain": plain}


def _image(text: str) -> str:
    """A code as an image within the page: nothing is fetched, nothing is stored."""
    image: str = segno.make(text, error="l", micro=False).svg_data_uri(scale=5, border=3)
    return image


def disconnect(request: Request, app: UUID) -> HttpResponse:
    """Close a phone app for good."""
    device = next((d for d in desk.devices_of(request.actor) if d.uuid == app), None)
    if device is None:
        raise Http404
    try:
        actions.disconnect(device, reason=request.POST.get("reason", ""), actor=request.actor)
        messages.success(request, _("“%(name)s” is disconnected.") % {"name": device.name})
    except Refusal as refusal:
        say_refusal(request, refusal)
    return redirect("openrosa:devices")


def work(request: Request) -> HttpResponse:
    """What failed, what waits, and what two answered differently; each with owner and age."""
    found = list(desk.to_do()[: desk.PAGE])
    rows = desk.shown(found)
    conflicts = desk.conflicts_shown(list(desk.conflicts()[: desk.PAGE]))
    persons = [one.row.uuid for one in (*rows, *conflicts) if one.row is not None and one.is_person]
    looked("openrosa.collect", actor=request.actor, persons=persons)
    labels = (_("Person or household"), _("What is wrong"), _("Arrived"), _("Owner"), "")
    shown = {
        "rows": rows,
        "is_empty": not rows,
        "columns": [{"label": label} for label in labels],
        "conflicts": conflicts,
        "may_withdraw": request.actor.may("openrosa.connect"),
        "conflict_columns": [
            {"label": label}
            for label in (_("Person or household"), _("Item"), _("Answered before"), _("Stands now"), "")
        ],
    }
    return render(request, "openrosa/work.html", shown)


def _work(uuid: UUID) -> EntityWork:
    found = EntityWork.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def again(request: Request, work: UUID) -> HttpResponse:
    """Try a piece of work again."""
    try:
        done = actions.try_again(_work(work).uuid, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    else:
        if done.state == "applied":
            messages.success(request, _("It is carried into the register now."))
        else:
            messages.warning(request, _("It still does not go: the reason stands beside it."))
    return redirect("openrosa:work")


def settle(request: Request, work: UUID) -> HttpResponse:
    """Close a piece of work that was mended by hand."""
    try:
        actions.settle(_work(work).uuid, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    return redirect("openrosa:work")


def resolve(request: Request, entity: UUID) -> HttpResponse:
    """Say that somebody has looked at what two answered differently."""
    found = Entity.objects.filter(uuid=entity).first()
    if found is None:
        raise Http404
    try:
        actions.resolve(found.uuid, actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    return redirect("openrosa:work")


def withdraw(request: Request, submission: UUID) -> HttpResponse:
    """Take a form back."""
    found = Submission.objects.filter(uuid=submission).first()
    if found is None:
        raise Http404
    try:
        actions.withdraw(found.uuid, reason=request.POST.get("reason", ""), actor=request.actor)
    except Refusal as refusal:
        say_refusal(request, refusal)
    return redirect("openrosa:work")
