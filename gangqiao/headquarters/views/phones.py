"""The phone book of liaison officers: one of each department, one of each village, with the vacancies in it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.accounts.models import Unit, User
from gangqiao.audit.events import looked
from gangqiao.headquarters.actions.bodies import name_officer
from gangqiao.headquarters.forms import OfficerForm
from gangqiao.headquarters.models import Officer
from gangqiao.headquarters.reads.bodies import (
    Line,
    may_name,
    may_name_in,
    sees_phones,
    units_with_officers,
    villages_with_officers,
)
from gangqiao.headquarters.views import columns, done, form_page, tabs
from gangqiao.kernel.actor import Actor
from gangqiao.places.levels import Level
from gangqiao.places.models import Division
from gangqiao.places.reads import townships

REASONS = [
    ("meeting", gettext_lazy("About a meeting or a decision")),
    ("issue", gettext_lazy("About an issue")),
    ("other", gettext_lazy("Another reason")),
]


def phones(request: ActorRequest) -> HttpResponse:
    """Every unit and every village with its officer; printable."""
    actor = request.actor
    units = units_with_officers()
    groups: list[tuple[Any, list[Any]]] = [(_("Departments, townships and farm bureau"), _rows(units, actor))]
    for township in townships():
        if lines := villages_with_officers(township.key):
            groups.append((township.name, _rows(lines, actor)))
    vacant = [row for _name, rows in groups for row in rows if row["line"].officer is None and row["line"].is_required]
    looked("headquarters.view", actor=actor, reason="headquarters.officer")
    shown = {
        "groups": groups,
        "vacant": vacant,
        "sees": sees_phones(actor),
        "reasons": REASONS,
        "tabs": tabs("phones"),
        "columns": columns(_("Unit or village"), _("Officer"), _("Phone"), _("Since"), ""),
    }
    return render(request, "headquarters/phones.html", shown)


def _rows(lines: list[Line], actor: Actor) -> list[dict[str, Any]]:
    may_reveal = actor.may("headquarters.reveal_phone")
    names = reverse("headquarters:name_officer")
    rows = []
    for line in lines:
        if line.unit:
            href = f"{names}?unit={line.unit.code}" if may_name(actor, line.unit) else ""
        else:
            href = f"{names}?village={line.village.pk}" if line.village and may_name_in(actor, line.village) else ""
        shows = may_reveal and line.officer is not None and line.officer.phone
        reveal = reverse("headquarters:phone", args=[line.officer.uuid]) if shows and line.officer else ""
        rows.append({"line": line, "href": href, "reveal": reveal, "masked": _masked(line.officer)})
    return rows


def _masked(officer: Officer | None) -> str:
    phone = officer.phone if officer else None
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def name(request: ActorRequest) -> HttpResponse:
    """Name the officer of a unit or village; who was it before ends on the same day."""
    place, label = _place_of(request)
    live = _officers_of(place).live().first()
    users = User.objects.filter(is_active=True)
    users = users.filter(unit=place) if isinstance(place, Unit) else users.filter(unit__area=place)
    form = OfficerForm(request.POST or None, users=users)

    def act() -> None:
        asked = form.cleaned_data
        name_officer(
            place,
            asked["name"],
            asked["phone"],
            asked["valid_from"],
            title=asked["title"],
            user=asked["user"],
            reason=asked["reason"],
            actor=request.actor,
        )

    if request.method == "POST" and done(
        request, form, act, _("Recorded. The officer before ended on that day.") if live else _("Recorded.")
    ):
        return redirect("headquarters:phones")
    lead = _("Until now: %(name)s, since %(day)s.") % {"name": live.name, "day": live.valid_from} if live else ""
    back = reverse("headquarters:phones")
    title = _("Liaison officer: %(place)s") % {"place": label}
    return form_page(request, form, title=title, save=_("Name somebody"), back=back, here="phones", lead=lead)


def _place_of(request: ActorRequest) -> tuple[Unit | Division, str]:
    """The unit or village the address names, if the reader may name an officer there; else as if it were not there."""
    if code := request.GET.get("unit", ""):
        unit = get_object_or_404(Unit, code=code)
        if may_name(request.actor, unit):
            return unit, unit.name
    elif key := request.GET.get("village", ""):
        village = get_object_or_404(Division, pk=key, level=Level.VILLAGE)
        if may_name_in(request.actor, village):
            return village, village.name
    raise Http404


def _officers_of(place: Unit | Division) -> Any:
    return Officer.objects.filter(unit=place) if isinstance(place, Unit) else Officer.objects.filter(village=place)


@never_cache
def phone(request: ActorRequest, officer: UUID) -> HttpResponse:
    """The number, in place of its mask or as a page of its own, once the reason is in the log."""
    found = get_object_or_404(Officer, uuid=officer)
    code, text = request.POST.get("reason_code", ""), request.POST.get("reason", "").strip()
    label = _("Phone")
    if code not in dict(REASONS) or not text:
        fault = _("Choose a reason and write one sentence.")
        if request.headers.get("HX-Request") == "true":
            return HttpResponse(format_html('<p data-fault="1">{}</p>', fault), status=422)
        messages.error(request, fault)
        return redirect("headquarters:phones")
    with translation.override(settings.LANGUAGE_CODE):
        reason = f"{dict(REASONS)[code]} \u00b7 {text}"
    looked("headquarters.reveal_phone", actor=request.actor, subject=found, reason=reason)
    shown = {"label": label, "value": found.phone or "", "back_href": reverse("headquarters:phones")}
    part = "web/revealed_part.html" if request.headers.get("HX-Request") == "true" else "web/revealed.html"
    answer = render(request, part, shown)
    answer["Cache-Control"] = "no-store, private"
    return answer
