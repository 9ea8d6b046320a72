"""Pages of costs: the ledger of a batch with its form, and the county by month, fund line and employer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gangqiao.accounts.middleware import ActorRequest
from gangqiao.audit.events import looked
from gangqiao.kernel.buttons import done, pressed
from gangqiao.kernel.links import Link
from gangqiao.kernel.paging import columns_of, key_to_go_on, pager_of
from gangqiao.kernel.scope import scope_of
from gangqiao.transfers.actions import costs
from gangqiao.transfers.actions.costs_each import record_for_each
from gangqiao.transfers.actions.costs_spreading import spread_vehicle_costs
from gangqiao.transfers.forms.costs import CostForm, SpreadForm
from gangqiao.transfers.models import Batch, Cost
from gangqiao.transfers.reads import costs as reads
from gangqiao.transfers.reads.board_seeing import find_batch, reaches, sees_all_people
from gangqiao.transfers.showing import costs as showing
from gangqiao.transfers.showing.batches import head
from gangqiao.transfers.states import BEFORE_DEPARTURE, Status

VIEW = "transfers.view_costs"
ON_A_PAGE = 100


def _batch_or_404(request: ActorRequest, uuid: UUID) -> Batch:
    found = find_batch(uuid, request.actor)
    if found is None:
        raise Http404
    return found


def costs_of(request: ActorRequest, batch: UUID) -> HttpResponse:
    """What a batch costs."""
    return _page(request, _batch_or_404(request, batch))


def record(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Record a line."""
    found = _batch_or_404(request, batch)
    form, said = _form(request, found), list[str]()
    if done(request, form, lambda: said.append(_record(request, found, form)), LastSaid(said)):
        return redirect("transfers:costs_of", found.uuid)
    return _page(request, found, form=form)


def spread(request: ActorRequest, batch: UUID) -> HttpResponse:
    """Divide what the vehicles cost among those who rode."""
    found = _batch_or_404(request, batch)
    form = SpreadForm(request.POST, auto_id="spread_%s")

    def act() -> None:
        spread_vehicle_costs(found.uuid, form.cleaned_data["fund_line"], actor=request.actor)

    if done(request, form, act, _("Divided, to the last cent.")):
        return redirect("transfers:costs_of", found.uuid)
    return _page(request, found, spread_form=form)


def take_back(request: ActorRequest, cost: UUID) -> HttpResponse:
    """Take a line back."""
    found: Any = Cost.objects.filter(uuid=cost).select_related("batch").first()
    if found is None:
        raise Http404
    why = request.POST.get("reason", "")[:200]
    pressed(
        request, lambda: costs.take_back_cost(found.uuid, why, actor=request.actor), _("Taken back. It counts no more.")
    )
    return redirect("transfers:costs_of", found.batch.uuid)


def county(request: ActorRequest) -> HttpResponse:
    """The costs of the reader's area by month, fund line and employer."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else None
    found = reads.county(year)
    return render(request, "transfers/costs.html", showing.county_page(found, year))


class LastSaid:
    """What came of an act, asked for after it."""

    def __init__(self, said: list[str]) -> None:
        self.said = said

    def __str__(self) -> str:
        return self.said[-1]


def _record(request: ActorRequest, batch: Batch, form: CostForm) -> str:
    """Record what was typed; what came of it, in words."""
    values = form.values()
    if not form.is_for_each:
        costs.record_cost(batch.uuid, **values, actor=request.actor)
        return _("Recorded.")
    for name in ("trip", "passenger"):
        values.pop(name)
    return showing.each_words(record_for_each(batch.uuid, **values, actor=request.actor))


def _form(request: ActorRequest, batch: Batch) -> CostForm:
    """The form, with the people among whom the reader may choose: of a big batch those of one vehicle."""
    vehicle = request.GET.get("vehicle", "")
    trips = list(batch.trips.filter(is_cancelled=False).select_related("vehicle"))
    people = reads.payees_of(batch)
    if chosen := next((trip for trip in trips if str(trip.uuid) == vehicle), None):
        people = people.filter(trip=chosen)
    # Too many to choose from: the reader chooses a vehicle first.
    offered = list(people) if people.count() <= showing.MANY else []
    return CostForm(request.POST or None, targets=showing.targets(batch, offered, trips))


def _page(
    request: ActorRequest, batch: Batch, *, form: CostForm | None = None, spread_form: SpreadForm | None = None
) -> HttpResponse:
    actor, start = request.actor, key_to_go_on(request) or 0
    with scope_of(actor.areas(VIEW)):
        lines = list(reads.lines_of(batch)[start : start + ON_A_PAGE + 1])
        sums, own = showing.totals(reads.totals_of_batch(batch)), form or _form(request, batch)
    shown = lines[:ON_A_PAGE]
    persons = {line.person_uuid for line in shown if line.person_uuid}
    if reaches(actor, costs.RECORD, batch):
        persons |= set(reads.payees_of(batch).values_list("person_uuid", flat=True)[: showing.MANY])
    looked(VIEW, actor=actor, persons=sorted(persons, key=str))
    heads = [_("Day"), _("What for"), pgettext("cost", "For"), _("Paid from"), _("Amount in yuan")]
    context = (
        head(batch, actor, "transfers:costs_of")
        | sums
        | pager_of(request, _more(lines, start))
        | {
            "rows": showing.rows(shown),
            "is_empty": not shown,
            "columns": columns_of([*heads, _("Receipt number"), ""]),
            "form": own,
            "spread_form": spread_form or SpreadForm(auto_id="spread_%s"),
            "may_record": reaches(actor, costs.RECORD, batch),
            "may_take_back": reaches(actor, costs.TAKE_BACK, batch),
            "may_spread": batch.status not in (*BEFORE_DEPARTURE, Status.CANCELLED),
            "vehicles": _vehicles(batch),
            "query": f"?{request.GET.urlencode()}" if request.GET else "",
            "is_part": not sees_all_people(actor, batch),
        }
    )
    is_wrong = form is not None or spread_form is not None
    return render(request, "transfers/costs_of.html", context, status=422 if is_wrong else 200)


def _more(lines: list[Cost], start: int) -> int | None:
    return start + ON_A_PAGE if len(lines) > ON_A_PAGE else None


def _vehicles(batch: Batch) -> list[Link]:
    """Links by which the people of one vehicle are offered, when there are too many of the batch."""
    if reads.payees_of(batch).count() <= showing.MANY:
        return []
    trips = batch.trips.filter(is_cancelled=False).select_related("vehicle")
    return [Link(showing.vehicle_words(trip), f"?vehicle={trip.uuid}#new") for trip in trips]
