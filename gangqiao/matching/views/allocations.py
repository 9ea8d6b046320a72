"""The allocation workbench: the list, preparing and changing, one allocation with its result, and its buttons."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.cache import never_cache

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import Buttons, done, pressed
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.matching.actions import allocations as actions
from gangqiao.matching.actions.allocations_sending import propose as propose_act
from gangqiao.matching.forms.allocations import AllocationForm
from gangqiao.matching.models import Allocation
from gangqiao.matching.policy.allocations import CLASSES, REASON_OF, Wishes
from gangqiao.matching.reads import allocations as reads
from gangqiao.matching.showing import allocations as showing
from gangqiao.matching.showing import allocations_seats as seats
from gangqiao.places.reads import path_names

VIEW = "matching.view_allocations"
PLAN = actions.PLAN


def allocation_or_404(_request: Any, uuid: UUID) -> Allocation:
    found: Allocation = get_object_or_404(Allocation, uuid=uuid)
    return found


def allocations(request: ActorRequest) -> HttpResponse:
    """The allocations of the county; for a township or a village what was proposed for its own people."""
    rows = reads.all_of()
    shown = {
        "rows": [(row, showing.TONES[showing.S(row.status)]) for row in rows],
        "sent": [] if rows else reads.sent_here(),
        "may_plan": request.actor.may(PLAN),
        "columns": columns_of(
            [
                pgettext("allocation", "Name"),
                _("State"),
                pgettext("allocation", "People"),
                _("Seats filled"),
                _("Made by"),
            ]
        ),
        "sent_columns": columns_of([pgettext("allocation", "Name"), _("People taking part"), _("Proposed"), _("Sent")]),
    }
    return render(request, "matching/allocations.html", shown)


def prepare(request: ActorRequest) -> HttpResponse:
    """Prepare an allocation."""
    bound = request.POST if request.method == "POST" else None
    form = AllocationForm(bound, wishes=Wishes())
    made: list[Allocation] = []

    def act() -> None:
        made.append(actions.prepare(form.cleaned_data["name"], form.chosen(), actor=request.actor))

    if bound is not None and done(request, form, act, _("Prepared. Look at what is chosen, then have it computed.")):
        return redirect("matching:allocation", made[0].uuid)
    return _form(request, form, _("Prepare an allocation"), reverse("matching:allocations"))


def change(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """Choose otherwise for the next run."""
    row = allocation_or_404(request, allocation)
    bound = request.POST if request.method == "POST" else None
    form = AllocationForm(bound, wishes=Wishes.from_json(row.wishes), name=row.name)

    def act() -> None:
        actions.change(row.pk, form.cleaned_data["name"], form.chosen(), actor=request.actor)

    if bound is not None and done(request, form, act, _("Changed. Compute it again to see what that does.")):
        return redirect("matching:allocation", row.uuid)
    return _form(request, form, _("Change what is chosen"), reverse("matching:allocation", args=[row.uuid]))


def _form(request: ActorRequest, form: AllocationForm, title: str, back: str) -> HttpResponse:
    shown = {"form": form, "form_title": title, "back": back}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "matching/allocation_form.html", shown, status=status)


@never_cache
def allocation(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """One allocation: what is chosen, how far its run is, what came of it."""
    row = allocation_or_404(request, allocation)
    shown = showing.page(row, request.actor, request.GET.get("by", ""))
    if "by" in shown:
        shown["seats"], shown["more_seats"] = seats.seats_of(row, shown["by"])
    return render(request, "matching/allocation.html", shown)


def people(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """The people behind a figure, within the reader's scope; who looked at whom is written down."""
    given = request.GET.get
    run = reads.run_of(allocation)
    what, reason, cls = given("what", "placed"), given("reason", ""), given("cls", "")
    if not run or what not in reads.WHATS or (reason and reason not in REASON_OF) or (cls and cls not in CLASSES):
        raise Http404
    vacancy = given("vacancy", "")
    asked = reads.Asked(what, given("area", "")[:40], reason, cls, int(vacancy) if vacancy.isdecimal() else 0)
    found = reads.people_of(allocation, run, asked)
    start = key_to_go_on(request) or 0
    some = found[start : start + reads.PER_PAGE]
    rows = seats.people_of(some, request.actor)
    looked(VIEW, actor=request.actor, persons=[one.uuid for one in rows])
    more = start + reads.PER_PAGE if len(found) > start + reads.PER_PAGE else None
    row = Allocation.objects.filter(uuid=allocation).only("name", "uuid").first()
    shown = pager_of(request, more) | {
        "row": row, "rows": rows, "count": len(found), "what": what, "list_title": _title(asked),
        "columns": columns_of(_heads(what)),
    }  # fmt: skip
    return render(request, "matching/allocation_people.html", shown)


def _heads(what: str) -> list[str]:
    last = [_("In the run before")] if what == "changed" else []
    return [_("Person"), _("Vacancy proposed"), _("Points of fit"), _("Why nothing"), *last]


def _title(asked: reads.Asked) -> str:
    titles = {
        "placed": _("Who would gain a seat"), "nothing": _("Who gains nothing"), "changed": _("Who changed"),
        "all": _("Who takes part"), "first": _("Who has priority"), "both": _("Who has priority and would gain a seat"),
    }  # fmt: skip
    where = path_names(asked.area)[-1:] if asked.area else []
    return " \u00b7 ".join([titles[asked.what], *where])


_buttons = Buttons(allocation_or_404, "matching:allocation")
cancel = _buttons.step(actions.cancel, gettext_lazy("Stopped. What was shown before stays."))
propose = _buttons.step(
    propose_act, gettext_lazy("The proposals are being made; the villages find them on their list of today.")
)


def run(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """Have it computed."""
    anew = request.POST.get("anew") == "1"
    return _buttons.press(request, allocation, actions.run, _("It is being computed."), anew=anew)


def drop(request: ActorRequest, allocation: UUID) -> HttpResponse:
    """Drop it."""
    row = allocation_or_404(request, allocation)
    if pressed(request, lambda: actions.drop(row.pk, actor=request.actor), _("Dropped.")):
        return redirect("matching:allocations")
    return redirect("matching:allocation", row.uuid)
