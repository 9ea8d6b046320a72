"""Leaflets: the policies and services that are carried to the doors together with the jobs."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.kernel import clock
from gangqiao.kernel.links import Link
from gangqiao.people.codes import LISTS
from gangqiao.vacancies.actions.leaflets import FIELDS, VERB
from gangqiao.vacancies.actions.leaflets import write_leaflet as write
from gangqiao.vacancies.forms.leaflets import LeafletForm
from gangqiao.vacancies.models import Leaflet
from gangqiao.vacancies.views.form_pages import act_by_form
from gangqiao.vacancies.views.releases import tabs


def leaflets(request: ActorRequest) -> HttpResponse:
    """Every leaflet, those in force first."""
    today = clock.today()
    rows = [
        (one, LISTS["category"].word(one.suits) if one.suits else _("everybody"), _standing(one, today))
        for one in Leaflet.objects.all()
    ]
    rows.sort(key=lambda row: row[2][0] != "good")
    shown = {
        "rows": rows,
        "tabs": tabs("leaflets"),
        "may_write": request.actor.may(VERB),
        "columns": [{"label": label} for label in (_("Leaflet"), _("For whom"), _("Document"), _("State"))],
    }
    return render(request, "vacancies/leaflets.html", shown)


def _standing(one: Leaflet, today: date) -> tuple[str, str]:
    if one.valid_from > today:
        return "calm", _("not yet")
    if one.valid_to is not None and one.valid_to <= today:
        return "calm", _("no longer in force")
    return "good", _("in force")


def new_leaflet(request: ActorRequest) -> HttpResponse:
    """Write a leaflet."""
    return _form(request, None)


def change_leaflet(request: ActorRequest, leaflet: UUID) -> HttpResponse:
    """Change a leaflet; packs that are printed already keep the old words until they are printed again."""
    return _form(request, get_object_or_404(Leaflet, uuid=leaflet))


def _form(request: ActorRequest, found: Leaflet | None) -> HttpResponse:
    start = {name: getattr(found, name) for name in FIELDS} if found else None
    form = LeafletForm(request.POST or None, initial=start)

    def act() -> None:
        write(found, actor=request.actor, **form.cleaned_data)

    title = _("Change a leaflet") if found else _("Write a leaflet")
    said, back = _("Recorded. It goes along with the next packs."), reverse("vacancies:leaflets")
    way = (Link(_("Policies and services"), back),)
    return act_by_form(request, form, act, said, title=title, back=back, way=way)
