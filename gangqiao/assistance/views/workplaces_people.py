"""Who works at a local place of work, who may be asked, and who gets or leaves a place."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import placing
from gangqiao.assistance.forms.workplaces import LeaveForm, PlaceForm
from gangqiao.assistance.models import Seat
from gangqiao.assistance.reads import workplaces as reads
from gangqiao.assistance.reads.workplaces_candidates import candidates as who_may_be_asked
from gangqiao.assistance.showing import workplaces as showing
from gangqiao.assistance.views.workplaces import VIEW, way_to, workplace_or_404
from gangqiao.audit.events import looked
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.kernel.scope import scope_of
from gangqiao.kernel.sections import section
from gangqiao.people.models import Person
from gangqiao.people.reads.masking import name_for, place_name, place_names
from gangqiao.people.views.subjects import person_or_404
from gangqiao.transfers.views.form_pages import act_by_form

SEES = "assistance.view_cases"
PER_PAGE = 50


def workplace_people(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """The people behind a figure of a place of work."""
    found, what, actor = workplace_or_404(workplace), request.GET.get("what", ""), request.actor
    if what not in reads.PEOPLE:
        raise Http404
    keys, start = reads.people_of(found, what), key_to_go_on(request) or 0
    persons = list(Person.objects.filter(pk__in=keys[start : start + PER_PAGE]).order_by("pk"))
    looked(VIEW, actor=actor, persons=[one.uuid for one in persons])
    places = place_names({str(one.area_id) for one in persons})
    words = {
        "placed": _("With a place there"), "poor": _("Registered poor who work there"), "left": _("Had a place there"),
    }  # fmt: skip
    shown = {
        "list_title": f"{found.name} \u00b7 {words[what]}",
        "count": len(keys),
        "is_empty": not keys,
        "rows": [
            (one, name_for(one, actor), places.get(str(one.area_id), ""), actor.may("people.view", str(one.area_id)))
            for one in persons
        ],
        "columns": columns_of([_("Person")]),
        "way": way_to(found),
        **pager_of(request, start + PER_PAGE if start + PER_PAGE < len(keys) else None),
    }
    return render(request, "assistance/workplaces_people.html", shown)


def candidates(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """Who of class B lives near and is free, with why; and to which pledge a yes leads."""
    found, actor = workplace_or_404(workplace), request.actor
    is_far = request.GET.get("far") == "1"
    rows, pledges, start = who_may_be_asked(found, far=is_far), reads.open_pledges(found), key_to_go_on(request) or 0
    page = rows[start : start + PER_PAGE]
    looked(SEES, actor=actor, persons=[one.person.uuid for one in page])
    places = place_names({str(one.person.area_id) for one in page})
    here = reverse("assistance:workplace_candidates", args=[found.uuid])
    shown = {
        "workplace": found,
        "row": showing.rows(reads.standings([found]), actor)[0],
        "rows": [
            {"one": one, "name": name_for(one.person, actor), "place": places.get(str(one.person.area_id), ""),
             "why": showing.why_candidate(one), "may_see": actor.may("people.view", str(one.person.area_id)),
             "may_place": actor.may(placing.PLACE, str(one.person.area_id))}
            for one in page
        ],
        "count": len(rows),
        "is_empty": not rows,
        "pledges": pledges,
        "looks": [Link(_("Near"), here, not is_far), Link(_("Also farther away"), f"{here}?far=1", is_far)],
        "columns": columns_of([_("Person"), _("Why"), ""]),
        "way": way_to(found),
        **pager_of(request, start + PER_PAGE if start + PER_PAGE < len(rows) else None),
    }  # fmt: skip
    return render(request, "assistance/workplaces_candidates.html", shown)


def place(request: ActorRequest, person: UUID, pledge: UUID) -> HttpResponse:
    """Somebody said yes: the place is given and the time of work begins."""
    subject, found, actor = person_or_404(person), reads.find_pledge(pledge), request.actor
    if found is None:
        raise Http404
    form = PlaceForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        placing.place(
            subject.pk, found.uuid, since=given["since"], said_on=given["said_on"], said_way=given["said_way"],
            actor=actor,
        )  # fmt: skip

    looked(SEES, actor=actor, person=subject)
    lead = f"{name_for(subject, actor)} \u00b7 {place_name(str(subject.area_id))} \u00b7 {found.trade}".rstrip(
        " \u00b7"
    )
    return act_by_form(
        request, form, act, _("The place is given, and the time of work runs from that day."),
        title=_("A place at %(name)s") % {"name": found.workplace.name},
        back=reverse("assistance:workplace", args=[found.workplace.uuid]), way=way_to(found.workplace),
        lead=f"{lead}. " + _("Only after a yes. Whoever says no is not recorded, and nothing follows from it."),
    )  # fmt: skip


def leave(request: ActorRequest, seat: UUID) -> HttpResponse:
    """Somebody left: the place is free, the time of work ends."""
    found: Seat | None = reads.seat_of(seat)
    if found is None:
        raise Http404
    form, actor, workplace = LeaveForm(request.POST or None), request.actor, found.pledge.workplace

    def act() -> None:
        given = form.cleaned_data
        placing.leave(found.uuid, until=given["until"], why=given["why"], actor=actor)

    looked(SEES, actor=actor, person=found.person)
    return act_by_form(
        request, form, act, _("Recorded. The place is free again, and the time of work has ended."),
        title=_("Left the place at %(name)s") % {"name": workplace.name},
        back=reverse("assistance:workplace", args=[workplace.uuid]), way=way_to(workplace),
        lead=f"{name_for(found.person, actor)} \u00b7 {place_name(str(found.area_id))}",
    )  # fmt: skip


@section("person", "assistance_place", verb=SEES, order=67)
def of_person(request: Any, person: Any) -> str:
    """The local place of work a person has; nothing for who has none."""
    actor, area = request.actor, str(person.area_id)
    if not actor.may(SEES, area):
        return ""
    with scope_of(actor.areas(SEES)):
        seat = reads.live_seat(person)
    if seat is None:
        return ""
    kind = pgettext("workplace", "Local place of work")
    return render_to_string(
        "assistance/workplaces_section.html",
        {"seat": seat, "workplace": seat.pledge.workplace, "title": kind,
         "kind": showing.kind_words(seat.pledge.workplace.kind),
         "may_leave": actor.may(placing.LEAVE, area)},
        request,
    )  # fmt: skip
