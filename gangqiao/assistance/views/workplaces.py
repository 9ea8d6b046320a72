"""Pages of local places of work: the list, one of them, and its acts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.assistance.actions import workplaces as actions
from gangqiao.assistance.codes import LISTS
from gangqiao.assistance.forms.workplaces import CountForm, PledgeForm, RecogniseForm, WorkplaceForm
from gangqiao.assistance.models import Pledge, Workplace
from gangqiao.assistance.papers.workplaces import list_pdf, list_xlsx
from gangqiao.assistance.reads import workplaces as reads
from gangqiao.assistance.showing import workplaces as showing
from gangqiao.audit.events import looked, record
from gangqiao.kernel.buttons import pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of
from gangqiao.places.reads import townships
from gangqiao.transfers.views.form_pages import act_by_form

VIEW, PRINT = "assistance.view", "assistance.print"
SEATS = 30
TYPES = {
    "pdf": (list_pdf, "application/pdf"),
    "xlsx": (list_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def workplace_or_404(uuid: UUID) -> Workplace:
    """The place of work: it names nobody, and who sees assistance sees all of them."""
    found = reads.find(uuid)
    if found is None:
        raise Http404
    return found


def way_to(found: Workplace | None = None) -> tuple[Link, ...]:
    """The links that lead to a page of a place of work."""
    first = Link(_("Local places of work"), reverse("assistance:workplaces"))
    return (first, Link(found.name, reverse("assistance:workplace", args=[found.uuid]))) if found else (first,)


def asked_of(given: Any) -> reads.Asked:
    """What the list is asked for; what is unknown is not asked."""
    look, kind = given.get("look", ""), given.get("kind", "")
    return reads.Asked(
        look if look in reads.LOOKS else "", kind if kind in LISTS["workplace_kind"] else "", given.get("area", "")[:40]
    )


def workplaces(request: ActorRequest) -> HttpResponse:
    """The list: by kind, with places, who has them, and recognitions that run out."""
    asked = asked_of(request.GET)
    found = reads.listed(asked)
    query = f"&kind={asked.kind}&area={asked.area}"
    words = {
        "": pgettext("workplaces", "All"), "free": _("With free places"), "expiring": _("Recognition runs out"),
        "uncounted": _("To be counted"), "not_open": _("Closed or withdrawn"),
    }  # fmt: skip
    shown = {
        "rows": showing.rows(found, request.actor),
        "asked": asked,
        "looks": [Link(label, f"?look={key}{query}", key == asked.look) for key, label in words.items()],
        "kinds": LISTS["workplace_kind"].choices(),
        "towns": list(townships().order_by("key")),
        "is_filtered": bool(asked.kind or asked.area),
        "columns": columns_of(
            [pgettext("assistance", "Place of work"), pgettext("workplace", "Kind"), _("State"), _("Recognised until"),
             _("Places pledged"), _("Free places"), _("Placed, of your area")]
        ),
        "places": sum(one.places for one in found),
        "free": sum(one.free for one in found),
        "may_list": request.actor.may(actions.LIST),
        "may_print": request.actor.may(PRINT),
    }  # fmt: skip
    return render(request, "assistance/workplaces.html", shown)


def print_list(request: ActorRequest, form: str) -> HttpResponse:
    """The list as a workbook or a paper. It names nobody who works there."""
    if form not in TYPES:
        raise Http404
    make, kind = TYPES[form]
    found = reads.listed(asked_of(request.POST))
    content = make(found, request.actor)
    record(PRINT, actor=request.actor, area=next(iter(request.actor.areas(PRINT)), ""), fields=["workplaces", form])
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = content_disposition_header(True, f"{_('Local places of work')}.{form}")
    return answer


def workplace(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """One place of work: what it is, what it pledged, and who of the reader's area works there."""
    found, actor = workplace_or_404(workplace), request.actor
    seats, may = [], showing.acts_of(found, actor)
    sees_names = actor.may("assistance.view_cases")
    if sees_names:
        seats = reads.seats_of(found)[:SEATS]
        looked(VIEW, actor=actor, persons=[seat.person_uuid for seat in seats])
    pledges, left = reads.pledges_of(found), len(reads.people_of(found, "left"))
    shown = {
        "workplace": found,
        "row": showing.rows(reads.standings([found]), actor)[0],
        "poor": showing.poor_of(found, actor),
        "pledges": [(one, one.places - one.taken) for one in pledges],
        "seats": showing.seat_rows(seats, actor),
        "sees_names": sees_names,
        "left": left,
        "left_href": showing.people_href(found, "left", actor) if left else "",
        "may": may,
        "may_see_employer": found.employer_uuid is not None and actor.may("vacancies.view_employers"),
        "pledge_columns": columns_of(
            [pgettext("pledge", "Work"), pgettext("pledge", "Places"), _("Free places"), _("Pay a month (yuan)"),
             pgettext("pledge", "Holds"), ""]
        ),
        "seat_columns": columns_of([_("Person"), pgettext("pledge", "Work"), _("Since"), _("Said yes"), ""]),
        "way": way_to(),
    }  # fmt: skip
    return render(request, "assistance/workplace.html", shown)


def add_workplace(request: ActorRequest) -> HttpResponse:
    """Put a place of work on the list."""
    form, made = WorkplaceForm(request.POST or None, initial={"kind": "workshop"}), []

    def act() -> None:
        made.append(actions.list_workplace(form.values(), actor=request.actor))

    return act_by_form(
        request, form, act, _("Listed. Now enter the places it pledged."), title=_("List a local place of work"),
        back=reverse("assistance:workplaces"), way=way_to(),
        to=lambda: reverse("assistance:workplace", args=[made[0].uuid]),
    )  # fmt: skip


def _by_form(
    request: ActorRequest, found: Workplace, form: Any, act: Any, said: str, title: str, lead: str = ""
) -> Any:
    back = reverse("assistance:workplace", args=[found.uuid])
    return act_by_form(request, form, act, said, title=title, back=back, way=way_to(found), lead=lead)


def correct_workplace(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """Correct what is recorded of it."""
    found = workplace_or_404(workplace)
    form = WorkplaceForm(request.POST or None, workplace=found)
    lead = _("Name, address and headcount come from the register of vacancies. Correct them there.")
    return _by_form(
        request, found, form, lambda: actions.correct_workplace(found.uuid, form.values(), actor=request.actor),
        _("Corrected."), _("Correct the place of work"), lead if found.employer_uuid else "",
    )  # fmt: skip


def recognise(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """Recognise a workshop or base by a document."""
    found = workplace_or_404(workplace)
    form = RecogniseForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        actions.recognise(
            found.uuid, given["document"], given["recognised_on"], given["expires_on"], actor=request.actor
        )

    lead = _("You are reminded sixty days before the last day; after it the recognition has run out.")
    return _by_form(request, found, form, act, _("Recognised."), _("Recognise the workshop or base"), lead)


def count_people(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """How many it employs on a day."""
    found = workplace_or_404(workplace)
    form = CountForm(request.POST or None)

    def act() -> None:
        given = form.cleaned_data
        actions.count_people(found.uuid, given["headcount"], given["counted_on"], actor=request.actor)

    lead = _("Everybody it employs, registered poor or not. The registered poor are counted by their names.")
    return _by_form(request, found, form, act, _("Recorded."), _("How many people are employed?"), lead)


def withdraw_recognition(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """Take the recognition back."""
    found, note = workplace_or_404(workplace), request.POST.get("reason", "")[:200]
    pressed(request, lambda: actions.withdraw_recognition(found.uuid, note, actor=request.actor), _("Withdrawn."))
    return redirect("assistance:workplace", found.uuid)


def close_workplace(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """Close a place of work at which nobody holds a place."""
    found, note = workplace_or_404(workplace), request.POST.get("reason", "")[:200]
    said = pgettext("workplace", "Closed.")
    pressed(request, lambda: actions.close_workplace(found.uuid, note, actor=request.actor), said)
    return redirect("assistance:workplace", found.uuid)


def pledge_places(request: ActorRequest, workplace: UUID) -> HttpResponse:
    """Places it pledges."""
    found = workplace_or_404(workplace)
    form = PledgeForm(request.POST or None)
    return _by_form(
        request, found, form, lambda: actions.pledge_places(found.uuid, form.values(), actor=request.actor),
        _("Written down."), _("Places pledged for registered-poor workers"),
    )  # fmt: skip


def change_pledge(request: ActorRequest, pledge: UUID) -> HttpResponse:
    """Correct a pledge."""
    found: Pledge | None = reads.find_pledge(pledge)
    if found is None:
        raise Http404
    form = PledgeForm(request.POST or None, pledge=found)
    return _by_form(
        request, found.workplace, form, lambda: actions.change_pledge(pledge, form.values(), actor=request.actor),
        _("Corrected."), _("Correct the pledge"),
    )  # fmt: skip
